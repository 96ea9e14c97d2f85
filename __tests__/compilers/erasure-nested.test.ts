import {
  CompanyGraph,
  dataContract,
  department,
  ERASURE_LIST,
  erasurePlan,
  hours,
  mapping,
  t,
} from '../../model';
import { eraseOnDelta, rowsIn, runOnDelta, type Silver } from '../support/delta-runs';
import { type Inputs, textTable } from '../support/targets';

// The lines of documents whose key is a person: also the versions that are kept of each document are about persons.

const wishes = dataContract('wishes', {
  description: 'Wish lists, one for each customer, as documents',
  columns: {
    customer_id: t.string(20).key().subject('customer'),
    email: t.string(60).nullable().personal().subject('reader'),
    lines: t.array({
      line: t.integer().key(),
      wish: t.string(30).personal({ keep: true, reason: 'it is made' }),
    }),
    changed_at: t.timestamp(),
  },
  eventTime: 'changed_at',
  delivery: { kind: 'stream', partitions: 1, retentionDays: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
const lists = mapping(wishes, { name: 'wish_lists' });
const lines = mapping(wishes, { name: 'wish_lines', each: 'lines', with: ['email'] });
const crm = department('crm', { description: 'Knows wishes', sources: [wishes], tables: [lists, lines] });
const plan = erasurePlan(CompanyGraph.ofAlone(crm), crm);

const document = (id: string, email: string, wish: string): string[] => [
  id,
  email,
  JSON.stringify([{ line: 1, wish }]),
  '2026-01-02 10:00:00',
  'a.json',
  'r1',
];
const RAW: Inputs = {
  wishes: textTable(
    Object.fromEntries(
      ['customer_id', 'email', 'lines', 'changed_at', '_source_file', '_run_id'].map((name) => [
        name,
        'string',
      ]),
    ),
    document('42', 'ada@example.com', 'a machine'),
    document('43', 'grace@example.com', 'a moth'),
  ),
};

function filled(silver: Silver = {}): Silver {
  return [lists, lines].reduce((before, table) => runOnDelta(table, RAW, before).silver, silver);
}

describe('erasing a person from documents', () => {
  it('plans tables with two columns that identify persons', () => {
    expect(plan.keyed.map(({ table, persons }) => [table.name, persons.map(({ column }) => column)])).toEqual(
      [
        ['wish_lists', ['customer_id', 'email']],
        ['wish_lines', ['customer_id', 'email']],
      ],
    );
    expect(plan.unreachable).toEqual([]);
  });

  it.each([
    ['customer', ['42']],
    ['reader', ['ada@example.com']],
  ])('leaves nothing of a %s: rows, lines, nor versions', (subject, keys) => {
    const before = filled();
    const after = eraseOnDelta(plan, { subject, keys }, before);
    for (const table of [lists, lines]) {
      expect(rowsIn(before[table.name], table.columns)).toHaveLength(2);
      expect(rowsIn(after[table.name], table.columns)).toHaveLength(1);
    }
    const versions = (silver: Silver): string[] =>
      rowsIn(silver['wish_lines__versions'], [{ name: 'customer_id' }]);
    expect(versions(before)).toEqual(["'42'", "'43'"]);
    // Who is known by another column than the key of the document leaves its version, which says nothing but the key.
    expect(versions(after)).toEqual(subject === 'customer' ? ["'43'"] : ["'42'", "'43'"]);
    // What arrives again stays away.
    const again = filled(after);
    for (const table of [lists, lines])
      expect(rowsIn(again[table.name], table.columns)).toEqual(rowsIn(after[table.name], table.columns));
    expect(again[ERASURE_LIST.name]?.rows).toHaveLength(1);
  });
});
