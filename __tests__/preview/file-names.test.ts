import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  dataContract,
  days,
  type FileOptions,
  type FilesConnector,
  type HttpConnector,
  t,
} from '../../model';
import { writeSampleData } from '../../preview/sample-data';
import { AT, Deliveries, filesOf } from '../support/deliveries';

const { bronze, data, run, write } = Deliveries.forEachTest();

function contractOf(from: FilesConnector | HttpConnector) {
  return dataContract('orders', {
    description: 'Orders',
    columns: { id: t.long().key(), at: t.timestamp(), note: t.string(40).nullable() },
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from },
    expectedRowsPerDay: 10,
  });
}
const source = (more: { options?: FileOptions }) =>
  contractOf({ kind: 'files', format: 'csv', options: more.options ?? {} });

describe('names of CSV files', () => {
  const text = `id,at,note\n1,${AT},a\n`;

  it('end as the source says, and in nothing else', async () => {
    write({
      'orders/a.tsv': text.replaceAll(',', '\t'),
      'orders/b.csv': text,
      'orders/c.TSV': 'id\tat\tnote\n',
    });
    const options = { delimiter: '\t', extension: 'tsv' };
    const report = await run(source({ options }));
    expect(await bronze('orders')).toEqual(['1']);
    expect(filesOf(report)).toEqual([
      [
        'b.csv',
        'unknown-format',
        `ends in ".csv"; allowed: .tsv, .json, .jsonl, .ndjson, .parquet, .avro; if its source delivers CSV so, it says options: { extension: 'csv' }`,
        null,
      ],
    ]);
  });

  it('that nobody declared are named, with what to declare', async () => {
    write({ 'orders/a.txt': text });
    expect(filesOf(await run(source({})))).toEqual([
      ['a.txt', 'unknown-format', expect.stringMatching(/options: \{ extension: 'txt' \}$/), null],
    ]);
  });

  it('of a source that is fetched may be what its address says', async () => {
    const fetched = contractOf({
      kind: 'http',
      baseUrl: 'https://example.com',
      path: '{date}.txt',
      format: 'csv',
    });
    write({ 'orders/a.txt': text, 'orders/b.tsv': text.replace('1,', '2,') });
    expect(filesOf(await run(fetched))).toEqual([]);
    expect(await bronze('orders')).toEqual(['1', '2']);
  });

  it('are compressed and made up so, too', async () => {
    const compressed = source({ options: { extension: 'txt', compression: 'gzip' } });
    write({ 'orders/a.txt.gz': gzipSync(text) });
    expect(filesOf(await run(compressed))).toEqual([]);
    expect(await bronze('orders')).toEqual(['1']);
    writeSampleData([compressed], data(), { seed: 1 });
    expect(
      readdirSync(join(data(), 'orders')).filter((name) => /^\d{4}-\d\d-\d\d\.txt\.gz$/.test(name)),
    ).toHaveLength(14);
  });
});
