import { dataContract, type DataContract, days, type FileFormat, t } from '../../model';
import { avroFile } from '../support/avro';
import { companyStacks } from '../support/company-stacks';
import { acme, AT, Deliveries } from '../support/deliveries';
import { dev } from '../support/small-company';
import { synthAll } from '../support/synth';
import { Bench, row, START } from './azure-fixtures';
import { platformOf } from './azure/platform';

/** A column that is lacking and one too many, in each kind of file: what the preview says, and what the synthesized pipeline does. */

const visits = (format: FileFormat): DataContract =>
  dataContract('visits', {
    description: 'Visits, in files',
    columns: { id: t.string(20).key(), note: t.string(100).nullable(), page: t.string(100) },
    snapshot: {},
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format } },
    expectedRowsPerDay: 10,
  });
const FILES = {
  csv: 'csv',
  'json-lines': 'jsonl',
  parquet: 'parquet',
  avro: 'avro',
} as const satisfies Record<FileFormat, string>;

type Cells = Readonly<Record<string, string>>;

const { run, write, parquet, rowsOf } = Deliveries.forEachTest();

const WRITERS: Readonly<Record<FileFormat, (name: string, cells: Cells) => unknown>> = {
  csv: (name, cells) => {
    write({ [name]: `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n` });
  },
  'json-lines': (name, cells) => {
    write({ [name]: `${JSON.stringify(cells)}\n` });
  },
  parquet: (name, cells) =>
    parquet(
      name,
      `SELECT ${Object.entries(cells)
        .map(([column, text]) => `'${text}' AS "${column}"`)
        .join(', ')}`,
    ),
  avro: (name, cells) => {
    write({
      [name]: avroFile(Object.fromEntries(Object.keys(cells).map((column) => [column, 'string'])), [cells]),
    });
  },
};

/** What both make of one file: whether the window fails, and otherwise the row in bronze. */
interface Outcome {
  readonly fails: boolean;
  readonly rows: readonly (readonly unknown[])[];
}

async function previewed(format: FileFormat, cells: Cells): Promise<Outcome> {
  await WRITERS[format](`visits/a.${FILES[format]}`, cells);
  const { tables } = await run(visits(format));
  const rows = await rowsOf('bronze/visits.parquet');
  return { fails: tables[0]!.failsWindow !== undefined, rows: rows.map((values) => values.slice(0, 3)) };
}

function inCloud(format: FileFormat, cells: Cells): Outcome & { readonly columns: readonly string[] } {
  const bench = new Bench(platformOf(synthAll(companyStacks(acme(visits(format)), dev))));
  const name = `a.${FILES[format]}`;
  bench.lake.write('shop-landing/visits', name, [row('a', cells)], START + 60, Object.keys(cells));
  const fails = bench.run('shop_copy_visits', { windowStart: '2026-01-05T00:00:00Z' }) !== 'Succeeded';
  const found = bench.lake.files('shop-bronze/visits').flatMap(({ rows }) => rows);
  return {
    fails,
    rows: found.map((each) => ['id', 'note', 'page'].map((column) => each.cells[column] ?? null)),
    columns: found.flatMap((each) => Object.keys(each.cells)),
  };
}

const formats = Object.keys(FILES) as FileFormat[];

describe.each(formats)('a file of %s', (format) => {
  const isTyped = format === 'parquet' || format === 'avro';

  it('with a column that nobody declared brings the others, in the preview and in the cloud', async () => {
    const cells = { color: 'red', id: '1', note: 'n', page: 'p', at: AT };
    const cloud = inCloud(format, cells);
    expect(await previewed(format, cells)).toEqual({ fails: false, rows: [['1', 'n', 'p']] });
    expect(cloud).toMatchObject({ fails: false, rows: [['1', 'n', 'p']] });
    expect(cloud.columns).not.toContain('color');
  });

  it(`without a nullable column ${isTyped ? 'fails its window in the cloud, as the preview says' : 'has nulls in both'}`, async () => {
    const cells = { page: 'p', id: '1' };
    expect(await previewed(format, cells)).toEqual({ fails: isTyped, rows: [['1', null, 'p']] });
    expect(inCloud(format, cells)).toMatchObject(
      isTyped ? { fails: true, rows: [] } : { fails: false, rows: [['1', null, 'p']] },
    );
  });

  it('without a required column gives no row that is complete', async () => {
    const cells = { id: '1', note: 'n' };
    const said = await previewed(format, cells);
    const cloud = inCloud(format, cells);
    // Of JSON, rows reach bronze, and silver quarantines them.
    const ofJson = { fails: false, rows: [['1', 'n', null]] };
    expect(cloud).toMatchObject(format === 'json-lines' ? ofJson : { fails: true, rows: [] });
    expect(said).toEqual({ fails: format !== 'json-lines', rows: [] });
  });
});
