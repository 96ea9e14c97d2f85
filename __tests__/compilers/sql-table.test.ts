import {
  company as declareCompany,
  CompanyGraph,
  department,
  read,
  sqlTable,
  t,
  windowDay,
} from '../../model';
import { departmentPipelines } from '../../compilers/internal';
import { sold, orders, rated, rates } from '../support/acme';
import { batchesOf, deployedPool, SHOPS, shops, shownOn, STOCK, stock, store } from '../support/sql-tables';
import { type Inputs, sorted, textTable } from '../support/targets';

/** A department's own T-SQL, deployed to a serverless pool and stored by its procedure. */

const table = sqlTable('stock_cover', {
  text: `-- pieces by shop; input.stock, @least
WITH counted AS (
  SELECT stock.shop, SUM(stock.pieces) AS pieces
  FROM input.stock
  WHERE counted_on <= @as_of AND price >= @Least AND live = @live AND shop <> @hidden
  GROUP BY stock.shop
)
SELECT c.shop, c.pieces, 'it''s @least of input.stock' AS note, [x.y] AS city
FROM counted AS c LEFT JOIN (SELECT shop, city AS [x.y] FROM input.shops) AS s ON s.shop = c.shop;
`,
  reads: { stock, shops },
  columns: {
    shop: t.string(20).key(),
    pieces: t.long(),
    note: t.string(30),
    city: t.string(40).nullable(),
  },
  parameters: {
    least: { type: t.decimal(12, 2), value: '1.00' },
    as_of: { type: t.date(), value: windowDay('2026-01-31') },
    live: { type: t.boolean(), value: true },
    hidden: { type: t.string(20), value: "o'x" },
  },
});

const row = (id: string, shop: string, pieces: string, day: string, price = '10.00') => [
  id,
  shop,
  pieces,
  price,
  day,
  'true',
];
const inputs = (...rows: (readonly string[])[]): Inputs => ({
  'test.stock': textTable(STOCK, ...rows),
  'test.shops': textTable(SHOPS, ['a', 'Aachen']),
});
// The pool's clock stands at 2024-01-01, so that yesterday is the last day of 2023.
const ROWS = inputs(
  row('1', 'a', '2', '2023-12-31'),
  row('2', 'a ', '3', '2023-12-31'),
  row('3', 'b', '4', '2023-12-31', '5.00'),
  row('4', 'b', '5', '2026-01-31', '0.50'),
  row('5', "o'x", '6', '2023-12-31'),
);
const NOTE = "it's @least of input.stock";
const RUN = ", @least = 0.25, @as_of = '2026-01-31', @live = 1, @hidden = 'a'";

describe('a table of SQL in Azure', () => {
  test('is computed with its declared values, and yesterday, until the first run', () => {
    const pool = deployedPool(table, ROWS);
    expect(shownOn(pool, table)).toEqual(
      sorted([
        ['a', '5', NOTE, 'Aachen'],
        ['b', '4', NOTE, null],
      ]),
    );
  });

  test('is stored with the values of the run, in its declared types', () => {
    const pool = deployedPool(table, ROWS);
    store(pool, table, 'r1', RUN);
    const expected = sorted([
      ['b', '9', NOTE, null],
      ["o'x", '6', NOTE, null],
    ]);
    expect(shownOn(pool, table)).toEqual(expected);
    pool.files.delete('https://lake.dfs.core.windows.net/in/test.stock/');
    expect(shownOn(pool, table)).toEqual(expected);
    expect(pool.files.get('https://lake.dfs.core.windows.net/gold/stock_cover/r1/')?.columns).toEqual([
      { name: 'shop', type: 'string' },
      { name: 'pieces', type: 'long' },
      { name: 'note', type: 'string' },
      { name: 'city', type: 'string' },
      { name: '_stored', type: 'boolean' },
    ]);
  });

  test('takes values as values, whatever they hold', () => {
    const pool = deployedPool(table, ROWS);
    const evil = "x''; DROP VIEW gold.stock_cover; --";
    store(pool, table, 'r1', `, @least = 0.25, @as_of = '2026-01-31', @live = 1, @hidden = '${evil}'`);
    expect(shownOn(pool, table)).toHaveLength(3);
    store(pool, table, 'r2', ", @least = 0.25, @as_of = '2026-01-31', @live = 1, @hidden = NULL");
    expect(shownOn(pool, table)).toEqual([]);
  });

  test('needs each of its parameters', () => {
    expect(() => store(deployedPool(table, ROWS), table, 'r1')).toThrow("expects parameter '@least'");
  });

  test('is deployed again with its declared values, and stays stored', () => {
    const pool = deployedPool(table, ROWS);
    store(pool, table, 'r1', RUN);
    const before = shownOn(pool, table);
    for (const { sql } of batchesOf(table)) pool.execute('test', sql);
    expect(shownOn(pool, table)).toEqual(before);
    expect(
      pool.query('test', "SELECT shop FROM [definition].[stock_cover] WHERE shop = 'a'").rows,
    ).toHaveLength(1);
  });

  test('keeps its inputs apart from those of other tables', () => {
    const names = batchesOf(table)
      .map(({ name }) => name)
      .filter((name) => name.includes('input'));
    expect(names).toEqual(['schema input', 'view input.stock_cover__stock', 'view input.stock_cover__shops']);
  });
});

describe('a result that breaks its declaration', () => {
  const broken = (text: string) =>
    sqlTable('own', {
      text,
      reads: { stock },
      columns: { shop: t.string(3).key(), pieces: t.integer() },
    });
  const stored = (text: string, ...rows: (readonly string[])[]) => {
    const own = broken(text);
    const pool = deployedPool(own, inputs(row('1', 'a', '1', '2026-01-01')));
    store(pool, own, 'r1');
    pool.files.set('https://lake.dfs.core.windows.net/in/test.stock/', textTable(STOCK, ...rows));
    let error = '';
    try {
      store(pool, own, 'r2');
    } catch (thrown) {
      error = String(thrown);
    }
    return { error, rows: shownOn(pool, own), pool, own };
  };
  const TEXT = 'SELECT shop, NULLIF(pieces, 0) AS pieces FROM input.stock';

  test.each([
    [
      'a key twice',
      [row('1', 'a', '1', '2026-01-01'), row('2', 'a', '2', '2026-01-01')],
      'own: a key is there more than once: shop',
    ],
    [
      'a missing value',
      [row('1', 'a', '0', '2026-01-01')],
      'own: a value is missing in a column that is not nullable: shop, pieces',
    ],
    [
      'a text that is too long',
      [row('1', 'four', '1', '2026-01-01')],
      'own: a text is longer than its column',
    ],
  ])('by %s is not shown: the last whole one stays', (_name, rows, message) => {
    const result = stored(TEXT, ...rows);
    expect(result.error).toContain(message);
    expect(result.rows).toEqual(["'a' | '1'"]);
    result.pool.files.set(
      'https://lake.dfs.core.windows.net/in/test.stock/',
      textTable(STOCK, row('1', 'b', '2', '2026-01-01')),
    );
    store(result.pool, result.own, 'r3');
    expect(shownOn(result.pool, result.own)).toEqual(["'b' | '2'"]);
  });
});

describe('the pipeline of a table of SQL', () => {
  const pipelines = (parameters: Parameters<typeof sqlTable>[1]['parameters']) => {
    const own = sqlTable('own', {
      text: `SELECT s.shop, COUNT(*) AS n, ${Object.keys(parameters ?? {})
        .map((name) => `@${name} AS ${name}`)
        .join(', ')} FROM input.sold AS s GROUP BY s.shop`,
      reads: { sold: read(sold).select('shop') },
      columns: { shop: t.string(20).key(), n: t.integer() },
      ...(parameters && { parameters }),
    });
    const sales = department('sales', {
      description: 'Sells',
      sources: [orders, rates],
      tables: [sold, rated, own],
    });
    const acme = declareCompany('Acme', { code: 'acme', departments: [sales], environments: [] });
    return departmentPipelines({
      graph: new CompanyGraph(acme),
      department: sales,
      container: (owner, zone) => `${owner}-${zone}`,
      deployment: [{ name: 'x', sql: 'SELECT 1' }],
      from: '2026-01-01',
    });
  };
  const call = (parameters: Parameters<typeof pipelines>[0]) => {
    const { pipelines: all, triggers } = pipelines(parameters);
    const pipeline = all.find(({ name }) => name === 'sales_materialize_own');
    const [activity] = pipeline?.activities ?? [];
    const properties = activity?.['typeProperties'] as { storedProcedureParameters: unknown };
    return {
      parameters: properties.storedProcedureParameters,
      pipeline: pipeline?.parameters,
      trigger: triggers.find(({ name }) => name === 'sales_materialize_own'),
    };
  };
  const RUN_ID = { value: { value: '@pipeline().RunId', type: 'Expression' }, type: 'String' };

  test('passes each parameter in its type', () => {
    const { parameters, pipeline, trigger } = call({
      a: { type: t.decimal(12, 2), value: '10.00' },
      b: { type: t.integer(), value: 3 },
      c: { type: t.boolean(), value: false },
      d: { type: t.timestamp(), value: '2026-01-01 10:00:00' },
      e: { type: t.string(20), value: '@{pipeline().RunId}' },
      f: { type: t.string(20), value: 'a @{b}' },
    });
    expect(parameters).toEqual({
      run: RUN_ID,
      a: { value: '10.00', type: 'Decimal' },
      b: { value: '3', type: 'Int64' },
      c: { value: 'false', type: 'Boolean' },
      d: { value: '2026-01-01 10:00:00', type: 'DateTime' },
      e: { value: '@@{pipeline().RunId}', type: 'String' },
      f: { value: 'a @@{b}', type: 'String' },
    });
    expect(Object.keys(pipeline ?? {})).toEqual(['windowStart']);
    expect(trigger?.passesWindow).toBe(true);
  });

  test('passes the day of its window, and runs after what the SQL reads', () => {
    const { parameters, pipeline, trigger } = call({
      day: { type: t.date(), value: windowDay('2026-01-31') },
    });
    expect(parameters).toEqual({
      run: RUN_ID,
      day: {
        value: {
          value: "@formatDateTime(pipeline().parameters.windowStart, 'yyyy-MM-dd')",
          type: 'Expression',
        },
        type: 'DateTime',
      },
    });
    expect(pipeline).toEqual({ windowStart: '' });
    expect(trigger).toMatchObject({
      passesWindow: true,
      dependsOn: ['sales_deploy_gold'],
      interval: { minutes: 1440 },
    });
  });
});
