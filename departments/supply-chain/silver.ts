import {
  batchEndpoint,
  count,
  days,
  lag,
  literal,
  mapping,
  max,
  read,
  rowNumber,
  scoredTable,
  silverTable,
  sum,
  t,
  tableReference,
} from '../../model';
import { products, purchaseOrders, stockLevels, stockReservations, suppliers } from './contracts';

/** Products, one row for each, as they last were. */
export const cleanProducts = mapping(products, { published: true });
/** Suppliers, one row for each. */
export const cleanSuppliers = mapping(suppliers);
/** Stock by product, location and day. */
export const cleanStockLevels = mapping(stockLevels);
/** Orders to suppliers as they last were. */
export const cleanPurchaseOrders = mapping(purchaseOrders);
/** Reservations of stock. */
export const cleanReservations = mapping(stockReservations);

/** Lines of customers' orders, which Operations publishes. */
const orderLines = tableReference('operations', 'order_lines', {
  order_id: t.string(20).key(),
  line_number: t.integer().key(),
  sku: t.string(20),
  status: t.string(10),
  quantity: t.integer(),
  placed_at: t.timestamp(),
});

/** What lies where now: of each product and location the newest count. */
export const currentStock = silverTable('current_stock', {
  description: 'Newest count of each product and location',
  key: ['sku', 'location'],
  write: 'overwrite',
  published: true,
  flow: read(cleanStockLevels).dedupe({ by: ['sku', 'location'], newest: ['counted_on'] }),
});

/** What customers ordered, week by week. */
export const weeklyDemand = silverTable('weekly_demand', {
  description: 'Units ordered of each product in each week; weeks begin on Monday',
  key: ['sku', 'week'],
  write: 'overwrite',
  // The forecast and everybody who reads gold look at whole days.
  every: days(1),
  flow: read(orderLines)
    .filter((row) => row.status.equals('placed'))
    .aggregate(
      (row) => ({ sku: row.sku, week: row.placed_at.toDate().startOfWeek() }),
      (row) => ({ orders: count(), units: sum(row.quantity), last_order_at: max(row.placed_at) }),
    ),
});

/** What a forecast of the next week is made from: a row for each product's newest week. */
export const demandFeatures = silverTable('demand_features', {
  description:
    'Newest week of each product with the units of the weeks before, as features of the demand forecast',
  key: ['sku'],
  write: 'overwrite',
  flow: read(weeklyDemand)
    .select('sku', 'week', 'units')
    .window({ by: ['sku'], order: ['week'] }, (row) => ({
      units_a_week_before: lag(row.units),
      weeks: rowNumber(),
    }))
    .dedupe({ by: ['sku'], newest: ['week'] }),
});

/** What will be ordered next week, by a model; the fallback takes the mean of the last two weeks. */
export const demandForecast = scoredTable('demand_forecast', {
  description: 'Units of each product that customers will order in the week after its newest',
  features: demandFeatures,
  key: ['sku'],
  scores: {
    forecast_units: t.decimal(12, 2).describedAs('Units expected in the next week').atLeast(0),
    model_version: t.string(20).describedAs('Version of the model that said so'),
  },
  run: batchEndpoint({ parameters: { horizon: '7 days' } }),
  fallback: (rows) =>
    rows
      .derive((row) => ({
        forecast_units: row.units
          .plus(row.units_a_week_before.coalesce(row.units))
          .toDecimal(12, 2)
          .dividedBy(2, 2)
          .toDecimal(12, 2),
        model_version: literal('fallback'),
      }))
      .select('sku', 'forecast_units', 'model_version'),
});
