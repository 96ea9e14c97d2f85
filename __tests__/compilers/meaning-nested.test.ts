import fc from 'fast-check';
import { mapping, type Table } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { agreed, pick, rowsIn, runOnDelta } from '../support/delta-runs';
import { line, lines, orders, raw, whole } from '../support/nested-orders';
import { type Inputs } from '../support/targets';

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const outcome = (table: Table, inputs: Inputs) => agreed(table, inputs, engine);

describe('a mapping of each element', () => {
  it('has the key, the event time, what is repeated, and the columns of the element', () => {
    expect(lines.columns.map(({ name, nullable }) => (nullable ? `${name}?` : name))).toEqual([
      'order_id',
      'placed_at',
      'customer',
      'currency',
      'line_number',
      'sku',
      'quantity',
      'unit_price?',
      'engraving?',
    ]);
    expect(lines.key).toEqual(['order_id', 'line_number']);
    expect(lines.columns.find(({ name }) => name === 'sku')?.lineage).toEqual(['orders.lines.sku']);
    expect(lines.columns.find(({ name }) => name === 'engraving')?.classification).toBe('internal');
    expect(whole.columns.map(({ name }) => name)).toEqual([
      'order_id',
      'placed_at',
      'customer',
      'currency',
      'city',
    ]);
  });

  it('gives a row for each element, typed by the one grammar, whatever JSON type it came in', async () => {
    const { rows, quarantined } = await outcome(
      lines,
      raw(
        { id: 'O1', lines: [line(1), line('2', { unit_price: 9.5, quantity: ' 3 ' })] },
        { id: 'O2', lines: [line(1, { unit_price: null, extra: { a: [1] } })], currency: 'USD' },
      ),
    );
    expect(pick(lines, rows, 'order_id', 'line_number', 'sku', 'quantity', 'unit_price', 'currency')).toEqual(
      ["'O1' '1' 'S1' '2' '9.99' 'EUR'", "'O1' '2' 'S1' '3' '9.50' 'EUR'", "'O2' '1' 'S1' '2' NULL 'USD'"],
    );
    expect(quarantined).toEqual({ contract: [], elements: [] });
  });

  it('reads numbers as the type of the contract, however engines write them', async () => {
    const priced = (unit_price: string) =>
      `[{"line_number":1,"SKU no":"S1","quantity":2,"unit_price":${unit_price}}]`;
    const prices = ['100000.0', '1e5', '0.0049', '0.00001', '5e-3', '12.5e-1', '-1234.5E-4', '99999.99e0'];
    const { rows, quarantined } = await outcome(
      lines,
      raw(...prices.map((price, at) => ({ id: `O${at}`, lines: priced(price) }))),
    );
    expect(quarantined).toEqual({ contract: [], elements: [] });
    expect(pick(lines, rows, 'unit_price')).toEqual(
      ['100000.00', '100000.00', '0.00', '0.00', '0.01', '1.25', '-0.12', '99999.99'].map(
        (price) => `'${price}'`,
      ),
    );
  });

  it('tells what is an array from what is none alike, whatever the text', async () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"items"',
      '"x"',
      '1',
      ' ',
      '[]',
      '[{}]',
      'null',
    );
    const texts = fc.array(piece, { maxLength: 7 }).map((pieces) => `[${pieces.join('')}`);
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 20, maxLength: 20 }), async (held) => {
        await outcome(whole, raw(...held.map((text, at) => ({ id: `O${at}`, lines: text }))));
      }),
      { seed: 7, numRuns: 10 },
    );
  });

  it.each([
    ['an empty array', []],
    ['an array with blanks around it', ' [ ] '],
  ])('gives no row for %s', async (_, held) => {
    expect(await outcome(lines, raw({ id: 'O1', lines: held }))).toEqual({
      rows: [],
      quarantined: { contract: [], elements: [] },
    });
    expect((await outcome(whole, raw({ id: 'O1', lines: held }))).rows).toHaveLength(1);
  });

  it.each([
    ['nothing', null, 'missing:lines'],
    ['a blank', '  ', 'missing:lines'],
    ['no JSON', '[{"line_number": 1', 'type:lines'],
    ['an object', '{"line_number": 1}', 'type:lines'],
    ['a number', '5', 'type:lines'],
    ['numbers', '[1, 2]', 'type:lines'],
    ['an array of arrays', '[[]]', 'type:lines'],
    ['an array with text after it', '[{"line_number": 1}] x', 'type:lines'],
    ['an array and another field', '[{"line_number": 1}], "more": [2]', 'type:lines'],
    ['an array that ends what is around it', '[{"line_number": 1}]}, {"items": []', 'type:lines'],
    ['two arrays', '[{"line_number": 1}], [{"line_number": 2}]', 'type:lines'],
    ['an array that ends a list around it', '[]], "more": [[]', 'type:lines'],
    ['a comma after the last element', '[{"line_number": 1},]', 'type:lines'],
    ['a comma after the last field', '[{"line_number": 1,}]', 'type:lines'],
    ['a text that became an object', '[{"line_number": 1}, {"SKU no" :\n{"de": "S1"}}]', 'type:lines'],
    ['a text that became an array', '[{"engraving": ["a"]}, {"line_number": 1}]', 'type:lines'],
    ['such a text behind one with quotes', '[{"SKU no": "\\\\\\"", "engraving": {}}]', 'type:lines'],
  ])('sends an order with %s in place of its lines to quarantine, in both tables', async (_, held, rule) => {
    const inputs = raw({ id: 'O1', lines: held }, { id: 'O2', lines: [line(1)] });
    const text = held === null ? 'NULL' : `'${held}'`;
    const timestamp = "'2026-01-05 10:00:00'";
    const parts = await outcome(lines, inputs);
    expect(pick(lines, parts.rows, 'order_id')).toEqual(["'O2'"]);
    expect(parts.quarantined).toEqual({
      contract: [`'O1' | ${timestamp} | 'c-O1' | NULL | ${text} | 'a' | 'run-1' | '${rule}'`],
      elements: [],
    });
    const { rows, quarantined } = await outcome(whole, inputs);
    expect(rows).toHaveLength(1);
    expect(quarantined['contract']).toEqual([
      `'O1' | ${timestamp} | 'c-O1' | NULL | 'Berlin' | ${text} | 'a' | 'run-1' | '${rule}'`,
    ]);
  });

  it.each([
    ['a bracket', '[5]'],
    ['a document', '{"SKU no": {"a": []}}'],
    ['a quote and a bracket', '"engraving": {'],
    ['a backslash at its end', 'a\\'],
    ['a quote behind a backslash', '\\"engraving": ['],
  ])('takes a text with %s for what it is', async (_, engraving) => {
    const held = [line(1, { engraving, gift: { line_number: [{}] } }), line(2, { engraving: null })];
    const { rows, quarantined } = await outcome(lines, raw({ id: 'O1', lines: held }));
    expect(quarantined).toEqual({ contract: [], elements: [] });
    expect(pick(lines, rows, 'line_number')).toEqual(["'1'", "'2'"]);
  });

  it('sends elements that break a rule to quarantine as they arrived, and keeps their siblings', async () => {
    const { rows, quarantined } = await outcome(
      lines,
      raw({
        id: 'O1',
        lines: [
          line(1),
          line(2, { quantity: 0 }),
          line(3, { 'SKU no': 'too long' }),
          line(null),
          line(5, { quantity: 'two' }),
        ],
      }),
    );
    expect(pick(lines, rows, 'line_number')).toEqual(["'1'"]);
    const parent = "'O1' | '2026-01-05 10:00:00' | 'c-O1' | NULL";
    expect(quarantined['elements']).toEqual(
      [
        `${parent} | '2' | 'S1' | '0' | '9.99' | NULL | 'a' | 'run-1' | 'range:quantity'`,
        `${parent} | '3' | 'too long' | '2' | '9.99' | NULL | 'a' | 'run-1' | 'type:sku'`,
        `${parent} | '5' | 'S1' | 'two' | '9.99' | NULL | 'a' | 'run-1' | 'type:quantity'`,
        `${parent} | NULL | 'S1' | '2' | '9.99' | NULL | 'a' | 'run-1' | 'missing:line_number'`,
      ].sort(),
    );
  });

  it('counts a null among the elements as an element without anything in it', async () => {
    const { rows, quarantined } = await outcome(
      lines,
      raw({ id: 'O1', lines: '[null, {"line_number": 7}]' }),
    );
    expect(rows).toEqual([]);
    expect(quarantined['elements']?.map((row) => row.split(' | ').at(-1)).sort()).toEqual([
      "'missing:line_number'",
      "'missing:sku'",
    ]);
  });

  it('pseudonymises personal columns of the order and of the element', async () => {
    const { rows } = await outcome(lines, raw({ id: 'O1', lines: [line(1, { engraving: 'For Ann' })] }));
    expect(rows.join()).not.toMatch(/Ann|c-O1/);
    for (const cell of pick(lines, rows, 'customer', 'engraving')[0]!.split(' '))
      expect(cell).toMatch(/^'[0-9a-f]{64}'$/);
  });

  it('takes further steps, which keep the file of the row', async () => {
    const dear = mapping(orders, {
      each: 'lines',
      name: 'dear_lines',
      then: (rows) =>
        rows
          .filter((row) => row.unit_price.greaterThanOrEqual(5))
          .derive((row) => ({ amount: row.unit_price.times(row.quantity) }))
          .select('order_id', 'placed_at', 'line_number', 'amount'),
    });
    const inputs = raw({ id: 'O1', lines: [line(1), line(2, { unit_price: 1 })] });
    expect((await outcome(dear, inputs)).rows).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | '1' | '19.98'",
    ]);
    expect(rowsIn(runOnDelta(dear, inputs).silver['dear_lines'], dear.relation.columns)).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | '1' | '19.98' | 'a' | 'run-1'",
    ]);
  });
});
