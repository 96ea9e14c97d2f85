import {
  count,
  countDistinct,
  estimatedCosts,
  estimatedSavings,
  type Flow,
  goldTable,
  goldView,
  literal,
  max,
  read,
  sum,
  t,
  tableReference,
} from '../../model';

const dailyRevenue = tableReference('operations', 'daily_revenue', {
  booking_day: t.date().key(),
  revenue_eur: t.decimal(31, 2).nullable(),
});
const orders = tableReference('operations', 'orders', {
  order_id: t.string(20).key(),
  session_id: t.string(20).nullable(),
  status: t.string(10),
  placed_at: t.timestamp(),
});
const orderLines = tableReference('operations', 'order_lines', {
  order_id: t.string(20).key(),
  line_number: t.integer().key(),
  sku: t.string(20),
  status: t.string(10),
  quantity: t.integer(),
  unit_price_eur: t.decimal(10, 2),
  placed_at: t.timestamp(),
});
const products = tableReference('supply-chain', 'products', {
  sku: t.string(20).key(),
  unit_cost_eur: t.decimal(10, 2),
});
const currentStock = tableReference('supply-chain', 'current_stock', {
  sku: t.string(20).key(),
  location: t.string(20).key(),
  counted_on: t.date(),
  status: t.string(14),
});
const sessions = tableReference('it-security', 'sessions', {
  session_id: t.string(20).key(),
  started_at: t.timestamp(),
});
const fraudLosses = tableReference('it-security', 'fraud_losses', {
  booking_day: t.date().key(),
  loss_eur: t.decimal(30, 2).nullable(),
});
const platformCosts = tableReference('it-security', 'platform_costs', {
  cost_date: t.date().key(),
  service: t.string(40).key(),
  cost_eur: t.decimal(12, 4),
});

/** One figure of one day: what every figure is brought to, so that all of them can stand in one table. */
type Figures = Flow<{ readonly day: 'date'; readonly value: 'decimal' }>;

const figure = (name: string, rows: Figures) =>
  rows.derive(() => ({ figure: literal(name) })).select('day', 'figure', 'value');

const placed = read(orders).filter((row) => row.status.equals('placed'));

const revenue = figure(
  'revenue_eur',
  read(dailyRevenue).derive((row) => ({ day: row.booking_day, value: row.revenue_eur.toDecimal(28, 4) })),
);

/** What the goods of an order cost us; products without a known cost are left out. */
const costOfGoods = figure(
  'cost_of_goods_eur',
  read(orderLines)
    .filter((row) => row.status.equals('placed'))
    .join(read(products), { on: ['sku'], how: 'inner' })
    .derive((row) => ({
      day: row.placed_at.toDate(),
      value: row.unit_cost_eur.times(row.quantity).toDecimal(28, 4),
    })),
);
const goodsSold = figure(
  'goods_sold_eur',
  read(orderLines)
    .filter((row) => row.status.equals('placed'))
    .join(read(products).select('sku'), { on: ['sku'], how: 'inner' })
    .derive((row) => ({
      day: row.placed_at.toDate(),
      value: row.unit_price_eur.times(row.quantity).toDecimal(28, 4),
    })),
);

const ordersPlaced = figure(
  'orders',
  placed
    .aggregate(
      (row) => ({ day: row.placed_at.toDate() }),
      () => ({ number: count() }),
    )
    .derive((row) => ({ value: row.number.toDecimal(28, 4) })),
);
const visits = figure(
  'sessions',
  read(sessions)
    .aggregate(
      (row) => ({ day: row.started_at.toDate() }),
      () => ({ number: count() }),
    )
    .derive((row) => ({ value: row.number.toDecimal(28, 4) })),
);
/** Sessions in which something was ordered, on the day the session began. */
const buyingVisits = figure(
  'buying_sessions',
  read(sessions)
    .semiJoin(
      placed
        .filter((row) => row.session_id.isNotNull())
        .derive((row) => ({ session_id: row.session_id.coalesce('') }))
        .select('session_id'),
      { on: ['session_id'] },
    )
    .aggregate(
      (row) => ({ day: row.started_at.toDate() }),
      () => ({ number: count() }),
    )
    .derive((row) => ({ value: row.number.toDecimal(28, 4) })),
);
const stockOuts = figure(
  'stock_outs',
  read(currentStock)
    .filter((row) => row.status.equals('out-of-stock'))
    .aggregate(
      (row) => ({ day: row.counted_on }),
      (row) => ({ number: countDistinct(row.sku) }),
    )
    .derive((row) => ({ value: row.number.toDecimal(28, 4) })),
);
/** What the fraud score holds to be fraud: an estimate. */
const fraudLoss = figure(
  'fraud_losses_eur',
  read(fraudLosses).derive((row) => ({ day: row.booking_day, value: row.loss_eur.toDecimal(28, 4) })),
);
const platformCost = figure(
  'platform_cost_eur',
  read(platformCosts).derive((row) => ({ day: row.cost_date, value: row.cost_eur.toDecimal(28, 4) })),
);

/** The company on one page, day by day. */
export const companyFigures = goldTable('company_figures', {
  description: 'Revenue, margin, conversion, stock-outs, fraud losses and cost of the platform, by day',
  key: ['day'],
  flow: revenue
    .union(goodsSold)
    .union(costOfGoods)
    .union(ordersPlaced)
    .union(visits)
    .union(buyingVisits)
    .union(stockOuts)
    .union(fraudLoss)
    .union(platformCost)
    .pivot(
      {
        by: ['day'],
        column: 'figure',
        values: {
          revenue_eur: 'revenue_eur',
          goods_sold_eur: 'goods_sold_eur',
          cost_of_goods_eur: 'cost_of_goods_eur',
          orders: 'orders',
          sessions: 'sessions',
          buying_sessions: 'buying_sessions',
          stock_outs: 'stock_outs',
          fraud_losses_eur: 'fraud_losses_eur',
          platform_cost_eur: 'platform_cost_eur',
        },
      },
      (row) => sum(row.value),
    )
    .derive((row) => ({
      revenue_eur: row.revenue_eur.toDecimal(28, 2),
      goods_sold_eur: row.goods_sold_eur.toDecimal(28, 2),
      cost_of_goods_eur: row.cost_of_goods_eur.toDecimal(28, 2),
      margin_eur: row.goods_sold_eur.toDecimal(28, 2).minus(row.cost_of_goods_eur.toDecimal(28, 2)),
      orders: row.orders.toLong(),
      sessions: row.sessions.toLong(),
      buying_sessions: row.buying_sessions.toLong(),
      stock_outs: row.stock_outs.toLong(),
      fraud_losses_eur: row.fraud_losses_eur.toDecimal(28, 2),
      platform_cost_eur: row.platform_cost_eur.toDecimal(28, 2),
    }))
    .derive((row) => ({
      conversion: row.buying_sessions.toInteger().dividedBy(row.sessions.toInteger(), 4),
    })),
});

/** The same in one row, for the first page. */
export const companyTotals = goldView('company_totals', {
  description: 'The figures of the company over all days',
  key: [],
  flow: read(companyFigures).aggregate(
    () => ({}),
    (row) => ({
      days: count(),
      revenue_eur: sum(row.revenue_eur),
      margin_eur: sum(row.margin_eur),
      orders: sum(row.orders),
      sessions: sum(row.sessions),
      buying_sessions: sum(row.buying_sessions),
      stock_outs: sum(row.stock_outs),
      fraud_losses_eur: sum(row.fraud_losses_eur),
      platform_cost_eur: sum(row.platform_cost_eur),
    }),
  ),
});

/** What the platform costs, by department, and what it would without the choices that were made: an estimate of each deployment. */
export const platformEstimate = goldView('platform_estimate', {
  description: 'Estimated cost of the platform in a month by department, with and without its choices',
  key: ['department'],
  flow: read(estimatedCosts).derive((row) => ({
    monthly_saving: row.monthly_cost_without_choices.minus(row.monthly_cost),
  })),
});

/** What each of these choices saves. */
export const platformSavings = goldView('platform_savings', {
  description: 'What each choice saves in a month of the estimated cost of the platform',
  key: ['choice'],
  flow: read(estimatedSavings).aggregate(
    (row) => ({ choice: row.choice }),
    (row) => ({
      without_it: max(row.without_it),
      currency: max(row.currency),
      monthly_saving: sum(row.monthly_saving),
      reservations: max(row.reservations),
    }),
  ),
});
