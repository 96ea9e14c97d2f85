import { readdirSync, readFileSync } from 'node:fs';
import { dataContract, days, department, describeIssue, hours, t } from '../../model';
import { writeSampleData } from '../../preview';
import { smallCompany } from '../support/small-company';
import { companyIssues } from '../../validation';
import { temporaryFolder } from '../support/temporary-folder';

const parcels = dataContract('parcels', {
  description: 'Parcels',
  columns: {
    id: t.string(10).key().sample({ from: 'sequence', prefix: 'P' }),
    arrives_on: t.date().sample({ from: 'later', low: 2, high: 4 }),
    told_at: t.timestamp().sample({ from: 'later', low: 1, high: 1 }),
    sent_at: t.timestamp(),
  },
  eventTime: 'sent_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 1_000_000,
  sampleRowsPerDay: 7,
});
const stock = dataContract('stock', {
  description: 'Stock by shelf and day',
  columns: {
    shelf: t.string(5).key().oneOf('left', 'right'),
    room: t.string(5).key().oneOf('cellar', 'attic'),
    counted_on: t.date().key(),
    pieces: t.integer(),
  },
  eventTime: 'counted_on',
  delivery: {
    kind: 'stream',
    partitions: 1,
    retentionDays: 1,
    every: days(1),
  },
  expectedRowsPerDay: 4,
});

const folder = temporaryFolder();

function rowsOf(source: typeof parcels | typeof stock): { day: string; row: Record<string, string> }[] {
  writeSampleData([source], folder.path, { seed: 1 });
  return readdirSync(folder.at(source.name)).flatMap((file) =>
    readFileSync(folder.at(source.name, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ day: file.slice(0, 10), row: JSON.parse(line) as Record<string, string> })),
  );
}

it('makes as many rows as the contract asks for, which need not be those it expects', () => {
  const made = new Set(rowsOf(parcels).map(({ row }) => row['id']));
  // 14 days of 7 rows; a few of their ids are spoilt.
  expect([...made].filter((id) => /^P\d{6}$/.test(String(id))).length).toBeGreaterThan(90);
  expect(made.size).toBeLessThan(110);
});

it('makes days and timestamps that come after the day of their row', () => {
  const days_ = rowsOf(parcels)
    .filter(({ row }) => /^\d{4}-\d\d-\d\dT/.test(row['sent_at'] ?? '') && !row['sent_at']?.includes('-31T'))
    .map(({ row }) => ({
      sent: Date.parse(`${row['sent_at']?.slice(0, 10)}T00:00:00Z`),
      arrives: Date.parse(`${row['arrives_on']}T00:00:00Z`),
      told: Number.isNaN(Date.parse(row['told_at'] ?? ''))
        ? Number.NaN
        : Date.parse(`${row['told_at']?.slice(0, 10)}T00:00:00Z`),
    }));
  const after = (to: 'arrives' | 'told') =>
    new Set(
      days_
        .map((each) => (each[to] - each.sent) / 86_400_000)
        .filter((number) => Number.isInteger(number) && Math.abs(number) < 20),
    );
  expect([...after('arrives')].sort()).toEqual([2, 3, 4]);
  expect([...after('told')]).toEqual([1]);
});

it('makes a row of each combination of the things in a key with a day, on working days', () => {
  const monday = rowsOf(stock).filter(({ row }) => row['counted_on'] === '2026-01-05');
  const things = new Set(monday.map(({ row }) => `${row['room']}/${row['shelf']}`));
  for (const thing of ['cellar/left', 'cellar/right', 'attic/left', 'attic/right'])
    expect(things).toContain(thing);
});

it('refuses a number of rows that is none', () => {
  const broken = { ...parcels, sampleRowsPerDay: 0 };
  const departments = [department('sales', { description: 'Sells', sources: [broken] })];
  expect(companyIssues(smallCompany({ departments })).map(describeIssue)).toEqual([
    'LH0002 sales/parcels: "sampleRowsPerDay" is 0; allowed: a whole number, 1 or more; change the number',
  ]);
});
