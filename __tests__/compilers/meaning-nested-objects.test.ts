import fc from 'fast-check';
import {
  CompanyGraph,
  dataContract,
  department,
  mapping,
  PersonalData,
  personalColumns,
  t,
  type Table,
} from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { agreed, pick } from '../support/delta-runs';
import { discounts, lines, orders, raw, rules, tags, taxes } from '../support/nested-inside';
import { type Inputs } from '../support/targets';

// What elements of an array hold besides single values: objects, and all of it together.

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const outcome = (table: Table, inputs: Inputs) => agreed(table, inputs, engine);

describe('values inside objects of an element', () => {
  const amounts = async (...held: readonly unknown[]): Promise<string[]> => {
    const { rows, quarantined } = await outcome(
      lines,
      raw({ lines: held.map((price_set, index) => ({ line: index + 1, price_set })) }),
    );
    expect(quarantined).toEqual({ contract: [], elements: [] });
    return pick(lines, rows, 'amount', 'currency', 'gross');
  };

  it('are read at any depth, whatever JSON type they came in', async () => {
    expect(
      await amounts(
        { 'shop money': { amount: '1.00', currency: 'EUR' }, gross: 2 },
        { 'shop money': { amount: 1.5 }, gross: '2.5' },
      ),
    ).toEqual(["'1.00' 'EUR' '2.00'", "'1.50' NULL '2.50'"]);
  });

  it('are missing where there is no object', async () => {
    expect(
      await amounts(null, {}, { 'shop money': null, gross: 1 }, 5, 'n/a', [1], {
        'shop money': 'gone',
        gross: 1,
      }),
    ).toEqual([
      'NULL NULL NULL',
      'NULL NULL NULL',
      "NULL NULL '1.00'",
      ...Array<string>(3).fill('NULL NULL NULL'),
      "NULL NULL '1.00'",
    ]);
  });

  it('are read from a text that holds one whole object, and from no other', async () => {
    const object = '{"gross": 3}';
    expect(
      await amounts(object, ` ${object}\n`, `${object} x`, `${object}, {}`, `{}], "x": [{}`, '{"gross": 3,}'),
    ).toEqual(["NULL NULL '3.00'", "NULL NULL '3.00'", ...Array<string>(4).fill('NULL NULL NULL')]);
  });

  it('break a rule of their element when they cannot be read, and leave its siblings alone', async () => {
    const { rows, quarantined } = await outcome(
      lines,
      raw({
        lines: [
          { line: 1, price_set: { gross: 'much' } },
          { line: 2, price_set: { gross: { of: 1 } } },
          { line: 3, price_set: { gross: 7 } },
        ],
      }),
    );
    expect(pick(lines, rows, 'line', 'gross')).toEqual(["'3' '7.00'"]);
    expect(rules(quarantined, 'elements')).toEqual(["'type:gross'", "'type:gross'"]);
  });

  it('mean the same on every engine, whatever stands in the place of an object', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"gross"',
      '"x"',
      '1',
      ' ',
      '{}',
      'null',
      '\\"',
    );
    const text = fc.array(piece, { maxLength: 7 }).map((pieces) => `{${pieces.join('')}`);
    const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 20, maxLength: 20 }), async (held) => {
        await outcome(lines, raw({ lines: held.map((price_set, line) => ({ line, price_set })) }));
      }),
      { seed: 11, numRuns: 10 },
    );
  });
});

it('documents of any shape mean the same on every engine', async () => {
  const scalar = fc.oneof(
    fc.constantFrom('VAT', 'eco', '0.19', ' ', 'n/a', '{}', '[]', '[{"title":"VAT"}]'),
    fc.integer({ min: 0, max: 3 }),
    fc.boolean(),
    fc.constant(null),
  );
  const tax = fc.record(
    { title: scalar, rate: fc.oneof(scalar, fc.record({ value: scalar })) },
    { requiredKeys: [] },
  );
  const list = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof(
      { weight: 3, arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: item }, scalar), { maxLength: 3 }) },
      scalar,
    );
  const element = fc.record(
    {
      line: fc.integer({ min: 1, max: 3 }),
      price_set: fc.oneof(
        scalar,
        fc.record({ 'shop money': fc.record({ amount: scalar }), gross: scalar }, { requiredKeys: [] }),
      ),
      taxes: list(tax),
      discounts: list(fc.record({ off: scalar })),
      tags: list(scalar),
    },
    { requiredKeys: ['line'] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(element, { maxLength: 3 }), { minLength: 6, maxLength: 6 }),
      async (documents) => {
        const inputs = raw(...documents.map((held, index) => ({ id: `O${index}`, lines: held })));
        for (const table of [lines, taxes, discounts, tags]) await outcome(table, inputs);
      },
    ),
    { seed: 3, numRuns: 15 },
  );
});

describe('what is personal inside of elements', () => {
  const secret = dataContract('wishes', {
    description: 'Wishes',
    columns: {
      order_id: t.string(10).key().subject('customer'),
      placed_at: t.timestamp(),
      lines: t.array({
        line: t.integer().key(),
        gift_for: t.string(20).nullable().personal().path('gift', 'name'),
        notes: t.array(t.string(20).personal(), { value: 'note' }),
      }),
      codes: t.string(9).nullable(),
    },
    eventTime: 'placed_at',
    delivery: orders.delivery,
    expectedRowsPerDay: 10,
  });
  const notes = mapping(secret, { each: 'lines.notes', name: 'notes', with: ['gift_for'] });

  it('makes the array around it personal, and reaches silver as pseudonyms only', async () => {
    expect(personalColumns(secret)).toEqual(['order_id', 'lines']);
    const held = [{ line: 1, gift: { name: 'Ann' }, notes: ['for Ann', 'for Bob'] }];
    const { orders: wishes } = raw({ lines: held });
    const { rows } = await outcome(notes, wishes === undefined ? {} : { wishes });
    expect(rows).toHaveLength(2);
    expect(rows.join()).not.toMatch(/Ann|Bob/);
    for (const cells of pick(notes, rows, 'gift_for', 'note'))
      expect(cells).toMatch(/^'[0-9a-f]{64}' '[0-9a-f]{64}'$/);
    const company = CompanyGraph.ofAlone(
      department('sales', { description: 'Sells', sources: [secret], tables: [notes] }),
    );
    expect(new PersonalData(company).columnsOf(notes).get('note')?.sources).toEqual(
      new Set(['wishes.lines.notes.note']),
    );
  });
});
