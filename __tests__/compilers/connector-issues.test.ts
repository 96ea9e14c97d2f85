import { connectorOf } from '../../compilers/internal';
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
const SERVER_ID =
  '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-crm/providers/Microsoft.Sql/servers/sql-a';
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
    ['sql by a private endpoint', { ...sql, serverId: SERVER_ID }],
    ['sql by the day', { ...sql, schema: 'sales', watermark: 'day' }],
    ['files', { kind: 'files', format: 'json-lines' }],
  ])('is fine as it is meant: %s', (_, from) => {
    expect(issuesOf(from)).toEqual([]);
  });

  test.each<[SourceConnector, string]>([
    ...(['sql-a', SERVER_ID.replace('sql-a', 'sql-b')] as const).map(
      (serverId): [SourceConnector, string] => [
        { ...sql, serverId },
        `LH0001 "from.serverId" is ${serverId === 'sql-a' ? '"sql-a"' : 'the id of sql-b'}; allowed: an id of the form /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Sql/servers/sql-a, in full; copy the id from the JSON view of the server in the portal`,
      ],
    ),
    [
      { ...http, path: 'x/{day}.csv' },
      `LH1202 "from.path" has {day}, which is no placeholder; allowed: ${paths}; use one of these`,
    ],
    [
      { ...rest, path: 'x?a={windowStrat}' },
      `LH1202 "from.path" has {windowStrat}, which is no placeholder (did you mean "windowStart"?); allowed: ${paths}; use one of these`,
    ],
    [
      { ...http, path: "x'y" },
      `LH0001 "from.path" is "x'y"; allowed: a path without quotes, at signs, backslashes and braces, besides ${paths}; change the path`,
    ],
    [
      { ...http, path: 'a@{b}' },
      `LH1202 "from.path" has {b}, which is no placeholder; allowed: ${paths}; use one of these|LH0001 "from.path" is "a@{b}"; allowed: a path without quotes, at signs, backslashes and braces, besides ${paths}; change the path`,
    ],
    [
      { ...http, format: 'xml' as 'csv' },
      'LH0005 "from.format" is "xml"; allowed: csv, json-lines, parquet, avro; choose one',
    ],
    [
      { ...rest, baseUrl: 'http://a.example.com' },
      'LH0001 "from.baseUrl" is "http://a.example.com"; allowed: https:// and a host, without a path; put the path into delivery.from.path',
    ],
    [{ ...rest, records: [] }, `LH0001 "from.records" is empty; ${names}`],
    [{ ...rest, records: ["a'b"] }, `LH0001 "from.records" has "a'b"; ${names}`],
    [{ ...rest, paging: { kind: 'next-link', path: [''] } }, `LH0001 "from.paging.path" has ""; ${names}`],
    [
      {
        ...rest,
        records: ['a'],
        paging: { kind: 'page-number', parameter: 'a&b', first: -1, until: 'empty' },
      },
      'LH0001 "from.paging.parameter" is "a&b"; allowed: letters, digits, dots, dashes and underscores; correct it|LH0002 "from.paging.first" is -1; allowed: a whole number, 0 or more; change the number',
    ],
    [
      { ...rest, paging: { kind: 'page-number', parameter: 'p', until: 'empty' } },
      'LH1203 "from.paging" counts pages of responses that are arrays; allowed: page numbers where a response is an object that holds the array; name the array in delivery.from.records, or use next-link',
    ],
    [
      { ...rest, authentication: { kind: 'managed-identity', resource: 'crm' } },
      'LH0001 "from.authentication.resource" is "crm"; allowed: the URI of an application in Entra ID, e.g. api://crm or https://crm.example.com; correct it',
    ],
    [
      { ...sql, server: 'sql-a' },
      'LH0001 "from.server" is "sql-a"; allowed: the full name of an Azure SQL server, <name>.database.windows.net, in lower case; correct it',
    ],
    [
      { ...sql, database: 'crm;User ID=sa' },
      'LH0001 "from.database" is "crm;User ID=sa"; allowed: 1 to 128 letters, digits, blanks, dots, dashes and underscores; correct it',
    ],
    [
      { ...sql, schema: 'd]bo', table: 'dbo.Accounts' },
      'LH0001 "from.schema" is "d]bo"; allowed: 1 to 128 letters, digits, blanks, dashes and underscores, beginning with a letter, without a schema; correct it|LH0001 "from.table" is "dbo.Accounts"; allowed: 1 to 128 letters, digits, blanks, dashes and underscores, beginning with a letter, without a schema; correct it',
    ],
    [
      { ...sql, watermark: 'changed' },
      'LH1204 "from.watermark" is "changed", which is no column; allowed: a timestamp or date of the contract: changed_at, day; name the column that says when a row last changed',
    ],
    [
      { ...sql, watermark: 'name' },
      'LH1204 "from.watermark" is "name", a string(20); allowed: a timestamp or date of the contract: changed_at, day; name the column that says when a row last changed',
    ],
  ])('is reported where it is wrong: %#', (from, issues) => {
    const found = issuesOf(from).map((issue) => issue.replace(' sales/rows: "delivery.', ' "'));
    expect(found).toEqual(issues.split('|'));
  });

  test('has a date for its watermark only in windows of whole days', () => {
    expect(issuesOf({ ...sql, watermark: 'day' }, days(2))).toEqual([]);
    expect(issuesOf({ ...sql, watermark: 'day' }, hours(6))).toEqual([
      'LH1205 sales/rows: "delivery.from.watermark" is "day", a date, in windows of 360 minutes; allowed: a timestamp, or a date in windows of whole days; choose a timestamp, or change delivery.every',
    ]);
  });

  test.each(['http://files.example.com', 'https://files.example.com/daily', 'files.example.com', 'https://'])(
    'is fetched over https, from a host alone: %s',
    (baseUrl) => {
      for (const from of [http, rest])
        expect(issuesOf({ ...from, baseUrl })).toEqual([
          `LH0001 sales/rows: "delivery.from.baseUrl" is "${baseUrl}"; allowed: https:// and a host, without a path; put the path into delivery.from.path`,
        ]);
    },
  );

  test('is one clear error, too, for whoever did not validate', () => {
    const rows = source('rows', { kind: 'ftp' } as unknown as SourceConnector);
    expect(() => connectorOf(rows)).toThrow(
      new LakehouseError('rows', [
        {
          code: 'LH1201',
          at: 'rows',
          prop: 'delivery.from',
          got: 'is of kind "ftp"',
          allowed: '{ kind: … } of http, rest, sql, files',
          change: 'say where the rows come from',
        },
      ]),
    );
  });
});
