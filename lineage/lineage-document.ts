import { type ColumnInfo, describeType } from '../model';
import {
  type ColumnLineage,
  type ColumnOrigin,
  type ColumnUse,
  type ColumnUses,
  datasetId,
  idOf,
  type LineageBasis,
  type LineageColumn,
  type LineageDataset,
  type Masking,
} from '../model/lineage';

/** A column in a lineage document. */
export interface DocumentedColumn {
  /** `source.column` or `department.table.column`. */
  readonly id: string;
  /** The source or table, as `source` or `department.table`. */
  readonly dataset: string;
  /** Where its rows are: at the source, in silver or in gold. */
  readonly zone: 'source' | 'silver' | 'gold';
  /** The department that owns it. */
  readonly department: string;
  /** Name of the column. */
  readonly column: string;
  /** Its type, as contracts write it; absent for columns that are no value of their own. */
  readonly type?: string;
  /** What its contract says of it; absent where it says nothing, and for columns of tables. */
  readonly description?: string;
  /** How widely it may be seen. */
  readonly classification?: ColumnInfo['classification'];
  /** How its origins are known; absent for columns of sources. */
  readonly basis?: LineageBasis;
  /** `name = expression` of the steps that compute it. */
  readonly expressions: readonly string[];
}

/** One step from a column to a column that is made of it. */
export interface LineageEdge {
  /** Id of the column that is read. */
  readonly from: string;
  /** Id of the column that is made of it. */
  readonly to: string;
  /** In the words of OpenLineage. */
  readonly how: ColumnOrigin['how'];
  /** What is no longer shown. @default nothing */
  readonly masking?: Masking;
}

/** A column that decides over the rows of a table. */
export interface LineageInfluence {
  /** Id of the column. */
  readonly column: string;
  /** The table, as `department.table`. */
  readonly table: string;
  /** In the words of OpenLineage. */
  readonly how: string;
}

/** What a column is used for where tables end. */
export interface DocumentedUse {
  /** Id of the column. */
  readonly column: string;
  /** A product that other departments may read, an alert rule, or a consumer. */
  readonly kind: ColumnUse['kind'];
  /** The department of it. */
  readonly department: string;
  /** Name of the rule or the consumer; of a product, its version. */
  readonly name: string;
  /** Of alert rules: whether alerts show the value, or it only decides whether there is one. */
  readonly how?: 'payload' | 'condition';
  /** Of alert rules: the applications that receive their alerts. */
  readonly receivers?: readonly string[];
}

/** The lineage of one column, back or forward, as plain data. */
export interface LineageDocument {
  /** Id of the column that was asked for. */
  readonly column: string;
  /** Back to the sources, or forward to whoever reads it. */
  readonly direction: 'back' | 'forward';
  /** All columns on the way, that one first. */
  readonly columns: readonly DocumentedColumn[];
  /** The steps between them. */
  readonly edges: readonly LineageEdge[];
  /** Columns that decide over rows: of the tables on the way back; forward, the tables that columns on the way decide over. */
  readonly influences: readonly LineageInfluence[];
  /** What the columns on the way are used for; forward only. */
  readonly uses: readonly DocumentedUse[];
}

/**
 * Everything that a column comes from, or that is made of it, each column and each step once.
 *
 * @param lineage of the company.
 * @param uses of the company.
 * @param start the column.
 * @param direction which way.
 */
export function lineageDocument(
  lineage: ColumnLineage,
  uses: ColumnUses,
  start: LineageColumn,
  direction: LineageDocument['direction'],
): LineageDocument {
  const columns = new Map<string, LineageColumn>([[idOf(start), start]]);
  const edges: LineageEdge[] = [];
  for (const column of columns.values()) {
    const next = direction === 'back' ? lineage.originsOf(column) : lineage.madeOf(column);
    for (const other of next) {
      const { dataset, column: name, how, masking } = other;
      const [from, to] = direction === 'back' ? [other, column] : [column, other];
      edges.push({ from: idOf(from), to: idOf(to), how, ...(masking && { masking }) });
      if (!columns.has(idOf(other))) columns.set(idOf(other), { dataset, column: name });
    }
  }
  const all = [...columns.values()];
  return {
    column: idOf(start),
    direction,
    columns: all.map((column) => documentedColumn(lineage, column)),
    edges,
    influences: direction === 'back' ? decidingBack(lineage, all) : decidingForward(lineage, all),
    uses:
      direction === 'back'
        ? []
        : all.flatMap((column) => uses.of(column).map((use) => documentedUse(column, use))),
  };
}

/** A column with what is known of it. */
export function documentedColumn(lineage: ColumnLineage, at: LineageColumn): DocumentedColumn {
  const { dataset, column } = at;
  const named = { id: idOf(at), dataset: datasetId(dataset), column };
  if (dataset.kind === 'source') {
    const source = lineage.graph.source(dataset.name);
    const [name = '', field] = column.split('.');
    const whole = source?.contract.columns[name];
    const promise = field === undefined ? whole : whole?.elements?.[field];
    return {
      ...named,
      zone: 'source',
      department: source?.department.name ?? '',
      ...(promise && { type: describeType(promise.type), classification: promise.classification }),
      ...(promise && promise.description !== '' && { description: promise.description }),
      expressions: [],
    };
  }
  const info = dataset.table.columns.find(({ name }) => name === column);
  const { basis, columns } = lineage.tableLineage(dataset);
  return {
    ...named,
    zone: dataset.table.zone,
    department: dataset.department.name,
    ...(info && { type: describeType(info.type), classification: info.classification }),
    basis,
    expressions: columns.get(column)?.expressions ?? [],
  };
}

function documentedUse(column: LineageColumn, use: ColumnUse): DocumentedUse {
  const common = { column: idOf(column), kind: use.kind, department: use.department.name };
  switch (use.kind) {
    case 'product':
      return { ...common, name: `version ${use.version}` };
    case 'consumer':
      return { ...common, name: use.consumer.name };
    case 'alert':
      return {
        ...common,
        name: use.rule.name,
        how: use.how,
        receivers: use.receivers.map(({ name }) => name),
      };
  }
}

function decidingBack(lineage: ColumnLineage, all: readonly LineageColumn[]): LineageInfluence[] {
  const tables = new Map<string, LineageDataset>(all.map(({ dataset }) => [datasetId(dataset), dataset]));
  return [...tables].flatMap(([table, dataset]) =>
    dataset.kind === 'source'
      ? []
      : lineage
          .tableLineage(dataset)
          .influences.map((influence) => ({ column: idOf(influence), table, how: influence.how })),
  );
}

function decidingForward(lineage: ColumnLineage, all: readonly LineageColumn[]): LineageInfluence[] {
  return all.flatMap((column) =>
    lineage
      .decidedBy(column)
      .flatMap(({ department, table, how }) =>
        how.map((way) => ({ column: idOf(column), table: `${department.name}.${table.name}`, how: way })),
      ),
  );
}
