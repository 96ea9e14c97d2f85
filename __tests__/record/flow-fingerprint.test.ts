import { company as reference } from '../../departments';
import { count, read, silverTable, sqlTable, t, type Table, tableReference } from '../../model';
import { flowFingerprint } from '../../record';
import { shop, type ShopChange } from '../support/recorded';

const orders = (change: ShopChange = {}): Table => shop(change).departments[0]!.tables[0]!;
const prints = (...tables: readonly Table[]) => new Set(tables.map(flowFingerprint)).size;

const totals = (text: string, duckDbOverride?: string) =>
  sqlTable('totals', {
    reads: { orders: read(orders()) },
    columns: { orders: t.long() },
    text,
    ...(duckDbOverride !== undefined && { duckDbOverride }),
  });

describe('the fingerprint of a flow', () => {
  it('is the same for flows that mean the same, made twice', () => {
    expect(prints(orders(), orders(), orders({ description: 'What was ordered' }))).toBe(1);
  });

  it('is another one where a rule, a constant or a step is another', () => {
    const items = (least: number) =>
      silverTable('items', {
        key: ['order_id'],
        flow: read(orders() as Table<{ order_id: 'long' }>).filter((row) => row.order_id.greaterThan(least)),
      });
    expect(prints(items(1), items(1))).toBe(1);
    expect(prints(items(1), items(2))).toBe(2);
    expect(prints(orders(), orders({ columns: { item: t.string(20), amount: t.decimal(12, 2) } }))).toBe(2);
  });

  it('is another one where a value is converted to another type', () => {
    const rounded = (scale: number) =>
      silverTable('rounded', {
        key: ['order_id'],
        flow: read(orders() as Table<{ order_id: 'long'; amount: 'decimal' }>)
          .select('order_id', 'amount')
          .derive((row) => ({ amount: row.amount.toDecimal(18, scale) })),
      });
    expect(prints(rounded(2), rounded(3))).toBe(2);
  });

  it('leaves comments, blanks and case of keywords in SQL out, and what only the preview runs', () => {
    const text = 'SELECT COUNT_BIG(*) AS orders FROM input.orders';
    const commented = `-- how many\n  select COUNT_BIG(*) /* all */ as orders\nfrom input.orders`;
    expect(prints(totals(text), totals(commented), totals(text, 'SELECT 1 AS orders'))).toBe(1);
    expect(prints(totals(text), totals(`${text} WHERE amount > 0`))).toBe(2);
    expect(prints(totals("SELECT 'a' AS x"), totals("SELECT 'A' AS x"))).toBe(2);
  });

  it('does not depend on whether a table is read itself or by a reference', () => {
    const own = orders();
    const other = tableReference('sales', 'orders', { order_id: t.long().key() });
    const counted = (from: typeof other) =>
      silverTable('counted', {
        key: ['order_id'],
        flow: read(from).aggregate(
          (row) => ({ order_id: row.order_id }),
          () => ({ orders: count() }),
        ),
      });
    expect(prints(counted(own as never), counted(other))).toBe(1);
  });

  it('tells all tables of the reference company apart', () => {
    const tables = reference.departments.flatMap((department) => department.tables);
    expect(prints(...tables)).toBe(tables.length);
  });
});
