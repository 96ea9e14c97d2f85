import {
  department,
  describeIssue,
  type Flow,
  goldView,
  read,
  type Schema,
  silverTable,
  type Table,
} from '../../model';
import { compileDuckDb } from '../../compilers/internal';
import { DuckDb } from '../../preview/duckdb';
import { smallCompany } from '../support/small-company';
import { inputs, rates, sales, shops } from '../support/steps-on-sales';
import { onDataFlow, onDuckDb, sorted } from '../support/targets';
import { companyIssues } from '../../validation';

/** Checks against other rows, and joins held to their relation: silver only, so on DuckDB and as data flow script. */
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

function silver<S extends Schema>(flow: Flow<S>): Table<S> {
  return silverTable('result', { flow, key: ['id'] as unknown as never[], write: 'overwrite' });
}

async function both(
  table: Table,
): Promise<{ rows: string[]; quarantined: Readonly<Record<string, string[]>> }> {
  const local = await onDuckDb(table, inputs, engine);
  expect(onDataFlow(table, inputs)).toEqual(local);
  return local;
}

describe('checkUnique', () => {
  it('sends all rows that share a value to quarantine, and leaves null and other case alone', async () => {
    const table = silver(read(sales).select('id', 'shop').checkUnique('one-a-shop', 'shop'));
    const { rows, quarantined } = await both(table);
    expect(rows).toEqual(
      sorted([
        ['3', 'a '],
        ['4', 'A'],
        ['5', null],
        ['6', null],
      ]),
    );
    expect(quarantined['one-a-shop']).toEqual(
      sorted([
        ['1', 'a', 'unique:shop'],
        ['2', 'a', 'unique:shop'],
      ]),
    );
  });
  it('keeps what identified a row', () => {
    expect(read(sales).checkUnique('days', 'day').relation.key).toEqual(['id']);
  });
  it('names a column that is not there', () => {
    const flow = read(sales).checkUnique('days', 'dya' as 'day');
    expect(companyIssuesOf(silver(flow))).toContainEqual(
      expect.stringContaining(
        '"flow.check.days" names "dya", which is no column (did you mean "day"?); allowed: amount, day, id, shop',
      ),
    );
  });
});

describe('checkReference', () => {
  it('sends rows to quarantine whose value the other side lacks; null refers to nothing', async () => {
    const table = silver(
      read(sales)
        .select('id', 'shop')
        .checkReference('known-shop', read(shops), { on: ['shop'] }),
    );
    const { rows, quarantined } = await both(table);
    expect(rows).toEqual(
      sorted([
        ['1', 'a'],
        ['2', 'a'],
        ['4', 'A'],
        ['5', null],
        ['6', null],
      ]),
    );
    expect(quarantined['known-shop']).toEqual(sorted([['3', 'a ', 'reference:shop']]));
  });
  it('takes a side with the same value many times', async () => {
    const table = silver(
      read(sales)
        .select('id', 'shop')
        .checkReference('rated', read(rates), { on: ['shop'] }),
    );
    expect((await both(table)).rows).toHaveLength(5);
  });
});

describe('a join with a relation that flows do not prove', () => {
  const ambiguous = (): Table =>
    silver(
      read(sales)
        .select('id', 'shop')
        .join(read(rates).select('shop', 'rate'), {
          on: ['shop'],
          how: 'left',
          relation: 'many-to-one',
          name: 'rates',
        }),
    );
  const fine = (relation: 'one-to-one' | 'many-to-one'): Table =>
    silver(
      read(sales)
        .select('id', 'shop')
        .join(
          read(rates)
            .filter((row) => row.valid_from.equals('2026-01-01'))
            .select('shop', 'rate'),
          {
            on: ['shop'],
            how: 'inner',
            relation,
            name: 'rates',
          },
        ),
    );

  it('runs where the rows keep it', async () => {
    expect((await both(fine('many-to-one'))).rows).toEqual(
      sorted([
        ['1', 'a', '1.0000'],
        ['2', 'a', '1.0000'],
        ['4', 'A', '3.0000'],
      ]),
    );
  });
  it('fails the data flow where it would multiply rows', () => {
    expect(() => onDataFlow(ambiguous(), inputs)).toThrow(/assertion "rates repeats1" failed/);
  });
  it('fails the data flow where one-to-one has two rows with one match', () => {
    expect(() => onDataFlow(fine('one-to-one'), inputs)).toThrow(/assertion .* failed/);
  });
  it('makes the preview name the values that come more than once', async () => {
    await onDuckDb(fine('many-to-one'), inputs, engine);
    const names = {
      pepper: '',
      prefix: 'result',
      relation: ({ name }: { name: string }) => `"held_${name}"`,
    };
    for (const name of ['test.sales', 'test.rates']) {
      await engine.run(
        `CREATE OR REPLACE TABLE "held_${name}" AS SELECT * FROM (VALUES ('a', 1, 1, DATE '2026-01-01'), ('a', 2, 2, DATE '2026-01-01'), (NULL, 3, 3, NULL), (NULL, 4, 4, NULL)) t(shop, id, rate, valid_from)${name === 'test.sales' ? ", (SELECT 1 AS amount, DATE '2026-01-01' AS day)" : ''}`,
      );
    }
    const [many] = compileDuckDb(ambiguous(), names).assertions;
    expect(many).toMatchObject({ name: 'rates', by: ['shop'] });
    expect(await engine.rows(many?.repeated ?? '')).toEqual([{ key: 'a', rows: '2' }]);
    const [left] = compileDuckDb(fine('one-to-one'), names).assertions;
    expect(await engine.rows(left?.repeated ?? '')).toEqual([{ key: 'a', rows: '2' }]);
  });
  it('computes nothing for what is proven', () => {
    const flow = read(sales).join(read(shops), { on: ['shop'], how: 'left', relation: 'many-to-one' });
    const names = { pepper: '', prefix: 'result', relation: () => 'x' };
    expect(compileDuckDb(silver(flow), names).assertions).toEqual([]);
  });
  it('is refused in gold, where nothing can fail a run', () => {
    const flow = read(sales).join(read(rates).select('shop', 'rate'), {
      on: ['shop'],
      how: 'left',
      relation: 'many-to-one',
    });
    expect(companyIssuesOf(goldView('result', { flow, key: ['id'] }))).toContainEqual(
      expect.stringMatching(
        /uses a join with a relation "shop", on shop, which T-SQL does not offer: a view cannot fail .*; dedupe or aggregate the other side/,
      ),
    );
  });
  it('refuses a name that a data flow could not carry', () => {
    const flow = read(sales).join(read(rates).select('shop', 'rate'), {
      on: ['shop'],
      how: 'left',
      relation: 'many-to-one',
      name: 'My Join',
    });
    expect(companyIssuesOf(silver(flow))).toContainEqual(
      expect.stringContaining('"flow.join.name" is "My Join"'),
    );
  });
});

describe('what cannot be aggregated', () => {
  it('reports an average to digits that no engine has, and a pivot without values', () => {
    const flow = read(sales).pivot({ by: [], column: 'shop', values: {} }, () => 'x' as never);
    expect(companyIssuesOf(silver(flow))).toContainEqual(
      expect.stringContaining('"flow.pivot.values" is empty'),
    );
  });
});

function companyIssuesOf(table: Table): string[] {
  const departments = [department('sales', { description: 'Sells', tables: [table] })];
  return companyIssues(smallCompany({ departments })).map(describeIssue);
}
