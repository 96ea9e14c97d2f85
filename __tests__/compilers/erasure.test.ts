import { createHash } from 'node:crypto';
import { CompanyGraph, ERASURE_LIST, erasurePlan, PersonalData, type Table } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import type { TextTable } from '../emulators/text-table';
import { companyIssues } from '../../validation';
import { agreed, eraseOnDelta, rowsIn, runOnDelta, type Silver } from '../support/delta-runs';
import {
  booked,
  cleanPayments,
  cleanPeople,
  countries,
  letters,
  people,
  personsCompany,
  payments,
  shop,
  storedLetters,
  worth,
} from '../support/persons-company';
import { type Inputs, onDuckDb, onServerless, PEPPER, textTable } from '../support/targets';

const graph = new CompanyGraph(personsCompany);
const plan = erasurePlan(graph, shop);

const texts = (contract: typeof people | typeof payments): Record<string, string> =>
  Object.fromEntries(
    [...Object.keys(contract.columns), '_source_file', '_run_id'].map((name) => [name, 'string']),
  );
const RAW: Inputs = {
  people: textTable(
    texts(people),
    ['42', 'Ada Lovelace', 'Dorset Street 1', 'GB', '2026-01-02 10:00:00', 'a.csv', 'r1'],
    ['42', 'Ada Byron', null, 'GB', '2026-01-01 10:00:00', 'a.csv', 'r1'],
    ['43', 'Grace Hopper', 'Main Street 2', 'US', '2026-01-02 10:00:00', 'a.csv', 'r1'],
    [' 42 ', 'Ada King', 'Ockham Park', 'England', '2026-01-03 10:00:00', 'b.csv', 'r1'],
    ['44', 'Alan Turing', null, 'England', '2026-01-03 10:00:00', 'b.csv', 'r1'],
  ),
  payments: textTable(
    texts(payments),
    ['p1', 'ada@example.com', '42', '10.00', '2026-01-01', 'a.csv', 'r1'],
    ['p2', 'grace@example.com', '43', '20.00', '2026-01-02', 'a.csv', 'r1'],
    ['p3', 'ada@example.com', null, '5.00', '2026-01-03', 'a.csv', 'r1'],
    ['p4', null, '42', '-1.00', '2026-01-03', 'a.csv', 'r1'],
    ['p5', 'alan@example.com', '43', '7.00', '2026-01-03', 'a.csv', 'r1'],
  ),
};
const listOf = (...persons: (readonly [subject: string, key: string])[]): TextTable =>
  textTable(
    { _subject: 'string', _person: 'string' },
    ...persons.map(([subject, key]) => [subject, pseudonym(key)] as const),
  );
const pseudonym = (key: string): string => createHash('sha256').update(`${PEPPER}${key}`).digest('hex');

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const SILVER = [cleanPeople, cleanPayments, booked, worth];
/** All of silver, table by table, from the raw rows. */
function filled(list: TextTable | undefined): Silver {
  let silver: Silver = list ? { [ERASURE_LIST.name]: list } : {};
  for (const table of SILVER) silver = runOnDelta(table, { ...RAW, ...silver }, silver).silver;
  return silver;
}
function rows(silver: Silver, table: Table): string[] {
  return rowsIn(silver[table.name], table.columns);
}
/** What a run of the pipeline does: rows by key, then the tables that are computed anew. */
function erased(silver: Silver, subject: string, ...keys: string[]): Silver {
  let after = eraseOnDelta(plan, { subject, keys }, silver);
  for (const table of plan.recomputed) after = runOnDelta(table, { ...RAW, ...after }, after).silver;
  return after;
}
const textOf = (silver: Silver): string => JSON.stringify(Object.values(silver).map((table) => table.rows));

describe('personal data in tables', () => {
  const data = new PersonalData(graph);
  const columnsOf = (table: Table): string[] => [...data.columnsOf(table).keys()];

  it('is followed by column, and ends in aggregates of many rows', () => {
    expect(Object.fromEntries(shop.tables.map((table) => [table.name, columnsOf(table)]))).toEqual({
      clean_people: ['person_id', 'name', 'street'],
      clean_payments: ['email', 'person_id'],
      booked: ['email', 'person_id'],
      worth: ['person_id'],
      letters: ['person_id', 'street'],
      stored_letters: ['person_id', 'street'],
      countries: [],
    });
  });

  it('says whom a value identifies, and by whose pepper', () => {
    const { email, person_id: id } = Object.fromEntries(data.columnsOf(booked));
    expect([email, id]).toEqual([
      { sources: new Set(['payments.email']), person: { subject: 'payer', pepperOf: shop } },
      { sources: new Set(['payments.person_id']), person: { subject: 'customer' } },
    ]);
  });

  it('is planned to be found by key, or computed anew', () => {
    const named = (tables: readonly Table[]): string[] => tables.map(({ name }) => name);
    expect(plan.subjects).toEqual(['customer', 'payer']);
    expect(plan.keyed.map(({ table, emptied }) => [table.name, emptied])).toEqual([
      ['clean_people', []],
      ['clean_payments', ['email', 'person_id']],
    ]);
    expect(
      [plan.recomputed, plan.stored, plan.views, plan.unreachable.map(({ table }) => table)].map(named),
    ).toEqual([['booked', 'worth'], ['stored_letters'], ['letters'], []]);
    expect(companyIssues(personsCompany)).toEqual([]);
  });
});

describe('rows that arrive', () => {
  it('of an erased person are left out before the rules, on both engines', async () => {
    const { rows: kept, quarantined } = await agreed(
      cleanPeople,
      { ...RAW, [ERASURE_LIST.name]: listOf(['customer', '42'], ['payer', '43']) },
      engine,
    );
    expect(kept).toEqual([expect.stringMatching(/^'43'.*'Main Street 2'/)]);
    expect(quarantined['contract']).toEqual([expect.stringContaining('Alan Turing')]);
  });

  it('come empty where the contract keeps the row, on both engines', async () => {
    const list = listOf(['payer', 'ada@example.com'], ['customer', '43']);
    const { rows: kept } = await agreed(cleanPayments, { ...RAW, [ERASURE_LIST.name]: list }, engine);
    expect(kept.map((row) => row.split(' | ').slice(0, 4).join(' '))).toEqual([
      "'p1' NULL NULL '10.00'",
      "'p2' NULL NULL '20.00'",
      "'p3' NULL NULL '5.00'",
      "'p5' NULL NULL '7.00'",
    ]);
  });

  it('are all there while nobody is erased', async () => {
    const { rows: kept } = await agreed(cleanPeople, RAW, engine);
    expect(kept).toHaveLength(2);
  });
});

describe('erasing a person from tables', () => {
  it.each([
    ['customer', '42', ['Dorset', 'Ockham']],
    ['payer', 'ada@example.com', [pseudonym('ada@example.com')]],
  ])('leaves what was filled without: %s %s', async (subject, key, values) => {
    const before = filled(undefined);
    const after = erased(before, subject, ` ${key} `, 'nobody');
    const without = filled(listOf([subject, key]));
    for (const table of SILVER) {
      expect(rows(after, table)).toEqual(rows(without, table));
      expect((await onDuckDb(table, { ...RAW, ...without }, engine)).rows).toEqual(rows(without, table));
    }
    const { [ERASURE_LIST.name]: list, ...tables } = after;
    expect(values.map((value) => textOf(before).includes(value))).toContain(true);
    for (const value of values) expect(textOf(tables)).not.toContain(value);
    // The list knows pseudonyms only.
    expect(rowsIn(list, ERASURE_LIST.columns)).toEqual(
      [`'${subject}' | '${pseudonym(key)}'`, `'${subject}' | '${pseudonym('nobody')}'`].sort(),
    );
  });

  it('leaves the rows of others as they were', () => {
    const before = filled(undefined);
    const after = erased(before, 'customer', '42');
    const others = (silver: Silver, table: Table): string[] =>
      rows(silver, table).filter((row) => !/'(42|p1|p4)'/.test(row));
    for (const table of SILVER) expect(others(after, table)).toEqual(others(before, table));
  });

  it('shows at once in gold', () => {
    const after = erased(filled(undefined), 'customer', '42');
    expect(onServerless(letters, after).rows).toEqual(["'43' | 'Main Street 2' | 'US' | '27.00'"]);
    expect(onServerless(countries, after).rows).toEqual(["'US' | '1' | '27.00'"]);
    expect(
      onServerless({ ...storedLetters, relation: letters.relation, columns: letters.columns }, after).rows,
    ).toHaveLength(1);
  });

  it('does no more when it is run again, and a window that is run again brings nobody back', () => {
    const once = erased(filled(undefined), 'customer', '42');
    const twice = erased(once, 'customer', '42');
    let again = twice;
    for (const table of SILVER) again = runOnDelta(table, { ...RAW, ...again }, again).silver;
    for (const table of SILVER) {
      expect(rows(twice, table)).toEqual(rows(once, table));
      expect(rows(again, table)).toEqual(rows(once, table));
    }
  });
});
