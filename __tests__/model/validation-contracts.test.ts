import {
  type ColumnBuilder,
  company,
  dataContract,
  type DataContractProps,
  days,
  department,
  describeIssue,
  type Environment,
  hours,
  hubRetentionDays,
  type Interval,
  type Kind,
  minutes,
  type Producer,
  t,
} from '../../model';
import { companyIssues } from '../../validation';

/** What is wrong with one data contract: each mistake alone, word for word. */
const UUID = '22222222-2222-4222-8222-222222222222';
const stream = { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) } as const;
const http = {
  kind: 'http',
  baseUrl: 'https://files.example.com',
  path: '{date}.csv',
  format: 'csv',
} as const;
const batch = { kind: 'batch', every: days(1), from: http } as const;

type Columns = Readonly<Record<string, ColumnBuilder<Kind>>>;
const columns: Columns = {
  id: t.long().key(),
  email: t.string(120).personal().subject('customer'),
  placed_at: t.timestamp(),
};

const running = {
  running: { from: '2026-01-01', acknowledged: [] },
  notify: { email: ['data@example.com'] },
};

function issuesOfContract(
  change: Partial<DataContractProps<Columns>>,
  environment: Partial<Environment> = {},
): string[] {
  const contract = dataContract<Columns>('orders', {
    description: 'Orders of the shop',
    columns: change.columns ?? columns,
    eventTime: change.eventTime ?? 'placed_at',
    delivery: change.delivery ?? stream,
    expectedRowsPerDay: change.expectedRowsPerDay ?? 10,
    freshnessMinutes: change.freshnessMinutes ?? 60,
    retentionDays: change.retentionDays ?? 400,
    retentionReason: 'disputes',
  });
  const acme = company('Acme', {
    code: 'acme',
    erasureDays: 500,
    departments: [department('sales', { description: 'Sells', sources: [contract] })],
    environments: [
      {
        name: 'dev',
        location: 'westeurope',
        network: { kind: 'public', reason: 'holds made-up data only' },
        state: { kind: 'local' },
        tenantId: UUID,
        sqlAdministrators: { name: 'sql-administrators', objectId: UUID },
        groups: {},
        ...environment,
      },
    ],
  });
  return companyIssues(acme).map(describeIssue);
}
const issuesOfColumn = (column: ColumnBuilder<Kind>): string[] =>
  issuesOfContract({ columns: { ...columns, extra: column } });

describe('a contract', () => {
  it('is fine as it is meant', () => {
    expect(issuesOfContract({})).toEqual([]);
  });

  it('needs a key', () => {
    expect(issuesOfContract({ columns: { placed_at: t.timestamp() } })).toEqual([
      'LH1001 sales/orders: "columns" has no key; allowed: one or more columns marked .key(); mark the columns that identify a row',
    ]);
  });

  it('refuses a nullable key', () => {
    expect(issuesOfColumn(t.string(5).key().nullable())).toEqual([
      'LH1002 sales/orders: "columns.extra" is part of the key and nullable; allowed: a key without missing values; remove .nullable() or .key()',
    ]);
  });

  const decimals = 'allowed: decimals of 1 to 38 digits, with a scale from 0 to the precision';
  const texts = 'allowed: texts of 1 to 250000 characters';
  it.each([
    [t.decimal(39, 2), `is decimal(39,2); ${decimals}`],
    [t.decimal(4, 5), `is decimal(4,5); ${decimals}`],
    [t.decimal(0, 0), `is decimal(0,0); ${decimals}`],
    [t.string(250_001), `is string(250001); ${texts}`],
    [t.string(0), `is string(0); ${texts}`],
    [t.string(1.5), `is string(1.5); ${texts}`],
  ])('refuses sizes that no engine has (%#)', (column, got) => {
    expect(issuesOfColumn(column)).toEqual([`LH1003 sales/orders: "columns.extra" ${got}; change its size`]);
  });

  it('refuses rules that no value keeps', () => {
    expect(issuesOfColumn(t.string(5).oneOf())).toEqual([
      'LH1005 sales/orders: "columns.extra" allows no value; allowed: at least one value in oneOf(…); add a value, or remove oneOf()',
    ]);
    expect(issuesOfColumn(t.integer().atLeast(5).atMost(4))).toEqual([
      'LH1005 sales/orders: "columns.extra" allows 5 to 4, which is nothing; allowed: a smallest value not above the largest; swap them',
    ]);
  });

  it('asks why a personal value is kept', () => {
    expect(issuesOfColumn(t.string(5).personal({ keep: true, reason: ' ' }))).toEqual([
      'LH0006 sales/orders: "columns.extra" keeps a personal value without a reason; allowed: a reason in words; say why, or let it be pseudonymised',
    ]);
  });

  it('pseudonymises text only', () => {
    expect(issuesOfColumn(t.date().personal())).toEqual([
      'LH1004 sales/orders: "columns.extra" is personal and date; allowed: text, because only text is pseudonymised; declare it as t.string(), or keep it with a reason',
    ]);
    expect(issuesOfColumn(t.date().personal({ keep: true, reason: 'birthday letters' }))).toEqual([]);
  });

  it('names a column that is there as its event time', () => {
    expect(issuesOfContract({ eventTime: 'placed' })).toEqual([
      'LH1008 sales/orders: "eventTime" is "placed", which is no column; allowed: placed_at; name a column of the contract',
    ]);
    expect(issuesOfContract({ eventTime: 'placed_ta' })).toEqual([
      'LH1008 sales/orders: "eventTime" is "placed_ta", which is no column (did you mean "placed_at"?); allowed: placed_at; name a column of the contract',
    ]);
  });

  it('has a timestamp that is never missing as its event time', () => {
    expect(issuesOfContract({ eventTime: 'email' })).toEqual([
      'LH1008 sales/orders: "eventTime" is "email", a string(120); allowed: a timestamp or date that is never missing; choose another column, or change its type',
    ]);
    const late = { ...columns, paid_at: t.timestamp().nullable() };
    expect(issuesOfContract({ columns: late, eventTime: 'paid_at' })).toEqual([
      'LH1008 sales/orders: "eventTime" is "paid_at", a nullable timestamp; allowed: a timestamp or date that is never missing; choose another column, or change its type',
    ]);
  });

  it('may have none, where each delivery of a batch is the whole', () => {
    expect(issuesOfContract({ delivery: batch, eventTime: 'email' })).toEqual([
      'LH1008 sales/orders: "eventTime" is "email", a string(120); allowed: a timestamp or date that is never missing; choose another column, change its type, or say snapshot: {} instead where each delivery holds all rows that there are',
    ]);
  });

  it.each([0, -1, 1.5, Number.NaN])('counts rows, minutes and days in whole numbers: %d', (number) => {
    const change = { expectedRowsPerDay: number, freshnessMinutes: number, retentionDays: number };
    expect(issuesOfContract(change)).toEqual(
      Object.keys(change).map(
        (prop) =>
          `LH0002 sales/orders: "${prop}" is ${number}; allowed: a whole number, 1 or more; change the number`,
      ),
    );
  });

  it('counts partitions and days of the hub within its limits', () => {
    const allowed = (most: number) =>
      `a whole number from 1 to ${most}; change the number; source: "Azure Event Hubs quotas and limits, Standard"`;
    expect(issuesOfContract({ delivery: { ...stream, partitions: 33, retentionDays: 8 } })).toEqual([
      `LH0002 sales/orders: "delivery.partitions" is 33; allowed: ${allowed(32)}`,
      `LH0002 sales/orders: "delivery.retentionDays" is 8; allowed: ${allowed(7)}`,
    ]);
    expect(issuesOfContract({ delivery: { ...stream, partitions: 0, retentionDays: 0.5 } })).toEqual([
      `LH0002 sales/orders: "delivery.partitions" is 0; allowed: ${allowed(32)}`,
      `LH0002 sales/orders: "delivery.retentionDays" is 0.5; allowed: ${allowed(7)}`,
    ]);
    expect(issuesOfContract({ delivery: { ...stream, partitions: 32, retentionDays: 7 } })).toEqual([]);
  });

  test('a hub that keeps events for less than a weekend takes a reason; without a number it keeps them for a week', () => {
    const text =
      '3 to 7 days: a job that stands still over a weekend loses what its hub no longer has; leave it out, for 7 days at the same price, or give a reason in shortRetention';
    const short = { ...stream, retentionDays: 1 };
    expect(issuesOfContract({ delivery: short }, running)).toEqual([
      `LH1018 sales/orders: "delivery.retentionDays" is 1, and an environment runs; allowed: ${text}`,
    ]);
    expect(issuesOfContract({ delivery: short })).toEqual([]);
    expect(
      issuesOfContract({ delivery: { ...short, shortRetention: { reason: 'generated data' } } }, running),
    ).toEqual([]);
    expect(issuesOfContract({ delivery: { ...short, shortRetention: { reason: ' ' } } })).toEqual([
      'LH0006 sales/orders: "delivery.shortRetention.reason" is empty; allowed: a reason in words; say why events may be lost by a stop over a weekend',
    ]);
    const { retentionDays, ...unsaid } = stream;
    expect(issuesOfContract({ delivery: unsaid })).toEqual([]);
    expect(hubRetentionDays({ ...unsaid, retentionDays })).toBe(3);
    expect(hubRetentionDays(unsaid)).toBe(7);
  });

  test('who sends has a name, a reason, and an identity in every environment', () => {
    const gateway = {
      kind: 'application',
      name: 'gateway',
      objectIds: { dev: UUID },
      reason: 'Sends',
    } as const;
    const sent = (...producers: Producer[]) => issuesOfContract({ delivery: { ...stream, producers } });
    expect(sent(gateway)).toEqual([]);
    expect(sent({ ...gateway, objectIds: { prod: UUID } })).toEqual([
      'LH1017 sales/orders: "delivery.producers.gateway" has no object id in environment "dev"; allowed: an identity in every environment; add "dev" to its objectIds',
    ]);
    expect(sent({ kind: 'group', name: 'senders', reason: 'Send' })[0]).toMatch(
      /^LH1017 sales\/orders: "delivery.producers.senders" has no object id in environment "dev"; .*add it to the groups of "dev"$/,
    );
    expect(
      sent(gateway, { ...gateway, reason: '', objectIds: { dev: 'me' } })
        .map((issue) => issue.slice(0, 6))
        .sort(),
    ).toEqual(['LH0001', 'LH0003', 'LH0006']);
    const elsewhere = (reason: string) =>
      issuesOfContract({ delivery: { ...stream, producers: { kind: 'granted-elsewhere', reason } } });
    expect(elsewhere('the central team lets in the shop')).toEqual([]);
    expect(elsewhere('')).toHaveLength(1);
  });

  it.each<[number, Interval]>([
    [4, minutes(4)],
    [7, minutes(7)],
    [45, minutes(45)],
    [90, minutes(90)],
    [90, hours(1.5)],
    [0, hours(0)],
    [-60, hours(-1)],
    [46080, days(32)],
  ])('has no window of %d minutes', (length, every) => {
    expect(issuesOfContract({ delivery: { ...batch, every } })).toEqual([
      `LH1009 sales/orders: "delivery.every" is ${length} minutes; allowed: 5, 6, 10, 12, 15, 20 or 30 minutes, or 1 to 744 whole hours; change the interval`,
    ]);
  });

  it.each([minutes(5), minutes(12), minutes(30), hours(1), hours(7), days(31)])(
    'has windows of $minutes minutes',
    (every) => {
      expect(issuesOfContract({ delivery: { ...batch, every } })).toEqual([]);
    },
  );

  it('compacts a stream by the hour or the day', () => {
    expect(issuesOfContract({ delivery: { ...stream, every: minutes(15) } })).toEqual([
      'LH1010 sales/orders: "delivery.every" is 15 minutes; allowed: hours(1) or days(1) for a stream; change the interval',
    ]);
    expect(issuesOfContract({ delivery: { ...stream, every: days(1) } })).toEqual([]);
  });

  it('delivers each column under a name of its own', () => {
    const same = { ...columns, order: t.long().physicalName('Id'), other: t.long().physicalName('Id') };
    expect(issuesOfContract({ columns: same })).toEqual([
      'LH0003 sales/orders: "physicalName" has "Id" 2 times; allowed: each name once; rename or remove one "Id"',
    ]);
  });

  it.each(['Total', '_total', 'total-eur', 'total_', '1st', 'c'.repeat(56)])(
    'has no column named "%s"',
    (name) => {
      expect(issuesOfContract({ columns: { ...columns, [name]: t.long() } })).toEqual([
        `LH0001 sales/orders: "columns.${name}" is "${name}"; allowed: 1 to 55 lower-case letters, digits and single underscores, beginning with a letter; choose another name`,
      ]);
    },
  );
});
