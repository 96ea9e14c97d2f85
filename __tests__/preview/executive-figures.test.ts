import { company } from '../../departments';
import { preview } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { temporaryFolder } from '../support/temporary-folder';

/** The executives' page says what the departments' own tables say, computed here from those by other means. */
const folder = temporaryFolder('all tests');
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
  await preview(company, { out: folder.at('out') });
});
afterAll(() => {
  engine.close();
});

const table = (name: string): string => `'${folder.at('out', name)}.parquet'`;
const value = async (query: string): Promise<string> => {
  const [row] = await engine.rows(`SELECT CAST((${query}) AS VARCHAR) AS value`);
  return String(row?.['value']);
};

it.each([
  ['revenue_eur', 'SELECT sum(revenue_eur) FROM {gold/daily_revenue}'],
  ['orders', 'SELECT count(*) FROM {placed}'],
  ['sessions', 'SELECT count(*) FROM {silver/sessions}'],
  [
    'buying_sessions',
    'SELECT count(*) FROM {silver/sessions} WHERE session_id IN (SELECT session_id FROM {placed} WHERE session_id IS NOT NULL)',
  ],
  [
    'margin_eur',
    `SELECT sum(line.quantity * (line.unit_price_eur - product.unit_cost_eur)) FROM {silver/order_lines} line
      JOIN {silver/products} product USING (sku) WHERE line.status = 'placed'`,
  ],
  [
    'stock_outs',
    `SELECT count(DISTINCT (sku, counted_on)) FROM {silver/current_stock} WHERE status = 'out-of-stock'`,
  ],
  [
    'fraud_losses_eur',
    `SELECT sum(amount_eur) FROM {silver/booked_transactions}
      WHERE kind = 'sale' AND transaction_id IN (SELECT transaction_id FROM {silver/fraud_score} WHERE score >= 0.5)`,
  ],
  [
    'platform_cost_eur',
    'SELECT round(sum(cost), 2) FROM (SELECT sum(round(day, 2)) AS cost FROM (SELECT sum(cost_eur) AS day FROM {silver/platform_costs} GROUP BY cost_date))',
  ],
])('%s is the sum over the tables of the departments', async (figure, query) => {
  const own = query
    .replaceAll('{placed}', "(SELECT * FROM {silver/orders} WHERE status = 'placed')")
    .replaceAll(/\{([a-z_/]+)\}/g, (_, name: string) => table(name));
  const reported = await value(`SELECT ${figure} FROM ${table('gold/company_totals')}`);
  expect(Number(reported)).not.toBe(0);
  expect(Number(reported)).toBeCloseTo(Number(await value(own)), 6);
});

it('agrees with the departments that answer the same question', async () => {
  const totals = table('gold/company_totals');
  const channels = table('gold/conversion_by_channel');
  expect(await value(`SELECT sessions FROM ${totals}`)).toBe(
    await value(`SELECT sum(sessions) FROM ${channels}`),
  );
  expect(await value(`SELECT buying_sessions FROM ${totals}`)).toBe(
    await value(`SELECT sum(buying_sessions) FROM ${channels}`),
  );
  expect(Number(await value(`SELECT platform_cost_eur FROM ${totals}`))).toBeCloseTo(
    Number(await value(`SELECT sum(cost_eur) FROM ${table('gold/platform_cost')}`)),
    1,
  );
});
