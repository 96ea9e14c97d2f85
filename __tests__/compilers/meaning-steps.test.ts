import { count, countDistinct, literal, max, min, read, silverTable, sum, when } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { all, describeMeaning, inputs, rates, sales, shops } from '../support/steps-on-sales';
import { onDataFlow, onDuckDb, sorted } from '../support/targets';

/** Every step on every engine it is offered on: the same rows in, the same rows out, and the rows that are meant. */
describeMeaning({
  'select keeps columns in the order asked for': {
    flow: () => all(read(sales).select('shop', 'id')),
    key: ['id'],
    gives: [
      ['a', '1'],
      ['a', '2'],
      ['a ', '3'],
      ['A', '4'],
      [null, '5'],
      [null, '6'],
    ],
  },
  'rename keeps the values': {
    flow: () => all(read(sales).select('id', 'amount').rename({ amount: 'price' })),
    key: ['id'],
    gives: [
      ['1', '10.00'],
      ['2', '2.50'],
      ['3', '1.00'],
      ['4', null],
      ['5', '4.00'],
      ['6', '-1.25'],
    ],
  },
  'derive sees the row as it came in, also beside a column it replaces': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'amount')
          .derive((row) => ({ amount: row.amount.times(2).round(2), before: row.amount })),
      ),
    key: ['id'],
    gives: [
      ['1', '20.00', '10.00'],
      ['2', '5.00', '2.50'],
      ['3', '2.00', '1.00'],
      ['4', null, null],
      ['5', '8.00', '4.00'],
      ['6', '-2.50', '-1.25'],
    ],
  },
  'filter drops false and null': {
    flow: () =>
      all(
        read(sales)
          .filter((row) => row.amount.greaterThan(1))
          .select('id'),
      ),
    key: ['id'],
    gives: [['1'], ['2'], ['5']],
  },
  'filter by the opposite drops null too': {
    flow: () =>
      all(
        read(sales)
          .filter((row) => row.amount.greaterThan(1).not())
          .select('id'),
      ),
    key: ['id'],
    gives: [['3'], ['6']],
  },
  'inner join matches exactly, null matches nothing': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'shop')
          .join(read(shops), { on: ['shop'], how: 'inner' }),
      ),
    key: ['id'],
    gives: [
      ['1', 'a', 'Ghent'],
      ['2', 'a', 'Ghent'],
      ['4', 'A', 'Aalst'],
    ],
  },
  'left join keeps what has no match': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'shop')
          .join(read(shops), { on: ['shop'], how: 'left' }),
      ),
    key: ['id'],
    gives: [
      ['1', 'a', 'Ghent'],
      ['2', 'a', 'Ghent'],
      ['3', 'a ', null],
      ['4', 'A', 'Aalst'],
      ['5', null, null],
      ['6', null, null],
    ],
  },
  'a table can be joined with itself': {
    flow: () => {
      const rows = read(sales).select('id', 'amount');
      return all(
        rows
          .join(rows.rename({ amount: 'again' }), { on: ['id'], how: 'inner' })
          .filter((row) => row.amount.equals(row.again)),
      );
    },
    key: ['id'],
    gives: [
      ['1', '10.00', '10.00'],
      ['2', '2.50', '2.50'],
      ['3', '1.00', '1.00'],
      ['5', '4.00', '4.00'],
      ['6', '-1.25', '-1.25'],
    ],
  },
  'as-of join takes the latest in time, and nothing too old': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'shop', 'day')
          .asOfJoin(read(rates), { on: ['shop'], day: 'day', otherDay: 'valid_from', maxAgeDays: 10 }),
      ),
    key: ['id'],
    gives: [
      ['1', 'a', '2026-01-10', '2.0000'],
      ['2', 'a', '2026-01-03', '1.0000'],
      ['3', 'a ', '2026-01-10', null],
      ['4', 'A', '2026-01-31', null],
      ['5', null, null, null],
      ['6', null, '2026-01-01', null],
    ],
  },
  'dedupe keeps the newest, nulls last, ties by the smallest other columns': {
    flow: () =>
      all(
        read(sales)
          .derive((row) => ({ bucket: when([[row.shop.isNull(), literal('none')]], literal('some')) }))
          .dedupe({ by: ['bucket'], newest: ['day'] }),
      ),
    key: ['bucket'],
    gives: [
      ['4', 'A', null, '2026-01-31', 'some'],
      ['6', null, '-1.25', '2026-01-01', 'none'],
    ],
  },
  'dedupe without an order keeps the smallest, nulls first': {
    flow: () =>
      all(
        read(sales)
          .select('shop', 'amount', 'id')
          .dedupe({ by: ['shop'], newest: [] }),
      ),
    key: ['shop'],
    gives: [
      ['a', '2.50', '2'],
      ['a ', '1.00', '3'],
      ['A', null, '4'],
      [null, '-1.25', '6'],
    ],
  },
  'aggregate: nulls are one group, texts are apart by trailing spaces and case': {
    flow: () =>
      all(
        read(sales).aggregate(
          (row) => ({ shop: row.shop }),
          (row) => ({
            total: sum(row.amount),
            lines: count(),
            days: countDistinct(row.day),
            first: min(row.day),
            most: max(row.amount),
          }),
        ),
      ),
    key: ['shop'],
    gives: [
      ['a', '12.50', '2', '2', '2026-01-03', '10.00'],
      ['a ', '1.00', '1', '1', '2026-01-10', '1.00'],
      ['A', null, '1', '1', '2026-01-31', null],
      [null, '2.75', '2', '1', '2026-01-01', '4.00'],
    ],
  },
  'aggregate without groups gives one row, also of no rows': {
    flow: () =>
      all(
        read(sales)
          .filter((row) => row.id.lessThan(0))
          .aggregate(
            () => ({}),
            (row) => ({ total: sum(row.amount), lines: count(), shops: countDistinct(row.shop) }),
          ),
      ),
    key: [],
    gives: [[null, '0', '0']],
  },
  'countDistinct tells texts apart by trailing spaces': {
    flow: () =>
      all(
        read(sales).aggregate(
          () => ({}),
          (row) => ({ shops: countDistinct(row.shop) }),
        ),
      ),
    key: [],
    gives: [['3']],
  },
  'union holds the longer of two texts': {
    flow: () => {
      const name = (text: string) =>
        read(shops)
          .filter((row) => row.shop.equals('a'))
          .derive(() => ({ name: literal(text) }))
          .select('name');
      return all(
        name('short')
          .union(name('quite a bit longer'))
          .dedupe({ by: ['name'], newest: [] }),
      );
    },
    key: ['name'],
    gives: [['short'], ['quite a bit longer']],
  },
  'union keeps duplicates and matches by name': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'shop')
          .filter((row) => row.id.lessThanOrEqual(2))
          .union(
            read(sales)
              .select('shop', 'id')
              .filter((row) => row.id.lessThanOrEqual(1))
              .select('id', 'shop'),
          ),
      ),
    key: ['id'],
    gives: [
      ['1', 'a'],
      ['2', 'a'],
      ['1', 'a'],
    ],
  },
});

describe('check', () => {
  let engine: DuckDb;
  beforeAll(async () => {
    engine = await DuckDb.open();
  });
  afterAll(() => {
    engine.close();
  });

  const table = silverTable('result', {
    flow: read(sales).check(
      'sane',
      (row) => ({ 'has-shop': row.shop.isNotNull(), positive: row.amount.greaterThan(0) }),
      ['id', 'amount'],
    ),
    key: ['id'],
    write: 'overwrite',
  });
  const good = sorted([
    ['1', 'a', '10.00', '2026-01-10'],
    ['2', 'a', '2.50', '2026-01-03'],
    ['3', 'a ', '1.00', '2026-01-10'],
    ['4', 'A', null, '2026-01-31'],
  ]);
  const broken = {
    sane: sorted([
      ['5', '4.00', 'has-shop'],
      ['6', '-1.25', 'has-shop'],
    ]),
  };

  it('sends rows away with the first rule they break, null breaks none, on DuckDB', async () => {
    expect(await onDuckDb(table, inputs, engine)).toEqual({ rows: good, quarantined: broken });
  });
  it('sends rows away with the first rule they break, null breaks none, as data flow script', () => {
    expect(onDataFlow(table, inputs)).toEqual({ rows: good, quarantined: broken });
  });
});
