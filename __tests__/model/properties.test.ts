import fc from 'fast-check';
import {
  describeIssue,
  placed,
  type ColumnBuilder,
  company,
  dataContract,
  type DataContract,
  department,
  type Expr,
  type Flow,
  hours,
  type Kind,
  literal,
  mapping,
  parse,
  read,
  type Schema,
  silverTable,
  t,
  tableReference,
  when,
} from '../../model';
import { dev } from '../support/small-company';
import { companyIssues, validateCompany } from '../../validation';

function contract(name: string, columns: Readonly<Record<string, ColumnBuilder<Kind>>>): DataContract {
  return dataContract<Readonly<Record<string, ColumnBuilder<Kind>>>>(name, {
    description: 'Things that happen',
    columns: { ...columns, at: t.timestamp().key() },
    eventTime: 'at',
    delivery: { kind: 'stream', partitions: 1, every: hours(1) },
    expectedRowsPerDay: 1,
  });
}
function issuesOf(parts: Omit<Parameters<typeof department>[1], 'description'>, name = 'shop'): string[] {
  const departments = [department(name, { ...parts, description: 'Sells' })];
  return companyIssues(company('Acme', { code: 'acme', departments, environments: [dev] })).map(
    describeIssue,
  );
}

/** Names as people try them: near the rules, and far off. */
const anyName = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_-]{0,45}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9 ._-]{0,25}$/) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('constructor', 'valueOf', '__proto__', 'toString', 'select', 'null'),
  },
);
const DASHED = /^[a-z][a-z0-9-]{1,19}$/;
const UNDERSCORED = /^[a-z][a-z0-9_]{1,39}$/;
const COLUMN = /^[a-z][a-z0-9_]{0,54}$/;
const keeps = (rule: RegExp, name: string): boolean => rule.test(name) && !/[-_]{2}|[-_]$/.test(name);

/** A name is either fine, or there is one issue that gives it. */
function judged(name: string, prop: string, valid: boolean, issues: readonly string[]): void {
  if (valid) expect(issues).toEqual([]);
  else expect(issues.filter((issue) => issue.includes(`"${prop}" is "${name}"; allowed: `))).toHaveLength(1);
}

describe('a name is valid or an issue gives it', () => {
  it('for departments', () => {
    fc.assert(
      fc.property(anyName, (name) => judged(name, 'name', keeps(DASHED, name), issuesOf({}, name))),
      { seed: 1, numRuns: 300 },
    );
  });

  it('for sources', () => {
    fc.assert(
      fc.property(anyName, (name) =>
        judged(name, 'name', keeps(DASHED, name), issuesOf({ sources: [contract(name, {})] })),
      ),
      { seed: 2, numRuns: 300 },
    );
  });

  it('for tables', () => {
    const source = contract('things', {});
    fc.assert(
      fc.property(anyName, (name) => {
        const issues = issuesOf({ sources: [source], tables: [mapping(source, { name })] });
        judged(name, 'name', keeps(UNDERSCORED, name), issues);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('for columns, and the table that is mapped from them', () => {
    fc.assert(
      fc.property(
        anyName.filter((name) => name !== 'at' && name !== '__proto__'),
        (name) => {
          const source = contract('things', { [name]: t.string(20) });
          judged(name, `columns.${name}`, keeps(COLUMN, name), issuesOf({ sources: [source] }));
          if (keeps(COLUMN, name))
            expect(issuesOf({ sources: [source], tables: [mapping(source)] })).toEqual([]);
        },
      ),
      { seed: 4, numRuns: 300 },
    );
  });
});

/** Every function of an expression, called as JavaScript can: on any column, there or not, with any operand. */
type Loose = Readonly<Record<string, (...operands: unknown[]) => Expr<Kind>>>;
const call = (value: unknown, name: string, ...operands: unknown[]): Expr<Kind> =>
  (value as Loose)[name]!(...operands);

const COLUMNS = ['id', 'label', 'amount', 'share', 'paid', 'day', 'at', 'missing', 'constructor'];
const things = tableReference('shop', 'things', {
  id: t.long().key(),
  label: t.string(20).nullable(),
  amount: t.decimal(20, 4).nullable(),
  share: t.double(),
  paid: t.boolean(),
  day: t.date(),
  at: t.timestamp(),
});

const { expression } = fc.letrec<{
  expression: (row: Loose) => Expr<Kind>;
  operand: (row: Loose) => unknown;
}>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...COLUMNS).map((name) => (row: Loose) => row[name] as unknown as Expr<Kind>),
    fc
      .constantFrom<string | number | boolean>('a', '', 0, 1.5, -7, 1e30, true)
      .map((value) => () => literal(value)),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          'isNull',
          'isNotNull',
          'not',
          'toLong',
          'toInteger',
          'toText',
          'toDate',
          'trim',
          'lower',
          'pseudonym',
        ),
      )
      .map(
        ([value, name]) =>
          (row: Loose) =>
            call(value(row), name),
      ),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          'equals',
          'notEquals',
          'lessThan',
          'lessThanOrEqual',
          'greaterThan',
          'greaterThanOrEqual',
          'coalesce',
          'plus',
          'minus',
          'times',
          'and',
          'or',
          'concat',
        ),
        tie('operand'),
      )
      .map(
        ([value, name, other]) =>
          (row: Loose) =>
            call(value(row), name, other(row)),
      ),
    fc.tuple(tie('expression'), tie('operand'), fc.integer({ min: -2, max: 40 })).map(
      ([value, other, scale]) =>
        (row: Loose) =>
          call(value(row), 'dividedBy', other(row), scale),
    ),
    fc.tuple(tie('expression'), fc.integer({ min: -2, max: 40 }), fc.integer({ min: -2, max: 40 })).map(
      ([value, a, b]) =>
        (row: Loose) =>
          call(call(value(row), 'round', a), 'toDecimal', a, b),
    ),
    fc.tuple(tie('expression'), fc.array(tie('operand'), { maxLength: 3 })).map(
      ([value, others]) =>
        (row: Loose) =>
          call(
            value(row),
            'isIn',
            others.map((other) => other(row)),
          ),
    ),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(
      ([a, b, c]) =>
        (row: Loose) =>
          when([[a(row) as Expr<'boolean'>, b(row)]], c(row)),
    ),
    fc.tuple(tie('expression'), fc.constantFrom(/[A-Z]+/, /a/i, /(?=a)/)).map(
      ([value, pattern]) =>
        (row: Loose) =>
          call(value(row), 'matches', pattern),
    ),
    fc.tuple(tie('expression'), fc.integer({ min: -3, max: 3 })).map(
      ([value, days]) =>
        (row: Loose) =>
          call(value(row), 'addDays', days / 2),
    ),
    tie('expression').map((value) => (row: Loose) => parse(value(row) as Expr<'string'>, { kind: 'date' })),
  ),
  operand: fc.oneof(
    tie('expression'),
    fc
      .constantFrom<unknown>('text', '2026-01-01', 5, 0.125, false, undefined, null)
      .map((value) => () => value),
  ),
}));

type Step = (flow: Flow<Schema>) => Flow<Schema>;
const someColumns = fc.uniqueArray(fc.constantFrom(...COLUMNS), { maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  someColumns.map(
    (names): Step =>
      (flow) =>
        flow.select(...names),
  ),
  fc.tuple(anyName, expression).map(
    ([name, value]): Step =>
      (flow) =>
        flow.derive((row) => ({ [name]: value(row as never) })),
  ),
  expression.map(
    (value): Step =>
      (flow) =>
        flow.filter((row) => value(row as never) as Expr<'boolean'>),
  ),
  fc.dictionary(fc.constantFrom(...COLUMNS), anyName).map(
    (names): Step =>
      (flow) =>
        flow.rename(names),
  ),
  fc.tuple(someColumns, someColumns).map(
    ([by, newest]): Step =>
      (flow) =>
        flow.dedupe({ by, newest }),
  ),
);

describe('a flow of any steps', () => {
  const flows = fc.array(step, { maxLength: 5 });
  const build = (steps: readonly Step[]): Flow<Schema> =>
    steps.reduce((flow, next) => next(flow), read(things) as unknown as Flow<Schema>);

  it('never throws while it is written, nor while it is validated', () => {
    fc.assert(
      fc.property(flows, (steps) => {
        const table = silverTable('made', { flow: build(steps), key: ['id'] });
        expect(Array.isArray(issuesOf({ tables: [table] }))).toBe(true);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('is valid, or fails with the mistakes of its steps in one error', () => {
    fc.assert(
      fc.property(flows, (steps) => {
        const { relation } = build(steps);
        const table = silverTable('made', { flow: build(steps), key: ['id'] });
        const reported = issuesOf({ tables: [table] });
        for (const issue of placed('shop/made', relation.mistakes))
          expect(reported).toContain(describeIssue(issue));
        const acme = company('Acme', {
          code: 'acme',
          departments: [department('shop', { description: 'Sells', tables: [table] })],
          environments: [dev],
        });
        const unique = [...new Set(reported)];
        expect(() => validateCompany(acme)).toThrow(
          `company "Acme": ${unique.length} ${unique.length === 1 ? 'error' : 'errors'}\n  - ${unique[0] ?? ''}`,
        );
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('yields columns with usable, different names, or says why not', () => {
    fc.assert(
      fc.property(flows, (steps) => {
        const flow = build(steps);
        const names = flow.relation.columns.map(({ name }) => name);
        const fine =
          names.every((name) => /^[a-z_][a-z0-9_]{0,62}$/.test(name)) && new Set(names).size === names.length;
        const issues = issuesOf({ tables: [silverTable('made', { flow, key: ['id'] })] });
        const reported = issues.some((issue) =>
          /^LH0001 .*: "flow\.\w+" makes a column|^LH0003 .*: "flow\./s.test(issue),
        );
        if (!fine) expect(reported).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
