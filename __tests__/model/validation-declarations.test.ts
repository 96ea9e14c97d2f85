import {
  type Alert,
  alert,
  application,
  company,
  type DataContract,
  dataContract,
  days,
  department,
  type DepartmentProps,
  describeIssue,
  type Environment,
  goldView,
  group,
  hours,
  mapping,
  read,
  sum,
  t,
  type ZoneRetention,
} from '../../model';
import { companyIssues } from '../../validation';

/** What is wrong with names, alerts, consumers and environments: each mistake alone, word for word. */
const UUID = '22222222-2222-4222-8222-222222222222';
const DASHED =
  '2 to 20 lower-case letters, digits and single dashes, beginning with a letter and not ending with a dash';
const UNDERSCORED =
  '2 to 40 lower-case letters, digits and single underscores, beginning with a letter and not ending with an underscore';
const CODE = '2 to 8 lower-case letters and digits, beginning with a letter';

const dev: Environment = {
  name: 'dev',
  location: 'westeurope',
  network: { kind: 'public', reason: 'holds made-up data only' },
  state: { kind: 'local' },
  tenantId: UUID,
  sqlAdministrators: { name: 'sql-administrators', objectId: UUID },
  groups: { analysts: UUID },
  notify: { nobody: { reason: 'a test' } },
};

const stream = { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) } as const;
const http = {
  kind: 'http',
  baseUrl: 'https://files.example.com',
  path: '{date}.csv',
  format: 'csv',
} as const;
const batch = { kind: 'batch', every: days(1), from: http } as const;

function contract(name: string, delivery: DataContract['delivery'] = stream) {
  return dataContract(name, {
    description: 'Something that happens',
    columns: { id: t.long().key(), at: t.timestamp() },
    eventTime: 'at',
    delivery,
    expectedRowsPerDay: 10,
  });
}

const orders = dataContract('orders', {
  description: 'Orders of the shop',
  columns: {
    id: t.long().key(),
    amount: t.decimal(8, 2),
    email: t.string().personal().subject('customer'),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: stream,
  expectedRowsPerDay: 10,
});
const clean = mapping(orders);
const totals = goldView('totals', {
  key: [],
  flow: read(clean).aggregate(
    () => ({}),
    (row) => ({ amount: sum(row.amount) }),
  ),
});
const large = alert('large-order', orders, {
  description: 'A large order came in',
  when: (event) => event.amount.greaterThan(1000),
  payload: ['id', 'amount'],
});

function issuesOf(props: Partial<DepartmentProps>, name = 'sales'): string[] {
  return issuesOfCompany({ departments: [department(name, { ...props, description: 'Sells' })] });
}
function issuesOfCompany(change: Partial<Parameters<typeof company>[1]>): string[] {
  const acme = company('Acme', {
    code: change.code ?? 'acme',
    departments: change.departments ?? [],
    environments: change.environments ?? [dev],
  });
  return companyIssues(acme).map(describeIssue);
}
const issuesOfEnvironment = (change: Partial<Environment>): string[] =>
  issuesOfCompany({ environments: [{ ...dev, ...change }] });

const whole = { sources: [orders], tables: [clean, totals], alerts: [large] };

it('finds nothing wrong with what is right', () => {
  const analysts = group('analysts', { reads: [totals], reason: 'Follow the day' });
  const desk = application('desk', { reads: [totals], receives: [large], reason: 'Calls customers' });
  expect(issuesOf({ ...whole, consumers: [analysts, desk] })).toEqual([]);
});

describe('names that are given twice', () => {
  it('are reported of departments', () => {
    const sales = department('sales', { description: 'Sells' });
    expect(issuesOfCompany({ departments: [sales, sales] })).toEqual([
      'LH0003 Acme: "departments" has "sales" 2 times; allowed: each name once; rename or remove one "sales"',
    ]);
  });

  it('are reported of sources, across departments and with how often', () => {
    const departments = ['sales', 'buying', 'board'].map((name) =>
      department(name, { description: 'Sells', sources: [contract('orders')] }),
    );
    expect(issuesOfCompany({ departments })).toEqual([
      'LH0003 Acme: "sources" has "orders" 3 times, in board, buying, sales; allowed: each name once; rename or remove one "orders"',
    ]);
  });

  it('are reported of tables, across departments', () => {
    const sales = department('sales', { description: 'Sells', sources: [orders], tables: [clean] });
    const deals = mapping(contract('deals'), { name: 'orders' });
    const buying = department('buying', {
      description: 'Buys',
      sources: [contract('deals')],
      tables: [deals],
    });
    expect(issuesOfCompany({ departments: [sales, buying] })).toEqual([
      'LH0003 Acme: "tables" has "orders" 2 times, in buying, sales; allowed: each name once; rename or remove one "orders"',
    ]);
  });

  it('are reported of alerts and consumers of one department', () => {
    const analysts = group('analysts', { reads: [], reason: 'Follow the day' });
    expect(issuesOf({ ...whole, alerts: [large, large], consumers: [analysts, analysts] })).toEqual([
      'LH0003 sales: "alerts" has "large-order" 2 times; allowed: each name once; rename or remove one "large-order"',
      'LH0003 sales: "consumers" has "analysts" 2 times; allowed: each name once; rename or remove one "analysts"',
    ]);
  });

  it('are reported of environments', () => {
    expect(issuesOfCompany({ environments: [dev, dev] })).toEqual([
      'LH0003 Acme: "environments" has "dev" 2 times; allowed: each name once; rename or remove one "dev"',
    ]);
  });

  it('are fine in different departments for alerts and consumers', () => {
    const one = department('sales', {
      ...whole,
      description: 'Sells',
      consumers: [group('analysts', { reads: [totals], reason: 'Follow' })],
    });
    const two = department('buying', {
      description: 'Buys',
      consumers: [group('analysts', { reads: [], reason: 'Follow' })],
    });
    expect(issuesOfCompany({ departments: [one, two] })).toEqual([]);
  });
});

describe('names that break their rule', () => {
  it.each(['Sales', 's', 'sales-', 'sales--team', '1sales', 'sales_team', 'a'.repeat(21), ''])(
    'are reported of a department: "%s"',
    (name) => {
      expect(issuesOf({}, name)).toEqual([
        `LH0001 ${name}: "name" is "${name}"; allowed: ${DASHED}; choose another name`,
      ]);
    },
  );

  it('are reported of a source, an alert and a consumer', () => {
    const sources = [orders, contract('Web Orders')];
    const alerts: Alert[] = [{ ...large, name: 'large_order' }];
    const consumers = [application('Desk', { reason: 'Calls customers' })];
    expect(issuesOf({ sources, tables: [clean], alerts, consumers })).toEqual([
      `LH0001 sales/Web Orders: "name" is "Web Orders"; allowed: ${DASHED}; choose another name`,
      `LH0001 sales/large_order: "name" is "large_order"; allowed: ${DASHED}; choose another name`,
      `LH0001 sales/Desk: "name" is "Desk"; allowed: ${DASHED}; choose another name`,
    ]);
  });

  it.each(['Orders', 'order-lines', 'order__lines', 'o', 'orders_', 'o'.repeat(41)])(
    'are reported of a table: "%s"',
    (name) => {
      expect(issuesOf({ sources: [orders], tables: [mapping(orders, { name })] })).toEqual([
        `LH0001 sales/${name}: "name" is "${name}"; allowed: ${UNDERSCORED}; choose another name`,
      ]);
    },
  );

  it.each(['Acme', 'a', '9acme', 'acmecompany', 'ac-me'])('are reported of the code: "%s"', (code) => {
    expect(issuesOfCompany({ code })).toEqual([
      `LH0001 Acme: "code" is "${code}"; allowed: ${CODE}; choose another name`,
    ]);
  });

  it('are reported of an environment', () => {
    expect(issuesOfEnvironment({ name: 'pre-prod' })).toEqual([
      `LH0001 environment pre-prod: "name" is "pre-prod"; allowed: ${CODE}; choose another name`,
    ]);
  });
});

describe('a department', () => {
  it.each(['landing', 'bronzeCool', 'quarantine'] satisfies (keyof ZoneRetention)[])(
    'keeps data in %s for whole days',
    (zone) => {
      const at = `LH0002 sales: "retention.${zone}"`;
      const allowed = 'allowed: a whole number of days from 1 to 99999; change the number';
      for (const wrong of [0, 0.5, 100_000])
        expect(issuesOf({ retention: { [zone]: wrong } })).toEqual([`${at} is ${wrong}; ${allowed}`]);
      expect(issuesOf({ retention: { [zone]: 99_999 } })).toEqual([]);
    },
  );
});

describe('an alert', () => {
  it('watches a stream of its own department', () => {
    const files = contract('files', batch);
    const watched = alert('new-file', files, {
      description: 'x',
      when: (e) => e.id.isNull(),
      payload: ['id'],
    });
    expect(issuesOf({ sources: [orders, files], alerts: [watched] })).toEqual([
      'LH4101 sales/new-file: "source" is "files"; allowed: streamed sources of sales: orders; watch a stream that the department owns',
    ]);
    expect(issuesOf({ alerts: [large] })).toEqual([
      'LH4101 sales/large-order: "source" is "orders"; allowed: streamed sources of sales: none; watch a stream that the department owns',
    ]);
  });

  it('sends nothing personal', () => {
    const indiscreet = alert('new-order', orders, {
      description: 'An order came in',
      when: (event) => event.amount.greaterThan(0),
      payload: ['id', 'email'],
    });
    expect(issuesOf({ sources: [orders], alerts: [indiscreet] })).toEqual([
      'LH4104 sales/new-order: "payload" has "email", which is personal; allowed: columns that are not personal: an alert carries values as they arrive; send the key instead',
    ]);
  });

  it('reads and sends columns that are there', () => {
    const misspelt = alert('new-order', orders, {
      description: 'An order came in',
      when: (event) =>
        (event as never as typeof event & { amuont: typeof event.amount }).amuont.greaterThan(0),
      payload: ['idd' as 'id'],
    });
    expect(issuesOf({ sources: [orders], alerts: [misspelt] })).toEqual([
      'LH2001 sales/new-order: "when" names "amuont", which is no column (did you mean "amount"?); allowed: amount, at, email, id; name one of these',
      'LH2001 sales/new-order: "payload" names "idd", which is no column (did you mean "id"?); allowed: amount, at, email, id; name one of these',
    ]);
  });
});

describe('a consumer', () => {
  it('has an object id in every environment', () => {
    const consumers = [group('readers', { reads: [totals], reason: 'Follow the day' })];
    const departments = [department('sales', { ...whole, description: 'Sells', consumers })];
    const prod = { ...dev, name: 'prod', groups: {} };
    const named = { ...dev, name: 'test', groups: { readers: UUID } };
    expect(issuesOfCompany({ departments, environments: [dev, named, prod] })).toEqual([
      'LH4008 sales/readers: "name" is "readers", which has no object id in environment "dev"; allowed: analysts; add it to the groups of "dev"',
      'LH4008 sales/readers: "name" is "readers", which has no object id in environment "prod"; allowed: none; add it to the groups of "prod"',
    ]);
  });

  it('gives a reason', () => {
    const consumers = [
      group('analysts', { reads: [totals], reason: ' ' }),
      application('desk', { reads: [totals], reason: '' }),
    ];
    const wrong = 'is empty; allowed: a reason in words; say why this access is needed';
    expect(issuesOf({ ...whole, consumers })).toEqual([
      `LH0006 sales/analysts: "reason" ${wrong}`,
      `LH0006 sales/desk: "reason" ${wrong}`,
    ]);
  });

  it('reads gold tables of its own department', () => {
    const consumers = [group('analysts', { reads: [clean, totals], reason: 'Follow the day' })];
    expect(issuesOf({ ...whole, consumers })).toEqual([
      'LH4002 sales/analysts: "reads" has "orders", a silver table; allowed: gold tables: consumers read results, not raw rows; declare a gold view of it',
    ]);
    expect(issuesOf({ consumers })).toEqual(
      ['orders', 'totals'].map(
        (name) =>
          `LH4001 sales/analysts: "reads" has "${name}", which is no table of sales; allowed: none; let the owner of the table grant it`,
      ),
    );
  });

  it('receives alerts of its own department', () => {
    const consumers = [application('desk', { receives: [large], reason: 'Calls customers' })];
    expect(issuesOf({ sources: [orders], tables: [clean], consumers })).toEqual([
      'LH4006 sales/desk: "receives" has "large-order", which is no alert of sales; allowed: none; add the alert to the department',
    ]);
  });
});

describe('an environment', () => {
  it('is needed', () => {
    expect(issuesOfCompany({ environments: [] })).toEqual([
      'LH0004 Acme: "environments" is an empty list; allowed: a list of one or more environments; correct it',
    ]);
  });

  const at = 'environment dev:';
  it.each<[string, Partial<Environment>, string]>([
    [
      'location',
      { location: 'West Europe' },
      'LH0001 is "West Europe"; allowed: an Azure region in its short form, e.g. westeurope; give the short form',
    ],
    [
      'location',
      { location: 'westeurop' },
      'LH0001 is "westeurop" (did you mean "westeurope"?); allowed: an Azure region in its short form, e.g. westeurope; write "westeurope", or another region',
    ],
    [
      'tenantId',
      { tenantId: 'contoso' },
      'LH0001 is "contoso"; allowed: a UUID; give the id that Azure shows',
    ],
    [
      'sqlAdministrators.objectId',
      { sqlAdministrators: { name: 'a', objectId: 'b' } },
      'LH0001 is "b"; allowed: a UUID; give the id that Azure shows',
    ],
    [
      'groups.analysts',
      { groups: { analysts: '' } },
      'LH0001 is ""; allowed: a UUID; give the id that Azure shows',
    ],
    [
      'running.from',
      { running: { from: '1.1.2026', acknowledged: [] } },
      'LH0001 is "1.1.2026"; allowed: a day, YYYY-MM-DD, from 2000 on; give a day of the calendar',
    ],
    [
      'running.from',
      { running: { from: '2026-02-29', acknowledged: [] } },
      'LH0001 is "2026-02-29"; allowed: a day, YYYY-MM-DD, from 2000 on; give a day of the calendar',
    ],
    [
      'network.addressSpace',
      { network: { kind: 'private', addressSpace: '10.0.0.0/8' } },
      'LH0001 is "10.0.0.0/8"; allowed: an IPv4 range of /16 to /24, e.g. 10.20.0.0/16; give a range that no connected network uses',
    ],
    ...['10.20.0.300/16', '256.0.0.0/16', '10.20.0/16'].map(
      (addressSpace): [string, Partial<Environment>, string] => [
        'network.addressSpace',
        { network: { kind: 'private', addressSpace } },
        `LH0001 is "${addressSpace}"; allowed: an IPv4 range of /16 to /24, e.g. 10.20.0.0/16; give a range that no connected network uses`,
      ],
    ),
    [
      'state.storageAccountName',
      { state: { kind: 'azurerm', storageAccountName: 'St', containerName: 'state' } },
      'LH0001 is "St"; allowed: 3 to 24 lower-case letters and digits; give the name of the account',
    ],
    [
      'subscriptionId',
      { subscriptionId: 'ours' },
      'LH0001 is "ours"; allowed: a UUID; give the id that Azure shows',
    ],
  ])('has a %s of the right form (%#)', (prop, change, wrong) => {
    const found = issuesOfEnvironment(change).map((issue) => issue.replace(` ${at} "${prop}"`, ''));
    expect(found).toEqual([wrong]);
  });

  it('takes the last day of February in a leap year', () => {
    expect(issuesOfEnvironment({ running: { from: '2028-02-29', acknowledged: [] } })).toEqual([]);
  });

  it('gives a reason for what is not safe', () => {
    const wrong = 'is empty; allowed: a reason in words; say why the safe choice does not do';
    const change = { network: { kind: 'public', reason: ' ' }, destroyable: { reason: '' } } as const;
    expect(issuesOfEnvironment(change)).toEqual([
      `LH0006 ${at} "network.reason" ${wrong}`,
      `LH0006 ${at} "destroyable.reason" ${wrong}`,
    ]);
  });

  it.each([0, -1, Number.NaN])('has a quota above 0, not %d', (dailyQuotaGb) => {
    expect(issuesOfEnvironment({ settings: { logs: { dailyQuotaGb } } })).toEqual([
      `LH0002 ${at} "settings.logs.dailyQuotaGb" is ${dailyQuotaGb}; allowed: a number of gigabytes above 0; change the number`,
    ]);
  });
});
