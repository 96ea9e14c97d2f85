import { connectorOf } from '../../compilers';
import {
  company,
  dataContract,
  days,
  department,
  describeIssue,
  hours,
  type Interval,
  LakehouseError,
  type SourceConnector,
  t,
} from '../../model';
import { dev } from '../support/small-company';
import { companyIssues } from '../../validation';

const source = (name: string, from: SourceConnector, every: Interval = days(1)) =>
  dataContract(name, {
    description: 'Rows',
    columns: { id: t.long().key(), name: t.string(20), day: t.date(), changed_at: t.timestamp() },
    eventTime: 'changed_at',
    delivery: { kind: 'batch', every, from },
    expectedRowsPerDay: 10,
  });
const issuesOf = (from: SourceConnector, every?: Interval) => {
  const sales = department('sales', { description: 'Sells', sources: [source('rows', from, every)] });
  const acme = company('Acme', { code: 'acme', departments: [sales], environments: [dev] });
  return companyIssues(acme).map(describeIssue);
};

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
  test.each<[string, SourceConnector]>([
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

  test.each<[SourceConnector, string]>([
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
  ])('is reported where it is wrong: %#', (from, issues) => {
    expect(issuesOf(from)).toEqual(issues.split('|').map((issue) => `sales/rows: "delivery.from${issue}`));
  });

  test('has a date for its watermark only in windows of whole days', () => {
    expect(issuesOf({ ...sql, watermark: 'day' }, days(2))).toEqual([]);
    expect(issuesOf({ ...sql, watermark: 'day' }, hours(6))).toEqual([
      'sales/rows: "delivery.from.watermark" is "day", a date, in windows of 360 minutes; allowed: a timestamp, or a date in windows of whole days; choose a timestamp, or change delivery.every',
    ]);
  });

  test.each(['http://files.example.com', 'https://files.example.com/daily', 'files.example.com', 'https://'])(
    'is fetched over https, from a host alone: %s',
    (baseUrl) => {
      for (const from of [http, rest])
        expect(issuesOf({ ...from, baseUrl })).toEqual([
          `sales/rows: "delivery.from.baseUrl" is "${baseUrl}"; allowed: https:// and a host, without a path; put the path into delivery.from.path`,
        ]);
    },
  );

  test('is one clear error, too, for whoever did not validate', () => {
    const rows = source('rows', { kind: 'ftp' } as unknown as SourceConnector);
    expect(() => connectorOf(rows)).toThrow(
      new LakehouseError('rows', [
        'rows: "delivery.from" is of kind "ftp"; allowed: { kind: … } of http, rest, sql, files; say where the rows come from',
      ]),
    );
  });
});
