import { company as reference } from '../../departments';
import {
  columnNames,
  type ColumnReader,
  columnReaders,
  columnReadersText,
  datasets,
  declaredReach,
  placesOf,
  findColumn,
  ColumnLineage,
} from '../../lineage';
import { CompanyGraph, personalColumns } from '../../model';
import { reachOf } from '../../stacks';
import { referenceStacks } from '../support/reference-stacks';

const graph = new CompanyGraph(reference);
const reach = reachOf(referenceStacks('dev'));
const sources = reference.departments.flatMap((department) => department.sources);
const personal = sources.flatMap((source) =>
  personalColumns(source).map((column) => `${source.name}.${column}`),
);
const CONSUMERS = new Set(['group', 'application']);

/** What people and programs of others see, administrators left out. */
const seen = (readers: readonly ColumnReader[]): string[] => [
  ...new Set(
    readers
      .filter(({ kind, chain }) => CONSUMERS.has(kind) && chain.length === 0)
      .map(({ principal, masking = 'value' }) => `${principal} ${masking}`),
  ),
];

test('in the reference company no consumer sees more of a person than what many rows have in common, or whether there is a value', () => {
  expect(personal.length).toBeGreaterThan(10);
  // The customer's number is no personal value; it is followed because it identifies one.
  const all = personal.flatMap((name) => seen(columnReaders(reference, reach, name).readers));
  expect([...new Set(all)].filter((line) => !/ (aggregate|presence)$/.test(line))).toEqual([]);
});

test('values of persons are seen by the pipelines and streams of the owner, and by the factory that runs them', () => {
  const { readers, from, shown } = columnReaders(reference, reach, 'crm_customers.email');
  expect([from, shown]).toEqual([['crm-customers.email'], { masking: 'pseudonym' }]);
  const raw = readers.filter(({ masking }) => masking === undefined);
  expect(new Set(raw.map(({ principal }) => principal))).toEqual(
    new Set(['id-mrdn-dev-marketing', 'adf-mrdn-dev']),
  );
  expect(new Set(raw.map(({ zone }) => zone))).toEqual(
    new Set(['source', 'landing', 'bronze', 'quarantine']),
  );
});

test('pseudonyms are seen through whoever can act as the workspace, and it says how', () => {
  const { readers } = columnReaders(reference, reach, 'crm_customers.email');
  expect(readers.find(({ principal }) => principal === 'lakehouse-sql-administrators')).toMatchObject({
    masking: 'pseudonym',
    zone: 'silver',
    resource: 'marketing-silver',
    chain: ['SQL administrator syn-mrdn-dev (administrator)'],
    columns: [{ dataset: 'crm_customers', column: 'email', masking: 'pseudonym' }],
  });
});

test('what models make of persons is followed into their storage, and is declared only', () => {
  const { readers } = columnReaders(reference, reach, 'transactions.customer_email');
  const models = readers.filter(({ zone }) => zone === 'models');
  expect(models.length).toBeGreaterThan(0);
  for (const { resource, declared } of models)
    expect([/^stmrdn/.test(resource), declared]).toEqual([true, true]);
});

test('every reader has a right that the matrix gives, and every column lies where it is read', () => {
  for (const name of personal) {
    for (const { principal, resource, right, chain, columns, zone, department } of columnReaders(
      reference,
      reach,
      name,
    ).readers) {
      expect(reach).toContainEqual(expect.objectContaining({ principal, resource, right, chain }));
      expect(columns.length).toBeGreaterThan(0);
      if (['landing', 'bronze', 'quarantine', 'silver', 'products', 'gold'].includes(zone))
        expect(resource).toBe(`${department}-${zone}`);
    }
  }
});

test('what lies nowhere that somebody reaches is seen by nobody', () => {
  expect(columnReaders(reference, [], 'crm_customers.email').readers).toEqual([]);
  expect(columnReadersText(columnReaders(reference, [], 'crm_customers.email'))).toContain(
    'Nobody can read it.',
  );
});

test('a right that is not known counts as reading, and one that sends does not', () => {
  const line = { principal: 'p', kind: 'group', tables: ['logins'], chain: [] };
  const of = (right: string, resource: string): number =>
    columnReaders(reference, [{ ...line, right, resource }], 'logins.account').readers.length;
  expect(of('Azure Event Hubs Data Owner', 'logins')).toBe(1);
  expect(of('Azure Event Hubs Data Sender', 'logins')).toBe(0);
  expect(of('Storage Blob Data Owner', 'it-security-bronze')).toBe(1);
});

test('a view shows the columns that are granted of it', () => {
  const line = { principal: 'p', kind: 'group', right: 'SELECT', tables: ['suspected_fraud'], chain: [] };
  const of = (columns: string): string[] =>
    columnReaders(
      reference,
      [{ ...line, resource: `x/gold.suspected_fraud${columns}` }],
      'transactions.customer_email',
    )
      .readers.flatMap((reader) => reader.columns)
      .map(({ column }) => column);
  expect(of('')).toContain('is_guest');
  expect(of(' (transaction_id, score)')).toEqual(['score']);
  expect(of(' (transaction_id)')).toEqual([]);
});

test('rows that are written out for rules to look up lie in landing', () => {
  const places = placesOf(new ColumnLineage(graph), [findColumn(graph, 'current_stock.available')]);
  expect(places).toContainEqual({
    department: 'supply-chain',
    zone: 'landing',
    dataset: 'stock_cover',
    column: 'available',
    masking: 'aggregate',
  });
});

test('by the definitions alone, consumers see what they see by the rights of an environment', () => {
  const groups = (readers: readonly ColumnReader[]): string[] =>
    readers
      .filter(({ kind, chain }) => kind === 'group' && chain.length === 0)
      .map(({ principal, columns, masking = 'value' }) => JSON.stringify([principal, columns, masking]))
      .sort();
  const names = datasets(graph).flatMap((dataset) =>
    columnNames(graph, dataset).map((column) =>
      dataset.kind === 'source'
        ? `${dataset.name}.${column}`
        : `${dataset.department.name}.${dataset.table.name}.${column}`,
    ),
  );
  for (const name of names.filter((_, index) => index % 7 === 0)) {
    const declared = columnReaders(reference, declaredReach(reference), name).readers;
    expect([name, groups(declared)]).toEqual([name, groups(columnReaders(reference, reach, name).readers)]);
  }
});

test('is a text that names who, what they see, how and where', () => {
  const text = columnReadersText(columnReaders(reference, reach, 'logins.ip_address'));
  expect(text).toMatch(
    /^it-security\.logins\.ip_address: logins\.ip_address is personal; the column asked for is its pseudonym\n/,
  );
  expect(text).toContain(
    'Only what many rows have in common\n  security-analysts (group)\n    views of it-security: failed_logins.addresses',
  );
  expect(text).toContain('by way of act as id-mrdn-dev-it-security (factory credential)');
});

test('a table that shows nothing of a column, but whose rows it chooses, is listed apart with its readers', () => {
  const answer = columnReaders(reference, declaredReach(reference), 'orders.customer_id');
  expect(answer.decides).toContainEqual({
    department: 'marketing',
    table: 'customer_segments',
    how: ['JOIN'],
    principals: ['marketing-analysts'],
  });
  const shown = answer.readers.flatMap(({ columns }) => columns.map(({ dataset }) => dataset));
  expect(answer.decides.filter(({ table }) => shown.includes(table))).toEqual([]);
  expect(columnReadersText(answer)).toContain(
    '\nNot shown, but it decides which rows are there\n  operations.order_lines, by join: read by',
  );
});
