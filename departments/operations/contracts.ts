import { dataContract, days, hours, t } from '../../model';

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
      .describedAs('E-mail address given at check-out; missing for guests in a store'),
    occurred_at: t.timestamp().describedAs('When the provider decided'),
  },
  eventTime: 'occurred_at',
  delivery: { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) },
  expectedRowsPerDay: 20_000,
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
