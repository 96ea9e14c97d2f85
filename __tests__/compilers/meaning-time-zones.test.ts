import fc from 'fast-check';
import { count, goldView, read, type Row, silverTable, t, tableReference } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { type MeaningCase, meansTheSame } from '../support/meaning';
import { type Inputs, onDataFlow, onDuckDb, onServerless, textTable } from '../support/targets';

/**
 * Days and hours of a place: clocks of half hours, clocks that are changed twice a year on either side of the equator, and
 * the last and first timestamps around such a change.
 */
const input = tableReference('test', 'input', { id: t.integer().key(), at: t.timestamp().nullable() });
const rows = () => read(input);
type Timestamps = Row<{ readonly id: 'integer'; readonly at: 'timestamp' }>;
const inputsOf = (timestamps: readonly (string | null)[]): Inputs => ({
  'test.input': textTable(
    { id: 'integer', at: 'timestamp' },
    ...timestamps.map((at, index) => [String(index), at]),
  ),
});

const TIMESTAMPS = [
  '2026-03-29 00:59:59.999000',
  '2026-03-29 01:00:00.000000',
  '2026-03-28 22:59:59.999000',
  '2026-03-28 23:00:00.000000',
  '2026-10-25 00:30:00.000000',
  '2026-10-25 01:30:00.000000',
  '2026-07-31 22:00:00.000000',
  '2025-12-31 18:30:00.000000',
  null,
];

const CASES: Readonly<Record<string, MeaningCase<Timestamps>>> = {
  'toDate: the day in Berlin, winter and summer': {
    value: (row) => row.at.toDate('Europe/Berlin'),
    gives: [
      '2026-03-29',
      '2026-03-29',
      '2026-03-28',
      '2026-03-29',
      '2026-10-25',
      '2026-10-25',
      '2026-08-01',
      '2025-12-31',
      null,
    ],
  },
  'hour: 2 is left out in March and comes twice in October': {
    value: (row) => row.at.hour('Europe/Berlin'),
    gives: ['1', '3', '23', '0', '2', '2', '0', '19', null],
  },
  'toDate: half an hour decides in Kolkata': {
    value: (row) => row.at.toDate('Asia/Kolkata'),
    gives: [
      '2026-03-29',
      '2026-03-29',
      '2026-03-29',
      '2026-03-29',
      '2026-10-25',
      '2026-10-25',
      '2026-08-01',
      '2026-01-01',
      null,
    ],
  },
  'hour: behind UTC, the evening before': {
    value: (row) => row.at.hour('America/New_York'),
    gives: ['20', '21', '18', '19', '20', '21', '18', '13', null],
  },
  'toDate: UTC by name is UTC': {
    value: (row) => row.at.toDate('UTC'),
    gives: TIMESTAMPS.map((at) => at?.slice(0, 10) ?? null),
  },
  'hour: UTC when no zone is named': {
    value: (row) => row.at.hour(),
    gives: ['0', '1', '22', '23', '0', '1', '22', '18', null],
  },
  'within other functions': {
    value: (row) => row.at.toDate('Australia/Sydney').startOfMonth(),
    gives: [
      '2026-03-01',
      '2026-03-01',
      '2026-03-01',
      '2026-03-01',
      '2026-10-01',
      '2026-10-01',
      '2026-08-01',
      '2026-01-01',
      null,
    ],
  },
};

meansTheSame({
  cases: CASES,
  ids: TIMESTAMPS.map((_, index) => String(index)),
  inputs: inputsOf(TIMESTAMPS),
  flow: (value) =>
    rows()
      .derive((row) => ({ value: value(row) }))
      .select('id', 'value'),
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Midnight in UTC of a Sunday: the first of a month, the second, …, or the last with 0 of the month after. */
function sunday(year: number, month: number, place: number): number {
  const first = new Date(Date.UTC(year, month - 1, 1));
  return first.getTime() + (((7 - first.getUTCDay()) % 7) + (place - 1) * 7) * DAY;
}

/** When clocks are changed in a year, by the rules in force from 2010 on; none in India. */
const CHANGES: Readonly<Record<string, (year: number) => readonly number[]>> = {
  'Europe/Berlin': (year) => [sunday(year, 4, 0) + HOUR, sunday(year, 11, 0) + HOUR],
  'America/New_York': (year) => [sunday(year, 3, 2) + 7 * HOUR, sunday(year, 11, 1) + 6 * HOUR],
  'Australia/Sydney': (year) => [sunday(year, 4, 1) - 8 * HOUR, sunday(year, 10, 1) - 8 * HOUR],
  'Asia/Kolkata': () => [],
};

const year = fc.integer({ min: 2010, max: 2037 });
const timestamp = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2037, 11, 31) });
const timestampsIn = (zone: string): fc.Arbitrary<readonly number[]> => {
  const changes = fc
    .tuple(year, fc.integer({ min: -2 * HOUR, max: 2 * HOUR }))
    .map(([of, apart]) => (CHANGES[zone]?.(of) ?? []).flatMap((at) => [at - 1, at, at + apart]));
  return fc.tuple(changes, fc.array(timestamp, { minLength: 1, maxLength: 6 })).map((parts) => parts.flat());
};
const cases = fc
  .constantFrom(...Object.keys(CHANGES))
  .chain((zone) => fc.tuple(fc.constant(zone), timestampsIn(zone)));

describe('days and hours of a place', () => {
  let engine: DuckDb;
  beforeAll(async () => {
    engine = await DuckDb.open();
  });
  afterAll(() => engine.close());

  it('are the same on all engines, whatever the timestamp', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ([zone, timestamps]) => {
        const inputs = inputsOf(
          timestamps.map((at) => new Date(at).toISOString().slice(0, 23).replace('T', ' ') + '000'),
        );
        const flow = rows()
          .derive((row) => ({ day: row.at.toDate(zone), hour: row.at.hour(zone) }))
          .select('id', 'day', 'hour');
        const silver = silverTable('result', { flow, key: ['id'], write: 'overwrite' });
        const expected = (await onDuckDb(silver, inputs, engine)).rows;
        expect(expected).toHaveLength(timestamps.length);
        expect(onDataFlow(silver, inputs).rows).toEqual(expected);
        expect(onServerless(goldView('result', { flow, key: ['id'] }), inputs).rows).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('group rows, and begin later or earlier than those of UTC', async () => {
    const inputs = inputsOf([
      '2026-07-31 21:59:59.999000',
      '2026-07-31 22:00:00.000000',
      '2026-08-01 21:00:00.000000',
    ]);
    const flow = rows().aggregate(
      (row) => ({ day: row.at.toDate('Europe/Berlin') }),
      () => ({ n: count() }),
    );
    const silver = silverTable('result', { flow, key: ['day'], write: 'overwrite' });
    const expected = ["'2026-07-31' | '1'", "'2026-08-01' | '2'"];
    expect((await onDuckDb(silver, inputs, engine)).rows).toEqual(expected);
    expect(onDataFlow(silver, inputs).rows).toEqual(expected);
    expect(onServerless(goldView('result', { flow, key: ['day'] }), inputs).rows).toEqual(expected);
  });

  it('change where the rules say, so that the timestamps above are the right ones', () => {
    const shown = (zone: string, at: number): string =>
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).format(at).slice(12);
    const changes = Object.entries(CHANGES).flatMap(([zone, of]) => [
      ...[2010, 2026, 2037].flatMap((each) => of(each).map((at) => ({ zone, at }))),
    ]);
    expect(changes).toHaveLength(18);
    expect(changes.filter(({ zone, at }) => shown(zone, at - 1) === shown(zone, at))).toEqual([]);
  });
});
