import {
  type AlertRule,
  type Company,
  type EstimatedRows,
  type Issue,
  LakehouseError,
  listed,
  suggestion,
  type Table,
} from '../model';
import { difference } from './difference';
import { type Delivery, type FlowOutcome, type QuarantinedRows, runFlows } from './flow-run';
import { scalarText } from './given-rows';
import { type ComparedRow, expectedValue } from './values';

/** Rows as a test writes them. */
export type WrittenRows = readonly Readonly<Record<string, unknown>>[];

/** Says how what came differs from what a test expects. */
export class FlowTestError extends Error {
  /**
   * @param message the difference, as a table.
   * @param place where the test says what it expects, as a stack has it.
   */
  constructor(message: string, place: string) {
    super(message);
    this.name = 'FlowTestError';
    this.stack = `${this.name}: ${message}\n${place}`;
  }
}

/** A row that a test expects in quarantine: the rule that it broke, and columns as they arrived, as text. */
export interface ExpectedQuarantine {
  /** The rule, such as `range:amount`; of a check of the flow, the name of its rule. */
  readonly rule: string;
  /** The table whose check sent it there, or the source where it could not even be read. */
  readonly from?: string;
  /** Columns as they arrived. */
  readonly [column: string]: unknown;
}

/** A check of what came; gives the difference, if there is one. */
type Check = (outcome: FlowOutcome) => string | undefined;

/** What is looked at. */
interface Looked {
  readonly table: Table;
  readonly windows: readonly Delivery[];
  readonly company: (alerts: readonly AlertRule[]) => Company;
  /** What the platform is estimated to cost. @default no rows */
  readonly estimate?: EstimatedRows;
  /** Where the test says what it expects. */
  readonly place: string;
}

/** What a flow test expects. Awaited, it runs the flows once, and fails with a {@link FlowTestError} that shows every difference. */
export interface Expectations extends PromiseLike<undefined> {
  /** Expects these rows in quarantine, and no others, in any order; each with its rule, and columns as they arrived. */
  quarantined(rows: readonly ExpectedQuarantine[]): Expectations;
  /** Expects a rule on a stream to raise these alerts, and no others, in any order, as the preview computes them. */
  raises(rule: AlertRule, rows: WrittenRows): Expectations;
}

/** The expectations of a test, and what they are of. */
export class OutcomeChecks implements Expectations {
  /**
   * @param looked what is tested.
   * @param checks what is expected so far.
   * @param alerts the rules that are asked for.
   */
  constructor(
    private readonly looked: Looked,
    private readonly checks: readonly Check[] = [],
    private readonly alerts: readonly AlertRule[] = [],
  ) {}

  /** Expects rows of the table, in any order. */
  table(rows: WrittenRows): OutcomeChecks {
    const { table } = this.looked;
    const names = table.columns.map(({ name }) => name);
    const { columns, expected } = compared(table.name, rows, names, (name, value) =>
      expectedValue(value, table.columns.find((column) => column.name === name)?.type),
    );
    return this.and((outcome) => {
      const all = columns.length > 0 ? columns : names;
      const found = difference({ actual: outcome.rows, expected, columns: all, key: table.key });
      return found && `${table.name} is not as expected\n\n${found}${inQuarantine(outcome.quarantined)}`;
    });
  }

  /** Expects rows in quarantine. */
  quarantined(rows: readonly ExpectedQuarantine[]): OutcomeChecks {
    const { columns, expected } = compared('quarantine', rows, undefined, (_name, value) =>
      expectedValue(value, undefined),
    );
    return this.and(({ quarantined }) => {
      const actual = quarantined.flatMap(({ from, rows: found }) => found.map((row) => ({ from, ...row })));
      const shown = columns.length > 0 ? columns : ['from', 'rule'];
      const unknown = shown.filter((column) => actual.length > 0 && actual.every((row) => !(column in row)));
      if (unknown.length > 0) throw misnamed('quarantine', unknown, Object.keys(actual[0] ?? {}));
      const found = difference({ actual, expected, columns: shown, key: [] });
      return found && `quarantine is not as expected\n\n${found}`;
    });
  }

  /** Expects alerts. */
  raises(rule: AlertRule, rows: WrittenRows): OutcomeChecks {
    const { columns, expected } = compared(rule.name, rows, undefined, (_name, value) =>
      expectedValue(value, undefined),
    );
    const check: Check = ({ raised }) => {
      const actual = raised.get(rule);
      if (actual === undefined) throw notRaised(rule);
      const shown = columns.length > 0 ? columns : Object.keys(actual[0] ?? {});
      const found = difference({
        actual: actual.map(loosely),
        expected: expected.map(loosely),
        columns: shown,
        key: [],
      });
      return found && `alert ${rule.name} is not as expected\n\n${found}`;
    };
    return new OutcomeChecks(this.looked, [...this.checks, check], [...this.alerts, rule]);
  }

  /** Runs the test: what `await` does. */
  then<A = undefined, B = never>(
    done?: ((value: undefined) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.run().then(done, failed);
  }

  private and(check: Check): OutcomeChecks {
    return new OutcomeChecks(this.looked, [...this.checks, check], this.alerts);
  }

  private async run(): Promise<undefined> {
    const { table, windows, company, place, estimate } = this.looked;
    const outcome = await runFlows({
      table,
      windows,
      company: company([...new Set(this.alerts)]),
      ...(estimate && { estimate }),
    });
    const found = this.checks.flatMap((check) => check(outcome) ?? []);
    if (found.length > 0) throw new FlowTestError(found.join('\n\n'), place);
    return undefined;
  }
}

/** Expected rows as they are compared; all name the same columns. */
function compared(
  at: string,
  rows: WrittenRows,
  known: readonly string[] | undefined,
  valueOf: (name: string, value: unknown) => string | null | undefined,
): { readonly columns: string[]; readonly expected: ComparedRow[] } {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const unknown = known === undefined ? [] : columns.filter((column) => !known.includes(column));
  if (unknown.length > 0) throw misnamed(at, unknown, known ?? []);
  const issues: Issue[] = [];
  const expected = rows.map((row, index) =>
    Object.fromEntries(
      columns.map((column): [string, string | null] => {
        const value = column in row ? valueOf(column, row[column] ?? null) : undefined;
        if (value === undefined)
          issues.push({
            code: 'LH8144',
            at,
            prop: 'expect',
            got:
              column in row
                ? `has ${scalarText(row[column])} as "${column}" in row ${index + 1}, which is no value of the column`
                : `has no "${column}" in row ${index + 1}, which other rows have`,
            allowed: column in row ? 'a value of the type of the column' : 'the same columns in each row',
            change: column in row ? 'correct the value' : `add "${column}", or leave it out everywhere`,
          });
        return [column, value ?? null];
      }),
    ),
  );
  if (issues.length > 0) throw new LakehouseError('flow test', issues);
  return { columns, expected };
}

function misnamed(at: string, columns: readonly string[], known: readonly string[]): LakehouseError {
  return new LakehouseError(
    'flow test',
    columns.map((column) => ({
      code: 'LH8144' as const,
      at,
      prop: 'expect',
      got: `names "${column}", which is no column${suggestion(column, known)}`,
      allowed: listed(known),
      change: 'name a column of it',
    })),
  );
}

function notRaised(rule: AlertRule): LakehouseError {
  return new LakehouseError('flow test', [
    {
      code: 'LH8145',
      at: rule.name,
      prop: 'raises',
      got: `is of a rule on "${rule.source}" that is not computed here`,
      allowed: "a rule on one of the test's sources; anomalies are found by Stream Analytics alone",
      change: `name "${rule.source}" among the sources of the test`,
    },
  ]);
}

/** Numbers of alerts have no declared type: compared as what they say. */
function loosely(row: ComparedRow): ComparedRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value !== null && /^-?\d+(\.\d+)?$/.test(value) ? String(Number(value)) : value,
    ]),
  );
}

function inQuarantine(quarantined: readonly QuarantinedRows[]): string {
  const lines = quarantined.flatMap(({ from, rows }) =>
    rows.map(({ rule, ...row }) => {
      const cells = Object.entries(row).flatMap(([name, value]) =>
        value === null || name.startsWith('_') ? [] : [`${name} ${value}`],
      );
      return `    ${from}  ${rule ?? ''}  ${cells.join(', ')}`;
    }),
  );
  return lines.length === 0 ? '' : `\n\n  In quarantine:\n${lines.join('\n')}`;
}
