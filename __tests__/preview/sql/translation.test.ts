import { type ColumnBuilder, type Kind, sqlTable, t } from '../../../model';
import { DuckDb } from '../../../preview/duckdb';
import { deployedPool, inPreview, SHOPS, shops, shownOn, STOCK, stock } from '../../support/sql-tables';
import { type Inputs, textTable } from '../../support/targets';

/** T-SQL that the preview translates: each construct gives the rows that a serverless pool gives. */

const inputs: Inputs = {
  'test.stock': textTable(
    STOCK,
    ['1', 'a', '7', '10.00', '2026-01-31', 'true'],
    ['2', 'a ', '-7', '-0.05', '2024-02-29', 'false'],
    ['3', 'A', '0', '0.00', '2026-01-01', null],
    ['4', ' b', '3', '99999.99', null, 'true'],
    ['5', null, null, null, '2026-02-01', 'false'],
    ['6', 'é🙂', '2147483647', '1.25', '2025-12-31', 'true'],
    ['7', '', '1', '2.50', '2026-01-05', 'false'],
    ['8', 'ab\tc', '2', '0.01', '2026-01-05', 'true'],
    ['9', 'ab', '2', '0.02', '2026-01-06', 'true'],
  ),
  'test.shops': textTable(SHOPS, ['a', 'Aachen'], ['A', 'Aalen'], ['é🙂', 'Essen'], ['x', 'Xanten']),
};

type Columns = Readonly<Record<string, ColumnBuilder<Kind>>>;
const sql = (text: string, columns: Columns) =>
  sqlTable('result', { text, columns, reads: { stock, shops } });
const id = t.integer().key();
const whole = t.integer().nullable();
const text = t.string(60).nullable();
const money = t.decimal(38, 6).nullable();
const day = t.date().nullable();
const ofStock = (value: string) => `SELECT id, ${value} AS v FROM input.stock`;
const where = (condition: string) => `SELECT id FROM input.stock WHERE ${condition}`;

const VALUES: readonly (readonly [string, ColumnBuilder<Kind>])[] = [
  ['pieces + 0', whole],
  ['CASE WHEN pieces > 5 THEN 1 WHEN pieces IS NULL THEN 2 ELSE 0 END', whole],
  ["CASE shop WHEN 'a' THEN 1 END", whole],
  ['IIF(price > 1, price, 0)', money],
  ['price * 2 - pieces', money],
  ['price * price', money],
  ['-price + 0.5', money],
  ['price / 3', money],
  ['price / NULLIF(pieces, 0)', money],
  ['CAST(pieces AS DECIMAL(18,4)) / NULLIF(price, 0)', money],
  ['CAST(price / 7 AS DECIMAL(12,1))', money],
  ['pieces % 3', whole],
  ['pieces % NULLIF(pieces, 0)', whole],
  ['ROUND(price, 1)', money],
  ['ABS(price)', money],
  ['FLOOR(price)', money],
  ['CEILING(price)', money],
  ['CAST(price AS INT)', whole],
  ['CAST(pieces AS BIGINT) * 3', t.long().nullable()],
  ['TRY_CAST(price AS DECIMAL(4,2))', money],
  ['CAST(price AS VARCHAR(45))', text],
  ['CAST(counted_on AS VARCHAR(10))', text],
  ['CAST(CASE WHEN pieces > 1 THEN 1 ELSE 0 END AS BIT)', t.boolean().nullable()],
  ['CAST(live AS INT)', whole],
  ['COALESCE(price, pieces, 0)', money],
  ["ISNULL(shop, 'none')", text],
  ['ISNULL(price, 0)', money],
  ["NULLIF(shop, 'a')", text],
  ["shop + '-' + CAST(id AS VARCHAR(12))", text],
  ["CONCAT(shop, '|', shop)", text],
  ['LEN(shop)', whole],
  ['LEFT(shop, 2)', text],
  ['RIGHT(shop, 1)', text],
  ['SUBSTRING(shop, 2, 3)', text],
  ["REPLACE(shop, 'a', 'xy')", text],
  ['LTRIM(shop)', text],
  ['TRIM(shop)', text],
  ['DATEADD(DAY, -1, counted_on)', day],
  ['DATEADD(DAY, pieces % 5, counted_on)', day],
  ["DATEDIFF(DAY, '2026-01-01', counted_on)", whole],
  ['YEAR(counted_on) * 100 + MONTH(counted_on)', whole],
  ['DATEPART(DAY, counted_on)', whole],
  ['EOMONTH(counted_on)', day],
  ['ROW_NUMBER() OVER (PARTITION BY live ORDER BY price DESC, id)', t.long()],
  ['ROW_NUMBER() OVER (ORDER BY shop, id)', t.long()],
  ['RANK() OVER (ORDER BY pieces)', t.long()],
  ['DENSE_RANK() OVER (ORDER BY pieces DESC)', t.long()],
  ['SUM(price) OVER (PARTITION BY live ORDER BY id ROWS UNBOUNDED PRECEDING)', money],
  ['SUM(price) OVER (PARTITION BY live)', money],
  ['COUNT(*) OVER (PARTITION BY shop)', whole],
  ['MIN(shop) OVER (PARTITION BY live)', text],
  ['LAG(price) OVER (ORDER BY id)', money],
  ['LEAD(shop, 2) OVER (ORDER BY id)', text],
  ['1.50', money],
  ['CAST(NULL AS INT)', whole],
];

const CONDITIONS = [
  "shop = 'a'",
  "shop <> 'a '",
  "shop IN ('a', 'A')",
  "shop NOT IN ('a', 'A')",
  "shop < 'ab'",
  "shop >= 'ab'",
  "shop BETWEEN 'a' AND 'ab'",
  "shop LIKE 'a%'",
  "NOT shop LIKE '_'",
  'live = 1',
  'live <> 0 OR live IS NULL',
  "counted_on >= '2026-01-01'",
  "counted_on BETWEEN '2025-12-31' AND CAST('2026-01-05' AS DATE)",
  'pieces = price OR price < pieces',
  'NOT (pieces > 1 AND price > 1)',
  'pieces NOT BETWEEN 0 AND 2',
  'EXISTS (SELECT 1 FROM input.shops AS s WHERE s.shop = stock.shop)',
  'NOT EXISTS (SELECT 1 FROM input.shops WHERE shops.shop = stock.shop)',
  'shop IN (SELECT shop FROM input.shops)',
  'shop NOT IN (SELECT shop FROM input.shops)',
];

const QUERIES: readonly (readonly [string, string, Columns])[] = [
  [
    'groups',
    'SELECT shop, COUNT(*) AS n, COUNT_BIG(DISTINCT live) AS m, SUM(price) AS p, MIN(counted_on) AS d, MAX(shop) AS s FROM input.stock GROUP BY shop HAVING COUNT(*) > 0',
    { shop: t.string(20).nullable().key(), n: t.integer(), m: t.long(), p: money, d: day, s: text },
  ],
  [
    'groups by what is computed',
    'SELECT YEAR(counted_on) AS y, SUM(pieces % 10) AS n FROM input.stock GROUP BY YEAR(counted_on)',
    { y: t.integer().nullable().key(), n: whole },
  ],
  [
    'a total',
    'SELECT 1 AS k, COUNT(price) AS n, COUNT(DISTINCT shop) AS m FROM input.stock',
    { k: id, n: whole, m: whole },
  ],
  [
    'common table expressions',
    'WITH a AS (SELECT shop, SUM(price) AS p FROM input.stock GROUP BY shop), b (name, total) AS (SELECT shop, p FROM a WHERE p > 0) SELECT name, total - 1 AS total FROM b;',
    { name: t.string(20).nullable().key(), total: money },
  ],
  [
    'joins',
    'SELECT s.id, c.city, x.n FROM input.stock s LEFT JOIN input.shops AS c ON c.shop = s.shop AND s.live = 1 CROSS JOIN (SELECT COUNT(*) AS n FROM input.shops) AS x',
    { id, city: text, n: whole },
  ],
  [
    'full joins',
    'SELECT COALESCE(stock.id, 0) AS id, COALESCE(Shops.shop, stock.shop) AS v FROM [input].[stock] FULL OUTER JOIN Input.Shops ON stock.shop = Shops.shop',
    { id, v: text },
  ],
  [
    'distinct rows',
    'SELECT DISTINCT live, pieces % 2 AS odd FROM input.stock',
    { live: t.boolean().nullable().key(), odd: t.integer().nullable().key() },
  ],
  [
    'unions',
    "SELECT id, price AS v FROM input.stock UNION ALL SELECT id + 100, pieces FROM input.stock UNION SELECT 0, 1.5 /* ' */ -- @no",
    { id, v: money },
  ],
];

describe('T-SQL in the preview', () => {
  let engine: DuckDb;
  beforeAll(async () => {
    engine = await DuckDb.open();
  });
  afterAll(() => engine.close());

  const meansTheSame = async (table: ReturnType<typeof sql>) => {
    const expected = shownOn(deployedPool(table, inputs), table);
    expect(expected.length).toBeGreaterThan(0);
    expect(await inPreview(table, inputs, engine)).toEqual(expected);
  };

  test.each(VALUES)('computes %s', async (value, type) => {
    await meansTheSame(sql(ofStock(value), { id, v: type }));
  });
  test.each(CONDITIONS)('keeps rows where %s', async (condition) => {
    await meansTheSame(sql(where(condition), { id }));
  });
  test.each(QUERIES)('knows %s', async (_name, query, columns) => {
    await meansTheSame(sql(query, columns));
  });
});
