import { dataContract, days, mapping, t } from '../../model';
import { tsqlType } from '../../compilers/internal';
import { DuckDb } from '../../preview/duckdb';
import { agreed, rowsIn, runOnDelta } from '../support/delta-runs';
import { textTable } from '../support/targets';

/** Texts that are longer than serverless SQL's varchar(8000) holds: reviews, descriptions, documents. */
const reviews = dataContract('reviews', {
  description: 'Reviews',
  columns: { id: t.long().key(), body: t.string(5000), at: t.timestamp() },
  eventTime: 'at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'csv' },
  },
  expectedRowsPerDay: 10,
});
const table = mapping(reviews);
const row = (id: string, length: number) => [id, 'é'.repeat(length), '2026-01-05 10:00:00', 'a.csv', 'r1'];
const inputs = {
  reviews: textTable(
    { id: 'string', body: 'string', at: 'string', _source_file: 'string', _run_id: 'string' },
    row('1', 5000),
    row('2', 5001),
    row('3', 0),
  ),
};

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

it('are read up to their length, the same by the data flow and in the preview', async () => {
  const outcome = await agreed(table, inputs, engine);
  expect(outcome.rows).toHaveLength(1);
  expect(rowsIn(runOnDelta(table, inputs).silver['reviews'], [{ name: 'id' }])).toEqual(["'1'"]);
});

it('are VARCHAR(MAX) in serverless SQL, and no longer ones than before', () => {
  expect([2000, 2001, 250_000].map((length) => tsqlType({ kind: 'string', length }))).toEqual([
    'VARCHAR(8000)',
    'VARCHAR(MAX)',
    'VARCHAR(MAX)',
  ]);
});
