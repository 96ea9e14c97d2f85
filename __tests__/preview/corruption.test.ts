import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { dataContract, hours, t } from '../../model';
import { DuckDb, type ResultValue } from '../../preview/duckdb';
import { type LoadedSource, loadSource } from '../../preview/sources';
import { temporaryFolder } from '../support/temporary-folder';

/** Whatever is in the files: nothing is thrown, every line is in bronze or in quarantine, and good files lose nothing. */
const visits = dataContract('visits', {
  description: 'Visits',
  columns: { id: t.string(40).key(), page: t.string(50).nullable(), at: t.timestamp() },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});

const folder = temporaryFolder('all tests');
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => {
  engine.close();
});

const file = (name: string): string => folder.at(`${name}.parquet`);
async function load(files: Readonly<Record<string, Buffer>>): Promise<LoadedSource> {
  const home = folder.at('visits');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
  const paths = { home, names: Object.keys(files), bronze: file('bronze'), quarantine: file('quarantine') };
  return loadSource(visits, 'run', paths, engine);
}
async function rowsOf(name: string): Promise<ResultValue[][]> {
  const rows = await engine.rows(`SELECT * FROM read_parquet('${file(name)}')`);
  return rows.map((row) => Object.values(row));
}
/** Lines that are not blank; a byte order mark at the start of a file is no text. */
const lineCount = (content: Buffer): number =>
  content
    .toString('latin1')
    .replace(/^ï»¿/, '')
    .split('\n')
    .filter((line) => /[^ \t\r]/.test(line)).length;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

interface Row {
  readonly id: string;
  readonly page: string | null;
}
// A line end in a value would make two lines of one in CSV.
const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\r\n]/g, ' '));
const anyRow: fc.Arbitrary<Row> = fc.record({ id: anyText, page: fc.option(anyText) });
const quoted = (value: string | null): string => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
const FORMATS = {
  jsonl: { head: '', line: ({ id, page }: Row) => JSON.stringify({ id, page, at: 'now' }) },
  csv: { head: 'id,page,at\n', line: ({ id, page }: Row) => `${quoted(id)},${quoted(page)},now` },
} as const;

/** What happens to a line on its way; a line stays one line. */
const damage: fc.Arbitrary<(line: Buffer) => Buffer> = fc.oneof(
  fc.nat(30).map((at) => (line: Buffer) => line.subarray(0, Math.max(1, line.length - at))),
  fc.tuple(fc.nat(60), fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([at, bytes]) => (line: Buffer) => {
    const spoilt = Buffer.from(line);
    for (const [index, byte] of bytes.entries())
      if (at + index < line.length) spoilt[at + index] = byte === 10 || byte === 13 ? 0 : byte;
    return spoilt;
  }),
  fc
    .constantFrom(',x', ',"', '}', '"', ' ', '\u0000', '\\', '{}')
    .map((more) => (line: Buffer) => Buffer.concat([line, Buffer.from(more)])),
  fc
    .constantFrom('5', 'null', '[]', '{}', '"', '""', ',', 'x,y', '\ufeff')
    .map((text) => () => Buffer.from(text)),
);
const anyLine = fc.tuple(anyRow, fc.option(damage, { freq: 3, nil: undefined }));

describe.each(['jsonl', 'csv'] as const)('lines of %s', (format) => {
  const { head, line } = FORMATS[format];
  const content = (lines: readonly Buffer[]): Buffer =>
    Buffer.concat([Buffer.from(head), ...lines.flatMap((each) => [each, Buffer.from('\n')])]);

  it('are all accounted for, and those of good files are as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLine, { minLength: 1, maxLength: 12 }),
        fc.array(anyRow, { minLength: 1, maxLength: 6 }),
        async (lines, good) => {
          const bad = lines.map(([row, spoil]) => {
            const bytes = Buffer.from(line(row));
            return spoil ? spoil(bytes) : bytes;
          });
          const loaded = await load({
            [`bad.${format}`]: content(bad),
            [`good.${format}`]: content(good.map((row) => Buffer.from(line(row)))),
          });
          const bronze = await rowsOf('bronze');
          const kept = bronze.filter(([, , , from]) => from === `good.${format}`);
          expect(kept.map(([id, page]) => [id, page])).toEqual(good.map(({ id, page }) => [id, page]));
          expect(loaded.written).toBe(bronze.length);
          // Blank lines are no rows, and a quote may join two lines to one row: never more rows than lines.
          const delivered = good.length + lineCount(content(bad)) - (format === 'csv' ? 1 : 0);
          const quarantined = sum(Object.values(loaded.quarantined));
          const isWhole = loaded.files.length > 0;
          if (format === 'jsonl') expect(loaded.written + quarantined).toBe(delivered);
          else if (bad.every((each) => !each.includes('"')))
            expect(loaded.written + quarantined).toBe(delivered);
          else expect(loaded.written + quarantined).toBeLessThanOrEqual(delivered);
          if (!isWhole) expect(await rowsOf('quarantine')).toHaveLength(quarantined);
          for (const [, number, reason] of await rowsOf('quarantine'))
            expect([typeof number, reason]).toEqual(
              isWhole
                ? ['object', expect.any(String)]
                : ['string', expect.stringMatching(/^(?:malformed-row|not-utf8): /)],
            );
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('are the same rows when the engine reads them, and when they are looked at one by one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (rows, windows) => {
          const lines = rows.map((row) => line(row));
          const text = `${head}${lines.join('\n')}\n`.replaceAll('\n', windows ? '\r\n' : '\n');
          await load({ [`a.${format}`]: Buffer.from(text) });
          const direct = await rowsOf('bronze');
          const loaded = await load({
            [`a.${format}`]: Buffer.concat([Buffer.from(text), Buffer.from([0xff, 10])]),
          });
          expect(loaded.quarantined).toEqual({ 'not-utf8': 1 });
          expect(await rowsOf('bronze')).toEqual(direct);
          expect(direct).toHaveLength(rows.length);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });
});

describe('any bytes', () => {
  it.each(['a.jsonl', 'a.json', 'a.csv', 'a.parquet'])(
    'in %s end in bronze or in quarantine',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
          const good = '{"id":"1","at":"now"}\n';
          const { written, quarantined, files, empty } = await load({
            [name]: Buffer.from(bytes),
            'b.jsonl': Buffer.from(good),
          });
          expect(written).toBeGreaterThanOrEqual(1);
          if (!/json/.test(name))
            expect(sum(Object.values(quarantined)) + files.length + empty.length).toBeGreaterThanOrEqual(1);
        }),
        { numRuns: 30, seed: 7 },
      );
    },
  );

  it('over a Parquet file leave the rest of the source as it is', async () => {
    await engine.run(
      `COPY (SELECT 'i' || range AS id, 'p' AS page, 'now' AS at FROM range(300)) TO '${file('pattern')}' (FORMAT parquet)`,
    );
    const pattern = readFileSync(file('pattern'));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(pattern.length - 20),
        fc.uint8Array({ minLength: 1, maxLength: 20 }),
        async (at, bytes) => {
          const spoilt = Buffer.from(pattern);
          spoilt.set(bytes, at);
          await load({ 'a.parquet': spoilt, 'b.jsonl': Buffer.from('{"id":"1","at":"now"}\n') });
          expect((await rowsOf('bronze')).filter((row) => row[3] === 'b.jsonl')).toHaveLength(1);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
});
