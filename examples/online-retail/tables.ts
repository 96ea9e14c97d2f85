import {
  convertCurrency,
  count,
  countDistinct,
  goldTable,
  goldView,
  literal,
  mapping,
  read,
  silverTable,
  sum,
  when,
} from 'cdktf-azure-lakehouse/model';
import { exchangeRates, invoiceLines } from './contracts';

/** The currency that every price of the shop is in. */
const PRICES_IN = 'GBP';

/** Invoice lines, typed and told apart. */
export const lines = mapping(invoiceLines, {
  name: 'invoice_lines',
  then: (rows) =>
    rows
      .derive((row) => ({
        // A cancellation is an invoice of its own, with a C before the number and negative quantities.
        is_cancellation: row.invoice_no.startsWith('C'),
        // Products have five digits and at most two letters; POST, M or BANK CHARGES are services and corrections.
        is_product: row.stock_code.matches(/[0-9]{5}[A-Za-z]{0,2}/),
        customer_no: row.customer.toLong().toText(),
      }))
      .select(
        'invoice_no',
        'stock_code',
        'quantity',
        'unit_price',
        'invoiced_at',
        'description',
        'customer_no',
        'country',
        'is_cancellation',
        'is_product',
      ),
});

/** Rates as delivered, typed. */
export const rates = mapping(exchangeRates, { name: 'federal_reserve_rates' });

/** The rates of the one currency that prices are in, under its code. */
export const dollarRates = silverTable('dollar_rates', {
  description: 'Pounds for one US dollar',
  key: ['currency', 'rate_date'],
  write: 'overwrite',
  flow: read(rates)
    .filter((row) => row.country.equals('United Kingdom'))
    .derive(() => ({ currency: literal(PRICES_IN) }))
    .select('currency', 'rate_date', 'rate')
    .dedupe({ by: ['currency', 'rate_date'], newest: [] }),
});

/** Every line with what it is worth in pounds and in dollars. */
export const amounts = silverTable('invoice_amounts', {
  description: 'Invoice lines with their amounts in GBP and USD, at the rate of the month',
  key: ['invoice_no', 'stock_code', 'quantity', 'unit_price', 'invoiced_at'],
  write: 'overwrite',
  flow: convertCurrency(
    read(lines).derive((row) => ({
      amount_gbp: row.unit_price.times(row.quantity).round(2),
      currency: literal(PRICES_IN),
      invoice_day: row.invoiced_at.toDate(),
    })),
    {
      amounts: { amount_gbp: 'amount_usd' },
      currency: 'currency',
      day: 'invoice_day',
      base: 'USD',
      // Rates come once a month.
      maxAgeDays: 31,
      rates: {
        flow: read(dollarRates),
        currency: 'currency',
        day: 'rate_date',
        rate: 'rate',
        quote: 'units-per-base',
      },
    },
  ),
});

/** Revenue of products by country: cancellations taken off, services and corrections left out. */
export const revenueByCountry = goldView('revenue_by_country', {
  description: 'Product revenue by country; cancellations are taken off, postage and corrections left out',
  key: ['country'],
  flow: read(amounts)
    .filter((row) => row.is_product)
    .aggregate(
      (row) => ({ country: row.country }),
      (row) => ({
        invoices: countDistinct(row.invoice_no),
        lines: count(),
        revenue_gbp: sum(row.amount_gbp),
        revenue_usd: sum(row.amount_usd),
      }),
    ),
});

/** What each day brought in, and what was taken back. */
export const dailySales = goldTable('daily_sales', {
  description: 'Sales and cancellations of products by day, in USD',
  key: ['invoice_day'],
  flow: read(amounts)
    .filter((row) => row.is_product)
    .derive((row) => ({
      sale_usd: when([[row.is_cancellation.not(), row.amount_usd]], literal(0).toDecimal(1, 0)),
      cancelled_usd: when([[row.is_cancellation, row.amount_usd]], literal(0).toDecimal(1, 0)),
    }))
    .aggregate(
      (row) => ({ invoice_day: row.invoice_day }),
      (row) => ({
        lines: count(),
        sales_usd: sum(row.sale_usd),
        cancelled_usd: sum(row.cancelled_usd),
        revenue_usd: sum(row.amount_usd),
      }),
    ),
});

/** How much is sold to guests: lines without a customer are kept, and counted here. */
export const guestShare = goldView('guest_share', {
  description: 'Product lines with and without a customer number',
  key: ['is_guest'],
  flow: read(amounts)
    .filter((row) => row.is_product)
    .aggregate(
      (row) => ({ is_guest: row.customer_no.isNull() }),
      (row) => ({ lines: count(), revenue_usd: sum(row.amount_usd) }),
    ),
});
