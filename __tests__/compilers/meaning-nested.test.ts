import fc from 'fast-check';
import {
  convertCurrency,
  dataContract,
  days,
  mapping,
  read,
  stepsOf,
  t,
  type Table,
  tableReference,
} from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { agreed, pick, rowsIn, runOnDelta, type Silver } from '../support/delta-runs';
import { type Inputs, onDuckDb, textTable } from '../support/targets';

/** Orders as documents, with their lines in them. */
const orders = dataContract('orders', {
  description: 'Orders of the shop',
  columns: {
    order_id: t.string(10).key(),
    placed_at: t.timestamp(),
    customer: t.string(40).personal(),
    currency: t.string(3).default('EUR'),
    city: t.string(20).nullable().path('shipping', 'city'),
    lines: t.array({
      line_number: t.integer().key(),
      sku: t.string(5).physicalName('SKU no'),
      quantity: t.integer().atLeast(1),
      unit_price: t.decimal(8, 2).nullable(),
      engraving: t.string(30).nullable().personal(),
    }),
  },
  eventTime: 'placed_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'json-lines' },
  },
  expectedRowsPerDay: 10,
});
const whole = mapping(orders);
const lines = mapping(orders, { each: 'lines', name: 'order_lines', with: ['customer', 'currency'] });
const NAMES = [...Object.keys(orders.columns), '_source_file', '_run_id'];

type Line = Readonly<Record<string, unknown>>;
interface Order {
  readonly id: string;
  readonly at?: string;
  readonly currency?: string;
  /** Lines as they are, or the text that came in their place. */
  readonly lines?: readonly Line[] | string | null;
  readonly file?: string;
}

/** Bronze rows of orders. */
function raw(...given: readonly Order[]): Inputs {
  const rows = given.map(
    ({ id, at = '2026-01-05 10:00:00', currency = null, lines: held = [], file = 'a' }) => {
      const text = held === null || typeof held === 'string' ? held : JSON.stringify(held);
      return [id, at, `c-${id}`, currency, 'Berlin', text, file, 'run-1'];
    },
  );
  return { orders: textTable(Object.fromEntries(NAMES.map((name) => [name, 'string'])), ...rows) };
}
const line = (number: unknown, rest: Line = {}): Line => ({
  line_number: number,
  'SKU no': 'S1',
  quantity: 2,
  unit_price: '9.99',
  ...rest,
});

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const outcome = (table: Table, inputs: Inputs) => agreed(table, inputs, engine);

describe('a mapping of each element', () => {
  it('has the key, the event time, what is repeated, and the columns of the element', () => {
    expect(lines.columns.map(({ name, nullable }) => (nullable ? `${name}?` : name))).toEqual([
      'order_id',
      'placed_at',
      'customer',
      'currency',
      'line_number',
      'sku',
      'quantity',
      'unit_price?',
      'engraving?',
    ]);
    expect(lines.key).toEqual(['order_id', 'line_number']);
    expect(lines.columns.find(({ name }) => name === 'sku')?.lineage).toEqual(['orders.lines.sku']);
    expect(lines.columns.find(({ name }) => name === 'engraving')?.classification).toBe('internal');
    expect(whole.columns.map(({ name }) => name)).toEqual([
      'order_id',
      'placed_at',
      'customer',
      'currency',
      'city',
    ]);
  });

  it('gives a row for each element, typed by the one grammar, whatever JSON type it came in', async () => {
    const { rows, quarantined } = await outcome(
      lines,
      raw(
        { id: 'O1', lines: [line(1), line('2', { unit_price: 9.5, quantity: ' 3 ' })] },
        { id: 'O2', lines: [line(1, { unit_price: null, extra: { a: [1] } })], currency: 'USD' },
      ),
    );
    expect(pick(lines, rows, 'order_id', 'line_number', 'sku', 'quantity', 'unit_price', 'currency')).toEqual(
      ["'O1' '1' 'S1' '2' '9.99' 'EUR'", "'O1' '2' 'S1' '3' '9.50' 'EUR'", "'O2' '1' 'S1' '2' NULL 'USD'"],
    );
    expect(quarantined).toEqual({ contract: [], elements: [] });
  });

  it('reads numbers as the type of the contract, however engines write them', async () => {
    const priced = (unit_price: string) =>
      `[{"line_number":1,"SKU no":"S1","quantity":2,"unit_price":${unit_price}}]`;
    const prices = ['100000.0', '1e5', '0.0049', '0.00001', '5e-3', '12.5e-1', '-1234.5E-4', '99999.99e0'];
    const { rows, quarantined } = await outcome(
      lines,
      raw(...prices.map((price, at) => ({ id: `O${at}`, lines: priced(price) }))),
    );
    expect(quarantined).toEqual({ contract: [], elements: [] });
    expect(pick(lines, rows, 'unit_price')).toEqual(
      ['100000.00', '100000.00', '0.00', '0.00', '0.01', '1.25', '-0.12', '99999.99'].map(
        (price) => `'${price}'`,
      ),
    );
  });

  it('tells what is an array from what is none alike, whatever the text', async () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"items"',
      '"x"',
      '1',
      ' ',
      '[]',
      '[{}]',
      'null',
    );
    const texts = fc.array(piece, { maxLength: 7 }).map((pieces) => `[${pieces.join('')}`);
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 20, maxLength: 20 }), async (held) => {
        await outcome(whole, raw(...held.map((text, at) => ({ id: `O${at}`, lines: text }))));
      }),
      { seed: 7, numRuns: 10 },
    );
  });

  it.each([
    ['an empty array', []],
    ['an array with blanks around it', ' [ ] '],
  ])('gives no row for %s', async (_, held) => {
    expect(await outcome(lines, raw({ id: 'O1', lines: held }))).toEqual({
      rows: [],
      quarantined: { contract: [], elements: [] },
    });
    expect((await outcome(whole, raw({ id: 'O1', lines: held }))).rows).toHaveLength(1);
  });

  it.each([
    ['nothing', null, 'missing:lines'],
    ['a blank', '  ', 'missing:lines'],
    ['no JSON', '[{"line_number": 1', 'type:lines'],
    ['an object', '{"line_number": 1}', 'type:lines'],
    ['a number', '5', 'type:lines'],
    ['numbers', '[1, 2]', 'type:lines'],
    ['an array of arrays', '[[]]', 'type:lines'],
    ['an array with text after it', '[{"line_number": 1}] x', 'type:lines'],
    ['an array and another field', '[{"line_number": 1}], "more": [2]', 'type:lines'],
    ['an array that ends what is around it', '[{"line_number": 1}]}, {"items": []', 'type:lines'],
    ['two arrays', '[{"line_number": 1}], [{"line_number": 2}]', 'type:lines'],
    ['an array that ends a list around it', '[]], "more": [[]', 'type:lines'],
    ['a comma after the last element', '[{"line_number": 1},]', 'type:lines'],
    ['a comma after the last field', '[{"line_number": 1,}]', 'type:lines'],
  ])('sends an order with %s in place of its lines to quarantine, in both tables', async (_, held, rule) => {
    const inputs = raw({ id: 'O1', lines: held }, { id: 'O2', lines: [line(1)] });
    const text = held === null ? 'NULL' : `'${held}'`;
    const timestamp = "'2026-01-05 10:00:00'";
    const parts = await outcome(lines, inputs);
    expect(pick(lines, parts.rows, 'order_id')).toEqual(["'O2'"]);
    expect(parts.quarantined).toEqual({
      contract: [`'O1' | ${timestamp} | 'c-O1' | NULL | ${text} | 'a' | 'run-1' | '${rule}'`],
      elements: [],
    });
    const { rows, quarantined } = await outcome(whole, inputs);
    expect(rows).toHaveLength(1);
    expect(quarantined['contract']).toEqual([
      `'O1' | ${timestamp} | 'c-O1' | NULL | 'Berlin' | ${text} | 'a' | 'run-1' | '${rule}'`,
    ]);
  });

  it('sends elements that break a rule to quarantine as they arrived, and keeps their siblings', async () => {
    const { rows, quarantined } = await outcome(
      lines,
      raw({
        id: 'O1',
        lines: [
          line(1),
          line(2, { quantity: 0 }),
          line(3, { 'SKU no': 'too long' }),
          line(null),
          line(5, { quantity: 'two' }),
        ],
      }),
    );
    expect(pick(lines, rows, 'line_number')).toEqual(["'1'"]);
    const parent = "'O1' | '2026-01-05 10:00:00' | 'c-O1' | NULL";
    expect(quarantined['elements']).toEqual(
      [
        `${parent} | '2' | 'S1' | '0' | '9.99' | NULL | 'a' | 'run-1' | 'range:quantity'`,
        `${parent} | '3' | 'too long' | '2' | '9.99' | NULL | 'a' | 'run-1' | 'type:sku'`,
        `${parent} | '5' | 'S1' | 'two' | '9.99' | NULL | 'a' | 'run-1' | 'type:quantity'`,
        `${parent} | NULL | 'S1' | '2' | '9.99' | NULL | 'a' | 'run-1' | 'missing:line_number'`,
      ].sort(),
    );
  });

  it('counts a null among the elements as an element without anything in it', async () => {
    const { rows, quarantined } = await outcome(
      lines,
      raw({ id: 'O1', lines: '[null, {"line_number": 7}]' }),
    );
    expect(rows).toEqual([]);
    expect(quarantined['elements']?.map((row) => row.split(' | ').at(-1)).sort()).toEqual([
      "'missing:line_number'",
      "'missing:sku'",
    ]);
  });

  it('pseudonymises personal columns of the order and of the element', async () => {
    const { rows } = await outcome(lines, raw({ id: 'O1', lines: [line(1, { engraving: 'For Ann' })] }));
    expect(rows.join()).not.toMatch(/Ann|c-O1/);
    for (const cell of pick(lines, rows, 'customer', 'engraving')[0]!.split(' '))
      expect(cell).toMatch(/^'[0-9a-f]{64}'$/);
  });

  it('takes further steps, which keep the file of the row', async () => {
    const dear = mapping(orders, {
      each: 'lines',
      name: 'dear_lines',
      then: (rows) =>
        rows
          .filter((row) => row.unit_price.greaterThanOrEqual(5))
          .derive((row) => ({ amount: row.unit_price.times(row.quantity) }))
          .select('order_id', 'placed_at', 'line_number', 'amount'),
    });
    const inputs = raw({ id: 'O1', lines: [line(1), line(2, { unit_price: 1 })] });
    expect((await outcome(dear, inputs)).rows).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | '1' | '19.98'",
    ]);
    expect(rowsIn(runOnDelta(dear, inputs).silver['dear_lines'], dear.relation.columns)).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | '1' | '19.98' | 'a' | 'run-1'",
    ]);
  });
});

describe('of two versions of an order', () => {
  const [early, late] = ['2026-01-05 10:00:00', '2026-01-06 10:00:00'];
  const twoLines: Order = { id: 'O1', at: early, lines: [line(1), line(2)] };

  it.each([
    ['fewer lines', { id: 'O1', at: late, lines: [line(2, { quantity: 7 })] }, ["'2' '7'"]],
    ['no lines', { id: 'O1', at: late, lines: [] }, []],
    ['a line that breaks a rule', { id: 'O1', at: late, lines: [line(1, { quantity: 0 })] }, []],
    ['other lines', { id: 'O1', at: late, lines: [line(3)] }, ["'3' '2'"]],
    ['lines that cannot be read', { id: 'O1', at: late, lines: 'n/a' }, ["'1' '2'", "'2' '2'"]],
  ] as const)('the newer counts, with %s', async (_, newer, expected) => {
    const shown = (silver: Silver): string[] =>
      pick(lines, rowsIn(silver['order_lines'], lines.columns), 'line_number', 'quantity');
    const together = await outcome(lines, raw(twoLines, newer));
    expect(pick(lines, together.rows, 'line_number', 'quantity')).toEqual(expected);
    const first = runOnDelta(lines, raw(twoLines)).silver;
    expect(shown(runOnDelta(lines, raw(newer), first).silver)).toEqual(expected);
    // Late: the older comes after the newer.
    const reversed = runOnDelta(lines, raw(newer)).silver;
    expect(shown(runOnDelta(lines, raw(twoLines), reversed).silver)).toEqual(expected);
  });

  it('leaves other orders alone', () => {
    const before = runOnDelta(lines, raw(twoLines, { ...twoLines, id: 'O2' })).silver;
    const after = runOnDelta(lines, raw({ id: 'O1', at: late, lines: [] }), before).silver;
    expect(pick(lines, rowsIn(after['order_lines'], lines.columns), 'order_id', 'line_number')).toEqual([
      "'O2' '1'",
      "'O2' '2'",
    ]);
  });

  const version = fc.record({
    id: fc.constantFrom('O1', 'O2'),
    at: fc.constantFrom(early, late, '2026-01-07 10:00:00'),
    file: fc.constantFrom('a', 'b'),
    lines: fc.array(
      fc.record({ line_number: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 0, max: 2 }) }),
      { maxLength: 3 },
    ),
  });

  it('leaves the same rows however the deliveries are cut, repeated and ordered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(version, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 16, maxLength: 16 }),
        async (versions, dice) => {
          const given = versions.map((order): Order => ({
            ...order,
            lines: order.lines.map(({ line_number, quantity }) => line(line_number, { quantity })),
          }));
          const clean = await onDuckDb(lines, raw(...given), engine);
          const batches: Order[][] = [[], [], []];
          for (const [index, order] of [...given, ...given].entries()) batches[dice[index] ?? 0]?.push(order);
          let silver: Silver = {};
          for (const batch of [...batches, batches[0] ?? []])
            silver = runOnDelta(lines, raw(...batch), silver).silver;
          expect(rowsIn(silver['order_lines'], lines.columns)).toEqual(clean.rows);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('metadata columns', () => {
  it('stand at the end of a silver table and name the file of the row that won', () => {
    const inputs = raw(
      { id: 'O1', at: '2026-01-05 10:00:00', file: 'old.json' },
      { id: 'O1', at: '2026-01-06 10:00:00', file: 'new.json' },
    );
    const { silver } = runOnDelta(whole, inputs);
    expect(silver['orders']?.columns.map(({ name }) => name)).toEqual([
      ...whole.columns.map(({ name }) => name),
      '_source_file',
      '_run_id',
    ]);
    expect(silver['orders']?.rows.map((row) => row.slice(-2))).toEqual([['new.json', 'run-1']]);
    const late = raw({ id: 'O1', at: '2026-01-05 12:00:00', file: 'late.json' });
    expect(runOnDelta(whole, late, silver).silver['orders']?.rows.map((row) => row.slice(-2))).toEqual([
      ['new.json', 'run-1'],
    ]);
  });

  it('are null in rows that a union adds from a table', async () => {
    const known = tableReference('sales', 'known_orders', {
      order_id: t.string(10).key(),
      placed_at: t.timestamp(),
      currency: t.string(3),
    });
    const united = mapping(orders, {
      name: 'all_orders',
      then: (rows) => rows.select('order_id', 'placed_at', 'currency').union(read(known)),
    });
    const inputs: Inputs = {
      ...raw({ id: 'O1', file: 'new.json' }),
      'sales.known_orders': textTable({ currency: 'string', order_id: 'string', placed_at: 'timestamp' }, [
        'USD',
        'O2',
        '2026-01-01 00:00:00.000000',
      ]),
    };
    const { rows } = await outcome(united, inputs);
    expect(rows).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | 'EUR'",
      "'O2' | '2026-01-01 00:00:00.000000' | 'USD'",
    ]);
    expect(rowsIn(runOnDelta(united, inputs).silver['all_orders'], united.relation.columns)).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | 'EUR' | 'new.json' | 'run-1'",
      "'O2' | '2026-01-01 00:00:00.000000' | 'USD' | NULL | NULL",
    ]);
  });

  it('decide ties after everything that readers see', () => {
    const at = '2026-01-05 10:00:00';
    const inputs = raw(
      { id: 'O1', at, currency: 'USD', file: 'a' },
      { id: 'O1', at, currency: 'EUR', file: 'b' },
    );
    const { silver } = runOnDelta(whole, inputs);
    expect(rowsIn(silver['orders'], [{ name: 'currency' }, { name: '_source_file' }])).toEqual([
      "'EUR' | 'b'",
    ]);
  });
});

it('a mapping can convert currencies, and keeps the file of the row', () => {
  const rates = tableReference('sales', 'rates', {
    currency: t.string(3).key(),
    day: t.date().key(),
    rate: t.decimal(10, 4),
  });
  const booked = mapping(orders, {
    each: 'lines',
    name: 'booked_lines',
    with: ['currency'],
    then: (rows) =>
      convertCurrency(
        rows.derive((row) => ({ day: row.placed_at.toDate() })),
        {
          amounts: { unit_price: 'unit_price_eur' },
          currency: 'currency',
          day: 'day',
          base: 'EUR',
          rates: {
            flow: read(rates),
            currency: 'currency',
            day: 'day',
            rate: 'rate',
            quote: 'base-per-unit',
          },
        },
      ),
  });
  expect(stepsOf(booked.relation).flatMap(({ mistakes }) => mistakes)).toEqual([]);
  expect(booked.relation.columns.slice(-2).map(({ name }) => name)).toEqual(['_source_file', '_run_id']);
  const inputs: Inputs = {
    ...raw({ id: 'O1', currency: 'USD', lines: [line(1)] }),
    'sales.rates': textTable({ currency: 'string', day: 'date', rate: 'decimal(10,4)' }, [
      'USD',
      '2026-01-02',
      '0.5000',
    ]),
  };
  const { silver } = runOnDelta(booked, inputs);
  expect(rowsIn(silver['booked_lines'], [{ name: 'unit_price_eur' }, { name: '_source_file' }])).toEqual([
    "'5.00' | 'a'",
  ]);
});
