import { type ColumnBuilder, type Kind, sqlTable, t, type Table, windowDay } from '../../../model';
import { DuckDb } from '../../../preview/duckdb';
import { inPreview, SHOPS, shops, STOCK, stock } from '../../support/sql-tables';
import { type Inputs, textTable } from '../../support/targets';

/** What the preview says when it cannot translate SQL, or when the result is not what is declared. */

const inputs: Inputs = {
  'test.stock': textTable(
    STOCK,
    ['1', 'a', '7', '10.00', '2026-01-31', 'true'],
    ['2', 'a ', null, '-0.05', '2024-02-29', 'false'],
  ),
  'test.shops': textTable(SHOPS, ['a', 'Aachen']),
};
const reads = { stock, shops };
const OVERRIDE = 'write the statement for DuckDB as "duckDbOverride", usually in a file <name>.duckdb.sql';
type Columns = Readonly<Record<string, ColumnBuilder<Kind>>>;

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const failure = async (table: Table): Promise<string> => {
  try {
    return (await inPreview(table, inputs, engine)).join('\n');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const refused = (text: string, columns: Columns = { v: t.integer().key() }) =>
  failure(sqlTable('result', { text, columns, reads }));

describe('the preview does not translate', () => {
  test.each([
    ['AVG(price)', 'AVG'],
    ['STDEV(price)', 'STDEV()'],
    ['pieces / 2', 'a division of whole numbers, which cuts'],
    ['price / pieces', '"/" by what can be zero'],
    ['pieces % pieces', '"%" by what can be zero'],
    ['GETDATE()', 'GETDATE()'],
    ['UPPER(shop)', 'UPPER'],
    ["N'x'", 'a constant of type national string'],
    ['1e3', 'the number 1e3'],
    ['CONVERT(VARCHAR(10), counted_on, 104)', 'CONVERT()'],
    ['CAST(shop AS INT)', 'a CAST from string(20) to integer'],
    ['CAST(shop AS VARCHAR(10))', 'which can cut'],
    ['CAST(price AS FLOAT)', 'the type FLOAT'],
    ['CAST(counted_on AS DATETIME2(0))', 'the type DATETIME2(0)'],
    ['DATEADD(MONTH, 1, counted_on)', 'DATEADD of other than days'],
    ['shop + 1', '"+" of string(20) and integer'],
    ['price * price * price * price', 'which needs 51 digits of the 38 there are'],
    ['SUM(price) * 2', 'CAST the operands (a SUM has 38 digits)'],
    ['CASE WHEN pieces > 1 THEN 1 ELSE shop END', 'integer and string(20) together in CASE'],
    ['(SELECT MAX(pieces) FROM input.stock)', 'a query as a value'],
    ['pieces = 1', 'a condition where a value is expected'],
    ['NULL', 'NULL in SELECT'],
    ['nothing', 'the column nothing, which is not there'],
    ['PIECES', 'the column PIECES, which is not there'],
    ['shop COLLATE Latin1_General_CI_AS', 'COLLATION'],
    ['SUM(pieces) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)', 'a frame other than'],
    ["STRING_AGG(shop, ',')", 'STRING AGG'],
    ["ISNULL(CAST(shop AS VARCHAR(80)), 'x') + REPLACE(shop, shop, 'x')", 'REPLACE of what is no constant'],
    ['COUNT(*) & 1', 'BITWISE AND'],
  ])('%s', async (value, construct) => {
    const message = await refused(`SELECT\n  ${value} AS v\nFROM input.stock`);
    expect(message).toContain('LH8101 test/result: "text" uses ');
    expect(message).toContain(construct);
    expect(message).toContain(OVERRIDE);
  });

  test.each([
    ['SELECT TOP (1) id AS v FROM input.stock ORDER BY id', 'SELECT with order by'],
    ['SELECT TOP (1) WITH TIES id AS v FROM input.stock ORDER BY id', 'SELECT with order by'],
    ['SELECT id AS v FROM input.stock CROSS APPLY (SELECT 1 AS x) AS y', 'CROSS APPLY'],
    ['SELECT id AS v FROM input.stock EXCEPT SELECT 1', 'EXCEPT'],
    ['SELECT 1 AS v FROM input.stock GROUP BY 1', 'GROUP BY of a constant or a query'],
    [
      'SELECT SUM(CASE WHEN EXISTS (SELECT 1 FROM input.shops) THEN 1 END) AS v FROM input.stock',
      'SUM of a query, which T-SQL refuses',
    ],
    ['SELECT pieces AS v FROM input.stock GROUP BY ROLLUP(pieces)', 'ROLLUP()'],
    [
      'SELECT LEN(x) AS v FROM (SELECT LEFT(shop, 1) AS x FROM input.stock) AS y GROUP BY x',
      'GROUP BY of text that can end with spaces',
    ],
    ["SELECT id AS v FROM input.stock WHERE shop LIKE '[ab]%'", 'LIKE with a pattern'],
    ['SELECT id AS v FROM input.stock WHERE live', 'COLUMN as a condition'],
    ["SELECT id AS v FROM input.stock WHERE price = '1.00'", 'a comparison of decimal(12,2) with string(4)'],
    ['SELECT id AS v FROM input.stock AS s, input.shops AS s', 'two tables named s in FROM'],
    [
      'SELECT shop AS v FROM input.stock CROSS JOIN input.shops',
      'the column shop, which several tables have',
    ],
    ['SELECT id AS v FROM input.stock WHERE (id > 1', 'something that does not parse'],
    ['SELECT id AS v FROM input.stock OPTION (RECOMPILE)', 'SELECT with option'],
  ])('%s', async (text, construct) => {
    expect(await refused(text)).toContain(`"text" uses ${construct}`);
  });

  test('and names the line', async () => {
    expect(await refused('SELECT\n  id,\n\n  AVG(price) AS v\nFROM input.stock')).toBe(
      `preview: 1 error\n  - LH8101 test/result: "text" uses AVG on line 4; allowed: what the preview translates without changing its meaning; ${OVERRIDE}`,
    );
  });
});

describe('a result', () => {
  const columns = { id: t.integer().key(), v: t.integer() };
  test('has the declared columns in the declared order', async () => {
    expect(await refused('SELECT pieces AS v, id FROM input.stock', columns)).toBe(
      'preview: 1 error\n  - LH8102 test/result: "text" gives the columns v, id; allowed: id, v, in this order; select the declared columns, or declare the selected ones',
    );
  });
  test('has a value wherever it is declared to have one', async () => {
    expect(await refused('SELECT id, pieces AS v FROM input.stock', columns)).toContain(
      'gives 1 row without "v"; allowed: a value in every row; declare the column as .nullable(), or give it a value in the SQL',
    );
  });
  test('has each key once', async () => {
    expect(await refused('SELECT 1 AS id, 2 AS v FROM input.stock', columns)).toContain(
      'gives 2 rows that share a key with another; allowed: each id once; aggregate by the key in the SQL, or declare another key',
    );
  });
  test('has texts as long as declared', async () => {
    const short = { id: t.integer().key(), v: t.string(3) };
    expect(await refused("SELECT id, 'four' AS v FROM input.stock", short)).toContain(
      'gives 2 rows with a longer "v"; allowed: 3 characters at most',
    );
  });
  test('fits its types', async () => {
    const small = { id: t.integer().key(), v: t.decimal(3, 2) };
    expect(await refused('SELECT id, price AS v FROM input.stock', small)).toContain(
      'fails in DuckDB: Conversion Error',
    );
  });
});

describe('a DuckDB override', () => {
  const table = (duckDbOverride: string, value: Parameters<typeof sqlTable>[1]['parameters'] = {}) =>
    sqlTable('result', {
      text: 'SELECT id, STDEV(price) AS v FROM input.stock CROSS JOIN input.shops GROUP BY id',
      duckDbOverride,
      columns: { id: t.integer().key(), v: t.decimal(9, 2).nullable() },
      reads,
      parameters: value,
    });

  test('takes the place of the text, with inputs without trailing spaces and with typed parameters', async () => {
    const duckDbOverride =
      "SELECT id, @least::DECIMAL(9,2) AS v FROM input.stock WHERE shop = 'a' AND counted_on <= @day; -- @day";
    const parameters = {
      least: { type: t.decimal(9, 2), value: '1.50' },
      day: { type: t.date(), value: windowDay('2026-01-31') },
    };
    expect(await inPreview(table(duckDbOverride, parameters), inputs, engine)).toEqual([
      "'1' | '1.50'",
      "'2' | '1.50'",
    ]);
  });
  test('is held against the declaration too', async () => {
    expect(await failure(table('SELECT id FROM input.stock'))).toContain(
      '"duckDbOverride" gives the columns id; allowed: id, v, in this order',
    );
    expect(await failure(table('SELECT 1 AS id, 2 AS v FROM input.stock'))).toContain(
      '"duckDbOverride" gives 2 rows that share a key',
    );
  });
  test('that fails says so', async () => {
    expect(await failure(table('SELECT id, nothing AS v FROM input.stock'))).toMatch(
      /"duckDbOverride" fails in DuckDB: Binder Error.*nothing/,
    );
  });
});

describe('without the package that parses T-SQL', () => {
  test('the preview asks for it, or for a DuckDB override', async () => {
    await jest.isolateModulesAsync(async () => {
      jest.doMock('@polyglot-sql/sdk', () => {
        throw new Error("Cannot find module '@polyglot-sql/sdk'");
      });
      const { inPreview: alone } = jest.requireActual<{ inPreview: typeof inPreview }>(
        '../../support/sql-tables',
      );
      const table = sqlTable('result', {
        text: 'SELECT id FROM input.stock',
        columns: { id: t.integer().key() },
        reads,
      });
      await expect(alone(table, inputs, engine)).rejects.toThrow(
        'test/result: "text" cannot be translated, because @polyglot-sql/sdk is not installed or does not load; allowed: the package, or a DuckDB override; install it with npm install --save-dev @polyglot-sql/sdk',
      );
    });
    jest.dontMock('@polyglot-sql/sdk');
  });
});
