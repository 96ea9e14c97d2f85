import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { company as meridian } from '../../departments';
import { preview, type TableReport } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { estimate } from '../support/estimate';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const unaccounted = ({
  read,
  written,
  deduplicated,
  filtered,
  aggregated,
  quarantined,
}: TableReport): number =>
  read -
  written -
  deduplicated -
  filtered -
  aggregated -
  Object.values(quarantined).reduce((a, b) => a + b, 0);

describe('the reference company on sample data', () => {
  const contents = async (tables: readonly TableReport[], result: string): Promise<string[]> =>
    Promise.all(
      tables.map(async ({ zone, table }) => {
        const file = join(result, zone, `${table}.parquet`);
        const [hash] = await engine.rows(
          `SELECT md5(string_agg(r::VARCHAR, '|')) AS h FROM read_parquet('${file}') r`,
        );
        return `${zone}/${table} ${String(hash?.['h'])}`;
      }),
    );

  it('fills every table, quarantines what is wrong, and does so the same way each time', async () => {
    const [first, second, other] = [folder.at('first'), folder.at('second'), folder.at('other')];
    const report = await preview(meridian, { estimate, out: first });
    for (const table of report.tables) expect([table.table, table.written > 0]).toEqual([table.table, true]);
    const reported = report.alerts.filter(({ raised }) => (raised ?? 0) > 0).map(({ alert }) => alert);
    expect(reported).toEqual(
      expect.arrayContaining(['scarce-stock', 'refused-payment', 'password-guessing', 'live-sessions']),
    );
    expect(report.input).toEqual({ kind: 'sample', seed: 1 });
    const booked = report.tables.find(({ table }) => table === 'booked_transactions');
    expect(Object.keys(booked?.quarantined ?? {})).toEqual(['missing-rate']);
    const [unknown] = await engine.rows(
      `SELECT list(DISTINCT currency ORDER BY currency) AS codes FROM read_parquet('${join(first, 'quarantine', 'booked_transactions.*.parquet')}')`,
    );
    expect(unknown?.['codes']).toContain('XTS');
    expect(report.tables.map(unaccounted)).toEqual(report.tables.map(() => 0));

    await preview(meridian, { estimate, out: second, seed: 1 });
    expect(readFileSync(join(second, 'run.json'), 'utf8')).toBe(
      readFileSync(join(first, 'run.json'), 'utf8'),
    );
    const [ours, theirs] = [await contents(report.tables, first), await contents(report.tables, second)];
    expect(theirs).toEqual(ours);

    await preview(meridian, { estimate, out: other, seed: 2 });
    const different = await contents(report.tables, other);
    // What the platform is estimated to cost does not come from deliveries.
    const delivered = different.filter((line) => !line.startsWith('gold/platform_'));
    expect(delivered.filter((line) => ours.includes(line))).toEqual([]);
  });

  it('leaves no e-mail address in silver', async () => {
    await preview(meridian, { estimate, out: folder.path });
    const [row] = await engine.rows(
      `SELECT count(*) FILTER (customer_email LIKE '%@%') AS open, count(customer_email) AS all_of_them FROM read_parquet('${folder.at('silver', 'transactions.parquet')}')`,
    );
    expect(Number(row?.['open'])).toBe(0);
    expect(Number(row?.['all_of_them'])).toBeGreaterThan(1000);
  });
});
