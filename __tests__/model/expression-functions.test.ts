import {
  type DataType,
  describeType,
  Expr,
  greatest,
  type Kind,
  literal,
  problemsOf,
  read,
  least,
  t,
  tableReference,
} from '../../model';

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
const mistakesOf = ({ node }: Expr<Kind>): string[] => problemsOf(node);
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
  const count = (call: string) => `${call} needs a whole number from 1 to 2000`;
  const replaced = 'replaceAll needs a text of at least one character, and the text to put in its place';

  it.each<[Expr<Kind>, string]>([
    [
      string(5).substring(0, 2),
      'substring(0, 2) needs a start and a length that are whole numbers from 1 to 2000',
    ],
    [
      string(5).substring(1, 1.5),
      'substring(1, 1.5) needs a start and a length that are whole numbers from 1 to 2000',
    ],
    [string(5).left(0), count('left(0)')],
    [string(5).right(2001), count('right(2001)')],
    [string(5).mask(-1), 'mask(-1) needs a whole number from 0 to 2000'],
    [string(5).endsWith(''), 'endsWith needs a suffix of at least one character'],
    [string(5).contains(''), 'contains needs a text of at least one character'],
    [string(5).replaceAll('', 'a'), replaced],
    [
      string(2000).replaceAll(' ', '  '),
      'replaceAll: can give 4000 characters, more than 2000; shorten the text first with left(count)',
    ],
    [integer.modulo(2.5), 'modulo: cannot take decimal(2,1)'],
    [least(decimal(38, 2), decimal(38, 4)), expect.stringContaining('least: decimal(38,2) with') as string],
    [day.daysUntil('2026-02-30'), "'2026-02-30' is not a date of the form YYYY-MM-DD"],
    [day.isBetween('2026-01-01', 'later'), "'later' is not a date of the form YYYY-MM-DD"],
  ])('of a value (%#)', (value, mistake) => {
    expect(mistakesOf(value)).toEqual([mistake]);
  });

  it.each<[string, Expr<Kind>]>([
    // @ts-expect-error doubles have no exact opposite type
    ['negate: cannot take double', double.negate()],
    // @ts-expect-error neither has text
    ['abs: cannot take string(3)', string(3).abs()],
    // @ts-expect-error days are not rounded
    ['floor: cannot take date', day.floor()],
    // @ts-expect-error doubles are not rounded
    ['ceiling: cannot take double', double.ceiling()],
    // @ts-expect-error what is left of a decimal is not offered
    ['modulo: cannot take decimal(4,2)', decimal(4, 2).modulo(2)],
    // @ts-expect-error booleans have no order
    ['least: cannot take boolean', least(yes, yes)],
    // @ts-expect-error doubles mean different things where they are not numbers
    ['greatest: cannot take double', greatest(double, double)],
    // @ts-expect-error kinds do not mix
    ['greatest: cannot mix integer with string(1); cast one of them', greatest(integer, 'a')],
    // @ts-expect-error a number has no characters
    ['length: cannot take integer', integer.length()],
    // @ts-expect-error a number has no characters
    ['substring: cannot take integer', integer.substring(1, 2)],
    // @ts-expect-error a number has no characters
    ['right: cannot take integer', integer.right(2)],
    // @ts-expect-error a number has no characters
    ['replaceAll: cannot take integer', integer.replaceAll('1', '2')],
    // @ts-expect-error a number has no characters
    ['contains: cannot take integer', integer.contains('1')],
    // @ts-expect-error a number has no characters
    ['endsWith: cannot take integer', integer.endsWith('1')],
    // @ts-expect-error a number has no characters
    ['mask: cannot take integer', integer.mask(1)],
    // @ts-expect-error text has no year until it is read as a day
    ['year: cannot take string(10)', string(10).year()],
    // @ts-expect-error nor a week
    ['isoWeek: cannot take string(10)', string(10).isoWeek()],
    // @ts-expect-error nor a weekday
    ['dayOfWeek: cannot take integer', integer.dayOfWeek()],
    // @ts-expect-error a day has no hours
    ['hour: cannot take date', day.hour()],
    // @ts-expect-error a day has no minutes
    ['minute: cannot take date', day.minute()],
    // @ts-expect-error a timestamp is cast to a day first
    ['daysUntil: cannot take timestamp', timestamp.daysUntil(day)],
    // @ts-expect-error a timestamp is cast to a day first
    ['startOfMonth: cannot take timestamp', timestamp.startOfMonth()],
    // @ts-expect-error a timestamp is cast to a day first
    ['startOfWeek: cannot take timestamp', timestamp.startOfWeek()],
    // @ts-expect-error minutes lie between timestamps
    ['minutesUntil: cannot take date', day.minutesUntil(timestamp)],
    // @ts-expect-error text is parsed, not cast
    ['cast: cannot take string(10)', string(10).toTimestamp()],
  ])('%s', (mistake, value) => {
    expect(mistakesOf(value)).toEqual([mistake]);
  });

  it('where JavaScript leaves an argument out', () => {
    const missing = untyped(undefined) as unknown as string;
    expect(mistakesOf(string(5).contains(missing))).toEqual([
      'contains needs a text of at least one character',
    ]);
    expect(mistakesOf(string(5).startsWith(missing))).toEqual([
      'startsWith needs a prefix of at least one character',
    ]);
    expect(mistakesOf(string(5).replaceAll('a', missing))).toEqual([replaced]);
    expect(mistakesOf(string(5).right(missing as unknown as number))).toEqual([count('right(undefined)')]);
    expect(mistakesOf(least(integer, missing as unknown as number))).toEqual([
      'a value is missing (undefined)',
    ]);
    expect(mistakesOf(integer.modulo(missing as unknown as number))).toEqual([
      'a value is missing (undefined)',
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
