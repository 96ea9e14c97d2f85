import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AT, Deliveries, event, filesOf, HEADER, orders, visits } from '../support/deliveries';

/** What cannot be read goes to quarantine, row by row where the format allows it, and the rest goes on. */
const { bronze, folder, out, parquet, rowsOf, run, write } = Deliveries.forEachTest();

describe('a row of CSV', () => {
  it.each([
    ['too few values', '2,,1', 'malformed-row: has 3 of 4 values'],
    ['too many values', `2,,1,${AT},x`, 'malformed-row: has 5 of 4 values'],
    ['an empty value too many', `2,,1,${AT},`, 'malformed-row: has 5 of 4 values'],
    ['two empty values too many', `2,,1,${AT},,`, 'malformed-row: has 6 of 4 values'],
    ['a value too many and an empty last one', `2,,1,2,${AT},`, 'malformed-row: has 6 of 4 values'],
    ['an empty value in quotes too many', `2,,1,${AT},""`, 'malformed-row: has 5 of 4 values'],
    ['a quote that is never closed', `2,"x,1,${AT}`, 'malformed-row: has a quote that is never closed'],
    ['text after a quote', `2,"x"y,1,${AT}`, 'malformed-row: has text after a closing quote'],
  ])('with %s goes to quarantine, alone', async (_, line, reason) => {
    write({
      'orders/a.csv': `${HEADER}1,,1,${AT}\n${line}\n3,,1,${AT}\n`,
      'orders/b.csv': `${HEADER}4,,1,${AT}\n`,
    });
    const { tables } = await run(orders);
    expect(await rowsOf('quarantine/orders.delivery.parquet')).toEqual([['a.csv', '3', reason, line]]);
    expect((await bronze('orders')).sort()).toEqual(['1', '3', '4']);
    expect(tables[0]).toMatchObject({ read: 4, written: 3, quarantined: { 'malformed-row': 1 } });
  });

  it('is judged by itself, whatever the other rows of its file hold', async () => {
    const rows = `1,,1,${AT},\n2,,1,${AT},,,\n3,,,\n4,,1,${AT}\n`;
    write({ 'orders/a.csv': `${HEADER}${rows}`, 'orders/b.csv': `${HEADER}${rows}5,broken\n` });
    await run(orders);
    const found = await rowsOf('quarantine/orders.delivery.parquet');
    const of = (file: string) => found.filter(([name]) => name === file).map(([, line]) => line);
    expect([of('a.csv'), of('b.csv')]).toEqual([
      ['2', '3'],
      ['2', '3', '6'],
    ]);
    expect((await bronze('orders')).sort()).toEqual(['3', '3', '4', '4']);
  });

  it('with a quote that is never closed takes no quoted rows along', async () => {
    write({ 'orders/a.csv': `${HEADER}1,"x,1,${AT}\n2,"two\nlines",1,${AT}\n3,"y",1,${AT}\n` });
    await run(orders);
    expect(await bronze('orders')).toEqual(['2', '3']);
    expect((await rowsOf('quarantine/orders.delivery.parquet')).map(([, line]) => line)).toEqual(['2']);
  });

  it('that is not UTF-8 goes to quarantine, with what can be read of it', async () => {
    write({
      'orders/a.csv': Buffer.from(`${HEADER}1,caf\xe9,1,${AT}\n2,tea,1,${AT}\n`, 'latin1'),
    });
    const { tables } = await run(orders);
    expect(await bronze('orders')).toEqual(['2']);
    expect(await rowsOf('quarantine/orders.delivery.parquet')).toEqual([
      ['a.csv', '2', 'not-utf8: holds bytes that are no UTF-8', `1,caf\uFFFD,1,${AT}`],
    ]);
    expect(tables[0]?.quarantined).toEqual({ 'not-utf8': 1 });
  });

  it('is cut in quarantine after 2,000 characters', async () => {
    write({ 'orders/a.csv': `${HEADER}${'😀'.repeat(3000)}\n` });
    await run(orders);
    const [[, , , text] = []] = await rowsOf('quarantine/orders.delivery.parquet');
    expect([...String(text)]).toHaveLength(2000);
  });

  it('may end in \\n, \\r\\n or \\r, one in each file', async () => {
    const lines = (end: string, id: number) =>
      [HEADER.trim(), `${id},,1,${AT}`, `${id + 1},"a",1,${AT}`, ''].join(end);
    write({
      'orders/a.csv': lines('\n', 1),
      'orders/b.csv': lines('\r\n', 3),
      'orders/c.csv': lines('\r', 5),
    });
    const { tables } = await run(orders);
    expect((await bronze('orders')).sort()).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(tables[0]?.quarantined).toEqual({});
  });

  it('may end differently in one file', async () => {
    write({ 'orders/a.csv': `${HEADER}1,,1,${AT}\r\n2,"x\ny",1,${AT}\n3,,1,${AT}\r\n` });
    const { tables } = await run(orders);
    expect(await bronze('orders')).toEqual(['1', '2', '3']);
    expect(tables[0]?.quarantined).toEqual({});
  });
});

describe('a value of CSV or JSON', () => {
  it('that its column cannot hold goes to quarantine by the rule of the contract', async () => {
    write({
      'orders/a.csv': `${HEADER}1,,123456.00,${AT}\n2,,1,2026-02-31 00:00:00\n3,,1,${AT}\n`,
    });
    const { tables } = await run(orders);
    expect(tables.map(({ written, quarantined }) => [written, quarantined])).toEqual([
      [3, {}],
      [1, { 'type:amount': 1, 'type:at': 1 }],
    ]);
  });
});

describe('a file of CSV', () => {
  it.each([
    [
      'missing-column:OrderId',
      `OrderID,note,amount,at\n1,,1,${AT}\n`,
      'has no column "OrderId" (did you mean "OrderID"?); it has OrderID, amount, at, note; names count case and blanks: say .physicalName(\'OrderID\')',
      1,
    ],
    [
      'missing-header',
      `1,,1,${AT}\n2,,1,${AT}\n`,
      `its first line names none of the contract's columns: "1,,1,${AT}"; if it has no header, say options: { header: false }`,
      1,
    ],
    ['missing-header', ',,\n', 'its first line names no columns', null],
    ['duplicate-column', `OrderId,at,OrderId\n1,${AT},2\n`, 'its header names "OrderId" more than once', 1],
    [
      'not-utf8',
      Buffer.from('\uFEFFOrderId,at\n', 'utf16le'),
      "is in UTF-16; allowed: UTF-8, unless its source says options: { encoding: 'utf-16' }",
      null,
    ],
    [
      'not-utf8',
      Buffer.from('OrderId,at,caf\xe9\n', 'latin1'),
      "its header holds bytes that are no UTF-8; its source may say options: { encoding: 'windows-1252' }",
      null,
    ],
  ])('goes to quarantine whole by %s', async (rule, content, reason, rows) => {
    write({ 'orders/a.csv': content, 'orders/b.csv': `${HEADER}4,,1,${AT}\n` });
    const report = await run(orders);
    expect(filesOf(report)).toEqual([['a.csv', rule, reason, rows]]);
    expect(await rowsOf('quarantine/orders.delivery.parquet')).toEqual([
      ['a.csv', null, `${rule}: ${reason}`, null],
    ]);
    expect(await bronze('orders')).toEqual(['4']);
    expect(report.tables[0]).toMatchObject({ read: 2, written: 1, quarantined: { [rule]: 1 } });
  });

  it('may lack a column that may be missing', async () => {
    write({ 'orders/a.csv': `at,OrderId\n${AT},1\n`, 'orders/b.csv': `${HEADER}2,n,1,${AT}\n` });
    await run(orders);
    expect((await rowsOf('bronze/orders.parquet')).map((row) => row.slice(0, 3)).sort()).toEqual([
      ['1', null, null],
      ['2', 'n', '1'],
    ]);
  });

  it('may have names that differ in case only, or no names at the end', async () => {
    write({ 'orders/a.csv': `OrderId,orderid,at,,\n1,x,${AT},,\n` });
    await run(orders);
    expect(await bronze('orders')).toEqual(['1']);
  });
});

describe('a line of JSON', () => {
  it.each([
    ['{"id":2,"at":"2026', 'is no whole JSON value'],
    ['{"id":2} {"id":3}', 'is no whole JSON value'],
    ['nonsense', 'is no whole JSON value'],
    ['[{"id":2}]', 'is no JSON object'],
    ['5', 'is no JSON object'],
    ['null', 'is no JSON object'],
    ['{"id":2,"id":3}', 'has a key more than once'],
    ['{"id":2,"page":"a",}', 'is no whole JSON value'],
    ['{"id":2,"page":"\\u0000"}', 'holds a NUL character'],
    ['{"id":2,"page":"\\ud83d"}', 'holds half of a character'],
    ['{"id":NaN}', 'is no whole JSON value'],
    ['{"id":02}', 'is no whole JSON value'],
    ["{'id':2}", 'is no whole JSON value'],
  ])('such as %s goes to quarantine, alone', async (line, reason) => {
    write({
      'visits/a.jsonl': `${event(1)}\n${line}\n\n${event(3)}\n`,
      'visits/b.jsonl': `${event(4)}\n`,
    });
    const { tables } = await run(visits);
    expect(await rowsOf('quarantine/visits.delivery.parquet')).toEqual([
      ['a.jsonl', '2', `malformed-row: ${reason}`, line],
    ]);
    expect((await bronze('visits')).sort()).toEqual(['1', '3', '4']);
    expect(tables[0]).toMatchObject({ read: 4, written: 3, quarantined: { 'malformed-row': 1 } });
  });

  it('that is not UTF-8 goes to quarantine', async () => {
    write({
      'visits/a.jsonl': Buffer.from(`{"id":1,"page":"caf\xe9","at":"${AT}"}\n${event(2)}\n`, 'latin1'),
    });
    const { tables } = await run(visits);
    expect(await bronze('visits')).toEqual(['2']);
    expect(tables[0]?.quarantined).toEqual({ 'not-utf8': 1 });
  });

  it('means the same beside broken lines as without them', async () => {
    const odd = `{"id":1.10,"page":"{\\"a\\": [1, 2]}","at":"\\u00e9\\n"}\n{"id":12345678901234567890123,"page":true}\n{"x":1}\n`;
    write({ 'visits/a.jsonl': odd });
    await run(visits);
    const clean = await rowsOf('bronze/visits.parquet');
    write({ 'visits/a.jsonl': `${odd}{\n` });
    await run(visits);
    expect(await rowsOf('bronze/visits.parquet')).toEqual(clean);
    expect(clean).toHaveLength(3);
  });
});

describe('a file of JSON', () => {
  it.each([
    ['an array', `[${event(1)},${event(2)}]`],
    [
      'an array over several lines',
      JSON.stringify(
        [
          { id: 1, at: AT },
          { id: 2, at: AT, other: 'x' },
        ],
        null,
        2,
      ),
    ],
    [
      'documents over several lines',
      `${JSON.stringify({ id: 1, at: AT }, null, 2)}\n${JSON.stringify({ id: 2, at: AT }, null, 2)}\n`,
    ],
    ['lines', `${event(1)}\n${event(2)}`],
    ['lines after a byte order mark', `\uFEFF${event(1)}\n${event(2)}\n`],
    ['an array after a byte order mark', `\uFEFF[${event(1)},${event(2)}]`],
  ])('may hold %s', async (_, content) => {
    write({ 'visits/a.json': content });
    const { tables } = await run(visits);
    expect(await bronze('visits')).toEqual(['1', '2']);
    expect(tables[0]?.quarantined).toEqual({});
  });

  it('gives up the elements of an array that are no documents', async () => {
    write({ 'visits/a.json': `[${event(1)},5,null,${event(2)}]` });
    await run(visits);
    expect(await bronze('visits')).toEqual(['1', '2']);
    expect(await rowsOf('quarantine/visits.delivery.parquet')).toEqual([
      ['a.json', null, 'malformed-row: is no JSON object', '5'],
      ['a.json', null, 'malformed-row: is no JSON object', 'null'],
    ]);
  });

  it.each([
    ['visits/a.json', `[${event(1)},\n{"id":`, 'unreadable-file', /^the array has no end$/, null],
    [
      'visits/a.json',
      '{\n"id":1,\n"at',
      'unreadable-file',
      /^holds neither JSON documents nor lines of them$/,
      null,
    ],
    ['visits/a.jsonl', `{"id":1}\n{"id":2}\n`, 'missing-column:at', /^none of its documents has the key$/, 2],
    ['visits/a.json', `[{"id":1}]`, 'missing-column:at', /^none of its documents has the key$/, 1],
    [
      'visits/a.xlsx',
      'x',
      'unknown-format',
      /^ends in "\.xlsx"; allowed: \.csv, \.json, \.jsonl, \.ndjson, \.parquet, \.avro; save each sheet as CSV$/,
      null,
    ],
    ['visits/a', 'x', 'unknown-format', /^has a name without an extension; allowed/, null],
  ])('such as %s with %j goes to quarantine whole', async (name, content, rule, reason, rows) => {
    write({ [name]: content, 'visits/b.jsonl': `${event(9)}\n` });
    const report = await run(visits);
    expect(filesOf(report)).toEqual([[name.slice(7), rule, expect.stringMatching(reason), rows]]);
    expect(await bronze('visits')).toEqual(['9']);
    expect(report.tables[0]).toMatchObject({ written: 1, quarantined: { [rule]: rows ?? 1 } });
  });

  it('has rows for the contract to judge when a required key comes without a value', async () => {
    write({ 'visits/a.jsonl': `{"id":1,"at":null}\n` });
    const { tables } = await run(visits);
    expect(tables[1]?.quarantined).toEqual({ 'missing:at': 1 });
  });
});

describe('a file of Parquet', () => {
  const rows = `SELECT range AS "OrderId", 'note ' || range AS note, '${AT}' AS at FROM range(5000)`;

  it('that is cut off, overwritten or none goes to quarantine whole, and says so without folders', async () => {
    await parquet('orders/a.parquet', rows);
    const cut = await parquet('orders/b.parquet', rows);
    writeFileSync(cut, readFileSync(cut).subarray(0, 5000));
    const spoilt = await parquet('orders/c.parquet', rows);
    const bytes = readFileSync(spoilt);
    writeFileSync(spoilt, bytes.fill(0xab, 500, 3000));
    write({ 'orders/d.parquet': 'nonsense' });
    const report = await run(orders);
    expect(report.tables[0]).toMatchObject({
      read: 5003,
      written: 5000,
      quarantined: { 'unreadable-file': 3 },
    });
    expect(filesOf(report).map(([file, rule]) => [file, rule])).toEqual([
      ['b.parquet', 'unreadable-file'],
      ['c.parquet', 'unreadable-file'],
      ['d.parquet', 'unreadable-file'],
    ]);
    expect(JSON.stringify(report)).not.toMatch(/SELECT|LINE 1|read_parquet/);
    expect(readFileSync(join(out(), 'run.json'), 'utf8')).not.toContain(folder());
  });

  it('that lacks a column goes to quarantine with the number of its rows', async () => {
    await parquet('orders/a.parquet', 'SELECT range AS "OrderId" FROM range(3)');
    const report = await run(orders);
    expect(filesOf(report)).toEqual([
      ['a.parquet', 'missing-column:at', 'has no column "at"; it has OrderId', 3],
    ]);
    expect(report.tables[0]).toMatchObject({ read: 3, written: 0, quarantined: { 'missing-column:at': 3 } });
  });
});
