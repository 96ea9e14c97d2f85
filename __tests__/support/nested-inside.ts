import { dataContract, days, mapping, t } from '../../model';
import { type Inputs, textTable } from './targets';

/** Orders of a shop, as documents. */
export const orders = dataContract('orders', {
  description: 'Orders of the shop',
  columns: {
    order_id: t.string(10).key(),
    placed_at: t.timestamp(),
    lines: t.array({
      line: t.integer().key(),
      buyer: t.string(30).nullable().personal({ keep: true, reason: 'made up' }),
      amount: t.decimal(8, 2).nullable().path('price_set', 'shop money', 'amount'),
      currency: t.string(3).nullable().path('price_set', 'shop money', 'currency'),
      gross: t.decimal(8, 2).nullable().path('price_set', 'gross'),
      taxes: t
        .array({ title: t.string(10).key(), rate: t.decimal(5, 4).nullable().path('rate', 'value') })
        .nullable(),
      discounts: t.array({ place: t.position(), off: t.decimal(6, 2) }).nullable(),
      tags: t.array(t.string(8), { position: 'tag_place', value: 'tag' }).nullable(),
    }),
    codes: t.array(t.integer().nullable()).nullable(),
  },
  eventTime: 'placed_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'json-lines' },
  },
  expectedRowsPerDay: 10,
});
/** A row for each order. */
export const whole = mapping(orders);
/** A row for each line. */
export const lines = mapping(orders, { each: 'lines', name: 'order_lines' });
/** A row for each tax of a line. */
export const taxes = mapping(orders, { each: 'lines.taxes', name: 'order_line_taxes', with: ['currency'] });
/** A row for each discount of a line. */
export const discounts = mapping(orders, { each: 'lines.discounts', name: 'order_line_discounts' });
/** A row for each tag of a line. */
export const tags = mapping(orders, { each: 'lines.tags', name: 'order_line_tags' });
/** A row for each code of an order. */
export const codes = mapping(orders, { each: 'codes', name: 'order_codes' });
const NAMES = [...Object.keys(orders.columns), '_source_file', '_run_id'];

/** Bronze rows of orders, each with the text of its lines and codes. */
export function raw(
  ...rows: readonly { id?: string; at?: string; lines?: unknown; codes?: unknown }[]
): Inputs {
  const text = (value: unknown): string | null =>
    value === null || typeof value === 'string' ? value : JSON.stringify(value);
  return {
    orders: textTable(
      Object.fromEntries(NAMES.map((name) => [name, 'string'])),
      ...rows.map(({ id = 'O1', at = '2026-01-05 10:00:00', lines: held = [], codes: numbers = null }) => [
        id,
        at,
        text(held),
        text(numbers),
        'a',
        'run-1',
      ]),
    ),
  };
}

/** The rules that rows of a quarantine broke. */
export const rules = (quarantined: Readonly<Record<string, readonly string[]>>, check: string): string[] =>
  (quarantined[check] ?? []).map((row) => row.split(' | ').at(-1) ?? '').sort();
