import {
  flawsOf,
  type DataType,
  describeType,
  Expr,
  greatest,
  type Kind,
  literal,
  read,
  least,
  t,
  tableReference,
} from '../../model';
import { sentenceOf } from '../support/issues';

/** Types, nullability and mistakes of the functions of numbers, texts, days and timestamps. */
function column<K extends Kind>(type: DataType & { readonly kind: K }, nullable = false): Expr<K> {
  return new Expr({ op: 'column', name: 'value', type, nullable });
}
const decimal = (precision: number, scale: number): Expr<'decimal'> =>
  column({ kind: 'decimal', precision, scale });
const string = (length: number): Expr<'string'> => column({ kind: 'string', length });
const integer = column({ kind: 'integer' });
const long = column({ kind: 'long' });
const double = column({ kind: 'double' });
const yes = column({ kind: 'boolean' });
const day = column({ kind: 'date' });
const timestamp = column({ kind: 'timestamp' });

const typeOf = ({ node }: Expr<Kind>): string => describeType(node.type);
const mistakesOf = ({ node }: Expr<Kind>): string[] => flawsOf(node).map(sentenceOf);
/** As JavaScript sees it, where the types do not help. */
const untyped = (value: unknown): Expr<'string'> => value as Expr<'string'>;

describe('the type of a function', () => {
  it.each<[string, Expr<Kind>, string]>([
    ['negate holds the opposite of the smallest integer', integer.negate(), 'decimal(10,0)'],
    ['negate holds the opposite of the smallest long', long.negate(), 'decimal(19,0)'],
    ['negated keeps the digits of a decimal', decimal(38, 38).negate(), 'decimal(38,38)'],
    ['abs', integer.abs(), 'decimal(10,0)'],
    ['floor has a digit more', decimal(4, 2).floor(), 'decimal(3,0)'],
    ['ceiling has a digit more', decimal(38, 38).ceiling(), 'decimal(1,0)'],
    ['floor of what has no fraction', decimal(38, 0).floor(), 'decimal(38,0)'],
    ['ceiling of an integer', integer.ceiling(), 'integer'],
    ['modulo is no larger than the dividend', integer.modulo(7_000_000_000), 'integer'],
    ['least holds each of them', least(decimal(4, 2), integer, 1.125), 'decimal(13,3)'],
    ['greatest of texts', greatest(string(3), 'abcdef'), 'string(6)'],
    ['length', string(3).length(), 'integer'],
    ['substring', string(10).substring(4, 3), 'string(3)'],
    ['substring to the end', string(10).substring(4, 2000), 'string(7)'],
    ['substring past the end', string(10).substring(11, 5), 'string(1)'],
    ['left', string(10).left(20), 'string(10)'],
    ['right', string(10).right(2), 'string(2)'],
    ['replaceAll by something shorter', string(10).replaceAll('abc', ''), 'string(10)'],
    ['replaceAll by something longer', string(10).replaceAll('ab', '🦆🦆🦆'), 'string(15)'],
    ['mask', string(10).mask(4), 'string(10)'],
    ['daysUntil', day.daysUntil('2026-01-01'), 'integer'],
    ['toTimestamp', day.toTimestamp(), 'timestamp'],
    ['isBetween', day.isBetween('2026-01-01', '2026-12-31'), 'boolean'],
  ])('%s', (_name, value, type) => {
    expect(mistakesOf(value)).toEqual([]);
    expect(typeOf(value)).toBe(type);
    expect(value.node.nullable).toBe(false);
  });

  it('can be null when one of the arguments can', () => {
    const nullable = column({ kind: 'integer' }, true);
    expect(least(integer, nullable).node.nullable).toBe(true);
    expect(nullable.isBetween(1, 2).node.nullable).toBe(true);
    expect(nullable.modulo(2).node.nullable).toBe(true);
  });

  it('can be null when the divisor can be zero', () => {
    expect(integer.modulo(2).node.nullable).toBe(false);
    expect(integer.modulo(0).node.nullable).toBe(true);
    expect(integer.modulo(long).node.nullable).toBe(true);
  });
});

describe('a mistake is reported, not thrown', () => {
  const count = (call: string) =>
    `LH2006 calls ${call}; allowed: whole numbers from 1 to 2000; change the argument`;
  const replaced = (given: string) =>
    `LH2006 calls replaceAll(${given}); allowed: a text of one character or more, and the text to put in its place; change the argument`;

  it.each<[Expr<Kind>, string]>([
    [
      string(5).substring(0, 2),
      'LH2006 calls substring(0, 2); allowed: a start and a length, whole numbers from 1 to 2000; change the argument',
    ],
    [
      string(5).substring(1, 1.5),
      'LH2006 calls substring(1, 1.5); allowed: a start and a length, whole numbers from 1 to 2000; change the argument',
    ],
    [string(5).left(0), count('left(0)')],
    [string(5).right(2001), count('right(2001)')],
    [
      string(5).mask(-1),
      'LH2006 calls mask(-1); allowed: a whole number from 0 to 2000; change the argument',
    ],
    [
      string(5).endsWith(''),
      "LH2006 calls endsWith(''); allowed: a text of one character or more; change the argument",
    ],
    [
      string(5).contains(''),
      "LH2006 calls contains(''); allowed: a text of one character or more; change the argument",
    ],
    [string(5).replaceAll('', 'a'), replaced("'', 'a'")],
    [
      string(2001).mask(4),
      'LH2005 can give 2001 characters in mask(); allowed: 2000 characters, which every engine has; shorten the text first with left(count)',
    ],
    [
      string(1500).concat(string(501)),
      'LH2005 can give 2001 characters in concat(); allowed: 2000 characters, which every engine has; shorten the text first with left(count)',
    ],
    [
      string(2000).replaceAll(' ', '  '),
      'LH2005 can give 4000 characters in replaceAll(); allowed: 2000 characters, which every engine has; shorten the text first with left(count)',
    ],
    [
      integer.modulo(2.5),
      'LH2002 gives decimal(2,1) to modulo(); allowed: integer, long; give another value, or cast it',
    ],
    [
      least(decimal(38, 2), decimal(38, 4)),
      expect.stringContaining('for decimal(38,2) with decimal(38,4) in least()') as string,
    ],
    [
      day.daysUntil('2026-02-30'),
      "LH2009 has '2026-02-30' where a date belongs; allowed: one of the calendar, written YYYY-MM-DD; correct it",
    ],
    [
      day.isBetween('2026-01-01', 'later'),
      "LH2009 has 'later' where a date belongs; allowed: one of the calendar, written YYYY-MM-DD; correct it",
    ],
  ])('of a value (%#)', (value, mistake) => {
    expect(mistakesOf(value)).toEqual([mistake]);
  });

  it.each<[string, Expr<Kind>]>([
    [
      'LH2002 gives double to negate(); allowed: integer, long, decimal; give another value, or cast it',
      // @ts-expect-error doubles have no exact opposite type
      double.negate(),
    ],
    [
      'LH2002 gives string(3) to abs(); allowed: integer, long, decimal; give another value, or cast it',
      // @ts-expect-error neither has text
      string(3).abs(),
    ],
    [
      'LH2002 gives date to floor(); allowed: integer, long, decimal; give another value, or cast it',
      // @ts-expect-error days are not rounded
      day.floor(),
    ],
    [
      'LH2002 gives double to ceiling(); allowed: integer, long, decimal; give another value, or cast it',
      // @ts-expect-error doubles are not rounded
      double.ceiling(),
    ],
    [
      'LH2002 gives decimal(4,2) to modulo(); allowed: integer, long; give another value, or cast it',
      // @ts-expect-error what is left of a decimal is not offered
      decimal(4, 2).modulo(2),
    ],
    [
      'LH2002 gives boolean to least(); allowed: integer, long, decimal, date, timestamp, string; give another value, or cast it',
      // @ts-expect-error booleans have no order
      least(yes, yes),
    ],
    [
      'LH2002 gives double to greatest(); allowed: integer, long, decimal, date, timestamp, string; give another value, or cast it',
      // @ts-expect-error doubles mean different things where they are not numbers
      greatest(double, double),
    ],
    [
      'LH2003 mixes integer with string(1) in greatest(); allowed: values of one type; cast one of them',
      // @ts-expect-error kinds do not mix
      greatest(integer, 'a'),
    ],
    // @ts-expect-error a number has no characters
    ['LH2002 gives integer to length(); allowed: string; give another value, or cast it', integer.length()],
    [
      'LH2002 gives integer to substring(); allowed: string; give another value, or cast it',
      // @ts-expect-error a number has no characters
      integer.substring(1, 2),
    ],
    // @ts-expect-error a number has no characters
    ['LH2002 gives integer to right(); allowed: string; give another value, or cast it', integer.right(2)],
    [
      'LH2002 gives integer to replaceAll(); allowed: string; give another value, or cast it',
      // @ts-expect-error a number has no characters
      integer.replaceAll('1', '2'),
    ],
    [
      'LH2002 gives integer to contains(); allowed: string; give another value, or cast it',
      // @ts-expect-error a number has no characters
      integer.contains('1'),
    ],
    [
      'LH2002 gives integer to endsWith(); allowed: string; give another value, or cast it',
      // @ts-expect-error a number has no characters
      integer.endsWith('1'),
    ],
    // @ts-expect-error a number has no characters
    ['LH2002 gives integer to mask(); allowed: string; give another value, or cast it', integer.mask(1)],
    [
      'LH2002 gives string(10) to year(); allowed: date, timestamp; give another value, or cast it',
      // @ts-expect-error text has no year until it is read as a day
      string(10).year(),
    ],
    [
      'LH2002 gives string(10) to isoWeek(); allowed: date, timestamp; give another value, or cast it',
      // @ts-expect-error nor a week
      string(10).isoWeek(),
    ],
    [
      'LH2002 gives integer to dayOfWeek(); allowed: date, timestamp; give another value, or cast it',
      // @ts-expect-error nor a weekday
      integer.dayOfWeek(),
    ],
    // @ts-expect-error a day has no hours
    ['LH2002 gives date to hour(); allowed: timestamp; give another value, or cast it', day.hour()],
    // @ts-expect-error a day has no minutes
    ['LH2002 gives date to minute(); allowed: timestamp; give another value, or cast it', day.minute()],
    [
      'LH2002 gives timestamp to daysUntil(); allowed: date; give another value, or cast it',
      // @ts-expect-error a timestamp is cast to a day first
      timestamp.daysUntil(day),
    ],
    [
      'LH2002 gives timestamp to startOfMonth(); allowed: date; give another value, or cast it',
      // @ts-expect-error a timestamp is cast to a day first
      timestamp.startOfMonth(),
    ],
    [
      'LH2002 gives timestamp to startOfWeek(); allowed: date; give another value, or cast it',
      // @ts-expect-error a timestamp is cast to a day first
      timestamp.startOfWeek(),
    ],
    [
      'LH2002 gives date to minutesUntil(); allowed: timestamp; give another value, or cast it',
      // @ts-expect-error minutes lie between timestamps
      day.minutesUntil(timestamp),
    ],
    [
      'LH2002 gives string(10) to cast(); allowed: date; give another value, or cast it',
      // @ts-expect-error text is parsed, not cast
      string(10).toTimestamp(),
    ],
  ])('%s', (mistake, value) => {
    expect(mistakesOf(value)).toEqual([mistake]);
  });

  it('where JavaScript leaves an argument out', () => {
    const missing = untyped(undefined) as unknown as string;
    expect(mistakesOf(string(5).contains(missing))).toEqual([
      'LH2006 calls contains(undefined); allowed: a text of one character or more; change the argument',
    ]);
    expect(mistakesOf(string(5).startsWith(missing))).toEqual([
      'LH2006 calls startsWith(undefined); allowed: a text of one character or more; change the argument',
    ]);
    expect(mistakesOf(string(5).replaceAll('a', missing))).toEqual([replaced("'a', undefined")]);
    expect(mistakesOf(string(5).right(missing as unknown as number))).toEqual([count('right(undefined)')]);
    expect(mistakesOf(least(integer, missing as unknown as number))).toEqual([
      'LH2008 has undefined or null where a value belongs; give a value; isNull() asks for rows without one',
    ]);
    expect(mistakesOf(integer.modulo(missing as unknown as number))).toEqual([
      'LH2008 has undefined or null where a value belongs; give a value; isNull() asks for rows without one',
    ]);
  });

  it('alone, when what follows depends on it', () => {
    expect(
      mistakesOf(
        string(5)
          .left(0)
          .length()
          .modulo(literal(2) as Expr<'integer'>),
      ),
    ).toEqual([count('left(0)')]);
  });
});

it('a masked value is as personal as the value', () => {
  const people = tableReference('test', 'people', { id: t.integer().key(), email: t.string(40).personal() });
  const flow = read(people).derive((row) => ({ hint: row.email.mask(4), domain: row.email.right(3) }));
  expect(flow.relation.columns.map(({ name, classification }) => [name, classification])).toEqual(
    expect.arrayContaining([
      ['hint', 'personal'],
      ['domain', 'personal'],
    ]),
  );
});
