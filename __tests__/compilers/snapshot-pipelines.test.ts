import { compileDataFlow, foldersBeside, personalCopies } from '../../compilers/internal';
import {
  company,
  CompanyGraph,
  dataContract,
  days,
  department,
  erasurePlan,
  goldView,
  mapping,
  read,
  slowlyChanging,
  t,
} from '../../model';
import { companyIssues } from '../../validation';
import { activityIn, planOf } from '../constructs/pipeline-set/plans';
import { eraseOnDelta, rowsIn, type Silver } from '../support/delta-runs';
import { dev } from '../support/small-company';
import { type Delivery, runInWindows } from '../support/snapshot-deliveries';

// What sources without a time, and histories, become in Azure.

const columns = { customer_id: t.string(10).key().subject('customer'), segment: t.string(10).nullable() };
const customers = dataContract('customers', {
  description: 'Customers, the whole table each day',
  columns,
  snapshot: {},
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'sql', server: 'sql-a.database.windows.net', database: 'crm', table: 'Customers' },
  },
  expectedRowsPerDay: 100,
});
const changes = dataContract('changes', {
  description: 'Changes of customers',
  columns: { ...columns, at: t.timestamp() },
  eventTime: 'at',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
  expectedRowsPerDay: 100,
});
const current = mapping(customers);
const history = slowlyChanging('customer_history', { from: customers });
const ofChanges = slowlyChanging('change_history', { from: changes });
const segments = goldView('segments', {
  flow: read(history)
    .filter((row) => row.is_current)
    .select('customer_id', 'segment', 'valid_from'),
  key: ['customer_id', 'valid_from'],
});
const sales = department('sales', {
  description: 'Sells',
  sources: [customers, changes],
  tables: [current, history, ofChanges, segments],
});
const acme = company('Acme', { code: 'acme', departments: [sales], environments: [dev] });
const plan = planOf(sales);

describe('the pipelines of a source without a time', () => {
  it('are of definitions that nothing is wrong with', () => {
    expect(companyIssues(acme)).toEqual([]);
  });

  it('extract a whole table of a database', () => {
    const copy = plan.pipelines.find(({ name }) => name === 'sales_copy_customers');
    expect(copy?.parameters).toMatchObject({
      query:
        'SELECT CONVERT(NVARCHAR(MAX), [customer_id]) AS [customer_id], CONVERT(NVARCHAR(MAX), [segment]) AS [segment] FROM [dbo].[Customers]',
    });
    expect(copy?.description).toBe('Extracts all rows of customers into bronze');
  });

  it('give data flows the window, from whose folder the time of a version is read', () => {
    const { parameters } = activityIn(plan, 'sales_fill', 'Fill_customer_history').typeProperties[
      'dataFlow'
    ] as {
      readonly parameters: Readonly<Record<string, { readonly value: string }>>;
    };
    expect(Object.keys(parameters)).toContain('window');
    expect(parameters['window']?.value).toContain("'yyyy/MM/dd'");
  });

  it('remember what they need in folders beside the tables, which a replay empties too', () => {
    expect([current, history, ofChanges].map((table) => foldersBeside(table, table.name))).toEqual([
      ['customers__deliveries'],
      ['customer_history__deliveries'],
      ['change_history__observations'],
    ]);
    for (const table of [current, history, ofChanges]) {
      const { sinks } = compileDataFlow(table, {
        read: ({ name }) => ({ fileSystem: 'bronze', folder: name }),
        write: ({ name }) => ({ fileSystem: 'silver', folder: name }),
        quarantine: ({ name }, check) => ({ fileSystem: 'quarantine', folder: `${name}/${check}` }),
      });
      const written = sinks.map(({ location }) => `${location.fileSystem}/${location.folder}`);
      expect(written).toEqual([
        `quarantine/${table.name}/contract`,
        ...foldersBeside(table, `silver/${table.name}`),
        `silver/${table.name}`,
      ]);
    }
  });
});

describe('persons in snapshots and histories', () => {
  const graph = new CompanyGraph(acme);
  const erasure = erasurePlan(graph, sales);
  const customer = (id: string, segment: string, at?: string) => ({
    customer_id: id,
    segment,
    ...(at !== undefined && { at }),
  });
  const snapshots: Delivery[] = [
    { day: '2026-01-01', rows: [customer('42', 'A'), customer('43', 'A'), customer('44', 'A')] },
    { day: '2026-01-02', rows: [customer('42', 'B'), customer('43', 'A'), customer('44', 'B')] },
  ];
  const events: Delivery[] = [
    {
      day: '2026-01-01',
      rows: [customer('42', 'A', '2026-01-01 10:00:00'), customer('43', 'A', '2026-01-01 10:00:00')],
    },
    { day: '2026-01-02', rows: [customer('42', 'B', '2026-01-02 10:00:00')] },
  ];
  const persons = (silver: Silver, folder: string): string[] => [
    ...new Set(rowsIn(silver[folder], [{ name: 'customer_id' }])),
  ];

  it('are found by key, and listed', () => {
    expect(erasure.keyed.map(({ table }) => table.name)).toEqual([
      'customers',
      'customer_history',
      'change_history',
    ]);
    expect(erasure.unreachable).toEqual([]);
    const places = personalCopies(acme, dev, sales, graph).map(({ place }) => place);
    expect(places).toContain('change_history__observations');
    expect(places).not.toContain('customers__deliveries');
  });

  it('leave nothing behind, also in what a history is made of, and do not come back', () => {
    let silver = runInWindows(current, customers, snapshots);
    silver = runInWindows(history, customers, snapshots, silver);
    silver = runInWindows(ofChanges, changes, events, silver);
    const folders = ['customers', 'customer_history', 'change_history', 'change_history__observations'];
    for (const folder of folders) expect(persons(silver, folder)).toContain("'42'");
    silver = eraseOnDelta(erasure, { subject: 'customer', keys: ['42'] }, silver);
    for (const folder of folders) expect(persons(silver, folder)).not.toContain("'42'");
    const next: Delivery[] = [{ day: '2026-01-03', rows: snapshots[1]!.rows }];
    silver = runInWindows(history, customers, [...snapshots, ...next], silver);
    silver = runInWindows(current, customers, next, silver);
    silver = runInWindows(ofChanges, changes, events, silver);
    for (const folder of folders) expect(persons(silver, folder)).not.toContain("'42'");
    expect(persons(silver, 'customers')).toEqual(["'43'", "'44'"]);
    expect(rowsIn(silver['customer_history'], [{ name: 'customer_id' }, { name: 'segment' }])).toEqual([
      "'43' | 'A'",
      "'44' | 'A'",
      "'44' | 'B'",
    ]);
  });
});
