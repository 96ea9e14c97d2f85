import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { type Readable, type Table } from '../flows/relation';
import { scoreOf } from '../flows/traversal';
import { FlowLineage, type Influence } from './flow-lineage';
import { idOf, type LineageColumn, type LineageDataset } from './lineage-column';
import { type Made, type Origin } from './made';
import { leastMasked, maskedTwice, type Masking } from './masking';

/** A column that a value is made of, and how. */
export interface ColumnOrigin extends LineageColumn {
  /** In the words of OpenLineage: taken as it is, computed from it, or computed from it over many rows. */
  readonly how: Origin['how'];
  /** What the value no longer shows of the column. @default nothing */
  readonly masking?: Masking;
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

/**
 * How the origins of a table's columns are known: computed from its flow; declared, where SQL written by hand says only which columns
 * it reads, so that each of its own may be made of any of them; or through a model, which may make its scores of all that it reads.
 */
export type LineageBasis = 'computed' | 'declared' | 'model';

/** How a table comes about. */
export interface TableLineage extends OwnedTable {
  /** How that is known. */
  readonly basis: LineageBasis;
  /** By the names of its columns, in order. */
  readonly columns: ReadonlyMap<string, ColumnDefinition>;
  /** Columns that decide over its rows, whichever column is looked at. */
  readonly influences: readonly ColumnInfluence[];
  /** What is kept of rows that its checks refuse, by check and column. */
  readonly quarantined: ReadonlyMap<string, ReadonlyMap<string, ColumnDefinition>>;
}

/** A column with all that it comes from. */
export interface LineageTree extends LineageColumn {
  /** How the value came out of the one below; absent for the column that is asked for. */
  readonly how?: Origin['how'];
  /** What the value above no longer shows of this one. @default nothing */
  readonly masking?: Masking;
  /** `name = expression` of the steps that compute it. */
  readonly expressions: readonly string[];
  /** What it is made of; empty for the columns of sources. */
  readonly origins: readonly LineageTree[];
}

/** A table over whose rows a column decides. */
export interface DecidedTable extends OwnedTable {
  /** How, in the words of OpenLineage; each way once. */
  readonly how: readonly Influence['how'][];
}

/** Follows columns from sources to gold and back, through the flows of a company. */
export class ColumnLineage {
  private readonly tables = new Map<Table, TableLineage>();
  private readonly reversed = new Map<string, ColumnOrigin[]>();

  /** @param graph finds the tables behind references, and their owners. */
  constructor(readonly graph: CompanyGraph) {}

  /** How a table comes about, by its own flow. */
  tableLineage({ department, table }: OwnedTable): TableLineage {
    const known = this.tables.get(table);
    if (known) return known;
    const flow = new FlowLineage(table.relation);
    const columns = new Map(
      table.columns.map(({ name }) => [name, this.defined(flow.column(name))] as const),
    );
    const quarantined = new Map(
      [...flow.quarantines()].map(([check, kept]) => {
        const definitions = [...kept].map(([name, made]) => [name, this.defined(made)] as const);
        return [check, new Map(definitions)] as const;
      }),
    );
    const basis = basisOf(table);
    const influences = this.located(flow.influences());
    const lineage = { department, table, basis, columns, influences, quarantined };
    this.tables.set(table, lineage);
    return lineage;
  }

  /** All that a column comes from, back to the sources. */
  upstream(owned: OwnedTable, column: string): LineageTree {
    return this.tree({ dataset: { kind: 'table', ...owned }, column }, new Set());
  }

  /** The columns of sources that a column's values are made of, as `source.column`, sorted. */
  sourcesOf(owned: OwnedTable, column: string): string[] {
    return [...this.sourceColumns({ dataset: { kind: 'table', ...owned }, column }).keys()].sort();
  }

  /** The columns of sources that a column's values are made of, with what is no longer shown of them; itself, for one of a source. */
  sourceColumns(start: LineageColumn): Map<string, LineageColumn & { readonly masking?: Masking }> {
    const found = new Map<string, LineageColumn & { readonly masking?: Masking }>();
    const visited = new Map<string, Masking | undefined>();
    const walk = (at: LineageColumn, masking: Masking | undefined): void => {
      const id = idOf(at);
      const before = visited.get(id);
      const least = visited.has(id) ? leastMasked(before, masking) : masking;
      if (visited.has(id) && least === before) return;
      visited.set(id, least);
      if (at.dataset.kind === 'source') {
        found.set(id, { dataset: at.dataset, column: at.column, ...(least && { masking: least }) });
        return;
      }
      for (const origin of this.originsOf(at)) walk(origin, maskedTwice(least, origin.masking));
    };
    walk(start, undefined);
    return found;
  }

  /** What a column is made of, one step back. */
  originsOf({ dataset, column }: LineageColumn): readonly ColumnOrigin[] {
    return dataset.kind === 'source' ? [] : (this.tableLineage(dataset).columns.get(column)?.origins ?? []);
  }

  /** What is made of a column, one step forward: an array of a source leads to what is made of its elements. */
  madeOf(column: LineageColumn): readonly ColumnOrigin[] {
    if (this.reversed.size === 0) this.reverse();
    return this.reversed.get(idOf(column)) ?? [];
  }

  /** The tables over whose rows a column decides, one step forward. */
  decidedBy(column: LineageColumn): DecidedTable[] {
    const id = idOf(column);
    return this.graph.inOrder().flatMap((owned) => {
      const ways = this.tableLineage(owned).influences.filter((influence) => covers(id, idOf(influence)));
      return ways.length > 0 ? [{ ...owned, how: [...new Set(ways.map(({ how }) => how))] }] : [];
    });
  }

  /**
   * The columns of tables that are made of a column, each once, those that are computed first before the others; with what is no
   * longer shown of the column at the start.
   */
  downstream(start: LineageColumn): ColumnOrigin[] {
    const reached = new Map<string, ColumnOrigin>();
    const first = idOf(start);
    for (const owned of this.graph.inOrder()) {
      const { columns } = this.tableLineage(owned);
      for (const [column, { origins }] of columns) {
        const from = origins.flatMap((origin): ColumnOrigin[] => {
          const before = reached.get(idOf(origin));
          if (!before && !covers(first, idOf(origin))) return [];
          return [{ ...origin, masking: maskedTwice(before?.masking, origin.masking) }];
        });
        const [one, ...others] = from;
        if (one === undefined) continue;
        const masking = others.reduce((least, { masking: next }) => leastMasked(least, next), one.masking);
        const found = { dataset: { kind: 'table' as const, ...owned }, column, how: strongest(from) };
        reached.set(idOf(found), { ...found, ...(masking && { masking }) });
      }
    }
    return [...reached.values()];
  }

  private reverse(): void {
    for (const owned of this.graph.inOrder())
      for (const [column, { origins }] of this.tableLineage(owned).columns)
        for (const { dataset: from, column: name, how, masking } of origins) {
          const made = {
            dataset: { kind: 'table' as const, ...owned },
            column,
            how,
            ...(masking && { masking }),
          };
          for (const id of coveredBy(idOf({ dataset: from, column: name }), from))
            this.reversed.set(id, [...(this.reversed.get(id) ?? []), made]);
        }
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
      origins: origins.map((origin) => {
        const { how, masking } = origin;
        return { ...this.tree(origin, below), how, ...(masking && { masking }) };
      }),
    };
  }

  private defined({ origins, expressions }: Made): ColumnDefinition {
    return { origins: this.located(origins), expressions };
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

function basisOf(table: Table): LineageBasis {
  if (table.relation.step === 'sql') return 'declared';
  return scoreOf(table) ? 'model' : 'computed';
}

/** Whether a column is another one, or the array that holds it. */
function covers(id: string, other: string): boolean {
  return other === id || other.startsWith(`${id}.`);
}

/** A column, and the array that holds it. */
function coveredBy(id: string, { kind }: LineageDataset): string[] {
  const [source = '', array = '', field] = id.split('.');
  return kind === 'source' && field !== undefined ? [id, `${source}.${array}`] : [id];
}

function strongest(origins: readonly ColumnOrigin[]): Origin['how'] {
  const order = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'] as const;
  return order[Math.max(...origins.map(({ how }) => order.indexOf(how)))] ?? 'IDENTITY';
}
