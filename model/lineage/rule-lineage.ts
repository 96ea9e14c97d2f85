import { type AlertRule } from '../company/alert-rule';
import { type CompanyGraph } from '../company/graph';
import { REFERENCE_PREFIX } from '../company/reference-alert';
import { type Readable } from '../flows/relation';
import { FlowLineage } from './flow-lineage';
import { type LineageColumn } from './lineage-column';
import { leastMasked, type Masking } from './masking';

/** A column that an alert rule reads. */
export interface RuleColumn extends LineageColumn {
  /** Whether alerts hold a value made of it, or it only decides whether there is one. */
  readonly how: 'payload' | 'condition';
  /** What the payload no longer shows of the column. @default nothing */
  readonly masking?: Masking;
}

/** The columns that an alert rule reads: those in the payload of its alerts first, each once. */
export function ruleColumns(rule: AlertRule, graph: CompanyGraph): RuleColumn[] {
  const columnIn = (from: Readable, column: string): LineageColumn | undefined =>
    columnOf(rule, graph, from, column);
  const flow = new FlowLineage(rule.relation);
  const shown = new Map<string, RuleColumn>();
  const show = (made: FlowLineage, names: readonly string[]): void => {
    for (const { from, column, masking } of names.flatMap((name) => made.column(name).origins)) {
      const found = columnIn(from, column);
      if (found === undefined) continue;
      const before = shown.get(keyOf(found));
      const hidden = before ? leastMasked(before.masking, masking) : masking;
      shown.set(keyOf(found), { ...found, how: 'payload', ...(hidden && { masking: hidden }) });
    }
  };
  show(flow, rule.payload);
  if (rule.kind === 'sessions')
    show(
      new FlowLineage(rule.aggregation),
      rule.aggregation.columns.map(({ name }) => name).filter((name) => !rule.by.includes(name)),
    );
  const total = rule.kind === 'velocity' ? rule.sum?.of : undefined;
  for (const { from, column } of total === undefined ? [] : flow.column(total).origins) {
    const found = columnIn(from, column);
    if (found && !shown.has(keyOf(found)))
      shown.set(keyOf(found), { ...found, how: 'payload', masking: 'aggregate' });
  }
  const deciding = [...flow.influences(), ...named(rule).flatMap((name) => flow.column(name).origins)];
  const conditions = new Map(
    deciding.flatMap(({ from, column }) => {
      const found = columnIn(from, column);
      return found && !shown.has(keyOf(found))
        ? [[keyOf(found), { ...found, how: 'condition' as const }]]
        : [];
    }),
  );
  return [...shown.values(), ...conditions.values()];
}

/** Columns that decide without standing in a condition: what events are grouped by, and what is watched. */
function named(rule: AlertRule): string[] {
  switch (rule.kind) {
    case 'event':
    case 'reference':
      return [];
    case 'velocity':
    case 'sessions':
      return [...rule.by];
    case 'anomaly':
      return [...rule.by, ...(rule.average === undefined ? [] : [rule.average])];
  }
}

/** Beside an event, a reference's columns have a prefix. */
function columnOf(
  rule: AlertRule,
  graph: CompanyGraph,
  from: Readable,
  column: string,
): LineageColumn | undefined {
  if (from.zone !== 'bronze') return undefined;
  const isOwn = Object.hasOwn(from.contract.columns, column.split('.')[0] ?? '');
  if (isOwn || rule.kind !== 'reference') return { dataset: { kind: 'source', name: from.name }, column };
  const owned = graph.tableOf(rule.reference);
  return owned && { dataset: { kind: 'table', ...owned }, column: column.slice(REFERENCE_PREFIX.length) };
}

function keyOf({ dataset, column }: LineageColumn): string {
  return `${dataset.kind} ${dataset.kind === 'source' ? dataset.name : dataset.table.name} ${column}`;
}
