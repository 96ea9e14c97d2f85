import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { physicalNameOf, pathOf } from '../../model';
import { preview } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { sniff } from '../../sniff';
import { evaluated } from '../support/proposed-module';
import { temporaryFolder } from '../support/temporary-folder';
import { csvFiles, jsonFiles, type WrittenFile } from '../support/written-rows';

const folder = temporaryFolder('all tests');
let engine: DuckDb;

beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** What a preview of the proposal reads from a file, as text in the order of its columns. */
async function readBack({ name, content, columns }: WrittenFile): Promise<(string | null)[][]> {
  rmSync(folder.at('data'), { recursive: true, force: true });
  mkdirSync(folder.at('data', 'orders'), { recursive: true });
  writeFileSync(folder.at('data', 'orders', name), content);
  const { module, issues } = await sniff({ paths: [folder.at('data')] });
  expect(issues).toEqual([]);
  const { company } = evaluated(module);
  await preview(company!, { data: folder.at('data'), out: folder.at('out') });
  const contract = company!.departments[0]!.sources[0]!;
  const names = Object.keys(contract.columns);
  const placed = columns.map((column, index) => {
    const found = names.find(
      (one) => pathOf(contract, one).at(-1) === column || physicalNameOf(contract, one) === column,
    );
    return found ?? names[index] ?? '';
  });
  const values = placed.map((column) => {
    const kind = contract.columns[column]?.type.kind;
    return kind === 'timestamp'
      ? `strftime("${column}", '%Y-%m-%d %H:%M:%S')`
      : `CAST("${column}" AS VARCHAR)`;
  });
  const rows = await engine.rows(
    `SELECT ${values.join(', ')} FROM '${folder.at('out', 'silver', 'orders.parquet')}'`,
  );
  return rows.map((row) => Object.values(row).map((value) => (value === null ? null : String(value))));
}

const sorted = (rows: readonly (readonly (string | null)[])[]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

describe('what a first look proposes', () => {
  it('reads the same rows back from CSV in any form', async () => {
    await fc.assert(
      fc.asyncProperty(csvFiles, async (file) => {
        expect(sorted(await readBack(file))).toEqual(sorted(file.rows));
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('reads the same rows back from JSON in any form', async () => {
    await fc.assert(
      fc.asyncProperty(jsonFiles, async (file) => {
        expect(sorted(await readBack(file))).toEqual(sorted(file.rows));
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});
