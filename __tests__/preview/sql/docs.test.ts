import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, sqlTable, t, tableReference, windowDay } from '../../../model';
import { DuckDb } from '../../../preview/duckdb';
import { deployedPool, inPreview, shownOn, store } from '../../support/sql-tables';
import { textTable } from '../../support/targets';

/** The SQL that the documentation shows: it runs as it stands there. */

const [, text = ''] =
  /```sql\n(.*?)```/s.exec(readFileSync(join(__dirname, '../../../docs/flows.md'), 'utf8')) ?? [];
const stockCover = sqlTable('stock_cover', {
  text,
  reads: {
    stock: read(tableReference('shop', 'stock', { sku: t.string(20).key(), quantity: t.decimal(12, 2) })),
    sales: read(
      tableReference('shop', 'sales', {
        sku: t.string(20).key(),
        day: t.date().key(),
        sold: t.decimal(12, 2),
      }),
    ),
  },
  columns: { sku: t.string(20).key(), cover_days: t.decimal(10, 1).nullable() },
  parameters: {
    least: { type: t.decimal(12, 2), value: '10.00' },
    as_of: { type: t.date(), value: windowDay('2026-01-31') },
  },
});
const inputs = {
  'shop.stock': textTable(
    { sku: 'string', quantity: 'decimal(12,2)' },
    ['a', '100.00'],
    ['b', '20.00'],
    ['c', '9.99'],
  ),
  'shop.sales': textTable(
    { sku: 'string', day: 'date', sold: 'decimal(12,2)' },
    ['a', '2026-01-30', '1.00'],
    ['a', '2026-01-31', '2.00'],
    ['a', '2026-02-01', '5.00'],
  ),
};

describe('the SQL of docs/flows.md', () => {
  const expected = ["'a' | '33.3'", "'b' | NULL"];

  test('runs in the preview', async () => {
    const engine = await DuckDb.open();
    try {
      expect(await inPreview(stockCover, inputs, engine)).toEqual(expected);
    } finally {
      engine.close();
    }
  });

  test('runs on a serverless pool', () => {
    const pool = deployedPool(stockCover, inputs);
    store(pool, stockCover, 'r1', ", @least = 10.00, @as_of = '2026-01-31'");
    expect(shownOn(pool, stockCover)).toEqual(expected);
  });
});
