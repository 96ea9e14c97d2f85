import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  company,
  count,
  dataContract,
  days,
  department,
  describeIssue,
  goldView,
  hours,
  mapping,
  read,
  type SampleSpec,
  t,
} from '../../model';
import { preview, writeSampleData } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { dev, smallCompany } from '../support/small-company';
import { companyIssues } from '../../validation';
import { temporaryFolder } from '../support/temporary-folder';

/** Made-up documents with arrays in them, and values that refer to other sources. */
const json = {
  kind: 'batch',
  every: days(1),
  from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'json-lines' },
} as const;
const products = dataContract('products', {
  description: 'Products',
  columns: {
    sku: t.string(12).key().sample({ from: 'sequence', prefix: 'S' }),
    price: t.decimal(8, 2),
    changed_at: t.timestamp(),
  },
  eventTime: 'changed_at',
  delivery: { ...json, from: { ...json.from, format: 'csv' } },
  expectedRowsPerDay: 5,
});
const orders = dataContract('orders', {
  description: 'Orders',
  columns: {
    order_id: t.string(12).key().sample({ from: 'sequence', prefix: 'O' }),
    placed_at: t.timestamp(),
    city: t.string(40).path('shipping', 'city'),
    street: t.string(40).nullable().path('shipping', 'street'),
    channel: t.string(10).default('web'),
    lines: t.array({
      line_number: t.integer().key(),
      sku: t.string(12).physicalName('SKU').sample({
        from: 'reference',
        source: 'products',
        column: 'sku',
        skew: 3,
      }),
      quantity: t.integer().atLeast(1).atMost(9),
      note: t.string(20).nullable(),
    }),
  },
  eventTime: 'placed_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 60,
});
const stock = dataContract('stock', {
  description: 'Stock of each product, a row a day',
  columns: {
    sku: t.string(12).key().sample({ from: 'reference', source: 'products', column: 'sku' }),
    counted_on: t.date().key(),
    pieces: t.integer(),
  },
  eventTime: 'counted_on',
  delivery: json,
  expectedRowsPerDay: 5,
});
// Declared before what they refer to.
const contracts = [orders, stock, products];

interface Line {
  readonly line_number: unknown;
  readonly SKU: unknown;
  readonly quantity: unknown;
}
interface Document {
  readonly order_id: unknown;
  readonly shipping: Readonly<Record<string, unknown>>;
  readonly channel: unknown;
  readonly lines: unknown;
}

const folder = temporaryFolder('all tests');

function linesOf(home: string, source: string): string[] {
  const files = readdirSync(join(home, source)).sort();
  return files.flatMap((file) =>
    readFileSync(join(home, source, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(file.endsWith('.csv') ? 1 : 0),
  );
}

describe('made-up documents', () => {
  let documents: Document[];
  let skus: Set<string>;
  beforeAll(() => {
    const home = writeSampleData(contracts, folder.at('one'), { seed: 1 });
    documents = linesOf(home, 'orders').map((line) => JSON.parse(line) as Document);
    skus = new Set(linesOf(home, 'products').map((line) => line.split(',')[0] ?? ''));
  });

  it('have the same bytes for the same seed', () => {
    const [again, other] = [1, 2].map((seed) =>
      linesOf(writeSampleData(contracts, folder.at(`again-${seed}`), { seed }), 'orders'),
    );
    expect(again?.map((line) => JSON.parse(line) as unknown)).toEqual(documents);
    expect(other).not.toEqual(again);
  });

  it('hold values inside objects', () => {
    expect(documents.length).toBeGreaterThan(800);
    for (const { shipping } of documents) expect(Object.keys(shipping)).toEqual(['city', 'street']);
    expect(documents.filter(({ shipping }) => typeof shipping['city'] === 'string').length).toBeGreaterThan(
      800,
    );
  });

  it('lack values that have a default', () => {
    const lacking = documents.filter(({ channel }) => channel === null).length / documents.length;
    expect(lacking).toBeGreaterThan(0.05);
    expect(lacking).toBeLessThan(0.2);
  });

  it('hold one to four elements, counted from 1', () => {
    const arrays = documents.flatMap(({ lines }) => (Array.isArray(lines) ? [lines as Line[]] : []));
    expect(new Set(arrays.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4]));
    const counted = arrays.filter((lines) => lines.every((line, index) => line.line_number === index + 1));
    expect(counted.length / arrays.length).toBeGreaterThan(0.9);
    const quantities = arrays.flat().map(({ quantity }) => quantity);
    expect(
      quantities.filter((quantity) => Number(quantity) >= 1 && Number(quantity) <= 9).length,
    ).toBeGreaterThan(quantities.length * 0.9);
  });

  it('hold arrays that cannot be read, arrays that are missing, and elements with defects', () => {
    expect(documents.some(({ lines }) => lines === null)).toBe(true);
    expect(documents.some(({ lines }) => typeof lines === 'string')).toBe(true);
    const elements = documents.flatMap(({ lines }) => (Array.isArray(lines) ? (lines as Line[]) : []));
    expect(elements.some(({ quantity }) => quantity === null || typeof quantity === 'string')).toBe(true);
  });

  it('refer to rows that are there, the first ones more often where there is a skew', () => {
    const reported = documents.flatMap(({ lines }) =>
      Array.isArray(lines) ? (lines as Line[]).map(({ SKU }) => SKU) : [],
    );
    const unknown = reported.filter((sku) => !skus.has(String(sku)));
    expect(unknown.length / reported.length).toBeLessThan(0.02);
    const first = new Set([...skus].sort().slice(0, 10));
    expect(reported.filter((sku) => first.has(String(sku))).length / reported.length).toBeGreaterThan(0.4);
  });
});

it('what refers to other sources finds a row in silver, in every row that is sound', async () => {
  const [silverProducts, silverStock] = [mapping(products), mapping(stock)];
  const lines = mapping(orders, { each: 'lines', name: 'order_lines' });
  const lost = goldView('lost_lines', {
    key: ['sku'],
    flow: read(lines)
      .antiJoin(read(silverProducts), { on: ['sku'] })
      .aggregate(
        (row) => ({ sku: row.sku }),
        () => ({ rows: count() }),
      ),
  });
  const uncounted = goldView('lost_stock', {
    key: ['sku'],
    flow: read(silverStock)
      .antiJoin(read(silverProducts), { on: ['sku'] })
      .aggregate(
        (row) => ({ sku: row.sku }),
        () => ({ rows: count() }),
      ),
  });
  const acme = smallCompany({
    departments: [
      department('sales', {
        description: 'Sells',
        sources: contracts,
        tables: [silverProducts, silverStock, lines, lost, uncounted],
      }),
    ],
  });
  const { tables } = await preview(acme, { out: folder.at('out'), seed: 3 });
  const written = (name: string): number | undefined =>
    tables.find(({ table, zone }) => table === name && zone !== 'bronze')?.written;
  expect(written('order_lines')).toBeGreaterThan(1500);
  expect(written('stock')).toBeGreaterThan(300);
  expect([written('lost_lines'), written('lost_stock')]).toEqual([0, 0]);
  const engine = await DuckDb.open();
  const spread = await engine.number(
    `SELECT count(DISTINCT sku) FROM read_parquet('${folder.at('out', 'silver', 'order_lines.parquet')}')`,
  );
  engine.close();
  expect(spread).toBeGreaterThan(20);
});

describe('a sample that refers to another source', () => {
  const issuesOf = (sample: SampleSpec, other: SampleSpec = { from: 'sequence', prefix: 'P' }): string[] => {
    const source = (name: string, spec: SampleSpec) =>
      dataContract(name, {
        description: 'A source',
        columns: {
          id: t
            .string(9)
            .key()
            .sample(name === 'parts' ? spec : { from: 'sequence', prefix: 'X' }),
          part: t.string(9).sample(name === 'parts' ? { from: 'sequence', prefix: 'X' } : spec),
          number: t.long(),
          at: t.timestamp(),
        },
        eventTime: 'at',
        delivery: json,
        expectedRowsPerDay: 5,
      });
    const sources = [source('parts', other), source('bikes', sample)];
    const acme = company('Acme', {
      code: 'acme',
      departments: [department('sales', { description: 'Sells', sources })],
      environments: [dev],
    });
    return companyIssues(acme).map(describeIssue);
  };
  const reference = { from: 'reference', source: 'parts', column: 'id' } as const;

  it('is fine with a key column of one type', () => {
    expect(issuesOf(reference)).toEqual([]);
    expect(issuesOf({ ...reference, skew: 2.5 })).toEqual([]);
  });

  it('names a source and a column that its rows have', () => {
    expect(issuesOf({ ...reference, source: 'part' })).toEqual([
      'LH1101 sales/bikes: "columns.part" takes samples from the source "part", which no department owns (did you mean "parts"?); allowed: bikes, parts; name a source of the company',
    ]);
    expect(issuesOf({ ...reference, column: 'idd' })).toEqual([
      'LH1101 sales/bikes: "columns.part" takes samples from "idd" of parts, which is no column of it that every row has (did you mean "id"?); allowed: at, id, number, part; name a column that is never missing',
    ]);
  });

  it('has a skew of 1 or more', () => {
    expect(issuesOf({ ...reference, skew: 0.5 })).toEqual([
      'LH0002 sales/bikes: "columns.part" takes samples with a skew of 0.5; allowed: a number from 1, where all values are picked alike; change the number, or leave it out',
    ]);
  });

  it('does not lead back to itself', () => {
    expect(issuesOf(reference, { from: 'reference', source: 'bikes', column: 'id' })).toEqual([
      'LH1103 sales/parts: "columns" take samples in a circle: parts from bikes from parts; allowed: sources of which one can be made up first; give one of the columns another sample',
      'LH1103 sales/bikes: "columns" take samples in a circle: bikes from parts from bikes; allowed: sources of which one can be made up first; give one of the columns another sample',
    ]);
  });
});
