import fc from 'fast-check';
import {
  convertCurrency,
  dataContract,
  days,
  mapping,
  read,
  silverTable,
  t,
  tableReference,
} from '../../model';
import { DuckDb } from '../../preview/duckdb';
import type { TextTable } from '../emulators/text-table';
import { type Inputs, onDataFlow, onDuckDb, sorted, textTable } from '../support/targets';

const delivery = {
  kind: 'batch',
  every: days(1),
  from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'csv' },
} as const;

const readings = dataContract('readings', {
  description: 'One column of each type',
  columns: {
    id: t.integer().key(),
    text: t.string(5).nullable(),
    whole: t.integer().nullable(),
    long: t.long().nullable(),
    money: t.decimal(8, 2).nullable(),
    flag: t.boolean().nullable(),
    day: t.date().nullable(),
    at: t.timestamp(),
    code: t.string(10).nullable().oneOf('x', 'y'),
    level: t.integer().nullable().atLeast(1).atMost(9),
    iban: t
      .string(10)
      .nullable()
      .matching(/[A-Z]{2}[0-9]+/),
    ratio: t.double().nullable(),
    email: t.string(40).nullable().personal(),
  },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 10,
});
const table = mapping(readings);
const NAMES = [...Object.keys(readings.columns), '_source_file', '_run_id'];
const TIMESTAMP = '2026-01-05 10:00:00';

/** Raw rows: what is given, and a timestamp; everything else is missing. */
function raw(...rows: readonly Readonly<Record<string, string | null>>[]): Inputs {
  const cells = rows.map((row) =>
    NAMES.map((name) => row[name] ?? (name === 'at' && row['at'] === undefined ? TIMESTAMP : null)),
  );
  return { readings: textTable(Object.fromEntries(NAMES.map((name) => [name, 'string'])), ...cells) };
}

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** Delivered text, and what it means: a value, nothing (null), or the rule it breaks. */
const TEXTS: Readonly<
  Record<string, readonly (readonly [string | null, string | null | { readonly breaks: string }])[]>
> = {
  text: [
    ['abc', 'abc'],
    ['  a b\t\r\n', 'a b'],
    ['', null],
    ['   ', null],
    [null, null],
    ['abcdef', { breaks: 'type:text' }],
    ['é', 'é'],
  ],
  whole: [
    ['5', '5'],
    ['+5', '5'],
    [' 007 ', '7'],
    ['-0', '0'],
    ['2147483647', '2147483647'],
    ['2147483648', { breaks: 'type:whole' }],
    ['1.0', { breaks: 'type:whole' }],
    ['1e3', { breaks: 'type:whole' }],
    ['1_000', { breaks: 'type:whole' }],
    ['abc', { breaks: 'type:whole' }],
    ['', null],
  ],
  long: [
    ['9223372036854775807', '9223372036854775807'],
    ['9223372036854775808', { breaks: 'type:long' }],
    ['-1', '-1'],
    ['0x1F', { breaks: 'type:long' }],
  ],
  money: [
    ['1', '1.00'],
    ['1.005', '1.01'],
    ['-1.005', '-1.01'],
    ['999999.99', '999999.99'],
    ['1000000', { breaks: 'type:money' }],
    ['1,50', { breaks: 'type:money' }],
    ['.5', { breaks: 'type:money' }],
    ['5.', { breaks: 'type:money' }],
    ['1e2', '100.00'],
    ['1.0E4', '10000.00'],
    ['1.005e0', '1.01'],
    ['-12.345E-1', '-1.23'],
    ['4.9e-03', '0.00'],
    ['1e6', { breaks: 'type:money' }],
    ['1e400', { breaks: 'type:money' }],
    ['1e', { breaks: 'type:money' }],
    ['e2', { breaks: 'type:money' }],
    ['NaN', { breaks: 'type:money' }],
  ],
  ratio: [
    ['1.5', '1.5'],
    ['1.7976931348623157e308', '1.7976931348623157e+308'],
    ['1e400', { breaks: 'type:ratio' }],
    ['-1e400', { breaks: 'type:ratio' }],
    ['1e-400', '0'],
  ],
  flag: [
    ['true', 'true'],
    ['TRUE', 'true'],
    ['1', 'true'],
    ['False', 'false'],
    ['0', 'false'],
    ['yes', { breaks: 'type:flag' }],
    ['', null],
  ],
  day: [
    ['2026-02-28', '2026-02-28'],
    ['2026-02-31', { breaks: 'type:day' }],
    ['2024-02-29', '2024-02-29'],
    ['2026-13-01', { breaks: 'type:day' }],
    ['2026-1-1', { breaks: 'type:day' }],
    ['01.02.2026', { breaks: 'type:day' }],
    ['2026-01-01 10:00:00', { breaks: 'type:day' }],
  ],
  at: [
    ['2026-01-05 10:00:00', '2026-01-05 10:00:00.000000'],
    ['2026-01-05T10:00:00Z', '2026-01-05 10:00:00.000000'],
    ['2026-01-05T10:00:00.5Z', '2026-01-05 10:00:00.500000'],
    ['2026-01-05T10:00:00.123456+00:00', '2026-01-05 10:00:00.123000'],
    ['2026-02-31T10:00:00Z', { breaks: 'type:at' }],
    ['2026-01-05T24:00:00Z', { breaks: 'type:at' }],
    ['2026-01-05T10:00:00+01:00', '2026-01-05 09:00:00.000000'],
    ['2026-01-05 10:00:00+00', '2026-01-05 10:00:00.000000'],
    ['2026-01-05 10:00:00 UTC', '2026-01-05 10:00:00.000000'],
    ['2026-01-05 10:00:00.5 -0530', '2026-01-05 15:30:00.500000'],
    ['2026-01-05T23:59:59.123456789-14:00', '2026-01-06 13:59:59.123000'],
    ['2026-01-05T23:59:59.999999999', '2026-01-05 23:59:59.999000'],
    ['2026-01-05T23:59:59.9999999+00', '2026-01-05 23:59:59.999000'],
    ['2026-01-05T10:00:00.1234567890Z', { breaks: 'type:at' }],
    ['2026-01-05T10:00:00+15:00', { breaks: 'type:at' }],
    ['2026-01-05T10:00:00+1', { breaks: 'type:at' }],
    ['2026-01-05T10:00:00EST', { breaks: 'type:at' }],
    ['2026-01-05', { breaks: 'type:at' }],
    ['', { breaks: 'missing:at' }],
  ],
  code: [
    ['x', 'x'],
    ['X', { breaks: 'allowed:code' }],
    ['', null],
  ],
  level: [
    ['1', '1'],
    ['9', '9'],
    ['0', { breaks: 'range:level' }],
    ['10', { breaks: 'range:level' }],
    ['', null],
  ],
  iban: [
    ['DE12', 'DE12'],
    ['DE12x', { breaks: 'pattern:iban' }],
    ['', null],
  ],
};
const CASES = Object.entries(TEXTS).flatMap(([column, texts]) =>
  texts.map(([given, means]) => [column, given, means] as const),
);

describe('reads delivered text', () => {
  it.each(CASES)('%s %j is %j, on both engines', async (column, given, means) => {
    const inputs = raw({ id: '1', [column]: given });
    const place = table.columns.findIndex(({ name }) => name === column);
    for (const outcome of [await onDuckDb(table, inputs, engine), onDataFlow(table, inputs)]) {
      if (typeof means === 'object' && means !== null) {
        expect(outcome.rows).toEqual([]);
        expect(outcome.quarantined['contract']).toEqual([
          expect.stringMatching(new RegExp(`\\| '${means.breaks}'$`)),
        ]);
      } else {
        expect(outcome.quarantined['contract']).toEqual([]);
        expect(outcome.rows.map((row) => row.split(' | ')[place])).toEqual([
          means === null ? 'NULL' : `'${means}'`,
        ]);
      }
    }
  });

  it('keeps a quarantined row as the text that arrived, with its file and its rule', async () => {
    const inputs = raw({ id: ' x ', money: ' 1,5 ', _source_file: 'a.csv', _run_id: 'r1' });
    const expected = [
      `' x ' | NULL | NULL | NULL | ' 1,5 ' | NULL | NULL | '${TIMESTAMP}' | NULL | NULL | NULL | NULL | NULL | 'a.csv' | 'r1' | 'type:id'`,
    ];
    expect((await onDuckDb(table, inputs, engine)).quarantined['contract']).toEqual(expected);
    expect(onDataFlow(table, inputs).quarantined['contract']).toEqual(expected);
  });

  it('pseudonymises personal columns the same way everywhere, and keeps null', async () => {
    const inputs = raw({ id: '1', email: 'a@b.example' }, { id: '2' });
    const duck = await onDuckDb(table, inputs, engine);
    expect(duck.rows.join()).not.toContain('a@b.example');
    expect(duck.rows[0]).toMatch(/'[0-9a-f]{64}'$/);
    expect(duck.rows[1]).toMatch(/NULL$/);
    expect(onDataFlow(table, inputs).rows).toEqual(duck.rows);
    expect(table.columns.find(({ name }) => name === 'email')?.classification).toBe('internal');
  });
});

describe('upsert', () => {
  const versions = fc.array(
    fc.record({
      id: fc.integer({ min: 1, max: 3 }).map(String),
      text: fc.constantFrom('a', 'b', 'c', ''),
      at: fc.constantFrom('2026-01-01 00:00:00', '2026-01-02 00:00:00', '2026-01-03 00:00:00'),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it('leaves the same rows however the deliveries are cut, repeated and ordered', async () => {
    await fc.assert(
      fc.asyncProperty(
        versions,
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 24, maxLength: 24 }),
        async (rows, dice) => {
          const clean = await onDuckDb(table, raw(...rows), engine);
          const batches: (typeof rows)[] = [[], [], []];
          for (const [index, row] of [...rows, ...rows].entries()) batches[dice[index] ?? 0]?.push(row);
          let existing: TextTable | undefined;
          for (const batch of [...batches, batches[0] ?? []]) {
            const inputs = raw(...batch.map((row) => ({ ...row, text: row.text || null })));
            const outcome = onDataFlow(table, inputs, existing);
            existing = merged(existing, outcome.rows);
          }
          expect(sorted(existing?.rows ?? [])).toEqual(clean.rows);
        },
      ),
      { numRuns: 40 },
    );
  });

  /** What a merge by key does: rows of a known key replace, others are added. */
  function merged(existing: TextTable | undefined, upserted: readonly string[]): TextTable {
    const rows = upserted.map((line) =>
      line.split(' | ').map((cell) => (cell === 'NULL' ? null : cell.slice(1, -1))),
    );
    const keys = new Set(rows.map(([id]) => id));
    const kept = (existing?.rows ?? []).filter(([id]) => !keys.has(id ?? null));
    const columns = table.columns.map(({ name, type }) => ({
      name,
      type: type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.kind,
    }));
    return { columns, rows: [...kept, ...rows] };
  }
});

describe('currency converter', () => {
  const payments = tableReference('test', 'payments', {
    id: t.integer().key(),
    amount: t.decimal(10, 2).nullable(),
    currency: t.string(3).nullable(),
    day: t.date().nullable(),
  });
  const rates = tableReference('test', 'rates', {
    currency: t.string(3).key(),
    day: t.date().key(),
    rate: t.decimal(10, 4),
  });
  const inputs: Inputs = {
    'test.payments': textTable(
      { id: 'integer', amount: 'decimal(10,2)', currency: 'string', day: 'date' },
      ['1', '10.00', 'USD', '2026-01-08'],
      ['2', '10.05', 'USD', '2026-01-10'],
      ['3', '10.00', 'EUR', '2026-01-10'],
      ['4', '10.00', 'USD', '2026-01-04'],
      ['5', '10.00', 'XTS', '2026-01-10'],
      ['6', '10.00', 'USD', '2026-01-20'],
      ['7', null, 'USD', '2026-01-08'],
      ['8', '10.00', null, '2026-01-08'],
      ['9', '10.00', 'BAD', '2026-01-08'],
      ['10', '-10.05', 'USD', '2026-01-10'],
    ),
    'test.rates': textTable(
      { currency: 'string', day: 'date', rate: 'decimal(10,4)' },
      ['USD', '2026-01-05', '0.9000'],
      ['USD', '2026-01-09', '0.5000'],
      ['BAD', '2026-01-08', '0.0000'],
    ),
  };
  const converted = (quote: 'base-per-unit' | 'units-per-base') =>
    silverTable('result', {
      flow: convertCurrency(read(payments), {
        amounts: { amount: 'amount_eur' },
        currency: 'currency',
        day: 'day',
        base: 'EUR',
        maxAgeDays: 7,
        rates: { flow: read(rates), currency: 'currency', day: 'day', rate: 'rate', quote },
      }),
      key: ['id'],
      write: 'overwrite',
    });
  const values = (rows: readonly string[]) =>
    rows
      .map((row) => row.split(' | '))
      .map((cells) => [cells[0], cells[5], cells[4]].join(' '))
      .sort();

  it.each(['base-per-unit', 'units-per-base'] as const)(
    'uses the last rate in time, rounds half away, and never gives null or zero for a missing rate: %s',
    async (quote) => {
      const multiplied = quote === 'base-per-unit';
      const good = [
        `'1' ${multiplied ? "'9.00'" : "'11.11'"} '0.9000'`,
        `'10' ${multiplied ? "'-5.03'" : "'-20.10'"} '0.5000'`,
        `'2' ${multiplied ? "'5.03'" : "'20.10'"} '0.5000'`,
        "'3' '10.00' '1.0000'",
        "'7' NULL '0.9000'",
      ];
      for (const outcome of [
        await onDuckDb(converted(quote), inputs, engine),
        onDataFlow(converted(quote), inputs),
      ]) {
        expect(values(outcome.rows)).toEqual(good);
        const broken = outcome.quarantined['exchange-rate']?.map(
          (row) => `${row.split(' | ')[0] ?? ''} ${row.split(' | ').at(-1) ?? ''}`,
        );
        expect(broken?.sort()).toEqual([
          "'4' 'missing-rate'",
          "'5' 'missing-rate'",
          "'6' 'missing-rate'",
          "'8' 'missing-rate'",
          "'9' 'missing-rate'",
        ]);
      }
    },
  );
});
