import { mkdirSync } from 'node:fs';
import { preview, PREVIEW_PEPPER, type PreviewOptions } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { personsCompany } from '../support/persons-company';
import { temporaryFolder } from '../support/temporary-folder';
import { type Bench } from './azure-fixtures';
import { lakeOfPersons, METADATA, SILVER } from './persons-lake';

/** The runbook of leaving Azure: what is copied from a lake gives the same tables on one machine. */

const folder = temporaryFolder('all tests');
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** A lake after three days, with the pepper of previews. */
const lakeOfThreeDays = (): Bench => lakeOfPersons({ pepper: PREVIEW_PEPPER });

/** Copies bronze to this machine, file by file, as Parquet of texts. */
async function copied({ lake }: Bench, out: string): Promise<string> {
  const text = (value: string | null): string =>
    value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  for (const [index, { path, rows }] of lake.files('shop-bronze').entries()) {
    const [, source = ''] = path.split('/');
    mkdirSync(folder.at(out, source), { recursive: true });
    const names = Object.keys(rows[0]!.cells);
    const values = rows.map(({ cells }) => `(${names.map((name) => text(cells[name] ?? null)).join(', ')})`);
    await engine.run(
      `COPY (SELECT ${names.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ')}
        FROM (VALUES ${values.join(', ')}) AS t(${names.join(', ')})) TO '${folder.at(out, source, `${index}.parquet`)}' (FORMAT parquet)`,
    );
  }
  return folder.at(out);
}

/** The rows of silver on this machine, without what tells where they came from. */
async function here(data: string, out: string, erase?: PreviewOptions['erase']): Promise<unknown> {
  await preview(personsCompany, { data, out: folder.at(out), ...(erase && { erase }) });
  const tables = [];
  for (const table of SILVER) {
    const rows = await engine.rows(
      `SELECT CAST(COLUMNS(c -> c NOT IN (${METADATA.map((name) => `'${name}'`).join(', ')})) AS VARCHAR) FROM read_parquet('${folder.at(out, 'silver', `${table}.parquet`)}')`,
    );
    tables.push([table, rows.map((cells) => JSON.stringify(Object.entries(cells).sort())).sort()]);
  }
  return tables;
}

/** The same of the lake. */
function there({ lake }: Bench): unknown {
  return SILVER.map((table) => {
    const { columns, rows } = lake.table(`shop-silver/${table}`)!;
    return [
      table,
      rows
        .map((cells) =>
          JSON.stringify(
            columns
              .map(({ name }, at) => [name, cells[at]?.replace(/\.000000$/, '') ?? null] as const)
              .filter(([name]) => !METADATA.includes(name))
              .sort(),
          ),
        )
        .sort(),
    ];
  });
}

test('the preview makes the tables of the lake from copied bronze', async () => {
  const bench = lakeOfThreeDays();
  expect(await here(await copied(bench, 'bronze'), 'out')).toEqual(there(bench));
});

test('bronze still has who was erased: they are erased on this machine, too', async () => {
  const bench = lakeOfThreeDays();
  expect(bench.run('shop_erase', { subject: 'customer', keys: '["Ada"]' })).toBe('Succeeded');
  const data = await copied(bench, 'bronze-with-erased');
  expect(await here(data, 'out-with-erased')).not.toEqual(there(bench));
  expect(await here(data, 'out-without-erased', { customer: ['Ada'] })).toEqual(there(bench));
});
