import { dataContract, days, t } from '../../model';
import { webShop } from '../producers';

/** Where goods lie; the same names are on parcels. */
export const LOCATIONS = ['rotterdam', 'leipzig'] as const;

const CATALOGUE = 'https://catalogue.example.com';

/** What is sold. */
export const products = dataContract('products', {
  description: 'Products on sale, with what they cost',
  columns: {
    sku: t.string(20).key().public().sample({ from: 'sequence', prefix: 'SKU' }),
    product_name: t.string(120).public(),
    category: t.string(20).public().oneOf('home', 'garden', 'kitchen', 'toys', 'sports'),
    supplier_id: t.string(20).sample({ from: 'reference', source: 'suppliers', column: 'supplier_id' }),
    unit_cost_eur: t.decimal(10, 2).atLeast(0).sample({ from: 'range', low: 1, high: 120 }),
    list_price_eur: t.decimal(10, 2).atLeast(0).public().sample({ from: 'range', low: 3, high: 250 }),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: CATALOGUE, path: 'products/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 500,
  sampleRowsPerDay: 10,
});

/** Who delivers to us. */
export const suppliers = dataContract('suppliers', {
  description: 'Suppliers and the lead times they promise',
  columns: {
    supplier_id: t.string(20).key().sample({ from: 'sequence', prefix: 'SUP' }),
    supplier_name: t.string(120),
    country: t
      .string(2)
      .matching(/[A-Z]{2}/)
      .sample({ from: 'values', values: ['DE', 'CN', 'PL', 'TR', 'IT'] }),
    promised_lead_days: t.integer().atLeast(1).atMost(180).sample({ from: 'range', low: 4, high: 20 }),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: CATALOGUE, path: 'suppliers/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 40,
  sampleRowsPerDay: 2,
});

/** What lies where, counted each working day. */
export const stockLevels = dataContract('stock-levels', {
  description: 'Stock of each product by location and day',
  columns: {
    sku: t.string(20).key().sample({ from: 'reference', source: 'products', column: 'sku' }),
    location: t
      .string(20)
      .key()
      .oneOf(...LOCATIONS),
    counted_on: t.date().key(),
    status: t
      .string(14)
      .oneOf('available', 'reserved', 'out-of-stock')
      .sample({ from: 'values', values: ['available', 'reserved', 'out-of-stock'], weights: [16, 3, 1] }),
    available: t.integer().atLeast(0).sample({ from: 'range', low: 0, high: 300 }),
    reserved: t.integer().default(0).atLeast(0).sample({ from: 'range', low: 0, high: 20 }),
  },
  eventTime: 'counted_on',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
  expectedRowsPerDay: 60_000,
});

/** What we order, and when it comes. */
export const purchaseOrders = dataContract('purchase-orders', {
  description: 'Orders to suppliers, one row each time an order changes',
  columns: {
    purchase_order_id: t.string(20).key().sample({ from: 'sequence', prefix: 'PO' }),
    supplier_id: t.string(20).sample({ from: 'reference', source: 'suppliers', column: 'supplier_id' }),
    sku: t.string(20).sample({ from: 'reference', source: 'products', column: 'sku' }),
    quantity: t.integer().atLeast(1).sample({ from: 'range', low: 20, high: 500 }),
    ordered_on: t.date(),
    promised_on: t.date().sample({ from: 'later', low: 5, high: 18 }),
    received_on: t
      .date()
      .nullable()
      .describedAs('Missing while it is under way')
      .sample({ from: 'later', low: 4, high: 26 }),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: {
      kind: 'rest',
      baseUrl: 'https://purchasing.example.com',
      path: 'orders?from={windowStart}&to={windowEnd}',
      records: ['items'],
      paging: { kind: 'next-link', path: ['next'] },
    },
  },
  expectedRowsPerDay: 300,
  sampleRowsPerDay: 15,
});

/** Reservations by the shop, the moment a basket is paid. */
export const stockReservations = dataContract('stock-reservations', {
  description: 'Reservations of stock, one event for each product of an order',
  columns: {
    reservation_id: t.string(20).key().sample({ from: 'sequence', prefix: 'RS' }),
    order_id: t.string(20).sample({ from: 'sequence', prefix: 'O', every: 2 }),
    sku: t.string(20).sample({ from: 'reference', source: 'products', column: 'sku' }),
    location: t.string(20).oneOf(...LOCATIONS),
    quantity: t.integer().atLeast(1).sample({ from: 'range', low: 1, high: 4 }),
    reserved_at: t.timestamp(),
  },
  eventTime: 'reserved_at',
  // What is reserved just now the alert rule reports; nobody asks the table by the hour, and each hour would start a cluster.
  delivery: { kind: 'stream', partitions: 2, every: days(1), producers: [webShop] },
  expectedRowsPerDay: 25_000,
});
