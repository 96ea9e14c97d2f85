import {
  average,
  count,
  countDistinct,
  type Expr,
  greatest,
  lag,
  lead,
  least,
  literal,
  max,
  min,
  parse,
  read,
  runningSum,
  silverTable,
  stringType,
  sum,
  when,
} from '../../model';
import { issuesOf, sold } from '../support/acme';

/** What JavaScript can put where an expression belongs: kept in its place, and reported with the others. */

const nothing = undefined as unknown as Expr<'long'>;
const other = { node: 7 } as unknown as Expr<'long'>;

const silver = (flow: ReturnType<typeof read>): string[] =>
  issuesOf([silverTable('daily', { flow, key: ['id'] })]);

const codesOf = (issues: readonly string[]): (string | undefined)[] =>
  issues.map((issue) => /^LH\d+ [^ ]+ "[^"]+"/.exec(issue)?.[0]);

describe('what is no expression', () => {
  test('is refused by every aggregate', () => {
    const flow = read(sold).aggregate(
      ({ id }) => ({ id }),
      () => ({
        a: sum(nothing),
        b: average(nothing, 2),
        c: min(nothing),
        d: max(nothing),
        e: countDistinct(nothing),
        f: count(null as never),
        g: sum(other),
      }),
    );
    expect(codesOf(silver(flow as never))).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `LH2012 sales/daily: "flow.aggregate.${name}"`),
    );
  });

  test('is refused by every window function', () => {
    const flow = read(sold).window({ by: ['shop'], order: ['at'] }, () => ({
      a: lag(nothing),
      b: lead(other),
      c: runningSum(nothing),
    }));
    expect(codesOf(silver(flow as never))).toEqual(
      ['a', 'b', 'c'].map((name) => `LH2012 sales/daily: "flow.window.${name}"`),
    );
  });

  test('is refused by the functions that take several', () => {
    const flow = read(sold).derive((row) => ({
      a: when([[nothing as never, row.id]]),
      b: when(undefined as never, row.id),
      c: when([undefined as never]),
      d: parse(nothing as never, stringType(5)),
      e: least(nothing, row.id),
      f: greatest(row.id, nothing),
      g: row.id.isIn(undefined as never),
      h: row.id.isIn([undefined as never]),
      i: row.id.equals({} as never),
      j: literal({} as never),
      k: literal(undefined as never),
    }));
    expect(codesOf(silver(flow as never))).toEqual([
      'LH2012 sales/daily: "flow.derive.a"',
      'LH2006 sales/daily: "flow.derive.b"',
      'LH2012 sales/daily: "flow.derive.c"',
      'LH2012 sales/daily: "flow.derive.c"',
      'LH2012 sales/daily: "flow.derive.d"',
      'LH2012 sales/daily: "flow.derive.e"',
      'LH2008 sales/daily: "flow.derive.f"',
      'LH2006 sales/daily: "flow.derive.g"',
      'LH2008 sales/daily: "flow.derive.h"',
      'LH2008 sales/daily: "flow.derive.i"',
      'LH2008 sales/daily: "flow.derive.j"',
      'LH2008 sales/daily: "flow.derive.k"',
    ]);
  });
});
