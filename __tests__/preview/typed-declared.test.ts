import { dataContract, days, t } from '../../model';
import { Deliveries } from '../support/deliveries';

// A value that has a type needs no pattern: the forms that a source declares are those of its text.

const { parquet, run, rowsOf } = Deliveries.forEachTest();

const declared = dataContract('typed', {
  description: 'Values whose text is written in a form of its own',
  columns: {
    id: t.long().key(),
    amount: t.decimal(9, 2).nullable(),
    paid: t.boolean().nullable(),
    day: t.date().nullable(),
    short: t.date().nullable().writtenAs('d.M.yy'),
    at: t.timestamp().nullable(),
    minute: t.timestamp().nullable().writtenAs("MMM dd yyyy 'at' hh:mm a"),
    tenth: t.timestamp().nullable().writtenAs('yyyyMMdd HHmmss.S'),
    zoned: t.timestamp().nullable().writtenAs("yyyy-MM-dd'T'HH:mm:ssXXX"),
    second: t.timestamp().nullable().epoch('seconds'),
    milli: t.timestamp().nullable().epoch('milliseconds'),
    lines: t
      .array({ n: t.integer().key(), on: t.date().nullable(), off: t.decimal(9, 2).nullable() })
      .nullable(),
    loaded: t.timestamp().writtenAs('dd/MM/yyyy HH:mm:ss'),
  },
  eventTime: 'loaded',
  writtenAs: {
    numbers: { decimal: ',', thousands: '.' },
    booleans: { true: ['ja'], false: ['nein'] },
    dates: ['dd/MM/yyyy'],
    timestamps: ['dd/MM/yyyy HH:mm', 'dd/MM/yyyy HH:mm:ss', 'dd/MM/yyyy HH:mm:ss.SSSSSS'],
  },
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://files.example.com', path: '{date}', format: 'json-lines' },
  },
  expectedRowsPerDay: 10,
});
const NAMES = Object.keys(declared.columns);

async function delivered(value: string, column: string) {
  await parquet(
    'typed/a.parquet',
    `SELECT 1 AS id, ${value} AS "${column}", TIMESTAMP '2026-01-01 00:00:00' AS loaded`,
  );
  const { tables } = await run(declared);
  const [bronze = []] = await rowsOf('bronze/typed.parquet');
  const [silver = []] = await rowsOf('silver/typed.parquet');
  const inSilver = NAMES.filter((name) => name !== 'lines');
  return {
    bronze: bronze[NAMES.indexOf(column)],
    silver: silver[inSilver.indexOf(column)],
    quarantined: tables[1]?.quarantined,
  };
}

it.each([
  ['amount', '1234.5::DOUBLE', '1234,5', '1234.50'],
  ['amount', '12::INTEGER', '12', '12.00'],
  ['amount', "'1.234,50'", '1.234,50', '1234.50'],
  ['paid', 'true', 'ja', true],
  ['paid', 'false', 'nein', false],
  ['day', "DATE '2026-03-04'", '04/03/2026', '2026-03-04'],
  ['day', "TIMESTAMP '2026-03-04 00:00:00'", '04/03/2026', '2026-03-04'],
  ['day', "'04/03/2026'", '04/03/2026', '2026-03-04'],
  ['short', "DATE '2026-03-04'", '4.3.26', '2026-03-04'],
  ['at', "TIMESTAMP '2026-03-04 10:05:00'", '04/03/2026 10:05', '2026-03-04 10:05:00'],
  ['at', "TIMESTAMP '2026-03-04 10:05:06'", '04/03/2026 10:05:06', '2026-03-04 10:05:06'],
  [
    'at',
    "TIMESTAMP_NS '2026-03-04 10:05:06.123456789'",
    '04/03/2026 10:05:06.123456',
    '2026-03-04 10:05:06.123',
  ],
  ['at', "TIMESTAMPTZ '2026-03-04 10:05:00+02'", '04/03/2026 08:05', '2026-03-04 08:05:00'],
  ['at', "DATE '2026-03-04'", '04/03/2026 00:00', '2026-03-04 00:00:00'],
  ['minute', "TIMESTAMP '2026-03-04 00:05:00'", 'Mar 04 2026 at 12:05 AM', '2026-03-04 00:05:00'],
  ['tenth', "TIMESTAMP '2026-03-04 10:05:06.7'", '20260304 100506.7', '2026-03-04 10:05:06.7'],
  ['zoned', "TIMESTAMPTZ '2026-03-04 10:05:06+02'", '2026-03-04T08:05:06Z', '2026-03-04 08:05:06'],
  ['second', "TIMESTAMP '2026-01-01 00:00:00.25'", '1767225600.250000', '2026-01-01 00:00:00.25'],
  ['milli', "TIMESTAMP '2026-01-01 00:00:00.25'", '1767225600250.000', '2026-01-01 00:00:00.25'],
  ['milli', '1767225600250::BIGINT', '1767225600250', '2026-01-01 00:00:00.25'],
])('a typed %s, %s, is %s in bronze, and its value in silver', async (column, value, text, meant) => {
  expect(await delivered(value, column)).toEqual({ bronze: text, silver: meant, quarantined: {} });
});

it.each([
  ['short', "DATE '1999-03-04'", 'a year that two digits do not say'],
  ['minute', "TIMESTAMP '2026-03-04 10:05:06'", 'seconds that the pattern does not have'],
  ['tenth', "TIMESTAMP '2026-03-04 10:05:06.75'", 'more digits than the pattern has'],
  ['day', "TIMESTAMP '2026-03-04 10:00:00'", 'a time where a day is promised'],
])('a typed %s, %s, is refused and not shortened: %s', async (column, value) => {
  const { silver, quarantined } = await delivered(value, column);
  expect({ silver, quarantined }).toEqual({ silver: undefined, quarantined: { [`type:${column}`]: 1 } });
});

it('typed values of elements are in the declared forms, too', async () => {
  const { bronze, quarantined } = await delivered(
    "[{'n': 1, 'on': DATE '2026-03-04', 'off': 1.5::DECIMAL(9,2)}]",
    'lines',
  );
  expect(JSON.parse(String(bronze))).toEqual([{ n: '1', on: '04/03/2026', off: '1,50' }]);
  expect(quarantined).toEqual({});
});

it.each([
  ["TIMESTAMP '2026-07-01 12:00:00'", '2026-07-01 12:00:00', '2026-07-01 10:00:00'],
  ["TIMESTAMPTZ '2026-07-01 12:00:00+00'", '2026-07-01 12:00:00Z', '2026-07-01 12:00:00'],
])('a clock is that of timestamps without a zone: %s', async (value, text, meant) => {
  const contract = dataContract('typed', {
    description: 'The clock of a place',
    columns: { id: t.long().key(), at: t.timestamp().clockOf('Europe/Berlin') },
    eventTime: 'at',
    delivery: declared.delivery,
    expectedRowsPerDay: 10,
  });
  await parquet('typed/a.parquet', `SELECT 1 AS id, ${value} AS at`);
  await run(contract);
  expect((await rowsOf('bronze/typed.parquet'))[0]?.[1]).toBe(text);
  expect((await rowsOf('silver/typed.parquet'))[0]?.[1]).toBe(meant);
});
