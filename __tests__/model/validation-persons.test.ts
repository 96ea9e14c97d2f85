import {
  company,
  dataContract,
  type DataContractProps,
  days,
  department,
  type DepartmentProps,
  describeIssue,
  mapping,
  read,
  silverTable,
  t,
} from '../../model';
import { companyIssues } from '../../validation';
import { dev } from '../support/small-company';

type Props = Omit<DataContractProps<never>, 'columns'> & { readonly columns: object };
const NAMED = {
  id: t.string(20).key().subject('customer'),
  name: t.string(40).nullable().personal(),
  at: t.date(),
};

const source = (change: Partial<Props> = {}) =>
  dataContract('people', {
    description: 'People',
    columns: NAMED,
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
    expectedRowsPerDay: 10,
    ...(change as Partial<DataContractProps<typeof NAMED>>),
  });

function issues(people: ReturnType<typeof source>, of: Partial<DepartmentProps> = {}): string[] {
  const crm = department('crm', { description: 'Knows people', sources: [people], ...of });
  const acme = company('Acme', { code: 'acme', departments: [crm], environments: [dev], erasureDays: 999 });
  return companyIssues(acme).map(describeIssue);
}

describe('a contract about persons', () => {
  it('keeps raw rows for 30 days, and longer for a reason', () => {
    expect(source().retentionDays).toBe(30);
    expect(issues(source())).toEqual([]);
    expect(issues(source({ retentionDays: 31 }))).toEqual([
      'LH1302 crm/people: "retentionDays" is 31, and rows are about persons; allowed: up to 30 days, or a reason in words; lower it, or give retentionReason',
    ]);
    expect(issues(source({ retentionDays: 31, retentionReason: 'disputes' }))).toEqual([]);
  });

  it('says who is identified, and by which column', () => {
    const columns = { id: t.string(20).key(), name: t.string(40).personal(), at: t.date() };
    expect(issues(source({ columns }))).toEqual([
      'LH1301 crm/people: "columns" has "name", and no column that identifies the person; allowed: one or more columns marked .subject(); mark the column that identifies the person, e.g. .subject(\'customer\')',
    ]);
    expect(issues(source({ columns: { ...NAMED, id: t.long().key().subject('Customer') } }))).toEqual([
      'LH0001 crm/people: "columns.id" is "Customer"; allowed: 2 to 20 lower-case letters, digits and dashes, beginning with a letter, e.g. customer; rename the kind of person',
      'LH1304 crm/people: "columns.id" identifies persons and is long; allowed: text, because persons are found by the pseudonym of a text; declare it as t.string()',
    ]);
  });

  it('anonymises columns that can be empty', () => {
    expect(issues(source({ anonymise: { reason: ' ' } }))).toEqual([
      'LH0006 crm/people: "anonymise.reason" is empty; allowed: a reason in words; say why the rows are kept, or let them be deleted',
      'LH1303 crm/people: "columns.id" is personal, or identifies persons, and cannot be empty; allowed: nullable columns outside of the key, and no arrays; make it nullable, or remove anonymise, so that rows are deleted',
    ]);
  });
});

describe('a department with sources about persons', () => {
  it('empties quarantine after 30 days, and later for a reason', () => {
    expect(department('crm', { description: 'Knows', sources: [source()] }).retention.quarantine).toBe(30);
    expect(issues(source(), { retention: { quarantine: 60 } })).toEqual([
      'LH4010 crm: "retention.quarantine" is 60, and sources are about persons; allowed: up to 30 days, or a reason in words; lower it, or give retention.reason',
    ]);
    expect(issues(source(), { retention: { quarantine: 60, reason: 'rows are mended by hand' } })).toEqual(
      [],
    );
  });

  it('has no table by key in which nobody could be found', () => {
    const people = source({
      columns: { id: t.string(20).key(), name: t.string(40).personal().subject('customer'), at: t.date() },
    });
    const clean = mapping(people, { name: 'clean' });
    const lengths = read(clean)
      .derive((row) => ({ letters: row.name.length() }))
      .select('id', 'letters');
    const table = (write: 'upsert' | 'overwrite') =>
      silverTable('lengths', { flow: lengths, key: ['id'], write });
    expect(issues(people, { tables: [clean, table('upsert')] })).toEqual([
      'LH3116 crm/lengths: "flow" keeps letters, which comes from rows about persons, and nothing that identifies the person; allowed: the column that identifies the person, or a table that each run computes whole: write: \'overwrite\', or readTimeRange(); carry that column, leave the others out, or overwrite the table',
    ]);
    expect(issues(people, { tables: [clean, table('overwrite')] })).toEqual([]);
  });
});
