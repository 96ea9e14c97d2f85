import {
  company,
  dataContract,
  days,
  department,
  describeIssue,
  goldTable,
  hours,
  type Interval,
  mapping,
  read,
  silverTable,
  t,
  type Table,
} from '../../model';
import { dev } from '../support/small-company';
import { companyIssues } from '../../validation';

const source = (name: string, every: Interval = days(1)) =>
  dataContract(name, {
    description: 'Rows',
    columns: { id: t.long().key(), name: t.string(20), day: t.date(), changed_at: t.timestamp() },
    eventTime: 'changed_at',
    delivery: { kind: 'batch', every, from: { kind: 'files', format: 'csv' } },
    expectedRowsPerDay: 10,
  });
const reported = (sources: readonly ReturnType<typeof source>[], tables: readonly Table[]): string[] =>
  companyIssues(
    company('Acme', {
      code: 'acme',
      departments: [department('sales', { description: 'Sells', sources, tables })],
      environments: [dev],
    }),
  ).map(describeIssue);

describe('windows', () => {
  const fast = (every: Interval) => source('fast', every);
  const daily = source('daily');
  const issues = (every: Interval) => {
    const contract = fast(every);
    const [first, second] = [mapping(contract), mapping(daily)];
    const both = silverTable('both', {
      flow: read(first)
        .select('id', 'name')
        .join(read(second).select('id', 'day'), { on: ['id'], how: 'left' }),
      key: ['id'],
      write: 'overwrite',
    });
    return reported([contract, daily], [first, second, both]);
  };

  test.each([hours(1), hours(8), days(1), days(3)])(
    'of a table are made of whole windows of what it reads: %j',
    (every) => {
      expect(issues(every)).toEqual([]);
    },
  );

  test('that do not fit are reported', () => {
    expect(issues(hours(7))).toEqual([
      'LH3113 sales/both: "flow" is computed every 24 hours and reads "fast", which is filled every 7 hours; allowed: windows that are made of whole windows of what is read; change one source\'s delivery.every, so that the longer is a multiple of the shorter',
    ]);
    expect(issues(hours(36))[0]).toContain(
      '"flow" is computed every 36 hours and reads "daily", which is filled every 24 hours',
    );
  });

  test('of stored gold are made of whole days, because its views are deployed by the day', () => {
    const gold = (every: Interval) => {
      const contract = fast(every);
      const table = mapping(contract);
      return reported(
        [contract],
        [table, goldTable('stored', { key: ['id'], flow: read(table).select('id', 'name') })],
      );
    };
    expect(gold(days(2))).toEqual([]);
    expect(gold(hours(36))).toEqual([
      'LH3113 sales/stored: "flow" is computed every 36 hours and reads "the views of gold", which is filled every 24 hours; allowed: windows that are made of whole windows of what is read; change one source\'s delivery.every, so that the longer is a multiple of the shorter',
    ]);
  });
});
