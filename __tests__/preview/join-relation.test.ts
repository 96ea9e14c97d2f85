import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dataContract, days, department, mapping, read, silverTable, t } from '../../model';
import { preview } from '../../preview';
import { smallCompany } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

const delivery = {
  kind: 'batch',
  every: days(1),
  from: { kind: 'http', baseUrl: 'https://shop.example.com', path: '{date}.csv', format: 'csv' },
} as const;
const orders = dataContract('orders', {
  description: 'Orders',
  columns: { id: t.integer().key(), sku: t.string(10), at: t.date() },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 3,
});
const prices = dataContract('prices', {
  description: 'Prices, by shop',
  columns: { sku: t.string(10).key(), shop: t.string(10).key(), price: t.decimal(8, 2), at: t.date() },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 3,
});
const cleanOrders = mapping(orders);
const cleanPrices = mapping(prices);
const priced = silverTable('priced_orders', {
  key: ['id'],
  flow: read(cleanOrders).join(read(cleanPrices).select('sku', 'price'), {
    on: ['sku'],
    how: 'left',
    relation: 'many-to-one',
    name: 'price-list',
  }),
});
const company = smallCompany({
  departments: [
    department('sales', {
      description: 'Sells',
      sources: [orders, prices],
      tables: [cleanOrders, cleanPrices, priced],
    }),
  ],
});

const home = temporaryFolder();
beforeEach(() => {
  for (const source of ['orders', 'prices']) mkdirSync(home.at('data', source), { recursive: true });
  writeFileSync(home.at('data/orders/1.csv'), 'id,sku,at\n1,a,2026-01-05\n2,b,2026-01-05\n');
});

const run = (lines: string) => {
  writeFileSync(home.at('data/prices/1.csv'), `sku,shop,price,at\n${lines}\n`);
  return preview(company, { data: home.at('data'), out: home.at('out') });
};

it('joins where the rows keep the relation that was said', async () => {
  const { tables } = await run('a,x,1.00,2026-01-05\nb,y,2.00,2026-01-05');
  expect(tables.find(({ table }) => table === 'priced_orders')).toMatchObject({ read: 2, written: 2 });
});

it('is an error that names the join and the values where it would multiply rows, and leaves no output', async () => {
  await expect(run('a,x,1.00,2026-01-05\na,y,2.00,2026-01-05')).rejects.toThrow(
    'sales/priced_orders: "flow" join "price-list" would multiply rows: a (2 rows); ' +
      'allowed: each combination of sku once; dedupe or aggregate that side first, or join on more columns',
  );
  expect(readdirSync(home.path)).toEqual(['data']);
});
