import { average, count, literal, max, min, read, sum } from '../../model';
import { all, describeMeaning, sales } from '../support/steps-on-sales';

/** Averages, counts of values and pivots: the same on all three engines. */
describeMeaning({
  'average leaves nulls out and rounds half away from zero': {
    flow: () =>
      all(
        read(sales).aggregate(
          (row) => ({ shop: row.shop }),
          (row) => ({ mean: average(row.amount, 2), whole: average(row.amount, 0), rows: count() }),
        ),
      ),
    key: ['shop'],
    gives: [
      ['a', '6.25', '6', '2'],
      ['a ', '1.00', '1', '1'],
      ['A', null, null, '1'],
      [null, '1.38', '1', '2'],
    ],
  },
  'average of whole numbers has digits behind the point': {
    flow: () =>
      all(
        read(sales).aggregate(
          () => ({}),
          (row) => ({ mean: average(row.id, 3), negative: average(row.id.negate(), 0) }),
        ),
      ),
    key: [],
    gives: [['3.500', '-4']],
  },
  'average of no rows is null': {
    flow: () =>
      all(
        read(sales)
          .filter((row) => row.id.greaterThan(100))
          .aggregate(
            () => ({}),
            (row) => ({ mean: average(row.amount, 2), values: count(row.amount) }),
          ),
      ),
    key: [],
    gives: [[null, '0']],
  },
  'count of a value leaves nulls out': {
    flow: () =>
      all(
        read(sales).aggregate(
          () => ({}),
          (row) => ({ amounts: count(row.amount), shops: count(row.shop), rows: count() }),
        ),
      ),
    key: [],
    gives: [['5', '4', '6']],
  },
  'pivot puts an aggregate of each value side by side': {
    flow: () =>
      all(
        read(sales)
          .derive((row) => ({ month: row.day.startOfMonth() }))
          .pivot({ by: ['month'], column: 'shop', values: { ghent: 'a', aalst: 'A', none: 'z' } }, (row) =>
            sum(row.amount),
          ),
      ),
    key: ['month'],
    gives: [
      ['2026-01-01', '12.50', null, null],
      [null, null, null, null],
    ],
  },
  'pivot counts 0 where a group has no such row': {
    flow: () =>
      all(
        read(sales)
          .derive(() => ({ one: literal(1) }))
          .pivot({ by: [], column: 'shop', values: { ghent: 'a', blank: 'a ', none: 'z' } }, () => count()),
      ),
    key: [],
    gives: [['2', '1', '0']],
  },
  'pivot takes averages, greatest and smallest values': {
    flow: () =>
      all(
        read(sales).pivot({ by: [], column: 'shop', values: { ghent: 'a' } }, (row) =>
          average(row.amount, 1),
        ),
      ),
    key: [],
    gives: [['6.3']],
  },
  'pivot takes the smallest': {
    flow: () =>
      all(read(sales).pivot({ by: [], column: 'shop', values: { ghent: 'a' } }, (row) => min(row.day))),
    key: [],
    gives: [['2026-01-03']],
  },
  'pivot takes the greatest': {
    flow: () =>
      all(read(sales).pivot({ by: [], column: 'shop', values: { ghent: 'a' } }, (row) => max(row.id))),
    key: [],
    gives: [['2']],
  },
});
