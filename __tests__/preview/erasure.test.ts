import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preview, PREVIEW_PEPPER, type PreviewOptions, type RunReport } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { personsCompany } from '../support/persons-company';
import { temporaryFolder } from '../support/temporary-folder';

const root = temporaryFolder();
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const PEOPLE = `person_id,name,street,country,changed_at
42,Ada Lovelace,Dorset Street 1,GB,2026-01-02 10:00:00
 42 ,Ada King,Ockham Park,England,2026-01-03 10:00:00
42,"Ada Byron",too,many,values,here,2026-01-03 10:00:00
43,Grace Hopper,Main Street 2,US,2026-01-02 10:00:00
44,Alan Turing,,England,2026-01-03 10:00:00
`;
const PAYMENTS = `payment_id,email,person_id,amount,paid_on
p1,ada@example.com,42,10.00,2026-01-01
p2,grace@example.com,43,20.00,2026-01-02
p3,ada@example.com,,-5.00,2026-01-03
p4,grace@example.com,43,7.00,2026-01-03
`;

async function run(out: string, erase?: PreviewOptions['erase']): Promise<RunReport> {
  for (const [source, text] of Object.entries({ people: PEOPLE, payments: PAYMENTS })) {
    mkdirSync(root.at(`data/${source}`), { recursive: true });
    writeFileSync(root.at(`data/${source}/a.csv`), text);
  }
  return preview(personsCompany, { data: root.at('data'), out: root.at(out), ...(erase && { erase }) });
}

/** Every row of every file of a result, by file. */
async function everything(out: string): Promise<Record<string, string[]>> {
  const files = ['bronze', 'silver', 'gold', 'quarantine'].flatMap((zone) =>
    readdirSync(join(root.at(out), zone)).map((file) => `${zone}/${file}`),
  );
  const rows: Record<string, string[]> = {};
  for (const file of files) {
    const found = await engine.rows(`SELECT * FROM read_parquet('${join(root.at(out), file)}')`);
    rows[file] = found.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}

const pseudonym = (value: string): string =>
  createHash('sha256').update(`${PREVIEW_PEPPER}${value}`).digest('hex');
const ADA = ['Ada', 'Dorset', 'Ockham', 'ada@example.com', '"42"', pseudonym('ada@example.com')];

describe('a preview without some persons', () => {
  it('has nothing of them in any file, and all of the others', async () => {
    await run('before');
    await run('after', { customer: ['42'], payer: ['ada@example.com'] });
    const [before, after] = [await everything('before'), await everything('after')];
    for (const value of ADA) {
      expect(JSON.stringify(before)).toContain(value.replaceAll('"', String.raw`\"`));
      expect(JSON.stringify(after)).not.toContain(value.replaceAll('"', String.raw`\"`));
    }
    const others = (rows: Record<string, string[]>): Record<string, string[]> =>
      Object.fromEntries(
        Object.entries(rows).map(([file, all]) => [
          file,
          all.filter((row) => !/Ada| ?42 ?"|"p1"|"p3"|"GB"/.test(row)),
        ]),
      );
    expect(others(after)).toEqual(others(before));
  });

  it('keeps the rows of a contract that anonymises', async () => {
    await run('out', { customer: ['42'], payer: ['ada@example.com'] });
    const rows = await engine.rows(
      `SELECT payment_id, email, person_id FROM read_parquet('${root.at('out/silver/booked.parquet')}')`,
    );
    expect(rows.map((row) => Object.values(row))).toContainEqual(['p1', null, null]);
  });

  it('is as usual for persons that nobody knows', async () => {
    const usual = await run('usual');
    const report = await run('nobody', { customer: ['4'] });
    expect(report.tables.map(({ checksum }) => checksum)).toEqual(
      usual.tables.map(({ checksum }) => checksum),
    );
  });

  it('refuses kinds of persons that no source knows, and nobody', async () => {
    await expect(run('out', { custmer: ['42'], payer: [' '] })).rejects.toThrow(
      /LH8012 preview: "erase" is of "custmer".*did you mean "customer"[\s\S]*LH0004 preview: "erase.payer" is empty/,
    );
  });
});
