import fc from 'fast-check';
import { type Table } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { agreed, pick, rowsIn, runOnDelta, type Silver } from '../support/delta-runs';
import { codes, discounts, lines, raw, rules, tags, taxes, whole } from '../support/nested-inside';
import { type Inputs, onDuckDb } from '../support/targets';

// What elements of an array hold besides single values: arrays of objects, arrays of single values; and their places.

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const outcome = (table: Table, inputs: Inputs) => agreed(table, inputs, engine);

describe('an array inside of an element', () => {
  const line = (number: number, held: object): object => ({ line: number, ...held });

  it('makes rows with the keys of all that is around it, and what is repeated', async () => {
    expect(taxes.columns.map(({ name }) => name)).toEqual([
      'order_id',
      'placed_at',
      'line',
      'currency',
      'title',
      'rate',
    ]);
    expect(taxes.key).toEqual(['order_id', 'line', 'title']);
    expect(taxes.columns.find(({ name }) => name === 'rate')?.lineage).toEqual(['orders.lines.taxes.rate']);
    const { rows, quarantined } = await outcome(
      taxes,
      raw({
        lines: [
          line(1, {
            price_set: { 'shop money': { currency: 'EUR' } },
            taxes: [{ title: 'VAT', rate: { value: 0.19 } }, { title: 'eco' }],
          }),
          line(2, { taxes: [{ title: 'VAT', rate: { value: '0.07' } }] }),
        ],
      }),
    );
    expect(pick(taxes, rows, 'order_id', 'line', 'currency', 'title', 'rate')).toEqual([
      "'O1' '1' 'EUR' 'VAT' '0.1900'",
      "'O1' '1' 'EUR' 'eco' NULL",
      "'O1' '2' NULL 'VAT' '0.0700'",
    ]);
    expect(quarantined).toEqual({ contract: [], 'elements-lines': [], elements: [] });
  });

  it.each([
    ['is not there', {}],
    ['is null', { taxes: null }],
    ['is empty', { taxes: [] }],
    ['is blank', { taxes: ' ' }],
  ])('gives no row when it %s, and its element stays', async (_, held) => {
    const inputs = raw({ lines: [line(1, held)] });
    const none = { rows: [], quarantined: { contract: [], 'elements-lines': [], elements: [] } };
    expect(await outcome(taxes, inputs)).toEqual(none);
    expect((await outcome(lines, inputs)).rows).toHaveLength(1);
  });

  it.each([
    ['a text', 'none'],
    ['an object', { title: 'VAT' }],
    ['a number', 19],
    ['single values', ['VAT']],
    ['arrays', [[]]],
  ])(
    'sends its element to quarantine with %s in its place, in both tables, and keeps the others',
    async (_, held) => {
      const inputs = raw({ lines: [line(1, { taxes: held }), line(2, { taxes: [{ title: 'VAT' }] })] });
      const parts = await outcome(taxes, inputs);
      expect(pick(taxes, parts.rows, 'line', 'title')).toEqual(["'2' 'VAT'"]);
      expect(rules(parts.quarantined, 'elements-lines')).toEqual(["'type:taxes'"]);
      const { rows, quarantined } = await outcome(lines, inputs);
      expect(pick(lines, rows, 'line')).toEqual(["'2'"]);
      expect(rules(quarantined, 'elements')).toEqual(["'type:taxes'"]);
    },
  );

  it('quarantines each level with what is around it, as it arrived', async () => {
    const { rows, quarantined } = await outcome(
      taxes,
      raw(
        { id: 'O1', lines: 'n/a' },
        {
          id: 'O2',
          lines: [
            line(1, { taxes: [{ title: 'VAT', rate: { value: 'high' } }, { title: null }, null] }),
            { taxes: [] },
          ],
        },
      ),
    );
    expect(rows).toEqual([]);
    expect(rules(quarantined, 'contract')).toEqual(["'type:lines'"]);
    expect(rules(quarantined, 'elements-lines')).toEqual(["'missing:line'"]);
    expect(quarantined['elements']).toEqual([
      "'O2' | '2026-01-05 10:00:00' | '1' | NULL | 'VAT' | 'high' | 'a' | 'run-1' | 'type:rate'",
      "'O2' | '2026-01-05 10:00:00' | '1' | NULL | NULL | NULL | 'a' | 'run-1' | 'missing:title'",
      "'O2' | '2026-01-05 10:00:00' | '1' | NULL | NULL | NULL | 'a' | 'run-1' | 'missing:title'",
    ]);
  });

  it('counts the newest version of what holds it only', async () => {
    const versions = raw(
      { at: '2026-01-05 10:00:00', lines: [line(1, { taxes: [{ title: 'old' }] })] },
      { at: '2026-01-06 10:00:00', lines: [line(1, { taxes: [{ title: 'new' }] })] },
    );
    expect(pick(taxes, (await outcome(taxes, versions)).rows, 'title')).toEqual(["'new'"]);
  });
});

describe('places of elements', () => {
  it('are counted from 1 and are a key, for objects without one', async () => {
    expect(discounts.key).toEqual(['order_id', 'line', 'place']);
    const { rows, quarantined } = await outcome(
      discounts,
      raw({
        lines: [
          { line: 7, discounts: [{ off: 5 }, { off: 'five' }, null, { off: 5 }, { place: 9, off: 1 }] },
        ],
      }),
    );
    expect(pick(discounts, rows, 'line', 'place', 'off')).toEqual([
      "'7' '1' '5.00'",
      "'7' '4' '5.00'",
      "'7' '5' '1.00'",
    ]);
    expect(quarantined['elements']?.map((row) => row.split(' | ').slice(2, 4).join(' '))).toEqual([
      "'7' '2'",
      "'7' '3'",
    ]);
    expect(rules(quarantined, 'elements')).toEqual(["'missing:off'", "'type:off'"]);
  });

  it.each([
    ['as texts', ['new', 'red', 'new'], ["'1' 'new'", "'2' 'red'", "'3' 'new'"]],
    ['as other values', [1, true, 2.5], ["'1' '1'", "'2' 'true'", "'3' '2.5'"]],
    ['as nothing', [], []],
  ])('tell single values apart, delivered %s', async (_, held, expected) => {
    const { rows, quarantined } = await outcome(tags, raw({ lines: [{ line: 1, tags: held }] }));
    expect(pick(tags, rows, 'tag_place', 'tag')).toEqual(expected);
    expect(quarantined).toEqual({ contract: [], 'elements-lines': [], elements: [] });
  });

  it.each([
    ['an array', ['a', ['b', 'c']]],
    ['an object', [{ tag: 'a' }, 'b']],
  ])('are none where %s stands among texts', async (_, held) => {
    const { rows, quarantined } = await outcome(tags, raw({ lines: [{ line: 1, tags: held }] }));
    expect(rows).toEqual([]);
    expect(rules(quarantined, 'elements-lines')).toEqual(["'type:tags'"]);
  });

  it('may be texts that look like arrays and objects', async () => {
    const held = ['[a]', '{"a":1}', '\\', '"[["'];
    const { rows } = await outcome(tags, raw({ lines: [{ line: 1, tags: held }] }));
    expect(pick(tags, rows, 'tag')).toEqual(held.map((tag) => `'${tag}'`));
  });

  it('keep the single values around one that breaks a rule', async () => {
    const { rows, quarantined } = await outcome(
      tags,
      raw({ lines: [{ line: 1, tags: ['a', null, 'much too long', ' ', 'b'] }] }),
    );
    expect(pick(tags, rows, 'tag_place', 'tag')).toEqual(["'1' 'a'", "'5' 'b'"]);
    expect(rules(quarantined, 'elements')).toEqual(["'missing:tag'", "'missing:tag'", "'type:tag'"]);
  });

  it('belong to arrays of single values of a row, too, which may be missing', async () => {
    expect(codes.columns.map(({ name }) => name)).toEqual(['order_id', 'placed_at', 'position', 'value']);
    const inputs = raw(
      { id: 'O1', codes: [3, '4', null, ' 5 '] },
      { id: 'O2', codes: null },
      { id: 'O3', codes: ['x', [1], { a: 1 }] },
    );
    const { rows, quarantined } = await outcome(codes, inputs);
    expect(pick(codes, rows, 'order_id', 'position', 'value')).toEqual([
      "'O1' '1' '3'",
      "'O1' '2' '4'",
      "'O1' '3' NULL",
      "'O1' '4' '5'",
    ]);
    expect(rules(quarantined, 'elements')).toEqual(Array<string>(3).fill("'type:value'"));
  });

  it.each([['n/a'], [5], [{ a: 1 }], ['["a"'], ['["a",]'], ['["a"] b'], ['[1], [2]']])(
    'are no places in %j, which breaks a rule of the row that holds it',
    async (held) => {
      const inputs = raw({ codes: held });
      const { rows, quarantined } = await outcome(codes, inputs);
      expect(rows).toEqual([]);
      expect(rules(quarantined, 'contract')).toEqual(["'type:codes'"]);
      expect(rules((await outcome(whole, inputs)).quarantined, 'contract')).toEqual(["'type:codes'"]);
    },
  );
});

it('elements inside of elements stay the same however deliveries are cut, repeated and ordered', async () => {
  const version = fc.record({
    id: fc.constantFrom('O1', 'O2'),
    at: fc.constantFrom('2026-01-05 10:00:00', '2026-01-06 10:00:00'),
    lines: fc.array(
      fc.record({
        line: fc.integer({ min: 1, max: 2 }),
        taxes: fc.array(fc.record({ title: fc.constantFrom('a', 'b', 'much too long') }), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(version, { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 12 }),
      async (versions, dice) => {
        const clean = await onDuckDb(taxes, raw(...versions), engine);
        const batches: (typeof versions)[] = [[], [], []];
        for (const [index, given] of [...versions, ...versions].entries())
          batches[dice[index] ?? 0]?.push(given);
        let silver: Silver = {};
        for (const batch of batches) silver = runOnDelta(taxes, raw(...batch), silver).silver;
        expect(rowsIn(silver['order_line_taxes'], taxes.columns)).toEqual(clean.rows);
      },
    ),
    { numRuns: 40 },
  );
});
