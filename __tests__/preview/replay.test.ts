import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { company } from '../../departments';
import { preview, writeSampleData } from '../../preview';
import { Random } from '../../preview/sample-data/random';
import { estimate } from '../support/estimate';
import { temporaryFolder } from '../support/temporary-folder';

/** Rows that come in another order, and deliveries that come twice, leave the same silver and gold; what comes again, to the byte. */
const folder = temporaryFolder('all tests');

/** What a run leaves: checksums of the rows that readers see, and of the files of silver and gold to the byte. */
interface Left {
  readonly rows: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

async function leaves(data: string, out: string): Promise<Left> {
  const { tables } = await preview(company, { data, estimate, out: folder.at(out) });
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

/** The rows of each file shuffled, with one of the old files added as it was: as a delivery before all others. */
function dealtAnew(from: string, to: string): string {
  const random = new Random('deal');
  for (const source of readdirSync(from)) {
    mkdirSync(join(to, source), { recursive: true });
    const files = readdirSync(join(from, source)).sort();
    for (const file of files) {
      const lines = readFileSync(join(from, source, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      const header = file.endsWith('.csv') ? lines.splice(0, 1) : [];
      const order = lines.map((row) => ({ row, place: random.next() })).sort((a, b) => a.place - b.place);
      const rows = order.map(({ row }) => row);
      writeFileSync(join(to, source, file), `${[...header, ...rows].join('\n')}\n`);
    }
    const again = files[3] ?? '';
    writeFileSync(join(to, source, `0-again-${again}`), readFileSync(join(from, source, again)));
  }
  return to;
}

it('the same input, and the same rows shuffled with a file delivered twice, give the same tables', async () => {
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
  const inGold = ([file]: [string, string]): boolean => file.startsWith('gold');
  expect(Object.entries(dealt.files).filter(inGold)).toEqual(Object.entries(first.files).filter(inGold));
});
