import { type Flow, goldView, type Schema, silverTable, t, tableReference } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { type Inputs, onDataFlow, onDuckDb, onServerless, sorted, textTable } from './targets';

/** Rows on which steps are tried: texts that differ in case and trailing spaces only, nulls, ties. */
export const sales = tableReference('test', 'sales', {
  id: t.integer().key(),
  shop: t.string(20).nullable(),
  amount: t.decimal(12, 2).nullable(),
  day: t.date().nullable(),
});
/** Where shops are. */
export const shops = tableReference('test', 'shops', { shop: t.string(20).key(), city: t.string(20) });
/** Dated rates of shops. */
export const rates = tableReference('test', 'rates', {
  shop: t.string(20).key(),
  valid_from: t.date().key(),
  rate: t.decimal(8, 4),
});

const SALES = { id: 'integer', shop: 'string', amount: 'decimal(12,2)', day: 'date' };
/** The rows of the tables above. */
export const inputs: Inputs = {
  'test.sales': textTable(
    SALES,
    ['1', 'a', '10.00', '2026-01-10'],
    ['2', 'a', '2.50', '2026-01-03'],
    ['3', 'a ', '1.00', '2026-01-10'],
    ['4', 'A', null, '2026-01-31'],
    ['5', null, '4.00', null],
    ['6', null, '-1.25', '2026-01-01'],
  ),
  'test.shops': textTable(
    { shop: 'string', city: 'string' },
    ['a', 'Ghent'],
    ['A', 'Aalst'],
    ['b', 'Bruges'],
  ),
  'test.rates': textTable(
    { shop: 'string', valid_from: 'date', rate: 'decimal(8,4)' },
    ['a', '2026-01-01', '1.0000'],
    ['a', '2026-01-05', '2.0000'],
    ['a', '2026-01-11', '9.0000'],
    ['A', '2026-01-01', '3.0000'],
  ),
};

/** A flow, its key and the rows that are meant, in any order. */
export interface StepCase {
  readonly flow: () => Flow<Schema>;
  readonly key: readonly string[];
  readonly gives: readonly (readonly (string | null)[])[];
}
/** Forgets the columns of a flow, so that flows of any kind can stand in one table. */
export const all = (flow: unknown): Flow<Schema> => flow as Flow<Schema>;

/** Holds cases to one meaning on all three engines. */
export function describeMeaning(cases: Readonly<Record<string, StepCase>>): void {
  let engine: DuckDb;
  beforeAll(async () => {
    engine = await DuckDb.open();
  });
  afterAll(() => {
    engine.close();
  });

  describe.each(Object.entries(cases))('%s', (_name, { flow, key, gives }) => {
    const silver = () => silverTable('result', { flow: flow(), key: [...key], write: 'overwrite' });

    it('on DuckDB', async () => {
      expect((await onDuckDb(silver(), inputs, engine)).rows).toEqual(sorted(gives));
    });
    it('as data flow script', () => {
      expect(onDataFlow(silver(), inputs).rows).toEqual(sorted(gives));
    });
    it('as T-SQL', () => {
      expect(onServerless(goldView('result', { flow: flow(), key: [...key] }), inputs).rows).toEqual(
        sorted(gives),
      );
    });
  });
}
