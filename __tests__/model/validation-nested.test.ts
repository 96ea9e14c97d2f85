import {
  type Alert,
  alert,
  type ColumnBuilder,
  type DataContract,
  dataContract,
  days,
  department,
  describeIssue,
  goldView,
  hours,
  type Kind,
  mapping,
  read,
  stepsOf,
  t,
  type Table,
} from '../../model';
import { smallCompany } from '../support/small-company';
import { companyIssues } from '../../validation';

/** Values inside objects, arrays and defaults: each mistake alone, word for word. */
const stream = { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) } as const;
const csv = {
  kind: 'batch',
  every: days(1),
  from: { kind: 'http', baseUrl: 'https://files.example.com', path: 'f', format: 'csv' },
} as const;
const lines = t.array({ line_number: t.integer().key(), sku: t.string(20), price: t.decimal(12, 2) });

function contractWith<C extends Readonly<Record<string, ColumnBuilder<Kind>>>>(
  columns: C,
  delivery: typeof stream | typeof csv = stream,
) {
  return dataContract('orders', {
    description: 'Orders of the shop',
    columns: { id: t.long().key(), placed_at: t.timestamp(), ...columns },
    eventTime: 'placed_at',
    delivery,
    expectedRowsPerDay: 10,
  });
}
const issues = (
  contract: DataContract,
  tables: readonly Table[] = [],
  alerts: readonly Alert[] = [],
): string[] => {
  const sales = department('sales', { description: 'Sells', sources: [contract], tables, alerts });
  return companyIssues(smallCompany({ departments: [sales] })).map(describeIssue);
};
const issuesOf = (column: ColumnBuilder<Kind>, delivery: typeof stream | typeof csv = stream): string[] =>
  issues(contractWith({ extra: column }, delivery));

describe('a value inside objects', () => {
  it('is fine in JSON', () => {
    expect(issuesOf(t.string(80).path('shipping', 'city'))).toEqual([]);
  });

  it('is not in CSV', () => {
    expect(issuesOf(t.string(80).path('shipping', 'city'), csv)).toEqual([
      'LH1011 sales/orders: "columns.extra" is inside an object, and the files are CSV; allowed: a stream, or a delivery of format \'json-lines\'; change the format, or deliver the value in a column of its own',
    ]);
    expect(issuesOf(t.string(80).path('City'), csv)).toEqual([]);
  });

  it.each([[[]], [['shipping', '']], [["it's", 'city']], [['a[0]']]])('has a path of names: %j', (path) => {
    expect(issuesOf(t.string(80).path(...path))).toEqual([
      `LH0001 sales/orders: "columns.extra" is delivered at "${path.join('.')}"; allowed: one or more names without quotes, brackets and backslashes; name the objects around the value, outermost first, and then the value`,
    ]);
  });

  it('has its former names until they end', () => {
    /* eslint-disable @typescript-eslint/no-deprecated -- that is what is tested */
    expect(t.long().deliveredAs('Row ID').column).toEqual(t.long().physicalName('Row ID').column);
    expect(t.long().deliveredAt('a', 'b').column).toEqual(t.long().path('a', 'b').column);
    /* eslint-enable @typescript-eslint/no-deprecated */
  });

  it('has one place, and no other column has the same', () => {
    expect(issuesOf(t.string(80).path('a', 'b').physicalName('c'))).toEqual([
      'LH1015 sales/orders: "columns.extra" is delivered as "c" and at "a.b"; allowed: one of the two; remove physicalName(), or path()',
    ]);
    const twice = { one: t.long().path('a', 'b'), two: t.long().path('a', 'b') };
    expect(issues(contractWith(twice))).toEqual([
      'LH0003 sales/orders: "physicalName" has "a.b" 2 times; allowed: each name once; rename or remove one "a.b"',
    ]);
  });
});

describe('an array', () => {
  it('is fine in JSON, and not in CSV', () => {
    expect(issuesOf(lines)).toEqual([]);
    expect(issuesOf(lines, csv)).toEqual([
      'LH1011 sales/orders: "columns.extra" is an array, and the files are CSV; allowed: a stream, or a delivery of format \'json-lines\'; change the format, or deliver the value in a column of its own',
    ]);
  });

  it('has elements with a key, and is no key itself', () => {
    expect(issuesOf(t.array({ sku: t.string(20) }))).toEqual([
      'LH1012 sales/orders: "columns.extra" is an array whose elements have no key; allowed: one or more of its columns marked .key(), beside id of what holds them, or t.position(); mark the columns that identify an element among its siblings',
    ]);
    expect(issuesOf(lines.key())).toEqual([
      'LH1013 sales/orders: "columns.extra" is an array and part of the key; allowed: a key of single values; remove .key() from the array',
    ]);
  });

  it('has elements whose columns keep the rules of any column', () => {
    const inner = {
      n: t.integer().key(),
      Sku: t.string(20),
      p: t.decimal(40, 2),
      a: t.long().physicalName('n'),
    };
    expect(issuesOf(t.array(inner))).toEqual([
      'LH0001 sales/orders: "columns.extra.Sku" is "Sku"; allowed: 1 to 55 lower-case letters, digits and single underscores, beginning with a letter; choose another name',
      'LH1003 sales/orders: "columns.extra.p" is decimal(40,2); allowed: decimals of 1 to 38 digits, with a scale from 0 to the precision; change its size',
      'LH0003 sales/orders: "columns.extra.physicalName" has "n" 2 times; allowed: each name once; rename or remove one "n"',
    ]);
  });

  it('holds objects and arrays, whose columns keep the same rules', () => {
    const taxes = t.array({ title: t.string(20).key(), rate: t.decimal(9, 4).path('rate', 'value') });
    expect(
      issuesOf(
        t.array({
          n: t.integer().key(),
          taxes,
          city: t.string(9).path('a', 'b'),
          tags: t.array(t.string(9)),
        }),
      ),
    ).toEqual([]);
    const wrong = t.array({
      n: t.integer().key(),
      inner: t.array({
        sku: t.string(9),
        city: t.string(9).path('a', 'b').physicalName('c'),
        way: t.string(9).path("a'b"),
      }),
      twice: t.string(9).path('a', 'b'),
      again: t.string(9).path('a', 'b'),
    });
    expect(issuesOf(wrong)).toEqual([
      'LH1012 sales/orders: "columns.extra.inner" is an array whose elements have no key; allowed: one or more of its columns marked .key(), beside id, n of what holds them, or t.position(); mark the columns that identify an element among its siblings',
      'LH1015 sales/orders: "columns.extra.inner.city" is delivered as "c" and at "a.b"; allowed: one of the two; remove physicalName(), or path()',
      'LH0001 sales/orders: "columns.extra.inner.way" is delivered at "a\'b"; allowed: one or more names without quotes, brackets and backslashes; name the objects around the value, outermost first, and then the value',
      'LH0003 sales/orders: "columns.extra.physicalName" has "a.b" 2 times; allowed: each name once; rename or remove one "a.b"',
    ]);
  });

  it('holds no arrays without a name', () => {
    expect(issuesOf(t.array(lines as never))).toEqual([
      'LH1014 sales/orders: "columns.extra.value" is an array, and an element of one; allowed: arrays of objects or of single values; leave it out, or let the source deliver objects that hold the arrays',
    ]);
  });

  it('has positions that are counted, and values that are elements, without names in documents', () => {
    const named = t.array({ place: t.position().physicalName('n'), sku: t.string(9) });
    expect(issuesOf(named)).toEqual([
      'LH1450 sales/orders: "columns.extra.place" is the place of an element, and has the name "n" in documents; allowed: a name of values inside of objects only; remove physicalName() and path()',
    ]);
    expect(issuesOf(t.array(t.string(9).path('a', 'b')))).toEqual([
      'LH1450 sales/orders: "columns.extra.value" is an element itself, and has the name "a.b" in documents; allowed: a name of values inside of objects only; remove physicalName() and path()',
    ]);
    expect(issuesOf(t.position())).toEqual([
      'LH1449 sales/orders: "columns.extra" is a position, and in no array; allowed: positions among the columns of an array; declare the column as it is delivered, or move it into the array',
    ]);
  });

  it('can be tested for null, and nothing else', () => {
    const contract = contractWith({ lines: lines.nullable() });
    const watch = (when: Parameters<typeof alert<{ lines: 'array'; id: 'long' }>>[2]['when']) =>
      issues(
        contract,
        [],
        [alert('empty-order', contract as never, { description: 'x', when, payload: ['id'] })],
      );
    expect(watch((event) => event.lines.isNull())).toEqual([]);
    expect(watch((event) => event.lines.equals(event.lines as never))).toEqual([
      'LH2011 sales/empty-order: "when" gives an array to equals(); allowed: single values; of arrays isNull() and isNotNull(); make rows of its elements with mapping(…, { each })',
    ]);
  });

  it('is in no payload of an alert', () => {
    const contract = contractWith({ lines });
    const raised = alert('big-order', contract, {
      description: 'x',
      when: (event) => event.id.greaterThan(5),
      payload: ['id', 'lines'],
    });
    expect(issues(contract, [], [raised])).toEqual([
      'LH4103 sales/big-order: "payload" has "lines", which is an array; allowed: columns of single values; send the key instead',
    ]);
  });
});

describe('a mapping of each element', () => {
  const contract = contractWith({ currency: t.string(3), lines });

  it('is fine as it is meant', () => {
    const table = mapping(contract, { each: 'lines', name: 'order_lines', with: ['currency'] });
    expect(issues(contract, [mapping(contract), table])).toEqual([]);
  });

  it('names an array of the contract, and columns that rows can repeat', () => {
    const wrong = mapping(contract, { each: 'line' as 'lines', name: 'order_lines' });
    expect(issues(contract, [wrong])).toEqual([
      'LH3010 sales/order_lines: "each" names "line", which is no array of the contract (did you mean "lines"?); allowed: lines; name one of these',
    ]);
    const repeats = mapping(contract, { each: 'lines', name: 'order_lines', with: ['lines' as 'currency'] });
    expect(issues(contract, [repeats])).toEqual([
      'LH3010 sales/order_lines: "with" names "lines", which is no column that rows can repeat; allowed: currency, id, placed_at; name one of these',
    ]);
  });

  it('needs other names for the columns of the elements than for those of the row that holds them', () => {
    const clash = contractWith({
      price: t.decimal(12, 2),
      lines: t.array({ line_number: t.integer().key(), price: t.decimal(12, 2) }),
    });
    expect(issues(clash, [mapping(clash, { each: 'lines', name: 'order_lines' })])).toEqual([]);
    expect(issues(clash, [mapping(clash, { each: 'lines', name: 'order_lines', with: ['price'] })])).toEqual([
      'LH3003 sales/order_lines: "each" is "lines", whose elements have a column "price", like the row that holds them; allowed: each column in one of the two; rename one, with physicalName() for its name in the files',
    ]);
  });

  it('is for silver', () => {
    const table = mapping(contract, { each: 'lines', name: 'order_lines' });
    const gold = { ...goldView('copied', { flow: read(table), key: ['id', 'line_number'] }) };
    const stolen = { ...gold, relation: table.relation };
    expect(issues(contract, [stolen])).toContain(
      'LH3201 sales/copied: "flow" uses mapping() with each, which T-SQL does not offer: an external table reads single values of a Delta table; read the silver table of the elements, made by mapping() with each',
    );
  });

  it('has typed rows: the key, the event time, what is repeated, and the element', () => {
    const table = mapping(contract, {
      each: 'lines',
      name: 'order_lines',
      with: ['currency'],
      then: (rows) => {
        // @ts-expect-error lines are unnested, not repeated
        rows.select('lines');
        return rows.select('id', 'placed_at', 'currency', 'line_number', 'price');
      },
    });
    const flow = read(table).filter((row) => row.price.greaterThan(1));
    // @ts-expect-error left out by the mapping
    flow.select('sku');
    const deep = contractWith({
      currency: t.string(3),
      lines: t.array({
        line: t.integer().key(),
        sku: t.string(9),
        price: t.decimal(9, 2),
        taxes: t.array({ title: t.string(9).key(), parts: t.array(t.long(), { value: 'part' }) }),
      }),
    });
    const parts = mapping(deep, { each: 'lines.taxes.parts', name: 'parts', with: ['currency', 'sku'] });
    const kept = read(parts).filter((row) => row.part.greaterThan(1).and(row.sku.equals(row.currency)));
    expect(issues(deep, [parts])).toEqual([]);
    expect(kept.relation.columns.map(({ name }) => name)).toEqual([
      'id',
      'placed_at',
      'currency',
      'line',
      'sku',
      'title',
      'position',
      'part',
    ]);
    // @ts-expect-error not repeated
    kept.select('price');
    // @ts-expect-error no array of the contract
    const wrong = mapping(deep, { each: 'lines.tags', name: 'wrong' });
    expect(issues(deep, [wrong])).toEqual([
      'LH3010 sales/wrong: "each" names "lines.tags", which is no array of the contract (did you mean "lines.taxes"?); allowed: lines, lines.taxes, lines.taxes.parts; name one of these',
    ]);
    const whole = mapping(contract);
    // @ts-expect-error a mapping of the source leaves its arrays out
    read(whole).select('lines');
    expect(flow.relation.columns.map(({ name }) => name)).toEqual([
      'id',
      'placed_at',
      'currency',
      'line_number',
      'price',
    ]);
  });
});

describe('metadata columns', () => {
  const contract = contractWith({ currency: t.string(3), amount: t.decimal(8, 2) });
  const names = (table: Table): string[] => table.relation.columns.map(({ name }) => name);
  const LOADED = ['_source_file', '_run_id'];

  it('are in a mapping, after its columns, and are not read from it', () => {
    const table = mapping(contract);
    expect(names(table)).toEqual(['id', 'placed_at', 'currency', 'amount', ...LOADED]);
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'placed_at', 'currency', 'amount']);
    expect(read(table).relation.columns).toEqual(table.columns);
  });

  it('stay through further steps, and are left behind by groups', () => {
    const shaped = mapping(contract, {
      then: (rows) =>
        rows
          .rename({ amount: 'paid' })
          .derive((row) => ({ day: row.placed_at.toDate() }))
          .select('id', 'placed_at', 'paid', 'day'),
    });
    expect(names(shaped)).toEqual(['id', 'placed_at', 'paid', 'day', ...LOADED]);
    const derived = mapping(contract, {
      then: (rows) => rows.derive((row) => ({ day: row.placed_at.toDate() })),
    });
    expect(names(derived)).toEqual(['id', 'placed_at', 'currency', 'amount', 'day', ...LOADED]);
    const grouped = mapping(contract, {
      then: (rows) =>
        rows.aggregate(
          (row) => ({ id: row.id, placed_at: row.placed_at }),
          () => ({}),
        ),
    });
    expect(names(grouped)).toEqual(['id', 'placed_at']);
    expect(issues(contract, [shaped])).toEqual([]);
  });

  it('are those of the rows a join began with, and null in rows that a union adds from a table', () => {
    const base = mapping(contract, { name: 'base' });
    const joined = mapping(contract, {
      then: (rows) =>
        rows.join(rows.select('id').dedupe({ by: ['id'], newest: ['id'] }), { on: ['id'], how: 'inner' }),
    });
    expect(names(joined)).toEqual(['id', 'placed_at', 'currency', 'amount', ...LOADED]);
    const united = mapping(contract, { then: (rows) => rows.union(rows).union(read(base)) });
    expect(names(united)).toEqual(['id', 'placed_at', 'currency', 'amount', ...LOADED]);
    expect(issues(contract, [base, joined])).toEqual([]);
    expect(stepsOf(united.relation).flatMap(({ mistakes }) => mistakes)).toEqual([]);
  });
});

describe('a default', () => {
  it.each([
    [t.string(5).default('five!')],
    [t.integer().default(-5)],
    [t.decimal(4, 2).default(99.99)],
    [t.boolean().default(false)],
    [t.date().default('2026-02-28')],
    [t.string(5).oneOf('a', 'b').default('b')],
  ])('is fine when a source could deliver it (%#)', (column) => {
    expect(issuesOf(column)).toEqual([]);
  });

  it.each([
    [t.string(5).default('longer'), "'longer'", 'text of 1 to 5 characters without blanks at its ends'],
    [t.string(5).default(' '), "' '", 'text of 1 to 5 characters without blanks at its ends'],
    [t.integer().default(1.5), '1.5', 'a whole number of 32 bits'],
    [t.integer().default(2 ** 31), '2147483648', 'a whole number of 32 bits'],
    [t.long().default(2 ** 60), '1152921504606847000', 'a whole number that JavaScript holds exactly'],
    [t.decimal(4, 2).default(100), '100', 'a number that fits decimal(4,2)'],
    [t.decimal(4, 2).default(0.001), '0.001', 'a number that fits decimal(4,2)'],
    [t.double().default(Number.NaN), 'NaN', 'a number'],
    [t.boolean().default('yes' as never), "'yes'", 'true or false'],
    [t.date().default('2026-02-31'), "'2026-02-31'", 'a date of the form YYYY-MM-DD'],
    [t.timestamp().default('2026-02-01'), "'2026-02-01'", 'a timestamp of the form YYYY-MM-DD HH:MM:SS'],
    [t.string(5).oneOf('a', 'b').default('c'), "'c'", 'a, b'],
    [t.integer().atLeast(1).default(0), '0', '1 or more'],
    [t.integer().atMost(9).default(10), '10', '9 or less'],
    [
      t
        .string(5)
        .matching(/[A-Z]+/)
        .default('a'),
      "'a'",
      'text that matches /[A-Z]+/',
    ],
  ])('must be what a source could deliver (%#)', (column, shown, allowed) => {
    expect(issuesOf(column)).toEqual([
      `LH1007 sales/orders: "columns.extra" has the default ${shown}; allowed: ${allowed}; give a default that a source could deliver`,
    ]);
  });

  it('is not for keys, nor for columns that may be missing, nor for the event time', () => {
    expect(issuesOf(t.string(5).key().default('x'))).toEqual([
      'LH1006 sales/orders: "columns.extra" is part of the key and has a default; allowed: a key that is delivered: rows without one would all be the same row; remove .default() or .key()',
    ]);
    expect(issuesOf(t.string(5).nullable().default('x'))).toEqual([
      'LH1006 sales/orders: "columns.extra" is nullable and has a default; allowed: one of the two: a column with a default is never missing; remove .nullable() or .default()',
    ]);
    const late = contractWith({ placed_at: t.timestamp().default('2026-01-01 00:00:00') });
    expect(issues(late)).toEqual([
      'LH1008 sales/orders: "eventTime" is "placed_at", which has a default; allowed: a timestamp that is delivered: it decides which version of a row is the newest; remove .default(), or choose another column',
    ]);
  });
});
