import { dataContract, days, hours, t } from '../../model';
import { paymentGateway, warehouse, webShop } from '../producers';

/** Every currency that the shop takes; rates for each are published daily. */
const CURRENCIES = ['EUR', 'USD', 'GBP', 'SEK', 'PLN'];

/** Payments and refunds, as the payment provider sends them the moment they happen. */
export const transactions = dataContract('transactions', {
  description: 'Payments and refunds of the web shop, one event for each',
  columns: {
    transaction_id: t
      .string(20)
      .key()
      .describedAs('Identifier given by the payment provider')
      .sample({ from: 'sequence', prefix: 'T' }),
    order_id: t
      .string(20)
      .describedAs('Order that is paid or refunded')
      .sample({ from: 'sequence', prefix: 'O', every: 2 }),
    kind: t
      .string(10)
      .oneOf('sale', 'refund')
      .sample({ from: 'values', values: ['sale', 'refund'], weights: [9, 1] }),
    status: t
      .string(10)
      .oneOf('captured', 'refused')
      .sample({ from: 'values', values: ['captured', 'refused'], weights: [12, 1] }),
    amount: t
      .decimal(12, 2)
      .atLeast(0)
      .describedAs('Amount in the currency of the row')
      .sample({ from: 'range', low: 1, high: 900 }),
    currency: t
      .string(3)
      .matching(/[A-Z]{3}/)
      .describedAs('ISO 4217 code')
      .sample({ from: 'values', values: [...CURRENCIES, 'XTS'], weights: [50, 20, 15, 8, 6, 1] }),
    country: t
      .string(2)
      .matching(/[A-Z]{2}/)
      .sample({ from: 'values', values: ['DE', 'FR', 'GB', 'NL', 'PL', 'SE', 'US'] }),
    channel: t.string(10).oneOf('web', 'app', 'store'),
    customer_email: t
      .string(254)
      .nullable()
      .personal()
      .subject('payer')
      .describedAs('E-mail address given at check-out; missing for guests in a store'),
    occurred_at: t.timestamp().describedAs('When the provider decided'),
  },
  eventTime: 'occurred_at',
  delivery: { kind: 'stream', partitions: 2, every: hours(1), producers: [paymentGateway] },
  expectedRowsPerDay: 20_000,
  anonymise: { reason: 'payments belong to the books, which are kept for ten years' },
});

/** Orders as documents, sent each time one changes: a document holds the order with all its lines. */
export const orders = dataContract('orders', {
  description: 'Orders with their lines, one document each time an order is placed or cancelled',
  columns: {
    order_id: t.string(20).key().sample({ from: 'sequence', prefix: 'O' }),
    customer_id: t
      .string(20)
      .nullable()
      .subject('customer')
      .describedAs('Customer in the CRM; missing for guests')
      .sample({ from: 'reference', source: 'crm-customers', column: 'customer_id' }),
    session_id: t
      .string(20)
      .nullable()
      .describedAs('Session on the website in which it was placed; missing for stores')
      .sample({ from: 'reference', source: 'page-views', column: 'session_id' }),
    status: t
      .string(10)
      .oneOf('placed', 'cancelled')
      .sample({ from: 'values', values: ['placed', 'cancelled'], weights: [24, 1] }),
    channel: t.string(10).oneOf('web', 'app', 'store'),
    country: t
      .string(2)
      .matching(/[A-Z]{2}/)
      .sample({ from: 'values', values: ['DE', 'FR', 'GB', 'NL', 'PL', 'SE', 'US'] }),
    shipping_method: t
      .string(10)
      .path('shipping', 'method')
      .default('standard')
      .oneOf('standard', 'express', 'pickup'),
    shipping_city: t.string(80).nullable().path('shipping', 'address', 'city'),
    lines: t.array({
      line_number: t.integer().key(),
      sku: t.string(20).sample({ from: 'reference', source: 'products', column: 'sku' }),
      quantity: t.integer().atLeast(1).atMost(100).sample({ from: 'range', low: 1, high: 4 }),
      unit_price_eur: t.decimal(10, 2).atLeast(0).sample({ from: 'range', low: 3, high: 250 }),
    }),
    placed_at: t.timestamp(),
  },
  eventTime: 'placed_at',
  delivery: { kind: 'stream', partitions: 2, every: hours(1), producers: [webShop] },
  expectedRowsPerDay: 10_000,
  sampleRowsPerDay: 200,
  anonymise: { reason: 'orders belong to the books, which are kept for ten years' },
});

/** Parcels on their way. */
export const shipments = dataContract('shipments', {
  description: 'Parcels, one event when a parcel leaves and another when it arrives',
  columns: {
    shipment_id: t.string(20).key().sample({ from: 'sequence', prefix: 'S' }),
    order_id: t.string(20).sample({ from: 'sequence', prefix: 'O' }),
    warehouse: t.string(10).oneOf('rotterdam', 'leipzig'),
    carrier: t.string(10).oneOf('dhl', 'postnl', 'ups'),
    dispatched_at: t.timestamp().sample({ from: 'later', low: 1, high: 2 }),
    delivered_at: t
      .timestamp()
      .nullable()
      .describedAs('Missing while the parcel is on its way')
      .sample({ from: 'later', low: 2, high: 7 }),
    changed_at: t.timestamp().describedAs('When the carrier reported it'),
  },
  eventTime: 'changed_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1), producers: [warehouse] },
  expectedRowsPerDay: 18_000,
  sampleRowsPerDay: 180,
});

/** What customers send back. */
export const returns = dataContract('returns', {
  description: 'Returned goods, one event for each product of a parcel that came back',
  columns: {
    return_id: t.string(20).key().sample({ from: 'sequence', prefix: 'R' }),
    order_id: t.string(20).sample({ from: 'reference', source: 'orders', column: 'order_id' }),
    sku: t.string(20).sample({ from: 'reference', source: 'products', column: 'sku' }),
    quantity: t.integer().atLeast(1).sample({ from: 'range', low: 1, high: 2 }),
    reason: t.string(20).oneOf('defect', 'too-late', 'not-as-described', 'changed-mind'),
    received_at: t.timestamp(),
  },
  eventTime: 'received_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1), producers: [warehouse] },
  expectedRowsPerDay: 900,
  sampleRowsPerDay: 20,
});

/** Reference rates of the day. */
export const exchangeRates = dataContract('exchange-rates', {
  description: 'Daily reference rates: what one unit of a currency costs in euros',
  columns: {
    rate_date: t.date().key().public(),
    currency: t
      .string(3)
      .key()
      .matching(/[A-Z]{3}/)
      .public()
      .sample({ from: 'values', values: CURRENCIES.filter((code) => code !== 'EUR') }),
    rate: t.decimal(12, 6).public().atLeast(0).sample({ from: 'range', low: 0.1, high: 1.2 }),
  },
  eventTime: 'rate_date',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://rates.example.com', path: 'daily/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 4,
});
