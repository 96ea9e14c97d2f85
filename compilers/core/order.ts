import {
  businessColumns,
  type ColumnInfo,
  type Dedupe,
  metadataColumns,
  type WindowCall,
  type WindowRows,
} from '../../model';

/** Names in the order in which they break ties: metadata columns come last, so that they decide nothing that readers see. */
export function tieOrder(columns: readonly ColumnInfo[]): string[] {
  return [...businessColumns(columns), ...metadataColumns(columns)].map(({ name }) => name);
}

/**
 * Columns that decide between rows which the declared order leaves equal: all others, left to right. Rows that are equal
 * throughout are ordered by their key, because engines want an order.
 */
export function tieBreakers(step: Dedupe): readonly string[] {
  const others = tieOrder(step.columns).filter(
    (name) => !step.by.includes(name) && !step.newest.includes(name),
  );
  return others.length === 0 && step.newest.length === 0 ? step.by : others;
}

/** Columns that tell apart rows which the order of a window leaves equal: all others, left to right. */
export function windowTies(step: WindowRows): string[] {
  const ordered = new Set([...step.by, ...step.order.map(({ column }) => column)]);
  return tieOrder(step.input.columns).filter((name) => !ordered.has(name));
}

/** Whether equal rows share the value: then the order alone decides, without the columns that break ties. */
export function sharesTies({ name }: WindowCall): boolean {
  return name === 'rank';
}
