import { type Expr, goldView, type Kind, silverTable } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { type Inputs, onDataFlow, onDuckDb, onServerless, sorted } from './targets';

/** A value of a row, and what it must be for each row, as text. */
export interface MeaningCase<Row> {
  readonly value: (row: Row) => Expr<Kind>;
  readonly gives: readonly (string | null)[];
  /** Not offered in gold, so not run as T-SQL. */
  readonly silverOnly?: boolean;
}

/** What the cases of a file share. */
interface Meaning<Row> {
  readonly cases: Readonly<Record<string, MeaningCase<Row>>>;
  /** Of the rows, in the order in which the cases give their values. */
  readonly ids: readonly (string | null)[];
  readonly inputs: Inputs;
  /** A flow of the columns `id` and `value`. */
  readonly flow: (value: (row: Row) => Expr<Kind>) => Parameters<typeof silverTable>[1]['flow'];
}

/** Declares a test of each case on each engine: the same rows in, the same values out, and the values that are meant. */
export function meansTheSame<Row>({ cases, ids, inputs, flow }: Meaning<Row>): void {
  let engine: DuckDb;
  beforeAll(async () => {
    engine = await DuckDb.open();
  });
  afterAll(() => engine.close());

  describe.each(Object.entries(cases))('%s', (_name, { value, gives, silverOnly }) => {
    const silver = () => silverTable('result', { flow: flow(value), key: ['id'], write: 'overwrite' });
    const expected = sorted(ids.map((id, index) => [id, gives[index] ?? null]));

    it('on DuckDB', async () => {
      expect((await onDuckDb(silver(), inputs, engine)).rows).toEqual(expected);
    });
    it('as data flow script', () => {
      expect(onDataFlow(silver(), inputs).rows).toEqual(expected);
    });
    if (silverOnly === true) return;
    it('as T-SQL', () => {
      const gold = goldView('result', { flow: flow(value), key: ['id'] });
      expect(onServerless(gold, inputs).rows).toEqual(expected);
    });
  });
}
