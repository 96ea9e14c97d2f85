import { descending, lag, lead, rank, read, rowNumber, runningSum } from '../../model';
import { all, describeMeaning, rates, sales } from '../support/steps-on-sales';

/** Steps that look at other rows: matches and windows, on every engine. */
describeMeaning({
  'semi join keeps what has a match, once': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'shop')
          .semiJoin(read(rates), { on: ['shop'] }),
      ),
    key: ['id'],
    gives: [
      ['1', 'a'],
      ['2', 'a'],
      ['4', 'A'],
    ],
  },
  'anti join keeps what has none, null included': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'shop')
          .antiJoin(read(rates), { on: ['shop'] }),
      ),
    key: ['id'],
    gives: [
      ['3', 'a '],
      ['5', null],
      ['6', null],
    ],
  },
  'window: positions by the order, ties by the other columns, nulls first': {
    flow: () =>
      all(
        read(sales)
          .select('id', 'day', 'amount')
          .window({ order: ['day'] }, (row) => ({
            place: rowNumber(),
            shared: rank(),
            before: lag(row.amount),
            after: lead(row.id, 2),
          })),
      ),
    key: ['id'],
    gives: [
      ['5', null, '4.00', '1', '1', null, '2'],
      ['6', '2026-01-01', '-1.25', '2', '2', '4.00', '1'],
      ['2', '2026-01-03', '2.50', '3', '3', '-1.25', '3'],
      ['1', '2026-01-10', '10.00', '4', '4', '2.50', '4'],
      ['3', '2026-01-10', '1.00', '5', '4', '10.00', null],
      ['4', '2026-01-31', null, '6', '6', '1.00', null],
    ],
  },
  'window: partitions of equal text, newest first, running sums leave nulls out': {
    flow: () =>
      all(
        read(sales).window({ by: ['shop'], order: [descending('day')] }, (row) => ({
          place: rowNumber(),
          so_far: runningSum(row.amount),
        })),
      ),
    key: ['id'],
    gives: [
      ['1', 'a', '10.00', '2026-01-10', '1', '10.00'],
      ['2', 'a', '2.50', '2026-01-03', '2', '12.50'],
      ['3', 'a ', '1.00', '2026-01-10', '1', '1.00'],
      ['4', 'A', null, '2026-01-31', '1', null],
      ['6', null, '-1.25', '2026-01-01', '1', '-1.25'],
      ['5', null, '4.00', null, '2', '2.75'],
    ],
  },
});
