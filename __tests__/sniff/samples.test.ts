import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { DuckDb } from '../../preview/duckdb';
import { sniff } from '../../sniff';
import { sampleFile } from '../../sniff/sample/file-sample';
import { sampled } from '../../sniff/sample/sample';
import { countAvro } from '../../preview/sources/avro-file';
import { avroFile } from '../support/avro';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
const ROWS = 200_000;
const MIB = 1024 * 1024;

/** Letters that no compression makes much smaller. */
function remark(index: number): string {
  let [text, state] = ['', index + 1];
  while (text.length < 300) {
    state = (state * 48_271) % 2_147_483_647;
    text += state.toString(36);
  }
  return text;
}

/** A day in each of 300, one after the other; the last rows have a state that no other has, and one a bad amount. */
function rows(from: number, to: number): string {
  const lines: string[] = [];
  for (let index = from; index < to; index++) {
    const day = new Date(Date.UTC(2025, 0, 1 + Math.floor((index * 300) / ROWS))).toISOString().slice(0, 10);
    const state = index >= ROWS - 100 ? 'returned' : index % 2 === 0 ? 'paid' : 'new';
    const amount = index === 5 ? 'free' : index === ROWS - 50 ? 'gratis' : `${index % 997}.50`;
    lines.push(`${index},${day} 10:00:00,${state},${amount},a remark ${remark(index)}`);
  }
  return `${lines.join('\n')}\n`;
}
const HEADER = 'id,at,state,amount,remark\n';

function write(name: string, content: string | Buffer): string {
  mkdirSync(folder.at('data', 'orders'), { recursive: true });
  writeFileSync(folder.at('data', 'orders', name), content);
  return folder.at('data', 'orders', name);
}

async function proposed(path: string) {
  const { proposals, issues } = await sniff({ paths: [path], sampleRows: 5000 });
  expect(issues).toEqual([]);
  return proposals[0]!;
}

describe('a large file', () => {
  let path: string;
  beforeAll(() => {
    path = write('large.csv', HEADER + rows(0, ROWS));
    expect(statSync(path).size).toBeGreaterThan(64 * MIB);
  });

  it('is looked at by a sample, which says so, and reaches to its end', async () => {
    const proposal = await proposed(path);
    expect(proposal.rows).toBeGreaterThan(4000);
    expect(proposal.rows).toBeLessThan(6000);
    expect(proposal.sampleOf! / ROWS).toBeGreaterThan(0.9);
    expect(proposal.sampleOf! / ROWS).toBeLessThan(1.1);
    expect(proposal.doubts[0]).toMatch(/^a sample was read, .* --full reads all$/);
    const state = proposal.columns.find(({ name }) => name === 'state');
    expect(state?.calls).toContainEqual({ method: 'oneOf', values: ['new', 'paid', 'returned'] });
  });

  it('has no rows that are cut off, and lines where they are those of the file', async () => {
    const { broken } = await proposed(path);
    expect(broken).toEqual([
      { rule: 'type:amount', rows: 2, examples: ['large.csv: "gratis"', 'large.csv line 7: "free"'] },
    ]);
  });

  it('has rows of a day as they are, though a sample has part of the days', async () => {
    const { expectedRowsPerDay } = await proposed(path);
    expect(expectedRowsPerDay).toBeGreaterThan(600);
    expect(expectedRowsPerDay).toBeLessThan(750);
  });

  it('is read as a whole on request', async () => {
    const engine = await DuckDb.open();
    const source = { name: 'orders', home: folder.at('data', 'orders'), files: ['large.csv'] };
    const whole = await sampled(source, engine, folder.at('sample'), undefined);
    engine.close();
    expect([whole.source, whole.sampleOf(5), whole.doubts()]).toEqual([source, undefined, []]);
  });
});

it('one with values over lines is sampled from its beginning', async () => {
  const text = rows(0, ROWS).replaceAll(/,(a remark)([^\n]*)\n/g, ',"$1\n$2"\n');
  const proposal = await proposed(write('over-lines.csv', HEADER + text));
  expect(proposal.rows).toBeLessThan(8000);
  expect(proposal.broken.map(({ rule }) => rule)).toEqual(['type:amount']);
});

it('a gzip is sampled from its beginning, and how much more there is, it does not say', async () => {
  const text = Buffer.from(HEADER + rows(0, ROWS));
  const proposal = await proposed(write('packed.csv.gz', gzipSync(text, { level: 1 })));
  expect(proposal.sampleOf).toBe(0);
  expect(proposal.rows).toBeLessThan(8000);
});

it('Avro is sampled from its beginning, by whole blocks', async () => {
  const ids = Array.from({ length: 1000 }, (_, index) => ({ id: BigInt(index) }));
  const file = avroFile({ id: 'long' }, ids, { rowsPerBlock: 10 });
  const [from, to] = [write('ids.avro', file), folder.at('sample.avro')];
  const engine = await DuckDb.open();
  const sample = await sampleFile(from, to, 95, engine);
  expect(sample).toMatchObject({ of: file.length, bytes: statSync(to).size });
  expect(countAvro(to)).toBe(100);
  // What is not much less than the whole, or is cut off, is read as it is.
  expect(await sampleFile(from, to, 600, engine)).toBeUndefined();
  write('ids.avro', file.subarray(0, 200));
  expect(await sampleFile(from, to, 95, engine)).toBeUndefined();
  engine.close();
});
