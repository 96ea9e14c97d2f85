import { type CompanyGraph, type Department, type Interval, type OwnedTable, type Table } from '../../model';
import { prefixOf } from './department-datasets';

/** A stored table, with how often it is filled. */
export interface StoredTable {
  /** Who fills it. */
  readonly department: Department;
  /** A silver table, or a gold one that is stored. */
  readonly table: Table;
  /** The length of its windows. */
  readonly interval: Interval;
}

/** The stored tables behind a table: itself where it is stored, else those of what it is computed from. */
export function storedBehind(graph: CompanyGraph, { department, table }: OwnedTable): StoredTable[] {
  if (table.zone === 'silver' || table.materialized)
    return [{ department, table, interval: graph.intervalOf(table) }];
  return graph.upstreamOf(table).flatMap((owned) => storedBehind(graph, owned));
}

/** Name of the pipeline that stores a table of gold. */
export function pipelineOf({ department, table }: Pick<StoredTable, 'department' | 'table'>): string {
  return `${prefixOf(department)}_materialize_${table.name}`;
}

/** Name of the trigger whose window says that a table is complete for a window of a length: of silver its gate, of gold what stores it. */
export function triggerOf(stored: StoredTable, { minutes }: Interval): string {
  const { department, table } = stored;
  if (table.zone !== 'silver') return pipelineOf(stored);
  return `${prefixOf(department)}_complete_${table.name}_${minutes}`;
}

/** Whether a window is made of whole windows of another. */
export function fits({ interval }: Pick<StoredTable, 'interval'>, own: Interval): boolean {
  return interval.minutes > 0 && own.minutes % interval.minutes === 0;
}
