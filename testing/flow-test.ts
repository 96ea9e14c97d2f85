import {
  type AlertRule,
  type Company,
  type DataContract,
  type EstimatedRows,
  type Issue,
  LakehouseError,
  listed,
  type Schema,
  suggestion,
  type Table,
} from '../model';
import { type Expectations, OutcomeChecks } from './expectations';
import { companyOf } from './flow-company';
import { requireParts } from './flow-parts';
import { type Delivery } from './flow-run';
import { type GivenRow, type TestValue } from './given-rows';

/** The sources that a test delivers, by the names that it gives them. */
export type TestSources = Readonly<Record<string, DataContract>>;

/** The rows that a window delivers, by source. */
export type GivenRows<C extends TestSources> = {
  readonly [N in keyof C]?: readonly GivenRow<C[N]>[];
};

/** A row that a test expects of a table: the same columns in each. */
export type ExpectedRow<S extends Schema> = {
  readonly [C in keyof S]?: TestValue<S[C]> | null;
};

/** What else a test knows. */
export interface FlowTestOptions {
  /** Where tables are found that are read by reference. @default nowhere: all tables are read as such */
  readonly company?: Company;
  /** What the platform is estimated to cost, for tables that read it. @default nothing: no rows */
  readonly estimate?: EstimatedRows;
}

/** Windows that are delivered one after the other, and then what is expected of a table. */
export interface FlowTest<S extends Schema, C extends TestSources> {
  /**
   * Delivers the next window: further rows, corrections (the same key, a later event time), or rows that are late (an earlier one).
   * It stands before `expect`, which is what is awaited.
   */
  then(rows: GivenRows<C>): FlowTest<S, C>;
  /** Delivers the last window once more, as a source does that sends twice. */
  again(): FlowTest<S, C>;
  /** Runs the flows when it is awaited; the table then has these rows, in any order, compared by the columns that they name. */
  expect(rows: readonly ExpectedRow<S>[]): Expectations;
}

/** A test whose first window is still to be given. */
export interface NewFlowTest<S extends Schema, C extends TestSources> {
  /** Delivers the first window. A source that is not named delivers nothing. */
  given(rows: GivenRows<C>): FlowTest<S, C>;
}

/**
 * Tests a table with a few rows of its sources: what it holds in the end, what went to quarantine, and which alerts were raised.
 *
 * The table and all that it reads are computed by the code of the preview, from deliveries in the sources' own form.
 *
 * ```ts
 * await flowTest(dailyRevenue, { transactions })
 *   .given({ transactions: [{ amount: 10, occurred_at: '2026-01-05' }] })
 *   .again()
 *   .expect([{ day: '2026-01-05', revenue: 10 }]);
 * ```
 *
 * @param table the table that is looked at.
 * @param sources those that deliver rows; their contracts type them. All others deliver nothing.
 * @param options the company, where tables are read by reference.
 * @throws LakehouseError when the table does not read one of the sources (LH8140), or reads a reference (LH8142), and when they are something else (LH9376).
 */
export function flowTest<S extends Schema, C extends TestSources>(
  table: Table<S>,
  sources: C,
  options: FlowTestOptions = {},
): NewFlowTest<S, C> {
  requireParts(table, sources);
  const read = companyOf({ tables: [table], sources: [], alerts: [], company: options.company });
  const known = read.departments.flatMap((department) => department.sources.map(({ name }) => name));
  const issues = Object.values(sources)
    .filter(({ name }) => !known.includes(name))
    .map(({ name }): Issue => ({
      code: 'LH8140',
      at: table.name,
      prop: 'sources',
      got: `names "${name}", which the table does not read${suggestion(name, known)}`,
      allowed: listed(known),
      change: 'leave it out, or read it',
    }));
  if (issues.length > 0) throw new LakehouseError('flow test', issues);
  const subject: Subject = { table, sources, options };
  return { given: (rows) => delivered<S, C>(subject, [deliveryOf(sources, rows)]) };
}

/** What is tested. */
interface Subject {
  readonly table: Table;
  readonly sources: TestSources;
  readonly options: FlowTestOptions;
}

function delivered<S extends Schema, C extends TestSources>(
  subject: Subject,
  windows: readonly Delivery[],
): FlowTest<S, C> {
  const { table, sources, options } = subject;
  return {
    then: (rows) => delivered(subject, [...windows, deliveryOf(sources, rows)]),
    again: () => delivered(subject, [...windows, ...windows.slice(-1)]),
    expect: (rows) =>
      new OutcomeChecks({
        table,
        windows,
        place: callersPlace(),
        ...(options.estimate && { estimate: options.estimate }),
        company: (alerts: readonly AlertRule[]) =>
          companyOf({ tables: [table], sources: Object.values(sources), alerts, company: options.company }),
      }).table(rows),
  };
}

function deliveryOf(sources: TestSources, rows: Readonly<Record<string, unknown>>): Delivery {
  if (typeof rows === 'function') throw notAwaited();
  return new Map(
    Object.entries(rows ?? {}).map(([name, given]) => {
      const contract = sources[name];
      if (contract === undefined)
        throw new LakehouseError('flow test', [
          {
            code: 'LH8140',
            at: 'flow test',
            prop: 'given',
            got: `has rows of "${name}", which is none of the test's sources${suggestion(name, Object.keys(sources))}`,
            allowed: listed(Object.keys(sources)),
            change: 'name it in flowTest(table, { … })',
          },
        ]);
      return [contract, (given ?? []) as readonly Readonly<Record<string, unknown>>[]] as const;
    }),
  );
}

/** `await` calls `then`, which means something else here; the compiler refuses it, JavaScript does not. */
function notAwaited(): LakehouseError {
  return new LakehouseError('flow test', [
    {
      code: 'LH8146',
      at: 'flow test',
      prop: 'expect',
      got: 'is missing: the test is awaited before it says what is expected',
      allowed: 'await flowTest(…).given(…).expect(…)',
      change: 'end the test with expect(…)',
    },
  ]);
}

/** The calls that led to what called this, beginning with the test. */
function callersPlace(): string {
  const { stack = '' } = new Error();
  // Itself, and the method that the test called.
  return stack.split('\n').slice(3).join('\n');
}
