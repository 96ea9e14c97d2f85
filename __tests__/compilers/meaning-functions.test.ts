import { greatest, read, least, t, tableReference } from '../../model';
import { type MeaningCase, meansTheSame } from '../support/meaning';
import { type Inputs, textTable } from '../support/targets';

/**
 * Functions of numbers, texts, days and timestamps where engines are known to differ: the ends of the ranges, what is
 * wider than 16 bits in a text, trailing spaces, the turns of months and years.
 */
const input = tableReference('test', 'input', {
  id: t.integer().key(),
  a: t.string(20).nullable(),
  b: t.string(20).nullable(),
  i: t.integer().nullable(),
  k: t.integer().nullable(),
  l: t.long().nullable(),
  d: t.decimal(12, 2).nullable(),
  day: t.date().nullable(),
  due: t.date().nullable(),
  at: t.timestamp().nullable(),
});
const COLUMNS = {
  id: 'integer',
  a: 'string',
  b: 'string',
  i: 'integer',
  k: 'integer',
  l: 'long',
  d: 'decimal(12,2)',
  day: 'date',
  due: 'date',
  at: 'timestamp',
};
const INTEGERS = ['-2147483648', '7', '0', null, '2147483647'];
const DIVISORS = ['-1', '-3', '0', '5', '2'];
const LONGS = ['-9223372036854775808', '-7', '0', null, '9223372036854775807'];
const DECIMALS = ['-1.50', '1.50', '0.00', null, '9999999999.99'];
const TEXTS = ['abc', 'Zürich 🦆 ', '', null, '  a.a$1'];
const OTHERS = ['abc ', ' ', 'b', 'b', null];
const DAYS = ['2026-01-31', '2024-02-29', '2021-01-03', null, '1000-01-01'];
const DUES = ['2026-02-01', '2024-02-28', '2021-01-03', '2021-01-03', '2999-12-31'];
const TIMESTAMPS = [
  '2026-01-01 00:00:00.000000',
  '2024-12-30 23:59:59.999000',
  '2021-01-03 12:30:00.500000',
  null,
  '1000-01-01 01:02:03.004000',
];
const IDS = ['1', '2', '3', '4', '5'];
const ROWS = IDS.map((id, index) => [
  id,
  ...[TEXTS, OTHERS, INTEGERS, DIVISORS, LONGS, DECIMALS, DAYS, DUES, TIMESTAMPS].map(
    (values) => values[index] ?? null,
  ),
]);
const inputs: Inputs = { 'test.input': textTable(COLUMNS, ...ROWS) };

const rows = () => read(input);
type Row = Parameters<Parameters<ReturnType<typeof rows>['derive']>[0]>[0];

const NUMBERS: Readonly<Record<string, MeaningCase<Row>>> = {
  'negate: the smallest integer has an opposite': {
    value: (row) => row.i.negate(),
    gives: ['2147483648', '-7', '0', null, '-2147483647'],
  },
  'negate: longs': {
    value: (row) => row.l.negate(),
    gives: ['9223372036854775808', '7', '0', null, '-9223372036854775807'],
  },
  'negated twice': {
    value: (row) => row.d.negate().negate(),
    gives: DECIMALS,
  },
  'negate: zero has no sign': {
    value: (row) => row.d.negate(),
    gives: ['1.50', '-1.50', '0.00', null, '-9999999999.99'],
  },
  'abs: the smallest long has a size': {
    value: (row) => row.l.abs(),
    gives: ['9223372036854775808', '7', '0', null, '9223372036854775807'],
  },
  'abs: decimals': {
    value: (row) => row.d.abs(),
    gives: ['1.50', '1.50', '0.00', null, '9999999999.99'],
  },
  'floor: away from zero below it': {
    value: (row) => row.d.floor(),
    gives: ['-2', '1', '0', null, '9999999999'],
  },
  'floor: whole numbers stay': { value: (row) => row.i.floor(), gives: INTEGERS },
  'ceiling: one digit more where it takes one': {
    value: (row) => row.d.ceiling(),
    gives: ['-1', '2', '0', null, '10000000000'],
  },
  'ceiling: every digit of a long': {
    value: (row) => row.l.toDecimal(21, 2).plus(0.01).ceiling(),
    gives: ['-9223372036854775807', '-6', '1', null, '9223372036854775808'],
  },
  'floor: every digit of a long': {
    value: (row) => row.l.toDecimal(21, 2).minus(0.01).floor(),
    gives: ['-9223372036854775809', '-8', '-1', null, '9223372036854775806'],
  },
  'floor: every digit of 38': { value: (row) => row.l.toDecimal(38, 19).floor(), gives: LONGS },
  'ceiling: whole numbers stay': { value: (row) => row.l.ceiling(), gives: LONGS },
  'modulo: the sign of the dividend, null by zero': {
    value: (row) => row.i.modulo(row.k),
    gives: ['0', '1', null, null, '1'],
  },
  'modulo: longs by integers': {
    value: (row) => row.l.modulo(row.k),
    gives: ['0', '-1', null, null, '1'],
  },
  'modulo: a constant': { value: (row) => row.l.modulo(-5), gives: ['-3', '-2', '0', null, '2'] },
  'modulo: integers by longs': {
    value: (row) => row.i.modulo(row.l),
    gives: ['-2147483648', '0', null, null, '2147483647'],
  },
  'least: exact numbers, null when any is null': {
    value: (row) => least(row.d, row.i, row.k),
    gives: ['-2147483648.00', '-3.00', '0.00', null, '2.00'],
  },
  'greatest: exact numbers, null when any is null': {
    value: (row) => greatest(row.d, row.k, 1),
    gives: ['1.00', '1.50', '1.00', null, '9999999999.99'],
  },
  'greatest: days': {
    value: (row) => greatest(row.day, row.due, '2024-02-29'),
    gives: ['2026-02-01', '2024-02-29', '2024-02-29', null, '2999-12-31'],
  },
  'least: timestamps': {
    value: (row) => least(row.at, row.day.toTimestamp()),
    gives: [
      '2026-01-01 00:00:00.000000',
      '2024-02-29 00:00:00.000000',
      '2021-01-03 00:00:00.000000',
      null,
      '1000-01-01 00:00:00.000000',
    ],
  },
  'least: text by code point, trailing spaces count': {
    value: (row) => least(row.a, row.b),
    gives: ['abc', ' ', '', null, null],
  },
  'greatest: text by code point, trailing spaces count': {
    value: (row) => greatest(row.a, row.b),
    gives: ['abc ', 'Zürich 🦆 ', 'b', null, null],
  },
  'isBetween: both ends belong to it': {
    value: (row) => row.d.isBetween(-1.5, 1.5),
    gives: ['true', 'true', 'true', null, 'false'],
  },
  'isBetween: days': {
    value: (row) => row.day.isBetween('2021-01-03', row.due),
    gives: ['true', 'false', 'true', null, 'false'],
  },
};

const TEXT: Readonly<Record<string, MeaningCase<Row>>> = {
  'length: characters, trailing spaces too': {
    value: (row) => row.a.length(),
    gives: ['3', '9', '0', null, '7'],
  },
  'length: of spaces': { value: (row) => row.b.length(), gives: ['4', '1', '1', '1', null] },
  'substring: from the first': {
    value: (row) => row.a.substring(1, 2),
    gives: ['ab', 'Zü', '', null, '  '],
  },
  'substring: past the end is empty': {
    value: (row) => row.a.substring(8, 5),
    gives: ['', '🦆 ', '', null, ''],
  },
  'left: what there is': {
    value: (row) => row.a.left(8),
    gives: ['abc', 'Zürich 🦆', '', null, '  a.a$1'],
  },
  'right: trailing spaces are characters': {
    value: (row) => row.a.right(3),
    gives: ['abc', ' 🦆 ', '', null, 'a$1'],
  },
  'replaceAll: spaces': {
    value: (row) => row.a.replaceAll(' ', ''),
    gives: ['abc', 'Zürich🦆', '', null, 'a.a$1'],
  },
  'replaceAll: taken as it is written': {
    value: (row) => row.a.replaceAll('.', '$1\\'),
    gives: ['abc', 'Zürich 🦆 ', '', null, '  a$1\\a$1'],
  },
  'replaceAll: case counts': {
    value: (row) => row.a.replaceAll('z', '-').replaceAll('A', '-'),
    gives: TEXTS,
  },
  'replaceAll: with a quote, trailing spaces in what is sought': {
    value: (row) => row.a.replaceAll('🦆 ', "'"),
    gives: ['abc', "Zürich '", '', null, '  a.a$1'],
  },
  'contains: case counts': {
    value: (row) => row.a.contains('A'),
    gives: ['false', 'false', 'false', null, 'false'],
  },
  'contains: anywhere, wide characters too': {
    value: (row) => row.a.contains('🦆'),
    gives: ['false', 'true', 'false', null, 'false'],
  },
  'contains: trailing spaces count': {
    value: (row) => row.b.contains('c '),
    gives: ['true', 'false', 'false', 'false', null],
  },
  'contains: no wildcards': {
    value: (row) => row.a.contains('a.a'),
    gives: ['false', 'false', 'false', null, 'true'],
  },
  'endsWith: trailing spaces count': {
    value: (row) => row.b.endsWith('c'),
    gives: ['false', 'false', 'false', 'false', null],
  },
  'endsWith: a trailing space': {
    value: (row) => row.b.endsWith('c '),
    gives: ['true', 'false', 'false', 'false', null],
  },
  'endsWith: wide characters': {
    value: (row) => row.a.endsWith('🦆 '),
    gives: ['false', 'true', 'false', null, 'false'],
  },
  'endsWith as a condition': {
    value: (row) => row.a.endsWith('1').or(row.a.contains('ü')).not(),
    gives: ['true', 'false', 'true', null, 'false'],
  },
  'mask: all but the last characters': {
    value: (row) => row.a.mask(2),
    gives: ['*bc', '*******🦆 ', '', null, '*****$1'],
  },
  'mask: shorter text stays': { value: (row) => row.b.mask(4), gives: OTHERS },
  'mask: everything': {
    value: (row) => row.a.mask(0),
    gives: ['***', '*********', '', null, '*******'],
  },
};

const CALENDAR: Readonly<Record<string, MeaningCase<Row>>> = {
  'year of a day': { value: (row) => row.day.year(), gives: ['2026', '2024', '2021', null, '1000'] },
  'year of a timestamp': { value: (row) => row.at.year(), gives: ['2026', '2024', '2021', null, '1000'] },
  'month of a day': { value: (row) => row.day.month(), gives: ['1', '2', '1', null, '1'] },
  'month of a timestamp': { value: (row) => row.at.month(), gives: ['1', '12', '1', null, '1'] },
  'dayOfMonth of a day': { value: (row) => row.day.dayOfMonth(), gives: ['31', '29', '3', null, '1'] },
  'dayOfMonth of a timestamp': { value: (row) => row.at.dayOfMonth(), gives: ['1', '30', '3', null, '1'] },
  'isoWeek of a day: week 53 in January': {
    value: (row) => row.day.isoWeek(),
    gives: ['5', '9', '53', null, '1'],
  },
  'isoWeek of a timestamp: week 1 in December': {
    value: (row) => row.at.isoWeek(),
    gives: ['1', '1', '53', null, '1'],
  },
  'dayOfWeek of a day: Sunday is 7': {
    value: (row) => row.day.dayOfWeek(),
    gives: ['6', '4', '7', null, '3'],
  },
  'dayOfWeek of a timestamp: Monday is 1': {
    value: (row) => row.at.dayOfWeek(),
    gives: ['4', '1', '7', null, '3'],
  },
  hour: { value: (row) => row.at.hour(), gives: ['0', '23', '12', null, '1'] },
  'minute: never rounded': { value: (row) => row.at.minute(), gives: ['0', '59', '30', null, '2'] },
  'daysUntil: negative when earlier': {
    value: (row) => row.day.daysUntil(row.due),
    gives: ['1', '-1', '0', null, '730484'],
  },
  'daysUntil a constant': {
    value: (row) => row.day.daysUntil('2026-03-01'),
    gives: ['29', '731', '1883', null, '374798'],
  },
  'toTimestamp: midnight': {
    value: (row) => row.day.toTimestamp(),
    gives: DAYS.map((day) => (day === null ? null : `${day} 00:00:00.000000`)),
  },
  'toTimestamp and back': { value: (row) => row.day.toTimestamp().toDate(), gives: DAYS },
  'minutesUntil: whole minutes, cut toward zero': {
    value: (row) => row.at.minutesUntil('2021-01-03 12:31:00'),
    gives: ['-2625809', '-2098768', '0', null, '536998288'],
  },
  'minutesUntil a later timestamp': {
    value: (row) => row.at.minutesUntil('2026-01-01 00:00:30'),
    gives: ['0', '527040', '2625810', null, '539624098'],
  },
  'startOfWeek: the Monday': {
    value: (row) => row.day.startOfWeek(),
    gives: ['2026-01-26', '2024-02-26', '2020-12-28', null, '0999-12-30'],
  },
  startOfMonth: {
    value: (row) => row.day.startOfMonth(),
    gives: ['2026-01-01', '2024-02-01', '2021-01-01', null, '1000-01-01'],
  },
};

meansTheSame({
  cases: { ...NUMBERS, ...TEXT, ...CALENDAR },
  ids: IDS,
  inputs,
  flow: (value) =>
    rows()
      .derive((row) => ({ value: value(row) }))
      .select('id', 'value'),
});
