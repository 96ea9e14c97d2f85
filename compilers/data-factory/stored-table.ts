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

/** Name of the trigger that fills a table. */
export function triggerOf({ department, table }: StoredTable): string {
  return `${prefixOf(department)}_${table.zone === 'silver' ? 'fill' : 'materialize'}_${table.name}`;
}

/** Whether a window is made of whole windows of another. */
export function fits({ interval }: StoredTable, own: Interval): boolean {
  return interval.minutes > 0 && own.minutes % interval.minutes === 0;
}
