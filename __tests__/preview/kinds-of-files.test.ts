import { gzipSync } from 'node:zlib';
import { dataContract, days, type FileOptions, t } from '../../model';
import { Deliveries, filesOf } from '../support/deliveries';

// Files that are not what their source says: each is named for what it is, with what to say or to do, and none is read wrong in silence.

const { rowsOf, run, write } = Deliveries.forEachTest();

const AT = '2026-01-01 00:00:00';
const text = `id,at,note\n1,${AT},Köln\n`;
const zip = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\0\0', 'latin1'), Buffer.from(text)]);

function source(options: FileOptions = {}) {
  return dataContract('orders', {
    description: 'Orders',
    columns: { id: t.long().key(), at: t.timestamp(), note: t.string(40).nullable() },
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv', options } },
    expectedRowsPerDay: 10,
  });
}

const silver = async () => (await rowsOf('silver/orders.parquet')).map((row) => row.slice(0, -2));

/** The rule and the reason by which the only file went, and the rows of silver. */
async function refused(name: string, content: string | Buffer, options?: FileOptions) {
  write({ [`orders/${name}`]: content });
  const [file] = filesOf(await run(source(options)));
  expect(await silver()).toEqual([]);
  return file?.slice(1, 3);
}

describe('a file that is no text', () => {
  it.each<[string, string, string | Buffer, FileOptions | undefined, string]>([
    [
      'gzip under the name of CSV',
      'a.csv',
      gzipSync(text),
      undefined,
      "is a gzip; if its source delivers these, name them .gz, and say options: { compression: 'gzip' }",
    ],
    [
      'an archive or a workbook under the name of CSV',
      'a.csv',
      zip,
      undefined,
      'is an archive of zip, as workbooks of spreadsheets are: unpack it, or save each sheet as CSV',
    ],
    [
      'an archive under the name of a gzip',
      'a.csv.gz',
      zip,
      { compression: 'gzip' },
      'is no gzip, but an archive of zip: unpack it',
    ],
    ['Parquet under the name of CSV', 'a.csv', 'PAR1\0', undefined, 'is Parquet: name it .parquet'],
    [
      'a gzip that is cut off',
      'a.csv.gz',
      gzipSync(text).subarray(0, 30),
      { compression: 'gzip' },
      'is a gzip that is cut off',
    ],
  ])('is named: %s', async (_, name, content, options, reason) => {
    expect(await refused(name, content, options)).toEqual(['unreadable-file', reason]);
  });

  it.each([
    ['a.zip', '; unpack it, or pack each file alone with gzip'],
    ['a.7z', '; unpack it, or pack each file alone with gzip'],
    ['a.xlsx', '; save each sheet as CSV'],
    ['a.psv', "; if its source delivers CSV so, it says options: { extension: 'psv' }"],
  ])('by its extension: %s', async (name, hint) => {
    const allowed = 'allowed: .csv, .json, .jsonl, .ndjson, .parquet, .avro';
    const extension = name.slice(1);
    expect(await refused(name, text)).toEqual([
      'unknown-format',
      `ends in "${extension}"; ${allowed}${hint}`,
    ]);
  });

  it.each(['a.csv.part', 'a.csv.filepart', 'a.TMP', 'a.csv._COPYING_', 'a.csv.gz.crdownload'])(
    'as not yet written whole: %s',
    async (name) => {
      const [rule, reason] = (await refused(name, text)) ?? [];
      expect(rule).toBe('unfinished-upload');
      expect(reason).toMatch(/^ends in "\.\w+", as what is not yet written whole does; /);
    },
  );

  it('but not where its source says that its files end so', async () => {
    write({ 'orders/a.part': text });
    expect(filesOf(await run(source({ extension: 'part' })))).toEqual([]);
    expect(await silver()).toHaveLength(1);
  });

  it('by the NUL characters in its first line', async () => {
    expect(await refused('a.csv', `id,at,no\0te\n1,${AT},x\n`)).toEqual([
      'missing-header',
      'its first line holds NUL characters: it is no text',
    ]);
  });

  it('of several gzips, one behind the other, is the text of all', async () => {
    write({ 'orders/a.csv.gz': Buffer.concat([gzipSync(text), gzipSync(`2,${AT},b\n`)]) });
    await run(source({ compression: 'gzip' }));
    expect(await silver()).toEqual([
      ['1', AT, 'Köln'],
      ['2', AT, 'b'],
    ]);
  });
});

describe('text in another encoding than its source says', () => {
  const bytes16 = Buffer.from(text, 'utf16le');
  const little = Buffer.from(bytes16);
  const big = Buffer.from(bytes16).swap16();

  it.each<[string, Buffer, FileOptions, string, string]>([
    [
      'UTF-16 without a mark, undeclared',
      little,
      {},
      'not-utf8',
      "is in UTF-16; allowed: UTF-8, unless its source says options: { encoding: 'utf-16' }",
    ],
    [
      'UTF-16 of the other order, undeclared',
      big,
      {},
      'not-utf8',
      "is in UTF-16; allowed: UTF-8, unless its source says options: { encoding: 'utf-16be' }",
    ],
    [
      'UTF-16 of the other order without a mark',
      big,
      { encoding: 'utf-16' },
      'wrong-encoding',
      'begins as utf-16be does, and its source says utf-16',
    ],
    [
      'UTF-8 that is declared to be UTF-16',
      Buffer.from(text),
      { encoding: 'utf-16be' },
      'wrong-encoding',
      'holds no zeros, as text in UTF-16 does, and its source says utf-16be',
    ],
    [
      'UTF-8 that is declared to be of a spreadsheet',
      Buffer.from(text),
      { encoding: 'windows-1252' },
      'unlikely-encoding',
      'is UTF-8 from the first letter to the last, and its source says windows-1252: remove that encoding',
    ],
    [
      'a mark of UTF-8 alone',
      Buffer.from(`\uFEFF${text.replace('ö', 'o')}`),
      { encoding: 'iso-8859-1' },
      'unlikely-encoding',
      'is UTF-8 from the first letter to the last, and its source says iso-8859-1: remove that encoding',
    ],
    [
      'Windows-1252 that is declared to be ISO-8859-1',
      Buffer.from(text.replace('Köln', '\x93K\xf6ln\x94'), 'latin1'),
      { encoding: 'iso-8859-1' },
      'unlikely-encoding',
      'holds bytes that are control characters in iso-8859-1, as its source says, and letters and signs in windows-1252: say that',
    ],
    [
      'a code page of DOS that is declared to be Windows-1252',
      Buffer.from(text.replace('Köln', 'M\x81nster'), 'latin1'),
      { encoding: 'windows-1252' },
      'unlikely-encoding',
      'holds bytes that are control characters in windows-1252, as its source says, and letters in code pages of DOS: let its source write UTF-8',
    ],
  ])('is refused: %s', async (_, content, options, rule, reason) => {
    expect(await refused('a.csv', content, options)).toEqual([rule, reason]);
  });

  it('in a gzip, too', async () => {
    const options: FileOptions = { encoding: 'utf-16', compression: 'gzip' };
    expect(await refused('a.csv.gz', gzipSync(big), options)).toEqual([
      'wrong-encoding',
      'begins as utf-16be does, and its source says utf-16',
    ]);
  });

  it.each<[string, string, FileOptions]>([
    ['ASCII alone', text.replace('ö', 'o'), { encoding: 'windows-1252' }],
    ['letters of Latin', text, { encoding: 'iso-8859-1' }],
    [
      'letters of Windows beside two that would be UTF-8',
      text.replace('ö', 'Ã¶é'),
      { encoding: 'windows-1252' },
    ],
  ])('is read where it may be what is said: %s', async (_, content, options) => {
    write({ 'orders/a.csv': Buffer.from(content, 'latin1') });
    await run(source(options));
    expect(await silver()).toEqual([['1', AT, /,([^,]*)\n$/.exec(content)?.[1]]]);
  });
});

describe('a header that names columns otherwise', () => {
  it.each([
    ['in another case', 'ID,At,Note', 'missing-header', 'ID'],
    ['with blanks around', ' id , at , note ', 'missing-header', ' id '],
    ['one of them', 'id,At,note', 'missing-column:at', 'At'],
    ['in quotes, with a blank', '"id","at ","note"', 'missing-column:at', 'at '],
  ])('is refused with what to say: %s', async (_, header, rule, name) => {
    const [found, reason] = (await refused('a.csv', `${header}\n1,${AT},x\n`)) ?? [];
    expect(found).toBe(rule);
    expect(reason).toContain(`; names count case and blanks: say .physicalName('${name}')`);
  });

  it.each([
    ['as it is', 'id,at,note', 'id,at,note'],
    ['in quotes', 'id,at,note', '"id","at","note"'],
    ['without them', '"id","at","note"', 'id,at,note'],
  ])('and comes again is no row: %s', async (_, header, again) => {
    const columns = { id: t.string(9).key(), at: t.string(9).nullable(), note: t.string(9).nullable() };
    write({ 'orders/a.csv': `${header}\nid,2,x\n${again}\n2,3,y\n` });
    const snapshot = dataContract('orders', {
      description: 'Orders',
      columns,
      snapshot: {},
      delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
      expectedRowsPerDay: 10,
    });
    const { tables } = await run(snapshot);
    expect((await rowsOf('silver/orders.parquet')).map(([id]) => id)).toEqual(['2', 'id']);
    expect(tables[0]).toMatchObject({ quarantined: { 'malformed-row': 1 } });
  });
});

describe('a backslash where values are never quoted', () => {
  it.each([
    ['a tab, of MySQL', '\t', 'a\\\tb', 'a\tb'],
    ['itself', '\t', 'C:\\\\dir', 'C:\\dir'],
    ['itself at the end', '|', 'dir\\\\', 'dir\\'],
    ['no letter: a line end of PostgreSQL stays', '\t', 'a\\nb', 'a\\nb'],
    ['no quote', '|', 'a\\"b"', 'a\\"b"'],
  ])('is before %s', async (_, delimiter, written, meant) => {
    const line = ['1', AT, written].join(delimiter);
    const first = ['2', AT, 'x'].join(delimiter);
    write({ 'orders/a.csv': `${first}\n${line}\n` });
    await run(source({ delimiter, quote: '', escape: '\\', header: false }));
    expect(await silver()).toEqual([
      ['1', AT, meant],
      ['2', AT, 'x'],
    ]);
  });
});
