import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { company } from '../../departments';
import { preview, writeSampleData } from '../../preview';
import { Random } from '../../preview/sample-data/random';
import { temporaryFolder } from '../support/temporary-folder';

/** Deliveries that come in another order, or twice, leave the same silver and gold; what comes again, to the byte. */
const folder = temporaryFolder('all tests');

/** What a run leaves: checksums of the rows that readers see, and of the files of silver and gold to the byte. */
interface Left {
  readonly rows: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

async function leaves(data: string, out: string): Promise<Left> {
  const { tables } = await preview(company, { data, out: folder.at(out) });
  const files = ['silver', 'gold'].flatMap((zone) =>
    readdirSync(folder.at(out, zone)).map((file) => join(zone, file)),
  );
  const digest = (file: string): string =>
    createHash('sha256')
      .update(readFileSync(folder.at(out, file)))
      .digest('hex');
  const refined = tables.filter(({ zone }) => zone !== 'bronze');
  return {
    rows: Object.fromEntries(refined.map(({ zone, table, checksum }) => [`${zone}/${table}`, checksum])),
    files: Object.fromEntries(files.sort().map((file) => [file, digest(file)])),
  };
}

/** The rows of all files of a source, dealt out anew to three files, with one of the old files added as it was. */
function dealtAnew(from: string, to: string): string {
  const random = new Random('deal');
  for (const source of readdirSync(from)) {
    mkdirSync(join(to, source), { recursive: true });
    const files = readdirSync(join(from, source)).sort();
    const lines = files.map((file) =>
      readFileSync(join(from, source, file), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    );
    const isCsv = files.every((file) => file.endsWith('.csv'));
    const header = isCsv ? (lines[0]?.slice(0, 1) ?? []) : [];
    const rows = lines.flatMap((list) => (isCsv ? list.slice(1) : list));
    const order = rows.map((row) => ({ row, place: random.next() })).sort((a, b) => a.place - b.place);
    for (const part of [0, 1, 2]) {
      const dealt = order.filter((_, index) => index % 3 === part).map(({ row }) => row);
      writeFileSync(
        join(to, source, `${part}.${isCsv ? 'csv' : 'jsonl'}`),
        `${[...header, ...dealt].join('\n')}\n`,
      );
    }
    const again = files[3] ?? '';
    writeFileSync(join(to, source, `again-${again}`), readFileSync(join(from, source, again)));
  }
  return to;
}

it('the same input, and the same rows shuffled over other files with one delivered twice, give the same tables', async () => {
  const contracts = company.departments.flatMap(({ sources }) => sources);
  const data = writeSampleData(contracts, folder.at('data'), { seed: 7 });
  const first = await leaves(data, 'first');
  const tables = company.departments.flatMap((department) => department.tables);
  expect(Object.keys(first.files)).toHaveLength(tables.length);
  expect(Object.keys(first.rows)).toHaveLength(tables.length);
  expect(new Set(Object.values(first.rows)).size).toBe(tables.length);
  expect(await leaves(data, 'second')).toEqual(first);
  const dealt = await leaves(dealtAnew(data, folder.at('dealt')), 'third');
  expect(dealt.rows).toEqual(first.rows);
  // Silver holds the file of each row, and the files have other names now.
  const inGold = ([file]: [string, string]): boolean => file.startsWith('gold');
  expect(Object.entries(dealt.files).filter(inGold)).toEqual(Object.entries(first.files).filter(inGold));
});
