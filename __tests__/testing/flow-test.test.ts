import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { company, department, goldTable, read, sum, t, tableReference } from '../../model';
import { asWritten, flowTest, pseudonym } from '../../testing';
import {
  clean,
  cleanRates,
  failure,
  large,
  lines,
  orders,
  paid,
  payments,
  rates,
  revenue,
} from '../support/flow-tables';

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
