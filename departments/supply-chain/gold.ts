import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  average,
  count,
  countDistinct,
  goldTable,
  goldView,
  literal,
  max,
  min,
  read,
  sqlTable,
  sum,
  t,
  when,
  windowDay,
} from '../../model';
import {
  cleanProducts,
  cleanPurchaseOrders,
  cleanSuppliers,
  currentStock,
  demandForecast,
  weeklyDemand,
} from './silver';

/** Below so many days of cover a product is about to run out; above the other number too much of it lies there. */
const COVER_DAYS = { low: 7, high: 60 } as const;

const onHand = read(currentStock).aggregate(
  (row) => ({ sku: row.sku }),
  (row) => ({
    available: sum(row.available),
    reserved: sum(row.reserved),
    counted_on: max(row.counted_on),
    empty_locations: count(when([[row.status.equals('out-of-stock'), row.status]])),
  }),
);

const observed = read(weeklyDemand).aggregate(
  () => ({ everything: literal(1) }),
  (row) => ({ weeks: countDistinct(row.week) }),
);

const demand = read(weeklyDemand)
  .aggregate(
    (row) => ({ sku: row.sku }),
    (row) => ({ units: sum(row.units) }),
  )
  .derive(() => ({ everything: literal(1) }))
  .join(observed, { on: ['everything'], how: 'inner' })
  .derive((row) => ({ units_a_day: row.units.toInteger().dividedBy(row.weeks.times(7).toInteger(), 2) }))
  .select('sku', 'units_a_day');

/** How long the stock lasts. */
export const stockCover = goldTable('stock_cover', {
  description: 'Stock of each product, what is sold of it a day, and for how many days it lasts',
  key: ['sku'],
  published: true,
  flow: read(cleanProducts)
    .select('sku', 'product_name', 'category', 'supplier_id')
    .join(onHand, { on: ['sku'], how: 'inner' })
    .join(demand, { on: ['sku'], how: 'left' })
    .derive((row) => ({ cover_days: row.available.toInteger().dividedBy(row.units_a_day, 1) })),
});

/** What to order, and what to stop ordering. */
export const stockRisk = goldView('stock_risk', {
  description: 'Products about to run out, and products of which too much lies there',
  key: ['sku'],
  flow: read(stockCover)
    .derive((row) => ({
      risk: when(
        [
          [row.available.equals(0), literal('out-of-stock')],
          [row.cover_days.lessThan(COVER_DAYS.low), literal('stock-out')],
          [row.cover_days.greaterThan(COVER_DAYS.high), literal('overstock')],
        ],
        literal('fine'),
      ),
    }))
    .filter((row) => row.risk.notEquals('fine'))
    .select(
      'sku',
      'product_name',
      'category',
      'supplier_id',
      'available',
      'units_a_day',
      'cover_days',
      'risk',
    ),
});

/** What is sold, week by week. */
export const demandByWeek = goldView('demand_by_week', {
  description: 'Units ordered by product and week',
  key: ['sku', 'week'],
  flow: read(weeklyDemand)
    .join(read(cleanProducts).select('sku', 'category'), { on: ['sku'], how: 'left' })
    .select('sku', 'category', 'week', 'orders', 'units'),
});

/** What next week will take, beside what is there. */
export const demandOutlook = goldView('demand_outlook', {
  description: 'Forecast of the next week by product, and the units that stock will not serve',
  key: ['sku'],
  flow: read(demandForecast)
    .join(read(stockCover).select('sku', 'product_name', 'category', 'available'), {
      on: ['sku'],
      how: 'inner',
    })
    .derive((row) => ({ missing_units: row.forecast_units.minus(row.available.toDecimal(12, 2)) }))
    .derive((row) => ({
      missing_units: when(
        [[row.missing_units.greaterThan(0), row.missing_units]],
        literal(0).toDecimal(13, 2),
      ),
    })),
});

/** Who keeps their word. */
export const supplierLeadTimes = goldView('supplier_lead_times', {
  description: 'Lead times of suppliers beside what they promise, and the share of orders that came in time',
  key: ['supplier_id'],
  flow: read(cleanPurchaseOrders)
    .filter((row) => row.received_on.isNotNull())
    .derive((row) => ({
      lead_days: row.ordered_on.daysUntil(row.received_on),
      in_time: when([[row.received_on.lessThanOrEqual(row.promised_on), row.purchase_order_id]]),
    }))
    .aggregate(
      (row) => ({ supplier_id: row.supplier_id }),
      (row) => ({
        received_orders: count(),
        orders_in_time: count(row.in_time),
        mean_lead_days: average(row.lead_days, 1),
        longest_lead_days: max(row.lead_days),
        shortest_lead_days: min(row.lead_days),
      }),
    )
    .derive((row) => ({
      share_in_time: row.orders_in_time.toInteger().dividedBy(row.received_orders.toInteger(), 4),
    }))
    .join(read(cleanSuppliers).select('supplier_id', 'supplier_name', 'country', 'promised_lead_days'), {
      on: ['supplier_id'],
      how: 'left',
    }),
});

/** What should be here by now: the department's own T-SQL, as it stands in its file. */
export const overduePurchases = sqlTable('overdue_purchases', {
  description: 'Orders to suppliers that should have come, by supplier, and how late the oldest is',
  text: readFileSync(join(__dirname, 'overdue-purchases.sql'), 'utf8'),
  reads: {
    purchases: read(cleanPurchaseOrders).select(
      'purchase_order_id',
      'supplier_id',
      'quantity',
      'promised_on',
      'received_on',
    ),
  },
  columns: {
    supplier_id: t.string(20).key(),
    overdue_orders: t.long(),
    overdue_units: t.long(),
    oldest_promise: t.date(),
    days_late: t.integer(),
  },
  parameters: { today: { type: t.date(), value: windowDay('2026-01-18') } },
});
