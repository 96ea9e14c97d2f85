import { dataContract, days, mapping, t } from '../../model';
import { type Inputs, textTable } from './targets';

/** Orders as documents, with their lines in them. */
export const orders = dataContract('orders', {
  description: 'Orders of the shop',
  columns: {
    order_id: t.string(10).key(),
    placed_at: t.timestamp(),
    customer: t.string(40).personal(),
    currency: t.string(3).default('EUR'),
    city: t.string(20).nullable().path('shipping', 'city'),
    lines: t.array({
      line_number: t.integer().key(),
      sku: t.string(5).physicalName('SKU no'),
      quantity: t.integer().atLeast(1),
      unit_price: t.decimal(8, 2).nullable(),
      engraving: t.string(30).nullable().personal(),
    }),
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
export const lines = mapping(orders, { each: 'lines', name: 'order_lines', with: ['customer', 'currency'] });
const NAMES = [...Object.keys(orders.columns), '_source_file', '_run_id'];

/** A line as it arrives. */
export type Line = Readonly<Record<string, unknown>>;
/** An order as it arrives. */
export interface Order {
  readonly id: string;
  readonly at?: string;
  readonly currency?: string;
  /** Lines as they are, or the text that came in their place. */
  readonly lines?: readonly Line[] | string | null;
  readonly file?: string;
}

/** Bronze rows of orders. */
export function raw(...given: readonly Order[]): Inputs {
  const rows = given.map(
    ({ id, at = '2026-01-05 10:00:00', currency = null, lines: held = [], file = 'a' }) => {
      const text = held === null || typeof held === 'string' ? held : JSON.stringify(held);
      return [id, at, `c-${id}`, currency, 'Berlin', text, file, 'run-1'];
    },
  );
  return { orders: textTable(Object.fromEntries(NAMES.map((name) => [name, 'string'])), ...rows) };
}
/** A line, with something else than usual. */
export const line = (number: unknown, rest: Line = {}): Line => ({
  line_number: number,
  'SKU no': 'S1',
  quantity: 2,
  unit_price: '9.99',
  ...rest,
});
