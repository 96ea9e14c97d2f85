import {
  application,
  count,
  department,
  type Department,
  describeIssue,
  environmentsNamed,
  goldTable,
  goldView,
  group,
  mapping,
  type Publication,
  read,
  silverTable,
  t,
  type Table,
  tableReference,
  zoneOf,
} from '../../model';
import {
  counting,
  crossingCompany,
  customers,
  dailyRevenue,
  directing,
  salesByDay,
  selling,
  watching,
} from '../support/crossing-company';
import { issuesOf, orders, sold, UUID } from '../support/acme';
import { companyIssues } from '../../validation';

/** What is wrong with what crosses departments: products, hosting, and personal columns; each mistake alone, word for word. */
const issuesOfAll = (...departments: readonly Department[]) =>
  companyIssues(crossingCompany(departments)).map(describeIssue);
const withTables = (owner: Department, ...tables: readonly Table[]): Department => ({
  ...owner,
  tables: [...owner.tables, ...tables],
});

describe('a published table', () => {
  const open = (published: boolean | Publication) =>
    silverTable('open', { flow: read(sold), key: ['id'], published });

  it('is a product in its first version when it only says so', () => {
    expect(open(true)).toMatchObject({ published: true, product: { version: 1, exposes: [] } });
    expect(open(false)).toMatchObject({ published: false });
    expect(open(false)).not.toHaveProperty('product');
    expect(mapping(orders, { published: { version: 3 } })).toMatchObject({ product: { version: 3 } });
  });

  it('lies apart from what is not published, in silver and not in gold', () => {
    const gold = goldView('total', {
      key: [],
      published: true,
      flow: read(sold).aggregate(
        () => ({}),
        () => ({ n: count() }),
      ),
    });
    expect([open(true), open(false), gold].map(zoneOf)).toEqual(['products', 'silver', 'gold']);
  });

  it('names the personal columns that it shows', () => {
    expect(issuesOf([open(true)])).toEqual([
      'LH3114 sales/open: "published" shows "email", which is personal, without naming it; allowed: personal columns that exposes names, each with its reason; leave "email" out, let it be pseudonymised, or add it to exposes',
    ]);
    expect(issuesOf([open({ exposes: [{ column: 'email', reason: 'letters' }] })])).toEqual([]);
  });

  it('names no other columns, and gives a reason', () => {
    const exposes = [
      { column: 'email', reason: ' ' },
      { column: 'shop', reason: 'why not' },
    ];
    expect(issuesOf([open({ exposes })])).toEqual([
      'LH0006 sales/open: "published.exposes" gives no reason for "email"; allowed: a reason in words; say why readers need the value itself',
      'LH3115 sales/open: "published.exposes" has "shop", which is no personal column; allowed: email; take it out',
    ]);
  });

  it('shows pseudonyms without naming them, which are no personal values', () => {
    const visits = watching.tables[0]!;
    expect(visits.product).toEqual({ version: 1, exposes: [] });
    expect(visits.columns.find(({ name }) => name === 'visitor')?.classification).toBe('internal');
    expect(issuesOfAll(selling, watching)).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN])('counts its versions from 1 on, not %d', (version) => {
    const exposes = [{ column: 'email', reason: 'letters' }];
    expect(issuesOf([open({ version, exposes })])).toEqual([
      `LH0002 sales/open: "published.version" is ${version}; allowed: a whole number, 1 or more; count the changes that break readers`,
    ]);
  });
});

describe('a reference', () => {
  const revenue = { day: t.date().key(), revenue: t.decimal(22, 2).nullable() };
  const reader = (reference: ReturnType<typeof tableReference<typeof revenue>>) =>
    department('reading', {
      description: 'Reads',
      tables: [goldTable('mine', { key: ['day'], flow: read(reference) })],
    });

  it('counts on the first version where it says nothing, and is reported of another', () => {
    const wrong = (version: number) =>
      `LH3110 reading/mine: "flow" counts on version ${version} of selling.daily_revenue; allowed: version 2, which selling publishes; look at what changed, and say { version: 2 } in the reference`;
    expect(issuesOfAll(selling, reader(tableReference('selling', 'daily_revenue', revenue)))).toEqual([
      wrong(1),
    ]);
    const third = tableReference('selling', 'daily_revenue', revenue, { version: 3 });
    expect(issuesOfAll(selling, reader(third))).toEqual([wrong(3)]);
  });

  it('is right with the version that the owner publishes', () => {
    const second = tableReference('selling', 'daily_revenue', revenue, { version: 2 });
    expect(issuesOfAll(selling, reader(second))).toEqual([]);
  });

  it('to what is not published is reported with its owner, and not of a version', () => {
    const hidden = {
      ...selling,
      tables: selling.tables.map((table) =>
        table === dailyRevenue ? { ...table, published: false, product: undefined } : table,
      ),
    };
    const issues = issuesOfAll(hidden, reader(tableReference('selling', 'daily_revenue', revenue)));
    expect(issues).toContain(
      'LH3105 reading/mine: "flow" reads selling.daily_revenue, which its owner does not publish; allowed: tables that selling publishes; ask selling to set published on "daily_revenue"',
    );
    expect(issues.join()).not.toContain('version');
  });
});

describe('gold that crosses departments', () => {
  const revenueOfTheDay = read(dailyRevenue).aggregate(
    () => ({}),
    () => ({ days: count() }),
  );
  const visitsByPage = watching.tables.find(({ name }) => name === 'visits_by_page')!;

  it('is stored, because its readers have no right on what it reads', () => {
    const view = goldView('peek', { key: [], flow: revenueOfTheDay });
    expect(issuesOfAll(selling, watching, withTables(directing, view))).toEqual([
      'LH3204 directing/peek: "flow" is computed at each query and reads selling.daily_revenue, which its readers have no right on; allowed: a goldTable: the department\'s pipeline reads the other\'s gold, and stores the result; declare it with goldTable',
    ]);
    expect(
      issuesOfAll(
        selling,
        watching,
        withTables(directing, goldTable('peek', { key: [], flow: revenueOfTheDay })),
      ),
    ).toEqual([]);
  });

  it('reads no gold of a dedicated department', () => {
    const published = { ...visitsByPage, published: true, product: { version: 1, exposes: [] } };
    const owner = {
      ...watching,
      tables: watching.tables.map((table) => (table === visitsByPage ? published : table)),
    };
    const pages = goldTable('pages', {
      key: [],
      flow: read(published as Table<{ page: 'string' }>).aggregate(
        () => ({}),
        () => ({ pages: count() }),
      ),
    });
    expect(issuesOfAll(selling, owner, withTables(directing, pages))).toEqual([
      'LH3202 directing/pages: "flow" reads watching.visits_by_page, a gold table in another workspace: watching is dedicated; allowed: published silver of watching: visits; read that, or host watching shared',
    ]);
  });

  it('of a dedicated department reads its own tables only, others by way of its silver', () => {
    const direct = goldView('direct', { key: ['day'], flow: read(salesByDay) });
    expect(issuesOfAll(selling, withTables(watching, direct))).toEqual([
      'LH3203 watching/direct: "flow" is gold of a dedicated department and reads selling.sales_by_day; allowed: tables of watching: its workspace is let into no other department\'s lake; read selling.sales_by_day in a silver table of watching, and that one here',
    ]);
    const far = goldTable('far', { key: [], flow: revenueOfTheDay });
    expect(issuesOfAll(selling, withTables(watching, far))).toEqual([
      'LH3202 watching/far: "flow" reads selling.daily_revenue, a gold table in another workspace: watching is dedicated; allowed: published silver of selling: sales_by_day; read that, or host watching shared',
    ]);
  });
});

describe('hosting', () => {
  it('is shared or dedicated', () => {
    expect(department('sales', { description: 'Sells' }).hosting).toBe('shared');
    expect(issuesOfAll({ ...selling, hosting: 'own' as never })).toEqual([
      'LH0005 selling: "hosting" is "own"; allowed: shared, dedicated; choose one',
    ]);
  });

  it('of two departments that read each other is not dedicated for both where lakes are private', () => {
    const pages = counting.tables[0]!;
    const published = { ...pages, published: true, product: { version: 1, exposes: [] } };
    const counts = { ...counting, hosting: 'dedicated' as const, tables: [published] };
    const back = silverTable('back', {
      key: ['page'],
      write: 'overwrite',
      flow: read(published as Table<{ page: 'string' }>),
    });
    const wrong = (name: string, other: string) =>
      `LH4009 ${name}: "hosting" is dedicated, and ${name} reads others that read it: ${other}; allowed: one direction of reading between dedicated departments of a private environment; host one of them shared`;
    expect(issuesOfAll(selling, withTables(watching, back), counts)).toEqual([
      wrong('watching', 'counting'),
      wrong('counting', 'watching'),
    ]);
    expect(issuesOfAll(selling, withTables(watching, back), { ...counts, hosting: 'shared' })).toEqual([]);
    const company = crossingCompany([selling, withTables(watching, back), counts]);
    expect(companyIssues({ ...company, environments: environmentsNamed(company, 'dev') })).toEqual([]);
  });

  it('of one direction of reading may be dedicated for both', () => {
    expect(issuesOfAll(selling, watching, { ...counting, hosting: 'dedicated' })).toEqual([]);
  });
});

describe('personal columns of a consumer', () => {
  const all = { reads: [customers], reason: 'Follow sales' };
  const named = (personal: NonNullable<Parameters<typeof group>[1]['personal']>) =>
    issuesOfAll({ ...selling, consumers: [group('analysts', { ...all, personal })] });

  it('are named in a table that it reads, as columns that are personal, with a reason', () => {
    expect(named([{ table: customers, columns: ['email'], reason: 'write letters' }])).toEqual([]);
    expect(named([{ table: dailyRevenue, columns: ['day'], reason: 'look' }])).toEqual([
      'LH4004 selling/analysts: "personal" has "daily_revenue", which the consumer does not read; allowed: customers; add the table to reads, or take it out here',
    ]);
    expect(named([{ table: customers, columns: ['emal'], reason: '' }])).toEqual([
      'LH4005 selling/analysts: "personal" has "emal", which is no personal column of "customers" (did you mean "email"?); allowed: email; name a personal column; the others are granted without being named',
      'LH0006 selling/analysts: "personal" gives no reason for emal of "customers"; allowed: a reason in words; say why this consumer needs the values themselves',
    ]);
  });

  it('cannot be all that a table has, unless they are named', () => {
    const emails = goldView('emails', { key: ['email'], flow: read(customers).select('email') });
    const owner = withTables(selling, emails);
    const desk = (personal: NonNullable<Parameters<typeof application>[1]['personal']>) => ({
      ...owner,
      consumers: [application('desk', { reads: [emails], personal, reason: 'Writes' })],
    });
    expect(issuesOfAll(desk([]))).toEqual([
      'LH4003 selling/desk: "reads" has "emails", of which every column is personal; allowed: tables with a column that the consumer may see; name the columns it needs in personal, with the reason',
    ]);
    expect(issuesOfAll(desk([{ table: emails, columns: ['email'], reason: 'write letters' }]))).toEqual([]);
  });
});

describe('names of consumers', () => {
  const DASHED =
    '2 to 20 lower-case letters, digits and single dashes, beginning with a letter and not ending with a dash';

  it.each(['$Default', '$default', 'a'.repeat(51), 'front/desk'])(
    'are names that Event Hubs takes, not %s',
    (name) => {
      const consumers = [application(name, { reads: [dailyRevenue], reason: 'Calls' })];
      expect(issuesOfAll({ ...selling, consumers })).toEqual([
        `LH0001 selling/${name}: "name" is "${name}"; allowed: ${DASHED}; choose another name`,
      ]);
    },
  );

  it.each(['constructor', 'valueof'])(
    'are found among the groups that are declared, and nowhere else: %s',
    (name) => {
      const consumers = [group(name, { reads: [dailyRevenue], reason: 'Look' })];
      const issues = issuesOfAll({ ...selling, consumers });
      expect(issues).toEqual(
        ['dev', 'prod'].map(
          (environment) =>
            `LH4008 selling/${name}: "name" is "${name}", which has no object id in environment "${environment}"; allowed: analysts, writers; add it to the groups of "${environment}"`,
        ),
      );
    },
  );
});

test('two owners of one source are reported', () => {
  const second = { ...selling, name: 'second', tables: [], consumers: [] };
  expect(issuesOfAll(selling, second)).toContain(
    'LH0003 Crossing: "sources" has "sales" 2 times, in second, selling; allowed: each name once; rename or remove one "sales"',
  );
});

describe('a capacity for Power BI', () => {
  const at = 'environment dev:';
  const issuesWith = (powerBiCapacity: unknown) => {
    const company = crossingCompany([]);
    const environments = environmentsNamed(company, 'dev').map((dev) => ({
      ...dev,
      powerBiCapacity: powerBiCapacity as never,
    }));
    return companyIssues({ ...company, environments }).map(describeIssue);
  };

  it('has a size that there is, administrators and a reason', () => {
    expect(
      issuesWith({ sku: 'F2', administrators: ['jo@example.com', UUID], reason: 'reports for all' }),
    ).toEqual([]);
    expect(issuesWith({ sku: 'F3', administrators: ['jo@example.com'], reason: 'reports' })).toEqual([
      `LH0005 ${at} "powerBiCapacity.sku" is "F3" (did you mean "F2"?); allowed: F2, F4, F8, F16, F32, F64, F128, F256, F512, F1024, F2048; choose one`,
    ]);
    expect(issuesWith({ sku: 'F2', administrators: [], reason: '' })).toEqual([
      `LH0006 ${at} "powerBiCapacity.reason" is empty; allowed: a reason in words; say why the safe choice does not do`,
      `LH0004 ${at} "powerBiCapacity.administrators" is empty; allowed: one or more user principal names or object ids; name who administers the capacity`,
    ]);
    expect(issuesWith({ sku: 'F2', administrators: ['Jo'], reason: 'reports' })).toEqual([
      `LH0001 ${at} "powerBiCapacity.administrators" has "Jo"; allowed: user principal names, e.g. jo@example.com, and object ids of service principals; correct it`,
    ]);
  });
});
