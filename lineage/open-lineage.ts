import { createHash } from 'node:crypto';
import { businessColumns, dayMistakes, type OwnedTable, placed, throwIssues } from '../model';
import {
  type ColumnInfluence,
  type ColumnLineage,
  columnNames,
  type ColumnOrigin,
  datasetId,
  type LineageDataset,
  type TableLineage,
} from '../model/lineage';
import { documentedColumn } from './lineage-document';

/** What is decided about events of OpenLineage. */
export interface OpenLineageOptions {
  /** The day, `YYYY-MM-DD`, that the events are dated: with its beginning in UTC. No clock is read. */
  readonly asOf: string;
  /** Namespace of datasets and jobs. @default `lakehouse://<code of the company>` */
  readonly namespace?: string;
}

/** A facet: what is known of something, with where its form is published. */
export type OpenLineageFacet = Readonly<Record<string, unknown>> & {
  readonly _producer: string;
  readonly _schemaURL: string;
};

/** A source or a table, as OpenLineage names one. */
export interface OpenLineageDataset {
  /** Of the company. */
  readonly namespace: string;
  /** `source`, or `department.table`. */
  readonly name: string;
  /** What is known of it, by name. */
  readonly facets?: Readonly<Record<string, OpenLineageFacet>>;
}

/** An event on a dataset by itself. */
export interface OpenLineageDatasetEvent {
  /** When, as ISO 8601 in UTC. */
  readonly eventTime: string;
  /** What wrote it. */
  readonly producer: string;
  /** The form of the event. */
  readonly schemaURL: string;
  /** What it is about. */
  readonly dataset: OpenLineageDataset;
}

/** An event on a run that ended, with what it read and wrote. */
export interface OpenLineageRunEvent {
  readonly eventType: 'COMPLETE';
  /** When, as ISO 8601 in UTC. */
  readonly eventTime: string;
  /** What wrote it. */
  readonly producer: string;
  /** The form of the event. */
  readonly schemaURL: string;
  /** Which run: the same for the same company, table and day. */
  readonly run: { readonly runId: string };
  /** What fills the table. */
  readonly job: {
    readonly namespace: string;
    readonly name: string;
    readonly facets: Readonly<Record<string, OpenLineageFacet>>;
  };
  /** The sources and tables that are read. */
  readonly inputs: readonly OpenLineageDataset[];
  /** The table. */
  readonly outputs: readonly OpenLineageDataset[];
}

const PRODUCER = 'urn:cdktf-azure-lakehouse:lineage';
const SPEC = 'https://openlineage.io/spec';
const CORE = `${SPEC}/2-0-2/OpenLineage.json#/$defs`;

/** The facets that are written, with the versions of their forms. */
const FACETS = {
  schema: '1-2-0/SchemaDatasetFacet',
  columnLineage: '1-2-0/ColumnLineageDatasetFacet',
  documentation: '1-1-0/DocumentationDatasetFacet',
  ownership: '1-0-1/OwnershipDatasetFacet',
  jobType: '2-0-4/JobTypeJobFacet',
  jobDocumentation: '1-1-0/DocumentationJobFacet',
  jobOwnership: '1-0-1/OwnershipJobFacet',
  sql: '1-1-0/SQLJobFacet',
} as const;

/**
 * Column lineage as events of OpenLineage 2-0-2: a `DatasetEvent` for each source, then for each table a `RunEvent` of a run that is complete.
 *
 * Catalogues take lineage from runs; these come from the definitions, so they are dated as is asked for, and nothing has run.
 *
 * @param lineage of the company.
 * @param options the day, and the namespace.
 * @throws LakehouseError when the day is none (LH0001).
 */
export function openLineageEvents(
  lineage: ColumnLineage,
  options: OpenLineageOptions,
): (OpenLineageDatasetEvent | OpenLineageRunEvent)[] {
  const { company } = lineage.graph;
  const { asOf, namespace = `lakehouse://${company.code}` } = options;
  throwIssues('lineage', placed('lineage', dayMistakes('asOf', asOf)));
  const writer = new EventWriter(lineage, { asOf, namespace });
  return [
    ...company.departments.flatMap(({ sources }) => sources.map(({ name }) => writer.source(name))),
    ...lineage.graph.inOrder().map((owned) => writer.table(owned)),
  ];
}

/** Events as JSON Lines: one to a line. */
export function openLineageText(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

class EventWriter {
  private readonly eventTime: string;

  constructor(
    private readonly lineage: ColumnLineage,
    private readonly options: Required<OpenLineageOptions>,
  ) {
    this.eventTime = `${options.asOf}T00:00:00Z`;
  }

  source(name: string): OpenLineageDatasetEvent {
    return {
      eventTime: this.eventTime,
      producer: PRODUCER,
      schemaURL: `${CORE}/DatasetEvent`,
      dataset: this.described({ kind: 'source', name }),
    };
  }

  table(owned: OwnedTable): OpenLineageRunEvent {
    const { department, table } = owned;
    const { asOf, namespace } = this.options;
    const name = `${department.name}.${table.name}`;
    const found = this.lineage.tableLineage(owned);
    const { relation } = table;
    const output = this.described({ kind: 'table', ...owned });
    return {
      eventType: 'COMPLETE',
      eventTime: this.eventTime,
      producer: PRODUCER,
      schemaURL: `${CORE}/RunEvent`,
      run: { runId: uuidOf(`${namespace} ${name} ${asOf}`) },
      job: {
        namespace,
        name: `fill ${name}`,
        facets: {
          jobType: facet('jobType', { processingType: 'BATCH', integration: 'LAKEHOUSE', jobType: 'TABLE' }),
          documentation: facet('jobDocumentation', { description: table.description }),
          ownership: facet('jobOwnership', { owners: [{ name: department.name, type: 'OWNER' }] }),
          ...(relation.step === 'sql' && { sql: facet('sql', { query: relation.text, dialect: 'tsql' }) }),
        },
      },
      inputs: this.inputs(owned),
      outputs: [{ ...output, facets: { ...output.facets, columnLineage: this.columnLineage(found) } }],
    };
  }

  private inputs({ table }: OwnedTable): OpenLineageDataset[] {
    const { graph } = this.lineage;
    const names = [
      ...graph.bronzeOf(table).map(({ name }) => name),
      ...graph.upstreamOf(table).map((owned) => datasetId({ kind: 'table', ...owned })),
    ];
    return names.map((name) => ({ namespace: this.options.namespace, name }));
  }

  private columnLineage({ basis, columns, influences }: TableLineage): OpenLineageFacet {
    const declared = basis === 'computed' ? [] : ['declared, not computed'];
    return facet('columnLineage', {
      fields: Object.fromEntries(
        [...columns].map(([column, { origins, expressions }]) => {
          const description = [...expressions, ...declared].join('; ');
          return [column, { inputFields: origins.map((origin) => this.direct(origin, description)) }];
        }),
      ),
      dataset: influences.map((influence) => this.indirect(influence)),
    });
  }

  private direct({ dataset, column, how, masking }: ColumnOrigin, description: string): object {
    const transformation = { type: 'DIRECT', subtype: how, description, masking: masking !== undefined };
    return { ...this.field(dataset, column), transformations: [transformation] };
  }

  private indirect({ dataset, column, how }: ColumnInfluence): object {
    return { ...this.field(dataset, column), transformations: [{ type: 'INDIRECT', subtype: how }] };
  }

  private field(dataset: LineageDataset, column: string): object {
    return { namespace: this.options.namespace, name: datasetId(dataset), field: column };
  }

  private described(dataset: LineageDataset): OpenLineageDataset {
    const { graph } = this.lineage;
    const source = dataset.kind === 'source' ? graph.source(dataset.name) : undefined;
    const description = dataset.kind === 'table' ? dataset.table.description : source?.contract.description;
    const owner = dataset.kind === 'table' ? dataset.department : source?.department;
    return {
      namespace: this.options.namespace,
      name: datasetId(dataset),
      facets: {
        schema: facet('schema', { fields: this.fields(dataset) }),
        documentation: facet('documentation', { description: description ?? '' }),
        ownership: facet('ownership', { owners: [{ name: owner?.name ?? '', type: 'OWNER' }] }),
      },
    };
  }

  private fields(dataset: LineageDataset): object[] {
    const names =
      dataset.kind === 'source'
        ? columnNames(this.lineage.graph, dataset)
        : businessColumns(dataset.table.columns).map(({ name }) => name);
    return names.map((name) => {
      const { type, description } = documentedColumn(this.lineage, { dataset, column: name });
      return { name, ...(type !== undefined && { type }), ...(description !== undefined && { description }) };
    });
  }
}

function facet(kind: keyof typeof FACETS, content: Readonly<Record<string, unknown>>): OpenLineageFacet {
  const [, form = ''] = FACETS[kind].split('/');
  return {
    _producer: PRODUCER,
    _schemaURL: `${SPEC}/facets/${FACETS[kind]}.json#/$defs/${form}`,
    ...content,
  };
}

/** A UUID of version 5 (RFC 9562): the same for the same name. */
function uuidOf(name: string): string {
  // The namespace of URLs, as the RFC gives it.
  const space = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const hash = createHash('sha1').update(space).update(name, 'utf8').digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const digits = hash.toString('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => digits.slice(from, to))
    .join('-');
}
