import { dataContract, days, t } from 'cdktf-azure-lakehouse/model';

/** The shop's invoice lines, as its till system writes them: one CSV a day. */
export const invoiceLines = dataContract('online-retail', {
  description: 'Invoice lines of a UK online shop',
  columns: {
    // Lines have no number of their own: what a line says is what identifies it.
    invoice_no: t
      .string(10)
      .key()
      .physicalName('InvoiceNo')
      .matching(/C?[0-9]{6}/),
    stock_code: t
      .string(20)
      .key()
      .physicalName('StockCode')
      .sample({ from: 'values', values: ['85123A', '22423', '47566', '20725', 'POST', 'M'] }),
    quantity: t.integer().key().physicalName('Quantity').sample({ from: 'range', low: -2, high: 24 }),
    unit_price: t.decimal(8, 3).key().physicalName('UnitPrice').atLeast(0).describedAs('In pounds sterling'),
    invoiced_at: t.timestamp().key().physicalName('InvoiceDate'),
    description: t.string(100).nullable().physicalName('Description'),
    // The till writes 17850.0 for customer 17850.
    customer: t.decimal(10, 1).nullable().physicalName('CustomerID').describedAs('Missing for guests'),
    country: t
      .string(40)
      .physicalName('Country')
      .sample({
        from: 'values',
        values: ['United Kingdom', 'Germany', 'France', 'EIRE'],
        weights: [9, 1, 1, 1],
      }),
  },
  eventTime: 'invoiced_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://till.example.com', path: 'invoices/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 1_500,
});

/** Monthly rates of the US Federal Reserve: units of a country's currency for one US dollar. */
export const exchangeRates = dataContract('exchange-rates', {
  description: 'Units of a currency for one US dollar, on the first of each month',
  columns: {
    rate_date: t.date().key().public().physicalName('Date'),
    country: t
      .string(40)
      .key()
      .public()
      .physicalName('Country')
      .sample({ from: 'values', values: ['Euro', 'Japan', 'United Kingdom'] }),
    rate: t
      .decimal(12, 4)
      .public()
      .physicalName('Exchange rate')
      .atLeast(0)
      .sample({ from: 'range', low: 0.5, high: 1.5 }),
  },
  eventTime: 'rate_date',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://rates.example.com', path: 'monthly.csv', format: 'csv' },
  },
  expectedRowsPerDay: 30,
});
