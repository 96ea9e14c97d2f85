import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { type Readable, type Table } from '../flows/relation';
import { FlowLineage, type Influence, type Origin } from './flow-lineage';

/** The rows of a source, as they are delivered. */
export interface SourceDataset {
  readonly kind: 'source';
  /** Name of the source. */
  readonly name: string;
}

/** The rows of a table. */
export interface TableDataset extends OwnedTable {
  readonly kind: 'table';
}

/** Where rows are. */
export type LineageDataset = SourceDataset | TableDataset;

/** A column of a dataset. */
export interface LineageColumn {
  /** Where it is. */
  readonly dataset: LineageDataset;
  /** Name of the column. */
  readonly column: string;
}

/** A column that a value is made of, and how. */
export interface ColumnOrigin extends LineageColumn {
  /** In the words of OpenLineage: taken as it is, computed from it, or computed from it over many rows. */
  readonly how: Origin['how'];
}

/** A column that decides which rows there are, or which of them belong together, and how. */
export interface ColumnInfluence extends LineageColumn {
  /** In the words of OpenLineage. */
  readonly how: Influence['how'];
}

/** How one column of a table comes about. */
export interface ColumnDefinition {
  /** The columns of what the table reads that the value is made of. */
  readonly origins: readonly ColumnOrigin[];
  /** `name = expression` of every step on the way, the first computed first; empty where the value is passed on. */
  readonly expressions: readonly string[];
}

/** How a table comes about. */
export interface TableLineage extends OwnedTable {
  /** By the names of its columns, in order. */
  readonly columns: ReadonlyMap<string, ColumnDefinition>;
  /** Columns that decide over its rows, whichever column is looked at. */
  readonly influences: readonly ColumnInfluence[];
}

/** A column with all that it comes from. */
export interface LineageTree extends LineageColumn {
  /** How the value came out of the one below; absent for the column that is asked for. */
  readonly how?: Origin['how'];
  /** `name = expression` of the steps that compute it. */
  readonly expressions: readonly string[];
  /** What it is made of; empty for the columns of sources. */
  readonly origins: readonly LineageTree[];
}

/** Follows columns from sources to gold and back, through the flows of a company. */
export class ColumnLineage {
  private readonly tables = new Map<Table, TableLineage>();

  /** @param graph finds the tables behind references, and their owners. */
  constructor(private readonly graph: CompanyGraph) {}

  /** How a table comes about, by its own flow. */
  tableLineage({ department, table }: OwnedTable): TableLineage {
    const known = this.tables.get(table);
    if (known) return known;
    const flow = new FlowLineage(table.relation);
    const columns = new Map(
      table.columns.map(({ name }) => {
        const { origins, expressions } = flow.column(name);
        return [name, { origins: this.located(origins), expressions }] as const;
      }),
    );
    const lineage = { department, table, columns, influences: this.located(flow.influences()) };
    this.tables.set(table, lineage);
    return lineage;
  }

  /** All that a column comes from, back to the sources. */
  upstream(owned: OwnedTable, column: string): LineageTree {
    return this.tree({ dataset: { kind: 'table', ...owned }, column }, new Set());
  }

  /** The columns of sources that a column's values are made of, as `source.column`, sorted. */
  sourcesOf(owned: OwnedTable, column: string): string[] {
    const found = new Set<string>();
    const walk = ({ dataset, column: name, origins }: LineageTree): void => {
      if (dataset.kind === 'source') found.add(`${dataset.name}.${name}`);
      origins.forEach(walk);
    };
    walk(this.upstream(owned, column));
    return [...found].sort();
  }

  /** The columns of tables that are made of a column, each once, those that are computed first before the others. */
  downstream(start: LineageColumn): ColumnOrigin[] {
    const reached = new Map<string, ColumnOrigin>();
    const ids = new Set([idOf(start)]);
    for (const owned of this.graph.inOrder()) {
      const { columns } = this.tableLineage(owned);
      for (const [column, { origins }] of columns) {
        const from = origins.filter((origin) => ids.has(idOf(origin)));
        const [first] = from;
        if (first === undefined) continue;
        const found = { dataset: { kind: 'table' as const, ...owned }, column, how: strongest(from) };
        ids.add(idOf(found));
        reached.set(idOf(found), found);
      }
    }
    return [...reached.values()];
  }

  private tree({ dataset, column }: LineageColumn, above: ReadonlySet<string>): LineageTree {
    const id = idOf({ dataset, column });
    // Tables that read each other in a circle are for the rules to report.
    if (dataset.kind === 'source' || above.has(id)) return { dataset, column, expressions: [], origins: [] };
    const { origins = [], expressions = [] } = this.tableLineage(dataset).columns.get(column) ?? {};
    const below = new Set([...above, id]);
    return {
      dataset,
      column,
      expressions,
      origins: origins.map((origin) => ({ ...this.tree(origin, below), how: origin.how })),
    };
  }

  private located<T extends { readonly from: Readable; readonly column: string }>(
    found: readonly T[],
  ): (Omit<T, 'from'> & LineageColumn)[] {
    return found.flatMap(({ from, ...rest }) => {
      const dataset = this.datasetOf(from);
      return dataset ? [{ ...rest, dataset }] : [];
    });
  }

  private datasetOf(from: Readable): LineageDataset | undefined {
    if (from.zone === 'bronze') return { kind: 'source', name: from.name };
    const owned = this.graph.tableOf(from);
    return owned && { kind: 'table', ...owned };
  }
}

/** Names a column in its company: `source.column`, or `department.table.column`. */
export function idOf({ dataset, column }: LineageColumn): string {
  return dataset.kind === 'source'
    ? `${dataset.name}.${column}`
    : `${dataset.department.name}.${dataset.table.name}.${column}`;
}

function strongest(origins: readonly ColumnOrigin[]): Origin['how'] {
  const order = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'] as const;
  return order[Math.max(...origins.map(({ how }) => order.indexOf(how)))] ?? 'IDENTITY';
}
