import { count, describeIssue, goldView, hours, read, silverTable, t, type Table } from '../../model';
import { type Changes, replaysOf, runsOf } from '../../record';
import { changed, COLUMNS, salesOf, shop, type ShopChange } from '../support/recorded';

/** What the shop reports of a change of it. */
function report(change: ShopChange, before: ShopChange = {}): Changes {
  return changed(shop(before), shop(change), '2026-01-03');
}
const notes = (changes: Changes) => changes.notes.map(({ at, text }) => `${at}: ${text}`);
const issues = (changes: Changes) =>
  changes.issues.map(({ code, at, prop, got }) => `${code} ${at}: "${prop}" ${got}`);
const runs = ({ replays }: Changes) =>
  replays.map(
    ({ pipeline, onlyTable = 'whole', windows, because }) =>
      `${pipeline} ${onlyTable} ${windows.count}, ${because}`,
  );

const DOWNSTREAM = ['sales_wave_hourly sales_by_item 1, reads', 'sales_materialize_totals whole 1, reads'];

it('reports nothing where nothing changed', () => {
  expect(report({})).toEqual({ notes: [], issues: [], replays: [] });
});

it('reports nothing where only words changed', () => {
  expect(report({ description: 'Orders of the shop' })).toEqual({ notes: [], issues: [], replays: [] });
});

describe('what arrives by itself', () => {
  it('is a nullable column: nothing is deleted, and older rows lack it', () => {
    const changes = report({ columns: { ...COLUMNS, shop: t.string(5).nullable() } });
    expect(changes.issues).toEqual([]);
    expect(notes(changes)).toEqual([
      'sales/orders: a column "shop" (string(5), nullable) is new: it joins the table at its next run, and is null in rows that are there',
      'sales/orders: its flow changed: rows that are there stay as they are',
    ]);
  });

  it('is a nullable column that a flow of its own adds', () => {
    const items = (orders: Table, ...more: readonly 'email'[]): Table =>
      silverTable('items', {
        key: ['order_id'],
        flow: read(orders as Table<{ order_id: 'long'; email: 'string' }>).select('order_id', ...more),
      });
    const changes = report(
      { tables: (orders) => [items(orders, 'email')] },
      { tables: (orders) => [items(orders)] },
    );
    expect(changes.issues).toEqual([]);
    expect(notes(changes)[0]).toBe(
      'sales/items: a column "email" (string(64), nullable) is new: it joins the table at its next run, and is null in rows that are there',
    );
  });

  it('is a longer text', () => {
    const changes = report({ columns: { ...COLUMNS, item: t.string(40) } });
    expect(changes.issues).toEqual([]);
    expect(notes(changes)).toContain('sales/orders: "item" is string(40), and was string(20)');
  });

  it('is a column that may be missing from now on', () => {
    const changes = report({ columns: { ...COLUMNS, amount: t.decimal(12, 2).nullable() } });
    expect(changes.issues).toEqual([]);
    expect(notes(changes)).toContain('sales/orders: "amount" may be missing from now on');
  });

  it('is everything in gold, whose readers are named the columns that go', () => {
    const view = (orders: Table, name: string) => [
      goldView('items', {
        key: [],
        flow: read(orders).aggregate(
          () => ({}),
          () => ({ [name]: count() }),
        ),
      }),
    ];
    const changes = report(
      { tables: (orders) => view(orders, 'all') },
      { tables: (orders) => view(orders, 'items') },
    );
    expect(changes.issues).toEqual([]);
    expect(changes.replays).toEqual([]);
    expect(notes(changes)).toEqual([
      'sales/items: a column "all" (long, nullable) is new: it is there from then on',
      'sales/items: the column "items" is gone: whoever still reads it fails',
      'sales/items: its flow changed: queries give what it says from the next deployment on',
    ]);
  });

  it('is a new table, whose windows run, and one that is gone, whose rows stay', () => {
    expect(notes(report({}, { tables: () => [] }))).toEqual([
      'sales/sales_by_item: is new',
      'sales/totals: is new',
      'sales/best: is new',
    ]);
    expect(notes(report({ tables: () => [] }))).toEqual([
      'sales/sales_by_item: is gone: nothing fills it, and the folder sales-silver/sales_by_item stays with its rows until somebody deletes it',
      'sales/totals: is gone: nothing fills it, and the folder sales-gold/totals stays with its rows until somebody deletes it',
      'sales/best: is gone: nothing fills it, and its view stays in the database until somebody drops it',
      'environment dev: triggers are gone: sales_complete_sales_by_item_1440, sales_deploy_gold, sales_materialize_totals',
    ]);
  });
});

describe('what does not arrive by itself', () => {
  it.each<[what: string, now: ShopChange, issue: string]>([
    [
      'another type',
      { columns: { ...COLUMNS, amount: t.decimal(14, 4) } },
      'LH8202 sales/orders: "columns.amount" is decimal(14,4), and was decimal(12,2)',
    ],
    [
      'a shorter text',
      { columns: { ...COLUMNS, item: t.string(10) } },
      'LH8202 sales/orders: "columns.item" is string(10), and was string(20)',
    ],
    [
      'a column that is required and new',
      { columns: { ...COLUMNS, shop: t.string(5) } },
      'LH8204 sales/orders: "columns.shop" is new, and may not be missing: in rows that are there it is null',
    ],
    [
      'a column that may not be missing any more',
      { columns: { ...COLUMNS, email: t.string(120).personal() } },
      'LH8204 sales/orders: "columns.email" may not be missing, and could be until now: rows that are there may lack it',
    ],
    [
      'another key',
      { columns: { ...COLUMNS, item: t.string(20).key() } },
      'LH8205 sales/orders: "key" is order_id, item, and was order_id',
    ],
    [
      'a place of its own for what is published',
      { published: { exposes: [] } },
      'LH8207 sales/orders: "folder" is sales-products/orders in the shared lake, and was sales-silver/orders in the shared lake',
    ],
  ])('is %s', (_, now, issue) => {
    expect(issues(report(now))).toEqual([issue]);
  });

  it('is a column that is gone, or has another name', () => {
    const { email, ...rest } = COLUMNS;
    expect(issues(report({ columns: rest }))).toEqual([
      'LH8203 sales/orders: "columns.email" is gone; rows that are there keep it',
    ]);
    expect(issues(report({ columns: { ...rest, address: email } }))).toEqual([
      'LH8203 sales/orders: "columns.email" is gone (renamed to address?); rows that are there keep it',
    ]);
  });

  it('is a pseudonym in the place of a value, and the other way round', () => {
    const plain = t.string(64).nullable().personal({ keep: true, reason: 'letters are sent to it' });
    expect(issues(report({}, { columns: { ...COLUMNS, email: plain } }))).toEqual([
      'LH8208 sales/orders: "columns.email" holds pseudonyms, and held values',
    ]);
    expect(issues(report({ columns: { ...COLUMNS, email: plain } }))).toEqual([
      'LH8208 sales/orders: "columns.email" holds values, and held pseudonyms',
    ]);
  });

  it('is another way of writing', () => {
    const table = (orders: Table, write: 'overwrite' | 'append') => [
      silverTable('items', {
        key: ['order_id'],
        write,
        flow: read(orders as Table<{ order_id: 'long' }>).select('order_id'),
      }),
    ];
    expect(
      issues(
        report(
          { tables: (orders) => table(orders, 'append') },
          { tables: (orders) => table(orders, 'overwrite') },
        ),
      ),
    ).toEqual(['LH8206 sales/items: "write" is "append", and was "overwrite"']);
  });

  it('keeps the old place until all is at the new one', () => {
    const [issue] = report({ published: true }).issues;
    expect(issue?.change).toBe(
      'take it back, give the table another name, whose windows then run by themselves, or: (1) deploy, ' +
        '(2) run sales_wave_hourly with table = "orders" and windowStart = "2026-01-01T00:00:00Z", and so on every 60 minutes ' +
        '(48 windows, 2026-01-01T00:00:00Z to 2026-01-02T23:00:00Z), ' +
        '(3) mind that bronze keeps 730 days, and that rows of older windows are not made again, ' +
        '(4) run sales_wave_hourly with table = "sales_by_item" and windowStart = "2026-01-02T23:00:00Z", ' +
        '(5) run sales_materialize_totals with windowStart = "2026-01-02T00:00:00Z", ' +
        '(6) delete sales-silver/orders in the shared lake; then write the record anew, with a reason',
    );
  });

  it('says which folder, which windows and which pipeline', () => {
    const { issues: found } = report({ columns: { ...COLUMNS, amount: t.decimal(14, 4) } });
    expect(found.filter(({ at }) => at === 'sales/orders').map(describeIssue)).toEqual([
      'LH8202 sales/orders: "columns.amount" is decimal(14,4), and was decimal(12,2); allowed: decimal(12,2); ' +
        'take it back, give the table another name, whose windows then run by themselves, or: ' +
        '(1) stop the trigger sales_wave_hourly, (2) delete the folder sales-silver/orders, (3) deploy, ' +
        '(4) run sales_wave_hourly with table = "orders" and windowStart = "2026-01-01T00:00:00Z", and so on every 60 minutes ' +
        '(48 windows, 2026-01-01T00:00:00Z to 2026-01-02T23:00:00Z), ' +
        '(5) mind that bronze keeps 730 days, and that rows of older windows are not made again, ' +
        '(6) start the trigger sales_wave_hourly, where the deployment has not, ' +
        '(7) run sales_wave_hourly with table = "sales_by_item" and windowStart = "2026-01-02T23:00:00Z", ' +
        '(8) run sales_materialize_totals with windowStart = "2026-01-02T00:00:00Z"; then write the record anew, with a reason',
    ]);
  });
});

describe('a table that each run replaces', () => {
  it('takes its columns along', () => {
    const changes = report({ tables: (orders) => salesOf(orders, 1) });
    expect(changes.issues).toEqual([]);
    expect(notes(changes)).toEqual([
      'sales/sales_by_item: "sold" is decimal(22,1), and was decimal(22,2)',
      'sales/sales_by_item: its flow changed: the next run replaces all rows and columns; until then readers find the old ones',
      'sales/totals: "sold" is decimal(32,1), and was decimal(32,2)',
      'sales/totals: its flow changed: the next run stores what it says',
      'sales/best: "sold" is decimal(22,1), and was decimal(22,2)',
    ]);
  });

  it('may get another key, and lose a column', () => {
    const table = (orders: Table, ...key: readonly ('item' | 'email')[]) => [
      silverTable('buyers', {
        key,
        write: 'overwrite',
        flow: read(orders as Table<{ item: 'string'; order_id: 'long' }>).aggregate(
          (row) => ({ item: row.item, ...(key.length > 1 && { email: row.order_id }) }),
          () => ({ orders: count() }),
        ) as never,
      }),
    ];
    const changes = report(
      { tables: (orders) => table(orders, 'item') },
      { tables: (orders) => table(orders, 'item', 'email') },
    );
    expect(changes.issues).toEqual([]);
    expect(notes(changes)).toEqual([
      'sales/buyers: the column "email" is gone: whoever still reads it fails',
      'sales/buyers: its key is item, and was item, email',
      'sales/buyers: its flow changed: the next run replaces all rows and columns; until then readers find the old ones',
    ]);
  });
});

describe('triggers', () => {
  it('of another cadence are others, which say what they would run', () => {
    const changes = report({ every: hours(2) });
    expect(issues(changes)).toEqual([
      'LH8210 environment dev: "triggers" are new, and begin with the first window of all: sales_wave_every_120_minutes',
    ]);
    expect(notes(changes)).toContain('environment dev: the trigger sales_wave_hourly is gone');
  });
});

describe('what runs again where a flow changes', () => {
  const changes = report({ columns: { ...COLUMNS, amount: t.decimal(12, 2).atLeast(0) } });

  it('is every window of the table itself, and once each what is stored and reads it', () => {
    expect(changes.issues).toEqual([]);
    expect(notes(changes)).toEqual(['sales/orders: its flow changed: rows that are there stay as they are']);
    expect(runs(changes)).toEqual(['sales_wave_hourly orders 48, changed', ...DOWNSTREAM]);
    expect(runsOf(changes.replays)).toBe(50);
  });

  it('starts from an empty folder where rows that are there would stay', () => {
    expect(changes.replays.map(({ emptied }) => emptied)).toEqual([['sales-silver/orders'], [], []]);
  });

  it('goes back as far as bronze is kept', () => {
    const { replays } = changed(
      shop({ retentionDays: 1 }),
      shop({ retentionDays: 1, columns: { ...COLUMNS, amount: t.decimal(12, 2).atLeast(0) } }),
      '2026-01-03',
    );
    expect(replays[0]).toMatchObject({
      keptDays: 1,
      windows: { first: '2026-01-02T00:00:00Z', last: '2026-01-02T23:00:00Z', count: 24 },
    });
  });

  it('is not counted without a day to count to', () => {
    const { replays } = changed(
      shop(),
      shop({ columns: { ...COLUMNS, amount: t.decimal(12, 2).atLeast(0) } }),
    );
    expect(replays[0]?.windows).toEqual({ first: '2026-01-01T00:00:00Z' });
    expect(runsOf(replays)).toBeUndefined();
  });

  it('begins where the table does', () => {
    expect(runs(report({ tables: (orders) => salesOf(orders, 2) }))).toEqual([]);
    expect(runs(report({ tables: (orders) => salesOf(orders, 1) }))).toEqual([
      'sales_wave_hourly sales_by_item 1, changed',
      'sales_materialize_totals whole 1, changed',
    ]);
  });

  it('is nothing where nothing changed', () => {
    expect(replaysOf(new Set(), { graph: undefined as never, record: undefined as never })).toEqual([]);
  });
});
