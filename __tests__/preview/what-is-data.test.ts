import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError } from '../../model';
import { formatReport, type RunReport } from '../../preview';
import { AT, Deliveries, HEADER, orders, visits } from '../support/deliveries';

/** One rule for what is a file of data, a row and a value: whatever lies beside it. */
const { bronze, data, run, rowsOf, write } = Deliveries.forEachTest();

const row = (id: number): string => `${id},,1,${AT}\n`;
const skippedOf = ({ input }: RunReport) =>
  input.kind === 'files' ? input.skippedFiles.map(({ path, because }) => [path, because]) : [];

describe('what is no data', () => {
  it('is what is hidden, at any depth, and it is named', async () => {
    write({
      'orders/a.csv': HEADER + row(1),
      'orders/_SUCCESS': '',
      'orders/_temporary/0/b.csv': HEADER + row(9),
      'orders/2026/.ipynb_checkpoints/c.csv': HEADER + row(9),
      'orders/2026/_d.csv': HEADER + row(9),
      'orders/2026/d_.csv': HEADER + row(2),
      'orders/_day=2026-01-01/e.csv': HEADER + row(3),
    });
    const report = await run(orders);
    expect((await bronze('orders')).sort()).toEqual(['1', '2', '3']);
    expect(skippedOf(report)).toEqual([
      ['orders/2026/.ipynb_checkpoints', 'hidden'],
      ['orders/2026/_d.csv', 'hidden'],
      ['orders/_SUCCESS', 'hidden'],
      ['orders/_temporary', 'hidden'],
    ]);
    expect(formatReport(report)).toContain(
      'orders/_SUCCESS                 its name begins with a dot or an underscore',
    );
  });

  it('is what lies in the folder of no source', async () => {
    write({ 'orders/a.csv': HEADER + row(1), 'order/a.csv': HEADER + row(2), 'orders.csv': HEADER });
    expect(skippedOf(await run(orders))).toEqual([
      ['order', 'no-source'],
      ['orders.csv', 'no-source'],
    ]);
  });

  it('is a file in which there is nothing, in any format', async () => {
    write({
      'orders/a.csv': HEADER + row(1),
      'orders/b.csv': '',
      'orders/c.csv': '\uFEFF\r\n\n \n',
      'orders/d.jsonl': '\n',
      'orders/e.parquet': '',
      'orders/f.json': '[]',
    });
    const report = await run(orders);
    expect(skippedOf(report)).toEqual(
      ['b.csv', 'c.csv', 'd.jsonl', 'e.parquet', 'f.json'].map((name) => [`orders/${name}`, 'empty']),
    );
    expect(report.tables[0]).toMatchObject({ read: 1, quarantined: {} });
  });

  it('is a link to a folder; a link to a file is the file', async () => {
    write({ 'orders/a.csv': HEADER + row(1), 'other/b.csv': HEADER + row(2) });
    symlinkSync(join(data(), 'other'), join(data(), 'orders', 'all'));
    symlinkSync(join(data(), 'other', 'b.csv'), join(data(), 'orders', 'b.csv'));
    const report = await run(orders);
    expect(skippedOf(report)).toEqual([
      ['orders/all', 'link'],
      ['other', 'no-source'],
    ]);
    expect((await bronze('orders')).sort()).toEqual(['1', '2']);
  });

  it('is a Delta table: which of its files count is in its log', async () => {
    write({ 'orders/all/a.csv': HEADER, 'orders/all/_delta_log/00000000000000000000.json': '{}' });
    mkdirSync(join(data(), 'visits', '_delta_log'), { recursive: true });
    const error = await run(orders, visits).catch((reason: unknown) => reason);
    expect(error instanceof LakehouseError && error.issues.map(({ code, got }) => [code, got])).toEqual([
      ['LH7101', 'has a Delta table in "orders/all": its folder holds files that are no longer part of it'],
      ['LH7101', 'has a Delta table in "visits": its folder holds files that are no longer part of it'],
    ]);
  });
});

describe('a row of CSV', () => {
  it.each([
    ['a NUL character', `2,a\0b,1,${AT}`, 'malformed-row: holds a NUL character'],
    ['the header again', HEADER.trim(), 'malformed-row: repeats the header'],
  ])('that holds %s goes to quarantine, alone', async (_, line, reason) => {
    write({ 'orders/a.csv': `${HEADER}${row(1)}${line}\n${row(3)}`, 'orders/b.csv': `${HEADER}${line}` });
    const { tables } = await run(orders);
    expect(await rowsOf('quarantine/orders.delivery.parquet')).toEqual([
      ['a.csv', '3', reason, line],
      ['b.csv', '2', reason, line],
    ]);
    expect(tables[0]).toMatchObject({ read: 4, written: 2, quarantined: { 'malformed-row': 2 } });
  });

  it.each(['\n', '\r\n', '\r'])(
    'means the same with line ends %j, blank lines, quotes inside and blanks',
    async (end) => {
      const lines = [
        '',
        HEADER.trim(),
        '',
        `1, 5" nails,1,${AT}`,
        ' \t',
        `2, "a ""b"" c" ,1,${AT}`,
        `3,"x${end}y",1,${AT}`,
        `4,",",1,${AT}`,
        '',
      ];
      write({ 'orders/a.csv': `\uFEFF${lines.join(end)}${end}${end}`, 'orders/b.csv': lines.join(end) });
      const { tables } = await run(orders);
      expect(tables[0]).toMatchObject({ read: 8, written: 8, quarantined: {} });
      const rows = await rowsOf('bronze/orders.parquet');
      for (const file of ['a.csv', 'b.csv'])
        expect(rows.filter(([, , , , from]) => from === file).map((values) => values.slice(0, 2))).toEqual([
          ['1', ' 5" nails'],
          ['2', 'a "b" c'],
          ['3', `x${end}y`],
          ['4', ','],
        ]);
    },
  );

  it('may be long', async () => {
    const note = 'é'.repeat(1_500_000);
    write({
      'orders/a.csv': `${HEADER}1,${note},1,${AT}\n${row(2)}`,
      'orders/b.jsonl': `${JSON.stringify({ OrderId: '3', note, at: AT })}\n`,
    });
    const { tables } = await run(orders);
    expect(tables[0]).toMatchObject({ written: 3, quarantined: {} });
    expect((await rowsOf('bronze/orders.parquet')).map(([, value]) => value?.toString().length)).toEqual([
      1_500_000,
      undefined,
      1_500_000,
    ]);
  });
});

describe('a value of JSON', () => {
  it('is found by its name exactly, beside others that differ in case', async () => {
    write({
      'visits/a.jsonl': `{"id":1,"ID":7,"Page":"x","page":"a","PAGE":null,"at":"${AT}"}\n{"ID":1,"at":"${AT}","id":2}\n`,
    });
    const { input } = await run(visits);
    expect((await rowsOf('bronze/visits.parquet')).map((values) => values.slice(0, 2))).toEqual([
      ['1', 'a'],
      ['2', null],
    ]);
    expect(input).toMatchObject({ ignoredColumns: { 'visits/a.jsonl': ['ID', 'PAGE', 'Page'] } });
  });

  it.each([
    ['{"code":"DE"}', 'an object'],
    ['["DE","FR"]', 'an array'],
  ])('such as %s is no text', async (page, what) => {
    const line = `{"id":2,"page":${page},"at":"${AT}"}`;
    write({ 'visits/a.jsonl': `{"id":1,"page":"DE","at":"${AT}"}\n${line}\n` });
    const { tables } = await run(visits);
    expect(await rowsOf('quarantine/visits.delivery.parquet')).toEqual([
      ['a.jsonl', '2', `type:page: holds ${what}, and no text`, line],
    ]);
    expect(tables[0]).toMatchObject({ written: 1, quarantined: { 'type:page': 1 } });
  });

  it.each([
    ['12', '12'],
    ['9007199254740993', '9007199254740993'],
    ['3.0', '3'],
    ['1.50', '1.5'],
    ['0.00005375', '0.00005375'],
    ['5.375e-05', '0.00005375'],
    ['-1.5E+3', '-1500'],
    ['1e21', '1000000000000000000000'],
    ['true', 'true'],
    ['"é\\n\\u00e9"', 'é\né'],
    ['"1e3"', '1e3'],
    ['""', ''],
    ['null', null],
  ])('%s reaches bronze as %j', async (value, text) => {
    write({ 'visits/a.jsonl': `{"id":1,"page":${value},"at":"${AT}"}\n` });
    await run(visits);
    expect((await rowsOf('bronze/visits.parquet'))[0]?.[1]).toBe(text);
  });
});
