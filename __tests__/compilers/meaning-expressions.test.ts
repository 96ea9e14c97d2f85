import { createHash } from 'node:crypto';
import { literal, read, t, tableReference, when } from '../../model';
import { type MeaningCase, meansTheSame } from '../support/meaning';
import { type Inputs, textTable } from '../support/targets';

/**
 * Every function on every engine it is offered on: the same rows in, the same values out, and the values that are meant.
 */
const input = tableReference('test', 'input', {
  id: t.integer().key(),
  a: t.string(20).nullable(),
  b: t.string(20).nullable(),
  i: t.integer().nullable(),
  l: t.long().nullable(),
  d: t.decimal(12, 2).nullable(),
  r: t.decimal(10, 4).nullable(),
  f: t.boolean().nullable(),
  day: t.date().nullable(),
  at: t.timestamp().nullable(),
});
const COLUMNS = {
  id: 'integer',
  a: 'string',
  b: 'string',
  i: 'integer',
  l: 'long',
  d: 'decimal(12,2)',
  r: 'decimal(10,4)',
  f: 'boolean',
  day: 'date',
  at: 'timestamp',
};
const ROWS: (string | null)[][] = [
  [
    '1',
    'abc',
    'abc',
    '5',
    '5000000000',
    '12.50',
    '0.3333',
    'true',
    '2026-01-31',
    '2026-01-31 23:59:59.999000',
  ],
  ['2', 'abc', 'ABC', '-7', '-1', '-0.05', '2.0000', 'false', '2024-02-28', '2024-02-29 00:00:00.000000'],
  ['3', 'Zürich', 'a', '0', '0', '0.00', '0.0000', 'true', '2026-12-31', '2026-12-31 12:30:00.500000'],
  ['4', null, 'x', null, null, null, null, null, null, null],
  [
    '5',
    'a',
    'a ',
    '2147483647',
    '9223372036854775807',
    '9999999999.99',
    '999999.9999',
    'false',
    '2000-01-01',
    '1999-12-31 23:59:59.000000',
  ],
];
const inputs: Inputs = { 'test.input': textTable(COLUMNS, ...ROWS) };

const sha = (value: string) => createHash('sha256').update(`test-pepper${value}`).digest('hex');

type Row = Parameters<Parameters<ReturnType<typeof rows>['derive']>[0]>[0];
const rows = () => read(input);

const CASES: Readonly<Record<string, MeaningCase<Row>>> = {
  'equals: exact, case and trailing spaces count, null gives null': {
    value: (row) => row.a.equals(row.b),
    gives: ['true', 'false', 'false', null, 'false'],
  },
  'notEquals: null stays null': {
    value: (row) => row.a.notEquals(row.b),
    gives: ['false', 'true', 'true', null, 'true'],
  },
  'equals a constant with a trailing space': {
    value: (row) => row.b.equals('a '),
    gives: ['false', 'false', 'false', 'false', 'true'],
  },
  'equals on booleans': {
    value: (row) => row.f.equals(true),
    gives: ['true', 'false', 'true', null, 'false'],
  },
  'equals across exact numbers': {
    value: (row) => row.i.equals(row.l),
    gives: ['false', 'false', 'true', null, 'false'],
  },
  'lessThan: text by code point': {
    value: (row) => row.a.lessThan(row.b),
    gives: ['false', 'false', 'true', null, 'true'],
  },
  'lessThanOrEqual: decimals': {
    value: (row) => row.d.lessThanOrEqual(0),
    gives: ['false', 'true', 'true', null, 'false'],
  },
  'greaterThan: days': {
    value: (row) => row.day.greaterThan('2024-02-28'),
    gives: ['true', 'false', 'true', null, 'false'],
  },
  'greaterThanOrEqual: timestamps': {
    value: (row) => row.at.greaterThanOrEqual('2024-02-29 00:00:00'),
    gives: ['true', 'true', 'true', null, 'false'],
  },
  'isIn: null gives null': {
    value: (row) => row.a.isIn(['abc', 'a']),
    gives: ['true', 'true', 'false', null, 'true'],
  },
  'isNull is never null': {
    value: (row) => row.a.isNull(),
    gives: ['false', 'false', 'false', 'true', 'false'],
  },
  'isNotNull is never null': {
    value: (row) => row.d.isNotNull(),
    gives: ['true', 'true', 'true', 'false', 'true'],
  },
  coalesce: { value: (row) => row.d.coalesce(7), gives: ['12.50', '-0.05', '0.00', '7.00', '9999999999.99'] },
  'and: false and null is false': {
    value: (row) => row.f.and(row.b.equals('zzz')),
    gives: ['false', 'false', 'false', 'false', 'false'],
  },
  'or: true or null is true': {
    value: (row) => row.f.or(row.b.equals('x')),
    gives: ['true', 'false', 'true', 'true', 'false'],
  },
  'and with null is null when the other is true': {
    value: (row) => row.f.and(row.b.isNotNull()),
    gives: ['true', 'false', 'true', null, 'false'],
  },
  not: { value: (row) => row.f.not(), gives: ['false', 'true', 'false', null, 'true'] },
  'when: the first true one, null counts as false': {
    value: (row) =>
      when(
        [
          [row.i.greaterThan(0), literal('plus')],
          [row.i.lessThan(0), literal('minus')],
        ],
        literal('none'),
      ),
    gives: ['plus', 'minus', 'none', 'none', 'plus'],
  },
  'when without otherwise gives null': {
    value: (row) => when([[row.f, row.d]]),
    gives: ['12.50', null, '0.00', null, null],
  },
  'plus: wide enough': {
    value: (row) => row.d.plus(row.i),
    gives: ['17.50', '-7.05', '0.00', null, '12147483646.99'],
  },
  'plus on whole numbers does not overflow': {
    value: (row) => row.i.plus(row.i),
    gives: ['10', '-14', '0', null, '4294967294'],
  },
  minus: {
    value: (row) => row.d.minus(row.r),
    gives: ['12.1667', '-2.0500', '0.0000', null, '9998999999.9901'],
  },
  'times: scales add up': {
    value: (row) => row.d.times(row.r),
    gives: ['4.166250', '-0.100000', '0.000000', null, '9999999998990000.000001'],
  },
  'dividedBy: half away from zero, null by zero': {
    value: (row) => row.d.dividedBy(row.r, 2),
    gives: ['37.50', '-0.03', null, null, '10000.00'],
  },
  'dividedBy a constant': {
    value: (row) => row.i.dividedBy(2, 0),
    gives: ['3', '-4', '0', null, '1073741824'],
  },
  'dividedBy keeps the digits asked for': {
    value: (row) => row.i.dividedBy(3, 6),
    gives: ['1.666667', '-2.333333', '0.000000', null, '715827882.333333'],
  },
  'round: half away from zero': {
    value: (row) => row.d.round(1),
    gives: ['12.5', '-0.1', '0.0', null, '10000000000.0'],
  },
  'round to whole': { value: (row) => row.d.round(0), gives: ['13', '0', '0', null, '10000000000'] },
  'toDecimal: null when it does not fit': {
    value: (row) => row.d.toDecimal(3, 1),
    gives: ['12.5', '-0.1', '0.0', null, null],
  },
  'toLong rounds': { value: (row) => row.r.toLong(), gives: ['0', '2', '0', null, '1000000'] },
  'toInteger: null when it does not fit': {
    value: (row) => row.l.toInteger(),
    gives: [null, '-1', '0', null, null],
  },
  'toText of whole numbers': {
    value: (row) => row.l.toText(),
    gives: ['5000000000', '-1', '0', null, '9223372036854775807'],
  },
  'toText of days': {
    value: (row) => row.day.toText(),
    gives: ['2026-01-31', '2024-02-28', '2026-12-31', null, '2000-01-01'],
  },
  'toDate: the day in UTC': {
    value: (row) => row.at.toDate(),
    gives: ['2026-01-31', '2024-02-29', '2026-12-31', null, '1999-12-31'],
  },
  'addDays: over months and leap days': {
    value: (row) => row.day.addDays(1),
    gives: ['2026-02-01', '2024-02-29', '2027-01-01', null, '2000-01-02'],
  },
  'lower: A to Z only': { value: (row) => row.b.lower(), gives: ['abc', 'abc', 'a', 'x', 'a '] },
  'upper: a to z only': { value: (row) => row.a.upper(), gives: ['ABC', 'ABC', 'ZüRICH', null, 'A'] },
  'concat: null when any is null': {
    value: (row) => row.a.concat('-', row.b),
    gives: ['abc-abc', 'abc-ABC', 'Zürich-a', null, 'a-a '],
  },
  startsWith: { value: (row) => row.a.startsWith('ab'), gives: ['true', 'true', 'false', null, 'false'] },
  trim: { value: (row) => row.b.trim(), gives: ['abc', 'ABC', 'a', 'x', 'a'], silverOnly: true },
  'matches: the whole text': {
    value: (row) => row.a.matches(/[a-z]+/),
    gives: ['true', 'true', 'false', null, 'true'],
    silverOnly: true,
  },
  'pseudonym: SHA-256 of pepper and value': {
    value: (row) => row.a.pseudonym(),
    gives: [sha('abc'), sha('abc'), sha('Zürich'), null, sha('a')],
    silverOnly: true,
  },
};

meansTheSame({
  cases: CASES,
  ids: ROWS.map(([id]) => id ?? null),
  inputs,
  flow: (value) =>
    rows()
      .derive((row) => ({ value: value(row) }))
      .select('id', 'value'),
});
