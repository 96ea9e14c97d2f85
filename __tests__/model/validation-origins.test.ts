import {
  type BatchOrigin,
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

const source = (name: string, from: BatchOrigin, every: Interval = days(1)) =>
  dataContract(name, {
    description: 'Rows',
    columns: { id: t.long().key(), name: t.string(20), day: t.date(), changed_at: t.timestamp() },
    eventTime: 'changed_at',
    delivery: { kind: 'batch', every, from },
    expectedRowsPerDay: 10,
  });
const told = (sources: readonly ReturnType<typeof source>[], tables: readonly Table[] = []): string[] =>
  companyIssues(
    company('Acme', {
      code: 'acme',
      departments: [department('sales', { description: 'Sells', sources, tables })],
      environments: [dev],
    }),
  ).map(describeIssue);
const issuesOf = (from: BatchOrigin, every?: Interval) => told([source('rows', from, every)]);

const http = {
  kind: 'http',
  baseUrl: 'https://a.example.com',
  path: 'x/{date}.csv',
  format: 'csv',
} as const;
const rest = { kind: 'rest', baseUrl: 'https://a.example.com', path: 'x?a={windowStart}' } as const;
const sql = {
  kind: 'sql',
  server: 'sql-a.database.windows.net',
  database: 'crm',
  table: 'Accounts',
  watermark: 'changed_at',
} as const;
const paths = '{date}, {windowStart}, {windowEnd}';
const names =
  "allowed: one or more names, each without quotes, brackets, braces and backslashes; write a name for each step, e.g. ['result', 'items']";

describe('where a batch comes from', () => {
  test.each<[string, BatchOrigin]>([
    ['http', http],
    ['rest', { ...rest, records: ['a', 'b.c'], paging: { kind: 'next-link', path: ['@odata.nextLink'] } }],
    [
      'rest by page',
      {
        ...rest,
        records: ['a'],
        paging: { kind: 'page-number', parameter: '$skip', first: 0, until: 'empty' },
      },
    ],
    ['rest as somebody', { ...rest, authentication: { kind: 'managed-identity', resource: 'api://crm' } }],
    ['sql', sql],
    ['sql by the day', { ...sql, schema: 'sales', watermark: 'day' }],
    ['files', { kind: 'files', format: 'json-lines' }],
  ])('is fine as it is meant: %s', (_, from) => {
    expect(issuesOf(from)).toEqual([]);
  });

  test.each<[BatchOrigin, string]>([
    [
      { ...http, path: 'x/{day}.csv' },
      `.path" has {day}, which is no placeholder; allowed: ${paths}; use one of these`,
    ],
    [
      { ...rest, path: 'x?a={windowStrat}' },
      `.path" has {windowStrat}, which is no placeholder (did you mean "windowStart"?); allowed: ${paths}; use one of these`,
    ],
    [
      { ...http, path: "x'y" },
      `.path" is "x'y"; allowed: a path without quotes, at signs, backslashes and braces, besides ${paths}; change the path`,
    ],
    [
      { ...http, path: 'a@{b}' },
      `.path" has {b}, which is no placeholder; allowed: ${paths}; use one of these|.path" is "a@{b}"; allowed: a path without quotes, at signs, backslashes and braces, besides ${paths}; change the path`,
    ],
    [{ ...http, format: 'xml' as 'csv' }, '.format" is "xml"; allowed: csv, json-lines; choose one'],
    [
      { ...rest, baseUrl: 'http://a.example.com' },
      '.baseUrl" is "http://a.example.com"; allowed: https:// and a host, without a path; put the path into delivery.from.path',
    ],
    [{ ...rest, records: [] }, `.records" is empty; ${names}`],
    [{ ...rest, records: ["a'b"] }, `.records" has "a'b"; ${names}`],
    [{ ...rest, paging: { kind: 'next-link', path: [''] } }, `.paging.path" has ""; ${names}`],
    [
      {
        ...rest,
        records: ['a'],
        paging: { kind: 'page-number', parameter: 'a&b', first: -1, until: 'empty' },
      },
      '.paging.parameter" is "a&b"; allowed: letters, digits, dots, dashes and underscores; correct it|.paging.first" is -1; allowed: a whole number from 0; change the number',
    ],
    [
      { ...rest, paging: { kind: 'page-number', parameter: 'p', until: 'empty' } },
      '.paging" counts pages of answers that are arrays; allowed: page numbers where an answer is an object that holds the array; name the array in delivery.from.records, or use next-link',
    ],
    [
      { ...rest, authentication: { kind: 'managed-identity', resource: 'crm' } },
      '.authentication.resource" is "crm"; allowed: the URI of an application in Entra ID, e.g. api://crm or https://crm.example.com; correct it',
    ],
    [
      { ...sql, server: 'sql-a' },
      '.server" is "sql-a"; allowed: the full name of an Azure SQL server, <name>.database.windows.net, in lower case; correct it',
    ],
    [
      { ...sql, database: 'crm;User ID=sa' },
      '.database" is "crm;User ID=sa"; allowed: 1 to 128 letters, digits, blanks, dots, dashes and underscores; correct it',
    ],
    [
      { ...sql, schema: 'd]bo', table: 'dbo.Accounts' },
      '.schema" is "d]bo"; allowed: 1 to 128 letters, digits, blanks, dashes and underscores, beginning with a letter, without a schema; correct it|.table" is "dbo.Accounts"; allowed: 1 to 128 letters, digits, blanks, dashes and underscores, beginning with a letter, without a schema; correct it',
    ],
    [
      { ...sql, watermark: 'changed' },
      '.watermark" is "changed", which is no column; allowed: a timestamp or date of the contract: changed_at, day; name the column that says when a row last changed',
    ],
    [
      { ...sql, watermark: 'name' },
      '.watermark" is "name", a string(20); allowed: a timestamp or date of the contract: changed_at, day; name the column that says when a row last changed',
    ],
    [
      { kind: 'files', format: 'parquet' as 'csv' },
      '.format" is "parquet"; allowed: csv, json-lines; choose one',
    ],
    [
      { kind: 'ftp' } as unknown as BatchOrigin,
      '" is of kind "ftp"; allowed: { kind: … } of http, rest, sql, files; say where the rows come from',
    ],
    [
      undefined as unknown as BatchOrigin,
      '" is missing; allowed: { kind: … } of http, rest, sql, files; say where the rows come from',
    ],
  ])('is told where it is wrong: %#', (from, issues) => {
    expect(issuesOf(from)).toEqual(issues.split('|').map((issue) => `sales/rows: "delivery.from${issue}`));
  });

  test('has a date for its watermark only in windows of whole days', () => {
    expect(issuesOf({ ...sql, watermark: 'day' }, days(2))).toEqual([]);
    expect(issuesOf({ ...sql, watermark: 'day' }, hours(6))).toEqual([
      'sales/rows: "delivery.from.watermark" is "day", a date, in windows of 360 minutes; allowed: a timestamp, or a date in windows of whole days; choose a timestamp, or change delivery.every',
    ]);
  });
});

describe('windows', () => {
  const fast = (every: Interval) => source('fast', http, every);
  const daily = source('daily', http);
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
    return told([contract, daily], [first, second, both]);
  };

  test.each([hours(1), hours(8), days(1), days(3)])(
    'of a table are made of whole windows of what it reads: %j',
    (every) => {
      expect(issues(every)).toEqual([]);
    },
  );

  test('that do not fit are told', () => {
    expect(issues(hours(7))).toEqual([
      'sales/both: "flow" is computed every 24 hours and reads "fast", which is filled every 7 hours; allowed: windows that are made of whole windows of what is read; change one source\'s delivery.every, so that the longer is a multiple of the shorter',
    ]);
    expect(issues(hours(36))[0]).toContain(
      '"flow" is computed every 36 hours and reads "daily", which is filled every 24 hours',
    );
  });

  test('of stored gold are made of whole days, because its views are deployed by the day', () => {
    const gold = (every: Interval) => {
      const contract = fast(every);
      const table = mapping(contract);
      return told(
        [contract],
        [table, goldTable('stored', { key: ['id'], flow: read(table).select('id', 'name') })],
      );
    };
    expect(gold(days(2))).toEqual([]);
    expect(gold(hours(36))).toEqual([
      'sales/stored: "flow" is computed every 36 hours and reads "the views of gold", which is filled every 24 hours; allowed: windows that are made of whole windows of what is read; change one source\'s delivery.every, so that the longer is a multiple of the shorter',
    ]);
  });
});
