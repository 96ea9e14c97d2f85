import { compileDataFlow } from '../../compilers/internal';
import { count, literal, max, read, silverTable } from '../../model';
import { all, describeMeaning, sales, shops } from '../support/steps-on-sales';

const one = () => ({ one: literal(1) });
/** One row, which every row meets. */
const total = () => read(sales).aggregate(one, (row) => ({ most: max(row.amount), orders: count() }));
const withOne = () =>
  read(sales)
    .select('id')
    .derive(() => ({ one: literal(1) }));

/** Joins that Spark would take for a cartesian product, or for columns that come twice. */
describeMeaning({
  'a row of totals is joined to every row by a constant': {
    flow: () => all(withOne().join(total(), { on: ['one'], how: 'inner' })),
    key: ['id'],
    gives: ['1', '2', '3', '4', '5', '6'].map((id) => [id, '1', '10.00', '6']),
  },
  'a row of totals that is not there leaves nulls in a left join': {
    flow: () =>
      all(
        withOne().join(
          total().filter((row) => row.orders.greaterThan(99)),
          { on: ['one'], how: 'left' },
        ),
      ),
    key: ['id'],
    gives: ['1', '2', '3', '4', '5', '6'].map((id) => [id, '1', null, null]),
  },
  'a constant that is not the other one matches nothing': {
    flow: () =>
      all(
        withOne()
          .derive(() => ({ one: literal(2) }))
          .join(total(), { on: ['one'], how: 'inner' }),
      ),
    key: ['id'],
    gives: [],
  },
  'rows stay where a constant has a match': {
    flow: () => all(withOne().semiJoin(total(), { on: ['one'] })),
    key: ['id'],
    gives: ['1', '2', '3', '4', '5', '6'].map((id) => [id, '1']),
  },
  'rows are joined with what is aggregated from them': {
    flow: () => {
      const rows = read(sales)
        .select('id', 'shop', 'amount')
        .filter((row) => row.amount.greaterThan(0));
      return all(
        rows.join(
          rows.aggregate(
            (row) => ({ shop: row.shop }),
            () => ({ orders: count() }),
          ),
          { on: ['shop'], how: 'left' },
        ),
      );
    },
    key: ['id'],
    gives: [
      ['1', 'a', '10.00', '2'],
      ['2', 'a', '2.50', '2'],
      ['3', 'a ', '1.00', '1'],
      ['5', null, '4.00', null],
    ],
  },
});

describe('a join in a data flow', () => {
  const script = (flow: unknown): string =>
    compileDataFlow(silverTable('result', { flow: all(flow), key: ['id'], write: 'overwrite' }), {
      read: ({ name }) => ({ fileSystem: 'in', folder: name }),
      write: ({ name }) => ({ fileSystem: 'silver', folder: name }),
      quarantine: (_, check) => ({ fileSystem: 'quarantine', folder: check }),
    }).scriptLines.join('\n');

  it('by a constant on both sides is a custom cross join', () => {
    expect(script(withOne().join(total(), { on: ['one'], how: 'inner' }))).toContain("joinType:'cross'");
  });

  it('by columns is left to Spark, without a select where both sides are read apart', () => {
    const joined = script(read(sales).join(read(shops), { on: ['shop'], how: 'left' }));
    expect(joined).toContain(
      "joinType:'left',\n     matchType:'exact',\n     ignoreSpaces: false,\n     broadcast: 'auto'",
    );
    expect(joined).not.toContain('selfJoinInput');
  });
});
