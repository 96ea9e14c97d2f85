import fc from 'fast-check';
import { count, goldTable, sqlTable, sum, t, windowDay } from '../../../model';
import { DuckDb } from '../../../preview/duckdb';
import {
  deployedPool,
  inPreview,
  SHOPS,
  shops,
  shownOn,
  STOCK,
  stock,
  store,
} from '../../support/sql-tables';
import { type Inputs, onDuckDb, textTable } from '../../support/targets';

/** T-SQL and rows by chance: what the preview translates gives the rows that a serverless pool gives. */

const texts = fc.constantFrom(null, '', ' ', 'a', 'a ', 'a  ', ' a', 'A', 'ab', 'a b', 'a\tb', 'é', '🙂');
const whole = fc.constantFrom(null, '0', '1', '-1', '7', '-7', '300', '-2000');
const money = fc.constantFrom(
  null,
  '0.00',
  '0.01',
  '-0.01',
  '1.25',
  '-1.25',
  '2.50',
  '10.00',
  '-99999.99',
  '99999.99',
);
const days = fc.constantFrom(null, '2024-02-29', '2025-12-31', '2026-01-01', '2026-01-31');
const bits = fc.constantFrom(null, 'true', 'false');
const inputs: fc.Arbitrary<Inputs> = fc
  .record({
    rows: fc.array(fc.tuple(texts, whole, money, days, bits), { maxLength: 8 }),
    names: fc.subarray(['a', 'A', 'ab', 'é', '']),
  })
  .map(({ rows, names }) => ({
    'test.stock': textTable(STOCK, ...rows.map((row, index) => [String(index + 1), ...row])),
    'test.shops': textTable(SHOPS, ...names.map((name, index) => [name, `city ${index}`])),
  }));

/** Expressions by what they give, each with parts of the one before it. */
const { number, text, condition } = fc.letrec<{ number: string; text: string; condition: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('s.pieces', 's.price', 's.id', '3', '-2', '0.5', '-1.25', 'CAST(s.pieces AS BIGINT)'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-'), tie('number'))
      .map(([a, op, b]) => `${narrow(a)} ${op} ${narrow(b)}`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `${narrow(a)} * ${narrow(b)}`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `${narrow(a)} / NULLIF(${narrow(b)}, 0)`),
    fc
      .tuple(tie('condition'), tie('number'), tie('number'))
      .map(([c, a, b]) => `CASE WHEN ${c} THEN ${narrow(a)} ELSE ${narrow(b)} END`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `COALESCE(${narrow(a)}, ${narrow(b)})`),
    tie('number').map((a) => `-(${a})`),
    tie('number').map((a) => `ABS(${a})`),
    tie('number').map((a) => `ROUND(${narrow(a)}, 1)`),
    tie('number').map((a) => `CAST(${narrow(a)} AS INT)`),
    tie('text').map((a) => `LEN(${a})`),
    fc.constant("DATEDIFF(DAY, '2026-01-01', s.counted_on)"),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('s.shop', "'a'", "'a '", "' '", "''"),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `LEFT(${a}, 9) + LEFT(${b}, 9)`),
    fc.tuple(tie('text'), fc.integer({ min: 0, max: 3 })).map(([a, n]) => `RIGHT(${a}, ${n})`),
    fc.tuple(tie('text'), fc.integer({ min: 1, max: 3 })).map(([a, n]) => `SUBSTRING(${a}, ${n}, 2)`),
    tie('text').map((a) => `RTRIM(${a})`),
    fc.tuple(tie('condition'), tie('text'), tie('text')).map(([c, a, b]) => `IIF(${c}, ${a}, ${b})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `CONCAT(LEFT(${a}, 9), LEFT(${b}, 9))`),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('s.live = 1', 's.price IS NULL', "s.counted_on >= '2026-01-01'", "s.shop LIKE 'a%'"),
    fc.tuple(tie('number'), comparison(), tie('number')).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(tie('text'), comparison(), tie('text')).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('condition').map((a) => `NOT (${a})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `${a} BETWEEN ${b} AND 10`),
    tie('text').map((a) => `${a} IN ('a', 'ab ', '')`),
    tie('text').map((a) => `RTRIM(${a}) NOT IN (SELECT c.shop FROM input.shops AS c)`),
  ),
}));

function comparison(): fc.Arbitrary<string> {
  return fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
}

/** Keeps numbers so small that everything composed of them fits. */
function narrow(value: string): string {
  return `CAST(${value} AS DECIMAL(9,2))`;
}

const reads = { stock, shops };
const id = t.integer().key();
/** Errors that T-SQL stops with, and the preview too: a number does not fit. */
const OVERFLOW = /overflow|out of range|Could not cast|Conversion Error/i;

describe('what the preview translates', () => {
  let engine: DuckDb;
  beforeAll(async () => {
    engine = await DuckDb.open();
  });
  afterAll(() => engine.close());

  const outcome = async (rows: () => Promise<string[]> | string[]): Promise<string[]> => {
    try {
      return await rows();
    } catch (error) {
      if (OVERFLOW.test(String(error))) return ['does not fit'];
      throw error;
    }
  };
  const same = async (table: ReturnType<typeof sqlTable>, rows: Inputs) => {
    const expected = await outcome(() => shownOn(deployedPool(table, rows), table));
    expect(await outcome(() => inPreview(table, rows, engine))).toEqual(expected);
  };
  const runs = { numRuns: 25, seed: 20260101 };

  test('computes numbers, texts and conditions as T-SQL does', async () => {
    await fc.assert(
      fc.asyncProperty(number, text, condition, inputs, async (n, x, c, rows) => {
        const query = `SELECT s.id, ${narrow(n)} AS n, ${x} AS x FROM input.stock AS s WHERE ${c}`;
        await same(
          sqlTable('result', {
            text: query,
            reads: { stock, ...(query.includes('input.shops') && { shops }) },
            columns: { id, n: t.decimal(38, 2).nullable(), x: t.string(200).nullable() },
          }),
          rows,
        );
      }),
      runs,
    );
  });

  test('groups, joins and orders as T-SQL does', async () => {
    await fc.assert(
      fc.asyncProperty(
        number,
        text,
        condition,
        inputs,
        fc.constantFrom('INNER', 'LEFT'),
        async (n, x, c, rows, how) => {
          // T-SQL neither groups by queries nor aggregates them.
          fc.pre(!`${n}${x}`.includes('SELECT'));
          const query = `WITH a AS (
            SELECT RTRIM(LEFT(${x}, 9) + s.shop) AS g, COUNT(*) AS n, SUM(${narrow(n)}) AS total, MAX(s.shop) AS last
            FROM input.stock AS s WHERE NOT (${c}) GROUP BY RTRIM(LEFT(${x}, 9) + s.shop))
          SELECT a.g, a.n, a.total, a.last, c.city, ROW_NUMBER() OVER (ORDER BY a.g DESC) AS place
          FROM a ${how} JOIN input.shops AS c ON c.shop = a.last`;
          await same(
            sqlTable('result', {
              text: query,
              reads,
              columns: {
                g: t.string(200).nullable().key(),
                n: t.integer(),
                total: t.decimal(38, 2).nullable(),
                last: t.string(20).nullable(),
                city: t.string(40).nullable(),
                place: t.long(),
              },
            }),
            rows,
          );
        },
      ),
      runs,
    );
  });

  test('gives what the same table written as a flow gives', async () => {
    const bySql = sqlTable('result', {
      text: 'SELECT shop, COUNT_BIG(*) AS n, SUM(price) AS total FROM input.stock WHERE price >= @least AND counted_on <= @day GROUP BY shop',
      reads: { stock },
      columns: { shop: t.string(20).nullable().key(), n: t.long(), total: t.decimal(22, 2).nullable() },
      parameters: {
        least: { type: t.decimal(12, 2), value: '-1.25' },
        day: { type: t.date(), value: windowDay('2026-01-01') },
      },
    });
    const byFlow = goldTable('result', {
      key: ['shop'],
      flow: stock
        .filter((row) =>
          row.price.greaterThanOrEqual(-1.25).and(row.counted_on.lessThanOrEqual('2026-01-01')),
        )
        .aggregate(
          (row) => ({ shop: row.shop }),
          (row) => ({ n: count(), total: sum(row.price) }),
        ),
    });
    await fc.assert(
      fc.asyncProperty(inputs, async (rows) => {
        // A flow sees spaces at the end of a text, which SQL never gets.
        const trimmed = Object.fromEntries(
          Object.entries(rows).map(([name, { columns, rows: cells }]) => [
            name,
            { columns, rows: cells.map((row) => row.map((cell) => cell?.replace(/ +$/, '') ?? null)) },
          ]),
        );
        const flow = (await onDuckDb(byFlow, trimmed, engine)).rows;
        expect(await inPreview(bySql, rows, engine)).toEqual(flow);
        const pool = deployedPool(bySql, rows);
        store(pool, bySql, 'r1', ", @least = -1.25, @day = '2026-01-01'");
        expect(shownOn(pool, bySql)).toEqual(flow);
      }),
      { ...runs, numRuns: 20 },
    );
  });
});
