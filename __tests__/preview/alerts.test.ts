import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  alert,
  anomaly,
  company,
  dataContract,
  department,
  goldView,
  hours,
  mapping,
  minutes,
  read,
  referenceAlert,
  sessions,
  type AlertRule,
  t,
  velocity,
} from '../../model';
import { formatReport, preview, type RunReport } from '../../preview';
import { DuckDb, type ResultValue } from '../../preview/duckdb';
import { dev } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

/** What the preview reports alert rules. */
const delivery = { kind: 'stream', partitions: 1, every: hours(1) } as const;
const holds = dataContract('holds', {
  description: 'Reservations',
  columns: {
    id: t.string(5).key(),
    item: t.string(5),
    pieces: t.integer(),
    price: t.decimal(8, 2).physicalName('Price'),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 5,
});
const counts = dataContract('counts', {
  description: 'Pieces in stock',
  columns: { item: t.string(5).key(), pieces: t.integer(), at: t.timestamp() },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 5,
});
const cleanCounts = mapping(counts, { name: 'clean_counts' });
const stock = goldView('stock', { key: ['item'], flow: read(cleanCounts).select('item', 'pieces') });

const rules: readonly AlertRule[] = [
  alert('dear', holds, {
    description: 'Dear',
    when: (e) => e.price.greaterThanOrEqual(10),
    payload: ['id', 'price'],
  }),
  velocity('rush', holds, {
    description: 'Rush',
    by: ['item'],
    within: minutes(5),
    atLeast: 2,
    payload: ['id'],
  }),
  sessions('spells', holds, { description: 'Spells', by: ['item'], gap: minutes(5) }),
  referenceAlert('too-many', holds, {
    description: 'Too many',
    reference: stock,
    on: ['item'],
    when: (event, known) => known.pieces.lessThan(event.pieces),
    payload: ['id', 'reference_pieces'],
  }),
  anomaly('odd', holds, { description: 'Odd' }),
];

const folder = temporaryFolder('all tests');
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => {
  engine.close();
});

async function run(alerts: readonly AlertRule[]): Promise<{ report: RunReport; out: string }> {
  const [data, out] = [folder.at('data'), folder.at('out')];
  const write = (source: string, rows: readonly object[]): void => {
    mkdirSync(join(data, source), { recursive: true });
    writeFileSync(join(data, source, 'a.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  };
  write('holds', [
    { id: '1', item: 'a', pieces: 1, Price: 9.99, at: '2026-01-05T10:00:00Z' },
    { id: '2', item: 'a', pieces: 3, Price: '10', at: '2026-01-05 10:04:00' },
    { id: '3', item: 'a', pieces: 1, Price: 12, at: '2026-01-05T10:20:00.500Z' },
    { id: '4', item: 'b', pieces: 'many', Price: 'dear', at: 'today' },
  ]);
  write('counts', [
    { item: 'a', pieces: 7, at: '2026-01-05T08:00:00Z' },
    { item: 'a', pieces: 2, at: '2026-01-05T09:00:00Z' },
  ]);
  const shop = department('shop', {
    description: 'Sells',
    sources: [holds, counts],
    tables: [cleanCounts, stock],
    alerts,
  });
  const acme = company('Acme', { code: 'acme', departments: [shop], environments: [dev] });
  return { report: await preview(acme, { data, out }), out };
}

async function rowsOf(out: string, rule: string): Promise<ResultValue[][]> {
  const file = join(out, 'alerts', `shop.${rule}.parquet`);
  return (await engine.rows(`SELECT * FROM '${file}'`)).map((row) => Object.values(row));
}

it('writes what each rule would have raised, and counts it', async () => {
  const { report, out } = await run(rules);
  expect(await rowsOf(out, 'dear')).toEqual([
    ['dear', '2', 10, '2026-01-05 10:04:00'],
    ['dear', '3', 12, '2026-01-05 10:20:00.5'],
  ]);
  expect(await rowsOf(out, 'rush')).toEqual([['rush', '2', '2', '2026-01-05 10:04:00']]);
  expect(await rowsOf(out, 'spells')).toEqual([
    ['spells', 'a', '2026-01-05 10:00:00', '2026-01-05 10:04:00', '2', '2026-01-05 10:09:00'],
    ['spells', 'a', '2026-01-05 10:20:00.5', '2026-01-05 10:20:00.5', '1', '2026-01-05 10:25:00.5'],
  ]);
  // The newest count, from gold.
  expect(await rowsOf(out, 'too-many')).toEqual([['too-many', '2', '2', '2026-01-05 10:04:00']]);
  expect(report.alerts).toEqual(
    [
      ['dear', 'event', 2],
      ['rush', 'velocity', 1],
      ['spells', 'sessions', 2],
      ['too-many', 'reference', 1],
      ['odd', 'anomaly', null],
    ].map(([name, kind, raised]) => ({ department: 'shop', alert: name, kind, source: 'holds', raised })),
  );
  expect(readdirSync(join(out, 'alerts'))).not.toContain('shop.odd.parquet');
  expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toEqual(report);
  expect(formatReport(report).split('Alerts raised in real time:\n')[1]?.split('\n')).toEqual([
    'rule      kind       source          times',
    '--------  ---------  ------  -------------',
    'dear      event      holds               2',
    'rush      velocity   holds               1',
    'spells    sessions   holds               2',
    'too-many  reference  holds               1',
    'odd       anomaly    holds   not previewed',
  ]);
});

it('writes nothing where there are no rules', async () => {
  const { report, out } = await run([]);
  expect(report.alerts).toEqual([]);
  expect(existsSync(join(out, 'alerts'))).toBe(false);
  expect(formatReport(report)).not.toContain('real time');
});

it('refuses what the job cannot do, in the same words', async () => {
  const fuzzy = alert('fuzzy', holds, {
    description: 'x',
    when: (event) => event.item.trim().equals('a'),
    payload: ['id'],
  });
  await expect(run([fuzzy])).rejects.toThrow(
    'company "Acme": 1 error\n  - LH2102 shop/fuzzy: "when" uses trim(), which Stream Analytics does not offer: texts are not shown to be',
  );
});
