import {
  company,
  department,
  describeIssue,
  type Flow,
  read,
  rowNumber,
  type Schema,
  silverTable,
  type Table,
} from '../../model';
import { companyIssues } from '../../validation';
import { orders, sold } from '../support/acme';
import { dev } from '../support/small-company';

/** Options that a step cannot use, from JavaScript or through a cast: each is one mistake, and nothing follows from it. */

describe('options of a step', () => {
  const issuesOf = (table: Table): string[] =>
    companyIssues(
      company('Acme', {
        code: 'acme',
        departments: [
          department('sales', { description: 'Sells', sources: [orders], tables: [sold, table] }),
        ],
        environments: [dev],
      }),
    ).map(describeIssue);
  const rows = read(sold).select('id', 'shop', 'amount', 'at');
  const others = read(sold).select('id', 'email');
  const NAMES = 'a list of names of columns; correct it';
  const FUNCTION = 'a function of the row; correct it';

  it.each<[string, () => unknown, string[]]>([
    [
      'select',
      () => rows.select('id', undefined as never),
      ['select.names" is a list; allowed: names of columns; correct it'],
    ],
    [
      'rename',
      () => rows.rename({ id: 5 } as never),
      ['select.names" is an object; allowed: names of columns; correct it'],
    ],
    ['derive', () => rows.derive(5 as never), [`derive.values" is 5; allowed: ${FUNCTION}`]],
    ['filter', () => rows.filter('id' as never), [`filter.condition" is "id"; allowed: ${FUNCTION}`]],
    ['check', () => rows.check('fits', {} as never), [`check.rules" is an object; allowed: ${FUNCTION}`]],
    [
      'checkReference',
      () => rows.checkReference('known', others, { onn: ['id'] } as never),
      ['check.onn" is no property that is known here (did you mean "on"?)'],
    ],
    [
      'dedupe',
      () => rows.dedupe({ by: 'id', newest: ['at'] } as never),
      [`dedupe.by" is "id"; allowed: ${NAMES}`],
    ],
    [
      'join',
      () => rows.join(others, { on: ['id'], how: 'left', relation: 'many-to-many' } as never),
      ['join.relation" is "many-to-many"; allowed: one-to-one, many-to-one; correct it'],
    ],
    [
      'semiJoin',
      () => rows.semiJoin(others, 'id' as never),
      ['semiJoin.on" is missing; allowed: a list of names of columns; add it'],
    ],
    [
      'asOfJoin',
      () => rows.asOfJoin(others, { on: ['id'], day: 'at', otherDay: 'at', maxAgeDays: '7' } as never),
      ['asOfJoin.maxAgeDays" is "7"; allowed: a number; correct it'],
    ],
    [
      'aggregate',
      () => rows.aggregate(undefined as never, () => ({})),
      ['aggregate.groups" is missing; allowed: a function of the row; add it'],
    ],
    [
      'pivot',
      () => rows.pivot({ by: ['id'], column: 'shop', values: 'a' } as never, 5 as never),
      [`aggregate.values" is "a"; allowed: ${FUNCTION}`, `aggregate.aggregate" is 5; allowed: ${FUNCTION}`],
    ],
    [
      'window',
      () => rows.window({ order: 'at' } as never, () => ({ number: rowNumber() })),
      [`window.order" is "at"; allowed: a list of names of columns, or descending('column'); correct it`],
    ],
  ])('%s', (_, make, issues) => {
    const table = silverTable('daily', { flow: make() as Flow<Schema>, key: ['id'] });
    expect(issuesOf(table)).toEqual(
      issues.map((issue) => expect.stringContaining(`sales/daily: "flow.${issue}`) as string),
    );
  });
});
