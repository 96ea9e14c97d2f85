import {
  flawsOf,
  count,
  countDistinct,
  type DataType,
  describeType,
  Expr,
  type ExactNumber,
  type Kind,
  literal,
  max,
  min,
  parse,
  sum,
  type AggregateExpr,
  when,
} from '../../model';
import { sentenceOf } from '../support/issues';

/** Types, nullability and mistakes of expressions: what every compiler builds on. */
function column<K extends Kind>(type: DataType & { readonly kind: K }, nullable = false): Expr<K> {
  return new Expr({ op: 'column', name: 'value', type, nullable });
}
const decimal = (precision: number, scale: number, nullable = false): Expr<'decimal'> =>
  column({ kind: 'decimal', precision, scale }, nullable);
const string = (length: number): Expr<'string'> => column({ kind: 'string', length });
const integer = column({ kind: 'integer' });
const long = column({ kind: 'long' });
const double = column({ kind: 'double' });
const yes = column({ kind: 'boolean' });
const missing = column({ kind: 'boolean' }, true);
const day = column({ kind: 'date' });
const timestamp = column({ kind: 'timestamp' });

const typeOf = ({ node }: Expr<Kind> | AggregateExpr<Kind>): string => describeType(node.type);
const mistakesOf = ({ node }: Expr<Kind>): string[] => flawsOf(node).map(sentenceOf);
const needs = (name: string, digits: number, a: string, b: string): string =>
  `LH2004 needs ${digits} digits for ${a} with ${b} in ${name}(); allowed: 38 digits, which every engine has; narrow an operand first with round(scale) or toDecimal(precision, scale)`;

describe('the type of a sum or difference', () => {
  it.each<[Expr<ExactNumber>, Expr<ExactNumber> | number, string]>([
    [decimal(12, 2), decimal(12, 2), 'decimal(13,2)'],
    [decimal(12, 2), decimal(10, 4), 'decimal(15,4)'],
    [decimal(5, 0), decimal(5, 5), 'decimal(11,5)'],
    [integer, integer, 'decimal(11,0)'],
    [long, decimal(4, 2), 'decimal(22,2)'],
    [decimal(12, 2), 100, 'decimal(13,2)'],
    [decimal(2, 2), 100, 'decimal(6,2)'],
    [decimal(12, 2), 0.125, 'decimal(14,3)'],
    [decimal(37, 2), decimal(37, 2), 'decimal(38,2)'],
  ])('holds every result (%#)', (left, right, type) => {
    expect(typeOf(left.plus(right))).toBe(type);
    expect(typeOf(left.minus(right))).toBe(type);
  });

  it('is a double between doubles', () => {
    expect(typeOf(double.plus(double))).toBe('double');
  });

  it('is refused where 38 digits do not hold it', () => {
    expect(mistakesOf(decimal(38, 2).plus(1))).toEqual([needs('plus', 39, 'decimal(38,2)', 'decimal(1,0)')]);
    expect(mistakesOf(decimal(20, 0).minus(decimal(20, 20)))).toEqual([
      needs('minus', 41, 'decimal(20,0)', 'decimal(20,20)'),
    ]);
  });
});

describe('the type of a product', () => {
  it.each<[Expr<ExactNumber>, Expr<ExactNumber> | number, string]>([
    [decimal(12, 2), decimal(12, 6), 'decimal(25,8)'],
    [decimal(8, 3), integer, 'decimal(19,3)'],
    [integer, integer, 'decimal(21,0)'],
    [decimal(12, 2), 100, 'decimal(16,2)'],
    [decimal(12, 2), 1.5, 'decimal(15,3)'],
  ])('is exact to the last digit (%#)', (left, right, type) => {
    expect(typeOf(left.times(right))).toBe(type);
  });

  it('is refused where 38 digits do not hold it', () => {
    expect(mistakesOf(decimal(19, 2).times(decimal(19, 2)))).toEqual([
      needs('times', 39, 'decimal(19,2)', 'decimal(19,2)'),
    ]);
    expect(mistakesOf(decimal(18, 2).times(decimal(19, 2)))).toEqual([]);
    expect(mistakesOf(long.times(long))).toEqual([needs('times', 39, 'long', 'long')]);
  });
});

describe('the type of a quotient', () => {
  it.each<[Expr<ExactNumber>, Expr<ExactNumber> | number, number, string]>([
    [decimal(12, 2), decimal(12, 6), 2, 'decimal(18,2)'],
    [decimal(12, 2), 3, 4, 'decimal(14,4)'],
    [integer, integer, 2, 'decimal(12,2)'],
  ])('has the scale that is asked for (%#)', (left, right, scale, type) => {
    const quotient = left.dividedBy(right, scale);
    expect(typeOf(quotient)).toBe(type);
    expect(quotient.node.nullable).toBe(true);
  });

  it('is refused where 38 digits do not hold what is rounded', () => {
    expect(mistakesOf(decimal(25, 2).dividedBy(decimal(12, 2), 2))).toEqual([
      needs('dividedBy', 40, 'decimal(25,2)', 'decimal(12,2)'),
    ]);
  });

  it('has whole digits only', () => {
    expect(mistakesOf(integer.dividedBy(2, 1.5))).toEqual([
      'LH1003 is decimal(11.5,1.5) in dividedBy(); allowed: decimals of 1 to 38 digits, with a scale from 0 to the precision; change its size',
    ]);
  });
});

describe('rounding and casting', () => {
  it('leaves a digit for 9.99 that becomes 10.0', () => {
    expect(typeOf(decimal(12, 4).round(2))).toBe('decimal(11,2)');
    expect(typeOf(decimal(3, 3).round(0))).toBe('decimal(1,0)');
    expect(typeOf(decimal(38, 2).round(0))).toBe('decimal(37,0)');
  });

  it('changes nothing where there is nothing to round', () => {
    expect(typeOf(decimal(12, 2).round(4))).toBe('decimal(12,2)');
    expect(typeOf(integer.round(2))).toBe('integer');
    expect(typeOf(long.round(0))).toBe('long');
  });

  it('gives the type that is asked for, and null for what does not fit', () => {
    for (const cast of [long.toDecimal(10, 2), decimal(12, 2).toLong(), long.toInteger()])
      expect(cast.node.nullable).toBe(true);
    expect(typeOf(long.toDecimal(10, 2))).toBe('decimal(10,2)');
    expect(typeOf(decimal(12, 2).toLong())).toBe('long');
    expect(typeOf(long.toInteger())).toBe('integer');
  });

  it('never fails for texts and days', () => {
    expect([typeOf(long.toText()), typeOf(day.toText()), typeOf(timestamp.toDate())]).toEqual([
      'string(20)',
      'string(20)',
      'date',
    ]);
    expect([long.toText(), day.toText(), timestamp.toDate()].map(({ node }) => node.nullable)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    [39, 2],
    [4, 5],
    [0, 0],
    [12, -1],
    [12.5, 2],
  ])('refuses decimal(%d,%d), which no engine has', (precision, scale) => {
    expect(mistakesOf(long.toDecimal(precision, scale))).toEqual([
      `LH1003 is decimal(${precision},${scale}) in cast(); allowed: decimals of 1 to 38 digits, with a scale from 0 to the precision; change its size`,
    ]);
  });

  it('rounds to whole digits, not before the point', () => {
    expect(mistakesOf(decimal(12, 2).round(-1))).toEqual([
      'LH1003 is decimal(10,-1) in round(); allowed: decimals of 1 to 38 digits, with a scale from 0 to the precision; change its size',
    ]);
  });
});

describe('a sum over rows', () => {
  it('has ten digits more than one value, and 38 at most', () => {
    expect(typeOf(sum(decimal(12, 2)))).toBe('decimal(22,2)');
    expect(typeOf(sum(integer))).toBe('decimal(20,0)');
    expect(typeOf(sum(long))).toBe('decimal(29,0)');
    expect(typeOf(sum(decimal(30, 4)))).toBe('decimal(38,4)');
  });

  it('can be null when its values can; counts never are', () => {
    expect(sum(decimal(12, 2)).node.nullable).toBe(false);
    expect(sum(decimal(12, 2, true)).node.nullable).toBe(true);
    expect([count().node.nullable, countDistinct(decimal(12, 2, true)).node.nullable]).toEqual([
      false,
      false,
    ]);
    expect([typeOf(count()), typeOf(countDistinct(string(3)))]).toEqual(['long', 'long']);
  });

  it('keeps the type of the smallest and the largest', () => {
    expect([typeOf(min(string(7))), typeOf(max(day)), typeOf(max(decimal(5, 1)))]).toEqual([
      'string(7)',
      'date',
      'decimal(5,1)',
    ]);
  });
});

describe('values that end up in one column', () => {
  it('have the type that holds them all', () => {
    expect(typeOf(string(5).coalesce('longer than five'))).toBe('string(16)');
    expect(typeOf(string(5).coalesce('abc'))).toBe('string(5)');
    expect(typeOf(decimal(12, 2, true).coalesce(0))).toBe('decimal(12,2)');
    expect(typeOf(decimal(4, 2).coalesce(1000))).toBe('decimal(6,2)');
    expect(typeOf(decimal(12, 2).coalesce(0.125))).toBe('decimal(13,3)');
    expect(typeOf(integer.coalesce(long))).toBe('decimal(19,0)');
    expect(typeOf(integer.coalesce(0))).toBe('integer');
    expect(
      typeOf(
        when<ExactNumber>(
          [
            [yes, decimal(5, 4)],
            [missing, integer],
          ],
          literal(1),
        ),
      ),
    ).toBe('decimal(14,4)');
  });

  it('are null when none has a value', () => {
    expect(decimal(12, 2, true).coalesce(0).node.nullable).toBe(false);
    expect(decimal(12, 2, true).coalesce(decimal(12, 2, true)).node.nullable).toBe(true);
    expect(when([[yes, integer]]).node.nullable).toBe(true);
    expect(when([[missing, integer]], integer).node.nullable).toBe(false);
    expect(when([[yes, integer]], integer.coalesce(0).plus(1).toInteger()).node.nullable).toBe(true);
  });

  it('are of one kind', () => {
    expect(mistakesOf(when<Kind>([[yes, integer]], string(3)))).toEqual([
      'LH2003 mixes integer with string(3) in when(); allowed: values of one type; cast one of them',
    ]);
    expect(mistakesOf(when<Kind>([[yes, double]], decimal(5, 2)))).toEqual([
      'LH2003 mixes double with decimal(5,2) in when(); allowed: values of one type; cast one of them',
    ]);
    expect(mistakesOf(when<Kind>([]))).toEqual([
      'LH2006 calls when([]); allowed: one case or more; change the argument',
    ]);
    expect(mistakesOf(when([[integer as never, integer]]))).toEqual([
      'LH2002 gives integer to when(); allowed: boolean; give another value, or cast it',
    ]);
  });

  it('fit into 38 digits together', () => {
    expect(mistakesOf(decimal(38, 0).coalesce(decimal(10, 10)))).toEqual([
      needs('coalesce', 48, 'decimal(38,0)', 'decimal(10,10)'),
    ]);
  });
});

describe('conditions', () => {
  it('are null when an operand is, but for isNull', () => {
    expect([yes.and(missing), yes.or(missing), missing.not()].map(({ node }) => node.nullable)).toEqual([
      true,
      true,
      true,
    ]);
    expect(decimal(5, 2, true).lessThan(1).node.nullable).toBe(true);
    expect(decimal(5, 2).lessThan(1).node.nullable).toBe(false);
    expect([missing.isNull(), missing.isNotNull()].map(({ node }) => node.nullable)).toEqual([false, false]);
  });

  it('compare exact numbers of any size, and days with days as text', () => {
    expect(mistakesOf(integer.lessThan(decimal(12, 2)).and(long.equals(1.5)))).toEqual([]);
    expect(
      mistakesOf(day.greaterThanOrEqual('2026-02-28').and(timestamp.lessThan('2026-02-28 10:00:00'))),
    ).toEqual([]);
  });

  it.each(['2026-2-28', '2026-02-30', '28.02.2026', '2026-02-28 10:00:00', 'soon'])(
    'refuse "%s" for a day',
    (text) => {
      expect(mistakesOf(day.equals(text))).toEqual([
        `LH2009 has '${text}' where a date belongs; allowed: one of the calendar, written YYYY-MM-DD; correct it`,
      ]);
    },
  );

  it.each(['2026-02-28', '2026-02-30 10:00:00', '2026-02-28T10:00:00', '2026-02-28 25:00:00'])(
    'refuse "%s" for a timestamp',
    (text) => {
      expect(mistakesOf(timestamp.equals(text))).toEqual([
        `LH2009 has '${text}' where a timestamp belongs; allowed: one of the calendar, written YYYY-MM-DD HH:MM:SS; correct it`,
      ]);
    },
  );

  it.each([
    [/a/i, ' with flags; allowed: patterns without flags; write both cases into a class instead'],
    [
      /(?=a)/,
      ', which engines read differently; allowed: classes, groups, alternatives and counts; write it with these only',
    ],
    [
      /(a)\1/,
      ', which engines read differently; allowed: classes, groups, alternatives and counts; write it with these only',
    ],
    [
      /\bword/,
      ', which engines read differently; allowed: classes, groups, alternatives and counts; write it with these only',
    ],
  ])('refuse the pattern %s', (pattern, why) => {
    expect(mistakesOf(string(5).matches(pattern))).toEqual([`LH2007 has the pattern ${pattern}${why}`]);
  });

  it('take patterns that mean the same on all engines', () => {
    for (const pattern of [/[A-Z]{3}/, /(?:a|b)+\d*/, /C?[0-9]{6}/, /[^x]\.\s\w/])
      expect(mistakesOf(string(5).matches(pattern))).toEqual([]);
    expect(mistakesOf(string(5).matches('x' as never))).toEqual([
      "LH2006 calls matches('x'); allowed: a regular expression, such as /[A-Z]{3}/; change the argument",
    ]);
    expect(mistakesOf(string(5).startsWith(''))).toEqual([
      "LH2006 calls startsWith(''); allowed: a text of one character or more; change the argument",
    ]);
    expect(mistakesOf(string(5).isIn([]))).toEqual([
      'LH2006 calls isIn([]); allowed: one value or more; change the argument',
    ]);
  });
});

describe('constants', () => {
  it.each<[number, string, string | number]>([
    [0, 'integer', 0],
    [2 ** 31 - 1, 'integer', 2147483647],
    [-(2 ** 31) + 1, 'integer', -2147483647],
    [2 ** 31, 'long', 2147483648],
    [1.5, 'decimal(2,1)', '1.5'],
    [-0.25, 'decimal(3,2)', '-0.25'],
  ])('of %d have its digits', (value, type, kept) => {
    const { node } = literal(value);
    expect(describeType(node.type)).toBe(type);
    expect(node).toMatchObject({ op: 'literal', value: kept, nullable: false });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1e-7, 2 ** 53])(
    'of %d are refused: they have no exact decimal form',
    (value) => {
      expect(mistakesOf(literal(value))).toEqual([
        `LH2010 has the number ${value}, which has no exact decimal form; write it with fewer digits`,
      ]);
    },
  );
});

describe('text', () => {
  it('grows by what is added, and stays as long otherwise', () => {
    expect(typeOf(string(5).concat('-', string(10)))).toBe('string(16)');
    expect([string(5).trim(), string(5).lower(), string(5).upper()].map(typeOf)).toEqual([
      'string(5)',
      'string(5)',
      'string(5)',
    ]);
    expect(typeOf(string(5).pseudonym())).toBe('string(64)');
  });

  it('gives null where it is not readable as a type', () => {
    const parsed = parse(string(5), { kind: 'date' });
    expect([typeOf(parsed), parsed.node.nullable]).toEqual(['date', true]);
  });

  it('moves days by whole numbers', () => {
    expect(typeOf(day.addDays(-7))).toBe('date');
    expect(mistakesOf(day.addDays(0.5))).toEqual([
      'LH2006 calls addDays(0.5); allowed: a whole number of days; change the argument',
    ]);
  });
});
