import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bars,
  before,
  company,
  type Company,
  count,
  dataContract,
  days,
  department,
  figure,
  goldView,
  hours,
  line,
  mapping,
  question,
  read,
  sum,
  t,
} from '../../model';
import { dev } from './small-company';

/** Text that would run, were it taken for markup. */
export const MARKUP = '</script><img src=x onerror="document.title=1"><b>&amp;';
/** A name of the greatest length that its column takes. */
export const LONG_NAME = `${'Überlandgroßhandelsgesellschaft '.repeat(7)}end`;
/** Shops in the data, with the two above. */
export const SHOPS = 3_000;

const sales = dataContract('sales', {
  description: 'Sales',
  columns: {
    id: t.integer().key(),
    shop: t.string(250),
    amount: t.decimal(12, 2).nullable(),
    rebate: t.decimal(6, 2).nullable(),
    email: t.string(120).nullable().personal({ keep: true, reason: 'letters are sent' }).subject('customer'),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 5,
});
const sold = mapping(sales, { name: 'sold' });

const byShop = goldView('by_shop', {
  key: ['shop'],
  description: MARKUP,
  flow: read(sold).aggregate(
    (row) => ({ shop: row.shop }),
    (row) => ({ sales: count(), amount: sum(row.amount) }),
  ),
});
const byDay = goldView('by_day', {
  key: ['day'],
  flow: read(sold).aggregate(
    (row) => ({ day: row.at.toDate() }),
    (row) => ({ sales: count(), rebate: sum(row.rebate) }),
  ),
});
const byShopAndDay = goldView('by_shop_and_day', {
  key: ['day', 'shop'],
  flow: read(sold).aggregate(
    (row) => ({ day: row.at.toDate(), shop: row.shop }),
    () => ({ sales: count() }),
  ),
});
const byCustomer = goldView('by_customer', {
  key: ['email'],
  flow: read(sold).aggregate(
    (row) => ({ email: row.email }),
    () => ({ sales: count() }),
  ),
});
const refunds = goldView('refunds', {
  key: ['day'],
  flow: read(sold)
    .filter((row) => row.amount.lessThan(0))
    .aggregate(
      (row) => ({ day: row.at.toDate() }),
      () => ({ refunds: count() }),
    ),
});
const all = goldView('all_sales', {
  key: [],
  flow: read(sold).aggregate(
    () => ({}),
    (row) => ({ sales: count(), rebate: sum(row.rebate) }),
  ),
});

/** A company with everything that a page may stumble over; beside it, a department that has nothing, and one without questions. */
export function oddCompany(): Company {
  return company(`Odd ${MARKUP}`, {
    code: 'odd',
    departments: [
      department('shops', {
        description: MARKUP,
        sources: [sales],
        tables: [sold, byShop, byDay, byShopAndDay, byCustomer, refunds, all],
        questions: [
          question('shops', {
            asks: `Which shops sell? ${MARKUP}`,
            reads: byShop,
            shows: bars({ category: 'shop', value: 'amount', unit: MARKUP }),
          }),
          question('days', {
            asks: 'How many sales are there a day?',
            reads: byDay,
            shows: line({ x: 'day', y: 'sales', unit: 'sales' }),
            compare: before(days(7)),
          }),
          question('shops-by-day', {
            asks: 'How many sales are there a day and shop?',
            reads: byShopAndDay,
            shows: line({ x: 'day', y: 'sales', series: 'shop', unit: 'sales' }),
          }),
          question('rebate', {
            asks: 'How much rebate do we give?',
            reads: all,
            shows: figure({ value: 'rebate', unit: 'EUR' }),
          }),
          question('refunds', {
            asks: 'How many refunds are there?',
            reads: refunds,
            shows: line({ x: 'day', y: 'refunds', unit: 'refunds' }),
          }),
        ],
      }),
      department('empty', { description: 'Begins next year' }),
    ],
    environments: [dev],
  });
}

/** Writes the rows of the company: of one day, {@link SHOPS} shops, and one row that breaks a rule. */
export function writeOddRows(folder: string): void {
  mkdirSync(join(folder, 'sales'), { recursive: true });
  const shopOf = (id: number): string => (id === 0 ? MARKUP : id === 1 ? LONG_NAME : `shop ${id}`);
  const rows = Array.from({ length: SHOPS }, (_, id) => ({
    id,
    shop: shopOf(id),
    amount: SHOPS - id,
    email: id === 0 ? 'ada@example.com' : `person${id}@example.com`,
    at: '2026-01-05 10:00:00',
  }));
  const broken = { id: SHOPS, shop: 'ada@example.com', amount: 'ada@example.com', at: '2026-01-05 10:00:00' };
  writeFileSync(
    join(folder, 'sales', 'a.jsonl'),
    [...rows, broken].map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
}
