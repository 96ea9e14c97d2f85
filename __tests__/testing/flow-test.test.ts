import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import {
  alert,
  company,
  count,
  dataContract,
  days,
  department,
  goldTable,
  hours,
  mapping,
  read,
  silverTable,
  sum,
  t,
  tableReference,
} from '../../model';
import { asWritten, flowTest, type FlowTestError, pseudonym } from '../../testing';

/** What tests of flows say: when they pass, when they fail, and how. */
const payments = dataContract('payments', {
  description: 'Payments',
  columns: {
    id: t.string(20).key(),
    number: t.long().key(),
    shop: t.string(4).matching(/[A-Z]+/),
    state: t.string(5).oneOf('paid', 'open'),
    amount: t.decimal(8, 2).atLeast(1),
    fee: t.decimal(8, 2).nullable(),
    note: t.string(3).default('-'),
    email: t.string(100).nullable().personal().subject('payer'),
    first: t.boolean(),
    weight: t.double(),
    on: t.date(),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
const orders = dataContract('web-orders', {
  description: 'Orders with their lines',
  columns: {
    order: t.integer().key(),
    lines: t.array({ line: t.integer().key(), price: t.decimal(8, 2) }),
    placed: t.timestamp(),
  },
  eventTime: 'placed',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
const rates = dataContract('rates', {
  description: 'Rates, in a German CSV',
  columns: { day: t.date().key(), rate: t.decimal(8, 4) },
  eventTime: 'day',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: {
      kind: 'http',
      baseUrl: 'https://rates.example.com',
      path: '{date}.csv',
      format: 'csv',
      options: { delimiter: ';' },
    },
  },
  writtenAs: { dates: ['dd.MM.yyyy'], numbers: { decimal: ',' } },
  expectedRowsPerDay: 1,
});
const clean = mapping(payments);
const cleanRates = mapping(rates);
const lines = mapping(orders, { name: 'order_lines', each: 'lines' });
const paid = silverTable('paid', {
  key: ['id', 'number'],
  flow: read(clean)
    .filter((row) => row.state.equals('paid'))
    .check('worth', (row) => ({ 'has-fee': row.fee.isNotNull() })),
});
const revenue = goldTable('revenue', {
  key: ['shop'],
  flow: read(clean).aggregate(
    (row) => ({ shop: row.shop }),
    (row) => ({ payments: count(), revenue: sum(row.amount) }),
  ),
});
const large = alert('large', payments, {
  description: 'A large payment',
  when: (event) => event.amount.greaterThan(100),
  payload: ['id', 'amount'],
});

/** What a test that fails says; nothing when it passes. */
async function failure(test: PromiseLike<unknown>): Promise<string> {
  try {
    await test;
    return '';
  } catch (error) {
    return (error as FlowTestError).message;
  }
}

describe('a flow test', () => {
  it('compares rows by the columns that it names, in any order, as people write values', async () => {
    await flowTest(clean, { payments })
      .given({
        payments: [
          { id: 'a', number: 9_007_199_254_740_993n, shop: 'X', amount: '10.50', at: '2026-01-05T10:00:00Z' },
          {
            id: 'b',
            shop: 'Y',
            amount: 7,
            weight: 0.1,
            email: 'anna@example.com',
            on: new Date('2026-02-01'),
          },
        ],
      })
      .expect([
        {
          id: 'b',
          number: 2,
          amount: '7.00',
          weight: 0.1,
          email: pseudonym('anna@example.com'),
          on: '2026-02-01',
          at: '2026-01-01',
        },
        {
          id: 'a',
          number: '9007199254740993',
          amount: 10.5,
          weight: 0,
          email: null,
          on: '2026-01-01',
          at: new Date('2026-01-05T10:00:00Z'),
        },
      ]);
  });

  it('fills in what is not given', async () => {
    await flowTest(clean, { payments })
      .given({ payments: [{ shop: 'X' }, { shop: 'X' }] })
      .then({ payments: [{ shop: 'X' }] })
      .expect([
        ...['2026-01-01', '2026-01-01', '2026-01-02'].map((day, index) => ({
          id: `id-${index + 1}`,
          number: index + 1,
          shop: 'X',
          state: 'paid',
          amount: 1,
          fee: null,
          note: '-',
          email: null,
          first: false,
          weight: 0,
          on: day as `${number}-${number}-${number}`,
          at: day as `${number}-${number}-${number}`,
        })),
      ]);
  });

  it('delivers windows one after the other: corrected, late, and twice', async () => {
    const first = { id: 'a', number: 1, shop: 'X' };
    const given = flowTest(revenue, { payments }).given({
      payments: [{ ...first, amount: 10, at: '2026-01-05 10:00:00' }],
    });
    await given.again().expect([{ shop: 'X', payments: 1, revenue: 10 }]);
    await given
      .then({ payments: [{ ...first, amount: 12, at: '2026-01-05 11:00:00' }] })
      .expect([{ revenue: 12 }]);
    // Late: what is there is newer.
    await given
      .then({ payments: [{ ...first, amount: 8, at: '2026-01-05 09:00:00' }] })
      .again()
      .expect([{ revenue: 10 }]);
    // Of one time, the later delivery counts.
    await given
      .then({ payments: [{ ...first, amount: 11, at: '2026-01-05 10:00:00' }] })
      .expect([{ revenue: 11 }]);
  });

  it('delivers in the form of the source, elements of arrays, and rows of no source', async () => {
    await flowTest(cleanRates, { rates })
      .given({ rates: [{ day: '2026-01-05', rate: 1.25 }] })
      .expect([{ day: '2026-01-05', rate: 1.25 }]);
    await flowTest(lines, { orders })
      .given({ orders: [{ order: 7, lines: [{ line: 1, price: 5 }, { price: 6 }] }] })
      .expect([
        { order: 7, line: 1, price: 5 },
        { order: 7, line: 2, price: 6 },
      ]);
    await flowTest(lines, { orders }).given({}).expect([]);
  });

  it('looks at what went to quarantine, on the way and by checks', async () => {
    await flowTest(paid, { payments })
      .given({
        payments: [
          { id: 'a', number: 1, shop: 'X', fee: 1 },
          { id: 'b', number: 2, shop: 'X' },
          { id: 'c', number: 3, shop: 'X', amount: asWritten('n/a') },
          { id: 'd', number: 4, shop: asWritten('x'), amount: null },
        ],
      })
      .expect([{ id: 'a' }])
      .quarantined([
        { from: 'payments', rule: 'missing:amount', id: 'd', amount: null },
        { from: 'payments', rule: 'type:amount', id: 'c', amount: 'n/a' },
        { from: 'paid', rule: 'has-fee', id: 'b', amount: '1.00' },
      ]);
  });

  it('looks at alerts', async () => {
    const test = flowTest(revenue, { payments })
      .given({
        payments: [
          { shop: 'X', amount: 100 },
          { id: 'b', shop: 'X', amount: 101, at: '2026-01-05' },
        ],
      })
      .expect([{ shop: 'X', payments: 2, revenue: 201 }]);
    await test.raises(large, [{ id: 'b', amount: 101 }]).quarantined([]);
    expect(await failure(test.raises(large, []))).toMatch(/^alert large is not as expected\n\n.*alert/);
    expect(await failure(test.raises(large, [{ id: 'c', amount: 101 }]))).toContain('~ b ≠ c  101');
  });

  it('finds tables of other departments in the company', async () => {
    const total = goldTable('total', {
      key: [],
      flow: read(
        tableReference('sales', 'revenue', { shop: t.string(4).key(), payments: t.long() }),
      ).aggregate(
        () => ({}),
        (row) => ({ payments: sum(row.payments) }),
      ),
    });
    const both = company('Both', {
      code: 'both',
      departments: [
        department('sales', { description: 'Sells', sources: [payments], tables: [clean, revenue] }),
        department('board', { description: 'Decides', tables: [total] }),
      ],
      environments: [],
    });
    await flowTest(total, { payments }, { company: both })
      .given({ payments: [{ shop: 'X' }, { shop: 'Y' }] })
      .expect([{ payments: 2 }]);
    expect(() => flowTest(total, {})).toThrow(/LH8142 total: "flow" reads "sales.revenue" by reference/);
  });

  it('shows what is missing, unexpected and changed, and what is in quarantine', async () => {
    const test = flowTest(revenue, { payments })
      .given({
        payments: [
          { shop: 'A', amount: 10 },
          { shop: 'B', amount: 20 },
          { shop: 'C', amount: 30 },
          { id: 'x', number: 7, shop: 'D', amount: 0, at: '2026-01-05 10:00:00' },
        ],
      })
      .expect([
        { shop: 'A', payments: 1, revenue: 10 },
        { shop: 'B', payments: 1, revenue: 25 },
        { shop: 'D', payments: 1, revenue: 0 },
      ]);
    expect(await failure(test)).toBe(`revenue is not as expected

    shop  payments  revenue
  = A     1         10
  ~ B     1         20 ≠ 25
  - D     1         0
  + C     1         30

  = as expected
  ~ changed: what came ≠ what was expected
  - expected, did not come
  + came, was not expected

  In quarantine:
    payments  range:amount  id x, number 7, shop D, state paid, amount 0, first false, weight 0, on 2026-01-01, at 2026-01-05 10:00:00`);
    const error: unknown = await Promise.resolve(test).catch((found: unknown) => found);
    expect((error as Error).name).toBe('FlowTestError');
    // The place is where the test says what it expects.
    expect(/^ +at .*$/m.exec((error as Error).stack ?? '')?.[0]).toContain('flow-test.test.ts');
  });

  it('tells nothing, null and an empty text apart', async () => {
    const test = flowTest(clean, { payments })
      .given({ payments: [{ shop: 'A', email: null, note: 'nu' }] })
      .expect([{ note: 'null', email: '' }]);
    expect(await failure(test)).toMatch(/- "null" +""\n +\+ nu +null/);
  });

  it('shows no more rows of a kind than somebody reads', async () => {
    const test = flowTest(clean, { payments })
      .given({ payments: Array.from({ length: 30 }, () => ({ shop: 'A' })) })
      .expect([]);
    const message = await failure(test);
    expect(message.match(/^ {2}\+ id-/gm)).toHaveLength(20);
    expect(message).toContain('… and 10 more with +');
  });

  it('leaves nothing in the temporary folder, and knows nothing of the test before, even when that failed', async () => {
    const test = (): PromiseLike<unknown> =>
      flowTest(revenue, { payments })
        .given({ payments: [{ shop: 'A' }] })
        .expect([{ payments: 1 }]);
    const outcomes = await Promise.all([
      test(),
      failure(
        flowTest(revenue, { payments })
          .given({})
          .expect([{ payments: 1 }]),
      ),
      test(),
    ]);
    expect(outcomes[1]).toContain('- 1');
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('lakehouse-flow-test-'))).toEqual([]);
  });
});

describe('what a flow test refuses', () => {
  const issueOf = async (make: () => PromiseLike<unknown>): Promise<string> => {
    try {
      await make();
      return '';
    } catch (error) {
      return (error as Error).message.split('\n').slice(1).join('\n').trim();
    }
  };
  const given = flowTest(revenue, { payments }).given({ payments: [{ shop: 'A' }] });
  const loose = (rows: unknown): never => rows as never;

  it.each([
    [
      'a source that the table does not read',
      () => flowTest(revenue, { payments, rates }).given({}).expect([]),
      'LH8140',
    ],
    [
      'rows of no source',
      () =>
        flowTest(revenue, { payments })
          .given(loose({ payment: [] }))
          .expect([]),
      'LH8140',
    ],
    [
      'a text that it would have to invent',
      () =>
        flowTest(revenue, { payments })
          .given({ payments: [{ amount: 3 }] })
          .expect([]),
      'LH8141',
    ],
    [
      'a column that is none',
      () =>
        flowTest(revenue, { payments })
          .given({ payments: [loose({ shop: 'A', amuont: 3 })] })
          .expect([]),
      'LH8143',
    ],
    [
      'a value of another type',
      () =>
        flowTest(revenue, { payments })
          .given({ payments: [loose({ shop: 'A', amount: 'n/a' })] })
          .expect([]),
      'LH8143',
    ],
    ['an expected column that is none', () => given.expect([loose({ shops: 1 })]), 'LH8144'],
    [
      'expected rows with other columns',
      () => given.expect([{ shop: 'A', payments: 1 }, { shop: 'B' }]),
      'LH8144',
    ],
    ['an expected value of another type', () => given.expect([loose({ payments: 'one' })]), 'LH8144'],
    [
      'an alert on no source of the test',
      () => flowTest(lines, { orders }).given({}).expect([]).raises(large, []),
      'LH8145',
    ],
    ['a test without an expectation', () => loose(given) as PromiseLike<unknown>, 'LH8146'],
  ])('%s', async (_what, make, code) => {
    expect(await issueOf(make)).toMatch(new RegExp(`^- ${code} `));
  });

  it('by the compiler: misspelt columns and values of another type', () => {
    const test = flowTest(revenue, { payments });
    const written = (): void => {
      // @ts-expect-error -- the contract has no such column
      test.given({ payments: [{ amuont: 3 }] });
      // @ts-expect-error -- this is no number
      test.given({ payments: [{ amount: 'n/a' }] });
      // @ts-expect-error -- this is no day
      test.given({ payments: [{ on: 'yesterday' }] });
      // @ts-expect-error -- this is no source
      test.given({ payment: [] });
      // @ts-expect-error -- the table has no such column
      test.given({}).expect([{ shops: 'A' }]);
      // @ts-expect-error -- this is no number
      test.given({}).expect([{ revenue: true }]);
      // @ts-expect-error -- the elements have no such column
      flowTest(lines, { orders }).given({ orders: [{ lines: [{ lime: 1 }] }] });
    };
    expect(written).toBeInstanceOf(Function);
  });
});
