import { count, literal, mapping, max, read, silverTable, sum, t, tableReference, when } from '../../model';
import { contacts, customers, feedback, interactions, preferences } from './contracts';

/** Customers; names, addresses and numbers are pseudonyms. */
export const cleanCustomers = mapping(customers);
/** How customers are reached. */
export const cleanContacts = mapping(contacts);
/** What customers agreed to. */
export const cleanPreferences = mapping(preferences);
/** Every time a customer and the company spoke. */
export const cleanInteractions = mapping(interactions);
/** What customers say. */
export const cleanFeedback = mapping(feedback);

/** Orders, which Operations publishes. */
export const orders = tableReference('operations', 'orders', {
  order_id: t.string(20).key(),
  customer_id: t.string(20).nullable(),
  session_id: t.string(20).nullable(),
  status: t.string(10),
  placed_at: t.timestamp(),
});

/** What orders brought in, which Operations publishes. */
const orderRevenue = tableReference('operations', 'order_revenue', {
  transaction_id: t.string(20).key(),
  order_id: t.string(20),
  amount_eur: t.decimal(20, 2).nullable(),
  booking_day: t.date(),
});

/** Revenue of each order, refunds left in: marketing looks at what was bought. */
export const revenueByOrder = read(orderRevenue).aggregate(
  (row) => ({ order_id: row.order_id }),
  (row) => ({ revenue_eur: sum(row.amount_eur) }),
);

const placed = read(orders).filter((row) => row.status.equals('placed'));

const everything = { all_customers: literal(1) };
const lastDay = placed.aggregate(
  () => everything,
  (row) => ({ last_day: max(row.placed_at.toDate()) }),
);

/** Recency, frequency and value of each customer. */
export const customerValue = silverTable('customer_value', {
  description:
    'Days since the last order, number of orders and revenue of each customer, with the segment they make',
  key: ['customer_id'],
  write: 'overwrite',
  flow: placed
    .filter((row) => row.customer_id.isNotNull())
    .derive((row) => ({ customer_id: row.customer_id.coalesce('') }))
    .join(revenueByOrder, { on: ['order_id'], how: 'left' })
    .aggregate(
      (row) => ({ customer_id: row.customer_id }),
      (row) => ({
        last_order_on: max(row.placed_at.toDate()),
        frequency: count(),
        value_eur: sum(row.revenue_eur),
      }),
    )
    .derive((row) => ({ value_eur: row.value_eur.coalesce(0), ...everything }))
    .join(lastDay, { on: ['all_customers'], how: 'inner' })
    .derive((row) => ({ recency_days: row.last_order_on.daysUntil(row.last_day) }))
    .derive((row) => ({
      segment: when(
        [
          [row.recency_days.lessThanOrEqual(4).and(row.frequency.greaterThanOrEqual(4)), literal('champion')],
          [row.frequency.greaterThanOrEqual(4), literal('loyal')],
          [row.recency_days.lessThanOrEqual(4), literal('recent')],
          [row.value_eur.greaterThanOrEqual(1000), literal('big-spender')],
        ],
        literal('at-risk'),
      ),
    }))
    .select('customer_id', 'last_order_on', 'recency_days', 'frequency', 'value_eur', 'segment'),
});
