import {
  bars,
  before,
  count,
  days,
  figure,
  goldView,
  line,
  question,
  type Question,
  read,
  sum,
  target,
} from '../../model';
import { sold } from '../support/acme';
import { acme, issuesOf } from '../support/loose-company';

/** What is wrong with the questions of a department, word for word. */
const daily = goldView('daily', {
  key: ['day'],
  flow: read(sold).aggregate(
    (row) => ({ day: row.at.toDate() }),
    (row) => ({ orders: count(), revenue: sum(row.amount) }),
  ),
});
const byShop = goldView('by_shop', {
  key: ['day', 'shop'],
  flow: read(sold).aggregate(
    (row) => ({ day: row.at.toDate(), shop: row.shop }),
    () => ({ orders: count() }),
  ),
});
const byCustomer = goldView('by_customer', {
  key: ['email'],
  flow: read(sold).aggregate(
    (row) => ({ email: row.email }),
    () => ({ orders: count() }),
  ),
});

const issues = (...questions: readonly unknown[]): string[] =>
  issuesOf(acme({ tables: [sold, daily, byShop, byCustomer], questions }));
const revenue = (change: object = {}): Question =>
  question('revenue', {
    asks: 'How much do we sell?',
    reads: daily,
    shows: line({ x: 'day', y: 'revenue', unit: 'EUR' }),
    ...change,
  });

it('accepts lines, bars and figures of gold tables', () => {
  expect(
    issues(
      revenue(),
      question('shops', {
        asks: 'Which shops sell?',
        reads: byShop,
        shows: line({ x: 'day', y: 'orders', series: 'shop', unit: 'orders' }),
        compare: target(10),
        better: 'lower',
        headline: true,
      }),
    ),
  ).toEqual([]);
});

it('fills in that more is better, and that a question is for its department alone', () => {
  expect(revenue()).toEqual({
    name: 'revenue',
    asks: 'How much do we sell?',
    reads: daily,
    shows: { kind: 'line', x: 'day', y: 'revenue', unit: 'EUR' },
    better: 'higher',
    headline: false,
  });
});

it.each<[string, Question, string]>([
  [
    'a silver table',
    revenue({ reads: sold, shows: line({ x: 'at', y: 'amount', unit: 'EUR' }) }),
    'LH8110 sales/revenue: "reads" is "sold", a silver table; allowed: by_customer, by_shop, daily; read a gold table of the department, or declare one',
  ],
  [
    'a table of nobody',
    revenue({ reads: goldView('other', { key: [], flow: read(daily) }) }),
    'LH8110 sales/revenue: "reads" is "other", which is no table of sales; allowed: by_customer, by_shop, daily; read a gold table of the department, or declare one',
  ],
  [
    'a misspelt column',
    revenue({ shows: line({ x: 'day', y: 'revnue', unit: 'EUR' }) }),
    'LH8111 sales/revenue: "shows.y" is "revnue", which is no column of "daily" (did you mean "revenue"?); allowed: day, orders, revenue; name a column of the table',
  ],
  [
    'a day as a number',
    revenue({ shows: line({ x: 'day', y: 'day', unit: 'EUR' }) }),
    'LH8112 sales/revenue: "shows.y" is "day", which is date; allowed: a column of numbers; name another column',
  ],
  [
    'a line over numbers',
    revenue({ shows: line({ x: 'orders', y: 'revenue', unit: 'EUR' }) }),
    'LH8112 sales/revenue: "shows.x" is "orders", which is long; allowed: a column of days or timestamps; name another column, or show bars',
  ],
  [
    'several rows a day',
    revenue({ reads: byShop, shows: line({ x: 'day', y: 'orders', unit: 'orders' }) }),
    'LH8113 sales/revenue: "shows" has several rows in one place: those of "by_shop" differ in shop, too; allowed: a table with the key day; add series: \'shop\', or declare a gold view that aggregates',
  ],
  [
    'one number of many rows',
    revenue({ shows: figure({ value: 'revenue', unit: 'EUR' }) }),
    'LH8113 sales/revenue: "shows" has several rows in one place: those of "daily" differ in day, too; allowed: a table with a single row; declare a gold view that aggregates',
  ],
  [
    'a bar for each person',
    revenue({ reads: byCustomer, shows: bars({ category: 'email', value: 'orders', unit: 'orders' }) }),
    'LH8114 sales/revenue: "shows.category" is "email", which is personal; allowed: columns that are public or internal; name another column, or declare a gold table of groups',
  ],
  [
    'bars before',
    revenue({ shows: bars({ category: 'day', value: 'orders', unit: 'orders' }), compare: before(days(7)) }),
    'LH8115 sales/revenue: "compare" is a time before, of bars; allowed: target(…), or nothing; compare with a target, or show a line',
  ],
  [
    'no unit',
    revenue({ shows: line({ x: 'day', y: 'revenue', unit: ' ' }) }),
    "LH0004 sales/revenue: \"shows.unit\" is empty; allowed: what is counted, such as 'EUR' or 'orders'; give the unit",
  ],
  [
    'no words',
    revenue({ asks: '' }),
    'LH0004 sales/revenue: "asks" is empty; allowed: the question in words; say what is asked',
  ],
])('reports %s', (_, wrong, message) => {
  expect(issues(wrong)).toEqual([message]);
});

it('reports names that stand twice', () => {
  expect(issues(revenue(), revenue())).toEqual([
    'LH0003 sales: "questions" has "revenue" 2 times; allowed: each name once; rename or remove one "revenue"',
  ]);
});

it('reports what is no question, and a kind that there is not', () => {
  expect(issues(undefined, revenue({ shows: { kind: 'pie', unit: 'EUR' } }))).toEqual([
    expect.stringMatching(
      /^LH9005 sales: "questions\[0\]" is undefined; allowed: a question, made with question\(…\);/,
    ),
    expect.stringContaining('sales/revenue: "shows'),
  ]);
});
