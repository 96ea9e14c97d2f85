import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { dailyRevenue } from '../../departments/operations/gold';
import { exchangeRates, transactions } from '../../departments/operations/contracts';
import { bookedTransactions, cleanTransactions } from '../../departments/operations/silver';
import { type DataContract, type Table } from '../../model';
import { preview } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { asWritten, flowTest } from '../../testing';
import { companyOf } from '../../testing/flow-company';
import { type Delivery, runFlows } from '../../testing/flow-run';
import { type ComparedRow, comparedValue } from '../../testing/values';
import { payments as paymentsCompany } from '../support/payments-company';
import { temporaryFolder } from '../support/temporary-folder';

/** A flow test says what the preview says of the same rows, whatever they are and however they are delivered. */
const folder = temporaryFolder();
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

type Row = Readonly<Record<string, string | null>>;
interface Window {
  readonly transactions: readonly Row[];
  readonly 'exchange-rates': readonly Row[];
}

const time = fc
  .record({ day: fc.integer({ min: 1, max: 4 }), hour: fc.integer({ min: 0, max: 23 }) })
  .map(({ day, hour }) => `2026-01-0${day}T${String(hour).padStart(2, '0')}:00:00Z`);
const transaction: fc.Arbitrary<Row> = fc.record({
  transaction_id: fc.constantFrom('T1', 'T2', 'T3', 'T4'),
  order_id: fc.constantFrom('O1', 'O2'),
  kind: fc.constantFrom('sale', 'refund', 'gift'),
  status: fc.constantFrom('captured', 'captured', 'refused'),
  amount: fc.constantFrom('10.00', '0.01', '333.33', '-1', 'n/a', null),
  currency: fc.constantFrom('EUR', 'USD', 'XTS', 'usd'),
  country: fc.constantFrom('DE', 'US'),
  channel: fc.constantFrom('web', 'app'),
  customer_email: fc.constantFrom(null, 'anna@example.com', 'Anna@example.com'),
  occurred_at: fc.oneof(time, fc.constantFrom('soon', null)),
});
const rate: fc.Arbitrary<Row> = fc.record({
  rate_date: fc.constantFrom('2026-01-01', '2026-01-03', '2026-02-31'),
  currency: fc.constantFrom('USD', 'GBP'),
  rate: fc.constantFrom('0.9', '0.912345', '1,1', ''),
});
const window: fc.Arbitrary<Window> = fc.record({
  transactions: fc.array(transaction, { maxLength: 8 }),
  'exchange-rates': fc.array(rate, { maxLength: 3 }),
});

/** The files as any producer would write them, not as flow tests do. */
function deliver(windows: readonly Window[], data: string): void {
  for (const source of ['transactions', 'exchange-rates'] as const) {
    mkdirSync(join(data, source), { recursive: true });
    for (const [index, rows] of windows.map((each) => each[source]).entries())
      if (rows.length > 0)
        writeFileSync(
          join(data, source, `window-000${index + 1}.${source === 'transactions' ? 'jsonl' : 'csv'}`),
          source === 'transactions'
            ? rows.map((row) => `${JSON.stringify(row)}\n`).join('')
            : `rate_date,currency,rate\n${rows
                .map((row) =>
                  Object.values(row)
                    .map((value) => `"${value ?? ''}"`)
                    .join(','),
                )
                .join('\n')}\n`,
        );
  }
}

function deliveryOf(each: Window): Delivery {
  const given = (rows: readonly Row[]): Readonly<Record<string, unknown>>[] =>
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value === null ? null : asWritten(value)]),
      ),
    );
  return new Map<DataContract, Readonly<Record<string, unknown>>[]>([
    [transactions, given(each.transactions)],
    [exchangeRates, given(each['exchange-rates'])],
  ]);
}

async function previewed(path: string, table?: Table): Promise<ComparedRow[]> {
  const rows = await engine.rows(`SELECT * FROM read_parquet('${folder.at('out', path)}') ORDER BY ALL`);
  const types = new Map(table?.columns.map(({ name, type }) => [name, type]));
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, comparedValue(value, types.get(name))]),
    ),
  );
}

it('computes the same rows, and the same quarantine', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(window, { minLength: 1, maxLength: 3 }), fc.boolean(), async (some, twice) => {
      const windows = twice ? [...some, ...some.slice(-1)] : some;
      deliver(windows, folder.at('data', String(compared)));
      await preview(paymentsCompany, { data: folder.at('data', String(compared)), out: folder.at('out') });
      compared += 1;
      for (const table of [dailyRevenue, bookedTransactions, cleanTransactions]) {
        const outcome = await runFlows({
          table,
          company: companyOf({ tables: [table], sources: [], alerts: [] }),
          windows: windows.map(deliveryOf),
        });
        expect(outcome.rows).toEqual(await previewed(`${table.zone}/${table.name}.parquet`, table));
        for (const [from, file] of [
          ['transactions', 'transactions.contract'],
          ...(table === cleanTransactions
            ? []
            : [['booked_transactions', 'booked_transactions.exchange-rate']]),
        ] as const) {
          const rules = (rows: readonly ComparedRow[]): unknown[] =>
            rows.map(({ rule, _rule = rule, transaction_id: id }) => [_rule, id]);
          const found = outcome.quarantined.filter((each) => each.from === from).flatMap(({ rows }) => rows);
          expect(rules(found)).toEqual(rules(await previewed(`quarantine/${file}.parquet`)));
        }
      }
    }),
    { seed: 1, numRuns: 10 },
  );
  expect(compared).toBe(10);
});

it('passes and fails by them', async () => {
  const test = flowTest(dailyRevenue, { transactions, exchangeRates }).given({
    transactions: [
      { amount: 10, currency: 'EUR', country: 'DE', occurred_at: '2026-01-05T10:00:00Z' },
      { amount: 20, currency: 'USD', country: 'US', occurred_at: '2026-01-05T11:00:00Z' },
    ],
    exchangeRates: [{ rate_date: '2026-01-05', currency: 'USD', rate: 0.5 }],
  });
  await test.expect([{ booking_day: '2026-01-05', payments: 2, revenue_eur: 20 }]);
  await expect(test.expect([{ booking_day: '2026-01-05', payments: 2, revenue_eur: 21 }])).rejects.toThrow(
    '20 ≠ 21',
  );
});
