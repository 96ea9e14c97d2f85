import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type ColumnBuilder,
  dataContract,
  days,
  type FileFormat,
  type FileOptions,
  type Kind,
  t,
  type ValueFormats,
} from '../../model';
import { writeSampleData } from '../../preview/sample-data';
import { Deliveries, filesOf } from '../support/deliveries';

/** Files as their sources write them, from bytes to rows. */
const { bronze, data, rowsOf, run, write } = Deliveries.forEachTest();

interface Written {
  readonly format?: FileFormat;
  readonly options?: FileOptions;
  readonly writtenAs?: ValueFormats;
  readonly columns?: Readonly<Record<string, ColumnBuilder<Kind>>>;
}

function source({ format = 'csv', options, writtenAs, columns }: Written) {
  return dataContract<Readonly<Record<string, ColumnBuilder<Kind>>>>('orders', {
    description: 'Orders',
    columns: columns ?? {
      id: t.long().key(),
      at: t.timestamp(),
      note: t.string(40).nullable(),
    },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: Object.assign({ kind: 'files' as const, format }, options && { options }),
    },
    ...(writtenAs && { writtenAs }),
    expectedRowsPerDay: 10,
  });
}

const AT = '2026-01-01 10:00:00';
const silver = async () => (await rowsOf('silver/orders.parquet')).map((row) => row.slice(0, -2));
const broken = async () =>
  (await rowsOf('quarantine/orders.delivery.parquet')).map(([file, line, reason, text]) => [
    file,
    line === null ? null : Number(line),
    reason,
    text,
  ]);

describe('CSV', () => {
  it('of a spreadsheet: semicolons, decimal commas, a mark', async () => {
    const columns = { id: t.long().key(), at: t.timestamp(), amount: t.decimal(12, 2) };
    write({ 'orders/a.csv': `\uFEFFid;at;amount\r\n1;${AT};1,50\r\n2;${AT};1.50\r\n3;${AT}\r\n` });
    const report = await run(
      source({ options: { delimiter: ';' }, writtenAs: { numbers: { decimal: ',' } }, columns }),
    );
    expect(await silver()).toEqual([['1', AT, '1.50']]);
    expect(report.tables[1]).toMatchObject({ written: 1, quarantined: { 'type:amount': 1 } });
    expect(await broken()).toEqual([['a.csv', 4, 'malformed-row: has 2 of 3 values', `3;${AT}`]]);
  });

  it.each<[string, FileOptions, string]>([
    ['tabs without quotes', { delimiter: '\t', quote: '' }, `id\tat\tnote\n1\t${AT}\tsays "a"\n`],
    ['bars and backslashes', { delimiter: '|', escape: '\\' }, `id|at|note\n1|${AT}|"says \\"a\\""\n`],
    ['single quotes', { quote: "'" }, `id,at,note\n1,${AT},'says "a"'\n`],
    ['doubled quotes', {}, `id,at,note\n1,${AT},"says ""a"""\n`],
    ['no header', { header: false }, `1,${AT},"says ""a"""\n`],
    ['a preamble', { skipLines: 2 }, `Report of\n\n2026-01-01, all\n\nid,at,note\n1,${AT},"says ""a"""\n`],
    ['a preamble and no header', { skipLines: 1, header: false }, `all\n1,${AT},"says ""a"""\n`],
  ])('with %s, alone and beside a row that is broken', async (_what, options, text) => {
    write({ 'orders/a.csv': text });
    await run(source({ options }));
    expect(await silver()).toEqual([['1', AT, 'says "a"']]);
    write({ 'orders/a.csv': `${text}2${options.delimiter ?? ','}${AT}\n` });
    await run(source({ options }));
    expect(await silver()).toEqual([['1', AT, 'says "a"']]);
    expect((await broken()).map(([, , reason]) => reason)).toEqual(['malformed-row: has 2 of 3 values']);
  });

  it('with the signs of its source is one table in whatever way the engine gets its rows', async () => {
    const text = `all; of it\n\nid;at;note\n1;${AT};'a;\\'b\\\\\nc"'\n\n2;${AT}; 'd' \n3;${AT};e'f\nid;at;note\n4;${AT};'g\n5;${AT};\n`;
    write({ 'orders/a.csv': text });
    await run(source({ options: { delimiter: ';', quote: "'", escape: '\\', skipLines: 1 } }));
    expect((await silver()).sort()).toEqual([
      ['1', AT, `a;'b\\\nc"`],
      ['2', AT, 'd'],
      ['3', AT, "e'f"],
      ['5', AT, null],
    ]);
    expect((await broken()).map(([, line, reason]) => [line, reason])).toEqual([
      [9, 'malformed-row: repeats the header'],
      [10, 'malformed-row: has a quote that is never closed'],
    ]);
  });

  it('without a header keeps a first row behind a byte order mark, and one that comes twice', async () => {
    write({ 'orders/a.csv': `\uFEFF1,${AT},a\r\n1,${AT},a\r\n2,${AT},\r\n` });
    await run(source({ options: { header: false } }));
    expect((await bronze('orders')).sort()).toEqual(['1', '1', '2']);
  });

  it('with nothing but the lines before its table has no header, or no rows', async () => {
    write({ 'orders/a.csv': 'all\n\n' });
    expect(filesOf(await run(source({ options: { skipLines: 1 } })))).toEqual([
      ['a.csv', 'missing-header', 'its first line names no columns', null],
    ]);
    expect(filesOf(await run(source({ options: { skipLines: 1, header: false } })))).toEqual([]);
  });

  it('without a header has the columns of the contract, and no others', async () => {
    write({ 'orders/a.csv': `1,${AT},a,more\n2,${AT},b\n` });
    await run(source({ options: { header: false } }));
    expect(await bronze('orders')).toEqual(['2']);
    expect((await broken()).map(([, line, reason]) => [line, reason])).toEqual([
      [1, 'malformed-row: has 4 of 3 values'],
    ]);
  });

  it.each<[string, FileOptions | undefined, string, string]>([
    [
      'semicolons',
      undefined,
      `id;at;note\n1;${AT};x\n`,
      `its first line names none of the contract's columns: "id;at;note"; it looks separated by semicolons: say options: { delimiter: ';' }`,
    ],
    [
      'tabs',
      { delimiter: ';' },
      `id\tat\tnote\n`,
      `its first line names none of the contract's columns: "id\\tat\\tnote"; it looks separated by tabs: say options: { delimiter: '\\t' }`,
    ],
    [
      'what says how it is separated',
      undefined,
      `sep=;\nid;at;note\n`,
      `its first line names none of the contract's columns: "sep=;"; it looks separated by semicolons, with its columns named on line 2 of those that are not empty: say options: { delimiter: ';', skipLines: 1 }`,
    ],
    [
      'no header',
      undefined,
      `1,${AT},x\n`,
      `its first line names none of the contract's columns: "1,${AT},x"; if it has no header, say options: { header: false }`,
    ],
  ])('of %s, which nobody declared, says what it looks like', async (_what, options, text, reason) => {
    write({ 'orders/a.csv': text });
    const report = await run(source({ ...(options && { options }) }));
    expect(filesOf(report)).toEqual([['a.csv', 'missing-header', reason, expect.any(Number)]]);
  });

  it('with a name twice is refused', async () => {
    write({ 'orders/a.csv': `id;at;at\n1;${AT};x\n` });
    const report = await run(source({ options: { delimiter: ';' } }));
    expect(filesOf(report)).toEqual([
      ['a.csv', 'duplicate-column', 'its header names "at" more than once', 1],
    ]);
  });
});

describe('encodings', () => {
  it.each<[NonNullable<FileOptions['encoding']>, Buffer]>([
    ['windows-1252', Buffer.from(`id,at,note\n1,${AT},M\xfcnchen \x80\n`, 'latin1')],
    ['utf-16', Buffer.from(`\uFEFFid,at,note\n1,${AT},München €\n`, 'utf16le')],
    ['utf-16', Buffer.from(`id,at,note\n1,${AT},München €\n`, 'utf16le')],
    ['utf-16be', Buffer.from(`\uFEFFid,at,note\n1,${AT},München €\n`, 'utf16le').swap16()],
    ['utf-8', Buffer.from(`\uFEFFid,at,note\n1,${AT},München €\n`)],
  ])('%s is read', async (encoding, bytes) => {
    write({ 'orders/deep/a.csv': bytes });
    await run(source({ options: { encoding } }));
    expect(await silver()).toEqual([['1', AT, 'München €']]);
    const [row] = await rowsOf('bronze/orders.parquet');
    expect(row).toContain('deep/a.csv');
  });

  it('iso-8859-1 has no euro where Windows has one', async () => {
    write({ 'orders/a.csv': Buffer.from(`id,at,note\n1,${AT},\xfc\x85x\n`, 'latin1') });
    await run(source({ options: { encoding: 'iso-8859-1' } }));
    expect(await silver()).toEqual([['1', AT, 'ü\u0085x']]);
  });

  it('of another kind than declared sends the file to quarantine', async () => {
    write({
      'orders/half.csv': Buffer.from('id,at,note\nx', 'utf16le').subarray(0, -1),
      'orders/order.csv': Buffer.from('\uFEFFid,at,note\n', 'utf16le').swap16(),
    });
    const report = await run(source({ options: { encoding: 'utf-16' } }));
    expect(filesOf(report)).toEqual([
      [
        'half.csv',
        'wrong-encoding',
        'holds bytes that are no text of the encoding that its source says',
        null,
      ],
      ['order.csv', 'wrong-encoding', 'begins as utf-16be does, and its source says utf-16', null],
    ]);
  });

  it('that nobody declared is named', async () => {
    write({
      'orders/a.csv': Buffer.from('id,at,n\xf6te\n', 'latin1'),
      'orders/b.csv': Buffer.from('\uFEFFid,at,note\n', 'utf16le'),
    });
    const reasons = filesOf(await run(source({}))).map(([, , reason]) => String(reason));
    expect(reasons[0]).toContain("options: { encoding: 'windows-1252' }");
    expect(reasons[1]).toContain("options: { encoding: 'utf-16' }");
  });
});

describe('gzip', () => {
  const gzip = (text: string): Buffer => gzipSync(text);

  it('is unpacked, and the row says which file it comes from', async () => {
    write({
      'orders/a.csv.gz': gzip(`id,at,note\n1,${AT},a\n`),
      'orders/2026/b.csv.gz': gzip(`id,at,note\n2,${AT},b\n3,${AT}\n`),
    });
    await run(source({ options: { compression: 'gzip' } }));
    const rows = (await rowsOf('bronze/orders.parquet')).map((row) => [row[0], row[3]]);
    expect(rows.sort()).toEqual([
      ['1', 'a.csv.gz'],
      ['2', '2026/b.csv.gz'],
    ]);
    expect((await broken()).map(([file]) => file)).toEqual(['2026/b.csv.gz']);
  });

  it('of JSON, and in another encoding', async () => {
    const bytes = gzipSync(Buffer.from(`{"id":1,"at":"${AT}","note":"ü"}\n`, 'utf16le'));
    write({ 'orders/a.jsonl.gz': bytes });
    await run(source({ format: 'json-lines', options: { compression: 'gzip', encoding: 'utf-16' } }));
    expect(await silver()).toEqual([['1', AT, 'ü']]);
  });

  it('that is cut off, is none, or is not there, sends the file to quarantine; a file with nothing in it is no delivery', async () => {
    const whole = gzip(`id,at,note\n1,${AT},a\n`);
    write({
      'orders/cut.csv.gz': whole.subarray(0, whole.length - 12),
      'orders/none.csv.gz': `id,at,note\n1,${AT},a\n`,
      'orders/plain.csv': `id,at,note\n1,${AT},a\n`,
      'orders/empty.csv.gz': '',
    });
    const report = await run(source({ options: { compression: 'gzip' } }));
    expect(filesOf(report)).toEqual([
      ['cut.csv.gz', 'unreadable-file', 'is a gzip that is cut off', null],
      ['none.csv.gz', 'unreadable-file', 'is no gzip, or one that is spoilt', null],
      ['plain.csv', 'unknown-format', 'does not end in ".gz", as files with gzip do', null],
    ]);
  });

  it('that nobody declared is named', async () => {
    write({ 'orders/a.csv.gz': gzip(`id,at,note\n1,${AT},a\n`) });
    expect(filesOf(await run(source({})))).toEqual([
      [
        'a.csv.gz',
        'unknown-format',
        `ends in ".gz"; if its source delivers gzip, say so: options: { compression: 'gzip' }`,
        null,
      ],
    ]);
  });
});

describe('JSON in a wrapper', () => {
  const wrapped = (items: unknown): string => JSON.stringify({ page: 1, data: { items } });
  const options = { records: ['data', 'items'] };

  it('gives its records, and a row for each', async () => {
    write({
      'orders/a.jsonl': `${wrapped([{ id: 1, at: AT, note: 'a' }])}\n${wrapped([])}\n`,
      'orders/b.json': JSON.stringify({ data: { items: [{ id: 2, at: AT, note: 'b' }] } }, undefined, 2),
    });
    await run(source({ format: 'json-lines', options }));
    expect((await bronze('orders')).sort()).toEqual(['1', '2']);
  });

  it('that is cut off sends the file to quarantine, as any line that is no whole object', async () => {
    write({ 'orders/a.jsonl': `${wrapped([{ id: 1, at: AT }])}\n{"data":{"items":[\n` });
    const report = await run(source({ format: 'json-lines', options }));
    expect(filesOf(report)).toEqual([['a.jsonl', 'malformed-row', 'line 2 is no whole JSON value', 2]]);
  });

  it('that is not there sends the file to quarantine', async () => {
    write({
      'orders/a.jsonl': `{"id":1,"at":"${AT}"}\n`,
      'orders/b.jsonl': `${wrapped('none')}\n`,
    });
    const report = await run(source({ format: 'json-lines', options }));
    expect(filesOf(report)).toEqual([
      ['a.jsonl', 'missing-records', 'has no array at data.items', null],
      ['b.jsonl', 'missing-records', 'has no array at data.items', null],
    ]);
  });
});

describe('values', () => {
  it('of JSON: numbers since 1970, with more digits than are shown', async () => {
    write({
      'orders/a.jsonl':
        '{"id":1,"at":1609459200123456}\n{"id":2,"at":"1609459200123456"}\n{"id":3,"at":1.5}\n',
    });
    await run(
      source({
        format: 'json-lines',
        columns: { id: t.long().key(), at: t.timestamp().epoch('microseconds') },
      }),
    );
    expect(await silver()).toEqual([
      ['1', '2021-01-01 00:00:00.123'],
      ['2', '2021-01-01 00:00:00.123'],
      ['3', '1970-01-01 00:00:00'],
    ]);
  });

  it('on the clock of a shop', async () => {
    write({ 'orders/a.csv': 'id,at,note\n1,2026-03-07T22:30:00,a\n2,2026-03-08T02:30:00,b\n' });
    const report = await run(source({ writtenAs: { clock: 'America/New_York' } }));
    expect(await silver()).toEqual([['1', '2026-03-08 03:30:00', 'a']]);
    expect(report.tables[1]).toMatchObject({ quarantined: { 'type:at': 1 } });
  });
});

describe('made-up files', () => {
  it.each<[string, Written]>([
    [
      'CSV',
      {
        options: {
          delimiter: ';',
          quote: "'",
          header: false,
          skipLines: 2,
          encoding: 'utf-16be',
          compression: 'gzip',
        },
        columns: {
          id: t.long().key(),
          at: t.timestamp().writtenAs('M/d/yy h:mm:ss a'),
          day: t.date().writtenAs('dd-MMM-yyyy'),
          amount: t.decimal(9, 2).writtenAs({ decimal: ',' }),
          paid: t.boolean().writtenAs({ true: ['ja'], false: ['nein'] }),
        },
      },
    ],
    [
      'CSV with backslashes and no quotes',
      {
        options: { quote: '', escape: '\\' },
        columns: {
          id: t
            .long()
            .key()
            .writtenAs({ fractions: ['zero'] }),
          at: t.timestamp(),
          day: t.date().writtenAs('MMMM d, yyyy'),
          amount: t.decimal(9, 2).writtenAs({ decimal: ',', fractions: ['bare'] }),
        },
      },
    ],
    [
      'JSON',
      {
        format: 'json-lines',
        options: { records: ['items'], encoding: 'windows-1252' },
        columns: {
          id: t.long().key(),
          at: t.timestamp().epoch('seconds'),
          seen: t.timestamp().clockOf('Europe/Berlin'),
        },
      },
    ],
  ])('are written as their source writes: %s', async (_what, written) => {
    const contract = source(written);
    writeSampleData([contract], data(), { seed: 1 });
    expect(readdirSync(join(data(), 'orders'))).toHaveLength(14);
    const report = await run(contract);
    expect(filesOf(report)).toEqual([]);
    const { read, written: kept, quarantined } = report.tables[1]!;
    expect(kept).toBeGreaterThan(100);
    expect(Object.values(quarantined).reduce((sum, rows) => sum + rows, 0)).toBeLessThan(read / 20);
  });
});
