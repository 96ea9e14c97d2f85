import { emptyMistakes } from '../checks';
import { type ColumnInfo, type Schema } from '../columns';
import { type DataContract } from '../contracts/data-contract';
import { type Mistake, mistakeIf } from '../errors';
import { columnsOf, type Expr } from '../expressions';
import { type Row } from '../flows/flow';
import { type Relation, type Table } from '../flows/relation';
import * as steps from '../flows/steps';
import { notOf, said, textsOf, unused } from '../said';
import { commonOf, eventsOf, type RuleBase, type RuleOptions } from './rule';

/** A rule on single events beside what a gold table knows of them. */
export interface ReferenceAlert extends RuleBase {
  readonly kind: 'reference';
  /** The gold table; a pipeline writes its rows out for the job. */
  readonly reference: Table;
  /** Columns that both sides have and that must be equal. */
  readonly on: readonly string[];
  /** Whether events without a row in the reference are looked at, with nulls for it. */
  readonly how: 'inner' | 'left';
  /** Columns of the reference that the rule needs, `on` first; the others stay where they are. */
  readonly exported: readonly ColumnInfo[];
}

/** Begins the names of the reference's columns beside those of the event. */
export const REFERENCE_PREFIX = 'reference_';

/** The columns of a reference under the names that they have beside an event. */
export type Referenced<O extends Schema> = {
  readonly [C in keyof O as `reference_${Extract<C, string>}`]: O[C];
};

/** What a department says of a {@link referenceAlert}. */
export interface ReferenceAlertProps<S extends Schema, O extends Schema> extends RuleOptions {
  /** A gold table of the department. Its rows stay in the job's memory: thousands, not millions. */
  readonly reference: Table<O>;
  /** Columns that both sides have and that must be equal; they hold the key of the reference, so no event raises two alerts. */
  readonly on: readonly Extract<keyof S & keyof O, string>[];
  /** Whether events without a row in the reference are looked at (`left`), with nulls for it. @default inner */
  readonly how?: 'inner' | 'left';
  /** The rule on an event and its row of the reference; raised when it is true, not when it is null. */
  readonly when: (event: Row<S>, reference: Row<O>) => Expr<'boolean'>;
  /** What an alert holds: columns of the event, and of the reference with `reference_` before their names. */
  readonly payload: readonly (Extract<keyof S, string> | Extract<keyof Referenced<O>, string>)[];
}

/** Declares a rule such as a reservation of more pieces than are in stock. */
export function referenceAlert<S extends Schema, O extends Schema>(
  name: string,
  source: DataContract<S>,
  props: ReferenceAlertProps<S, O>,
): ReferenceAlert {
  const { description, to, powerBi, reference, on, how, when, payload, ...further } = said(props);
  const events = eventsOf(source);
  const rows = steps.readRows(reference);
  const known = steps.rename(
    rows,
    Object.fromEntries(rows.columns.map((column) => [column.name, prefixed(column.name)])),
  );
  const both = beside(events, known, textsOf(on), { name: said(reference).name, key: rows.key ?? [] });
  const condition = (row: Row<Schema>) => when(row as Row<S>, unprefixed(row) as Row<O>);
  const raised = steps.filter(both, typeof when === 'function' ? condition : when);
  const used = raised.step === 'filter' ? columnsOf(raised.condition) : [];
  const needed = new Set([...textsOf(on).map(prefixed), ...used, ...textsOf<string>(payload)]);
  return Object.freeze({
    ...unused(further, notOf('function', { when })),
    kind: 'reference' as const,
    ...commonOf(name, source, { description, to, powerBi }),
    relation: steps.select(raised, textsOf<string>(payload)),
    payload,
    reference,
    on,
    how: how ?? 'inner',
    exported: rows.columns.filter((column) => needed.has(prefixed(column.name))),
  });
}

/** Events with the columns of the reference; how rows match is the rule's own, because a stream knows no key. */
function beside(
  events: Relation,
  known: Relation,
  on: readonly string[],
  { name, key }: Pick<Table, 'name' | 'key'>,
): Relation {
  const names = new Set(events.columns.map((column) => column.name));
  const clashes = known.columns.filter((column) => names.has(column.name));
  const loose = key.filter((column) => !on.includes(column));
  const lacks = (side: string, column: string): Mistake => ({
    code: 'LH2001',
    prop: 'on',
    got: `has "${column}", which ${side} lacks`,
    allowed: 'columns that both sides have',
    change: 'name one of these',
  });
  return {
    ...events,
    columns: [...events.columns, ...known.columns.map((column) => ({ ...column, nullable: true }))],
    mistakes: [
      ...clashes.map((column): Mistake => ({
        code: 'LH3003',
        prop: 'reference',
        got: `comes beside an event that has a column "${column.name}" too`,
        allowed: `events without names that begin with "${REFERENCE_PREFIX}"`,
        change: 'rename it in the contract',
      })),
      ...on.filter((column) => !names.has(column)).map((column) => lacks('an event', column)),
      ...on
        .filter((column) => !known.columns.some((other) => other.name === prefixed(column)))
        .map((column) => lacks(`"${name}"`, column)),
      ...emptyMistakes('on', on, 'one column or more', 'name the key of the reference'),
      ...mistakeIf(loose.length > 0, {
        code: 'LH4113',
        prop: 'on',
        got: `leaves out ${loose.join(', ')} of the key of "${name}"`,
        allowed: 'all of it',
        change: 'add it',
      }),
    ],
  };
}

function prefixed(column: string): string {
  return `${REFERENCE_PREFIX}${column}`;
}

function unprefixed(row: Row<Schema>): Row<Schema> {
  return new Proxy(row, {
    get: (both, column) => (typeof column === 'string' ? both[prefixed(column)] : undefined),
  });
}
