import {
  type Company,
  company,
  CompanyGraph,
  count,
  dataContract,
  days,
  department,
  goldTable,
  goldView,
  hours,
  type Interval,
  mapping,
  minutes,
  read,
  silverTable,
  t,
  type Table,
  tableReference,
} from '../../model';
import { company as meridian } from '../../departments';

/** Owners, order and intervals among the tables of a company. */
function source(name: string, every: Interval) {
  return dataContract(name, {
    description: 'Things that happen',
    columns: { id: t.long().key(), at: t.timestamp() },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every,
      from: { kind: 'http', baseUrl: 'https://x.example.com', path: 'x', format: 'csv' },
    },
    expectedRowsPerDay: 1,
  });
}
const orders = source('orders', minutes(15));
const stock = source('stock', hours(6));

const cleanOrders = mapping(orders);
const cleanStock = mapping(stock, { published: true });
const both = silverTable('both', {
  flow: read(cleanOrders)
    .select('id')
    .join(read(cleanStock), { on: ['id'], how: 'left' })
    .join(read(cleanOrders).rename({ at: 'ordered_at' }), { on: ['id'], how: 'left' }),
  key: ['id'],
});
const quick = goldView('quick', { flow: read(cleanOrders), key: ['id'] });
const counted = goldView('counted', {
  flow: read(both).aggregate(
    () => ({}),
    () => ({ rows: count() }),
  ),
  key: [],
});
const stored = goldTable('stored', { flow: read(quick), key: ['id'] });
const onStored = goldView('on_stored', { flow: read(stored), key: ['id'] });
const elsewhere = goldView('elsewhere', {
  flow: read(tableReference('shop', 'stock', { id: t.long().key() })),
  key: ['id'],
});

// Declared back to front, so that nothing is in order by chance.
const acme: Company = company('Acme', {
  code: 'acme',
  departments: [
    department('board', { description: 'Decides', tables: [elsewhere] }),
    department('shop', {
      description: 'Sells',
      sources: [orders, stock],
      tables: [onStored, stored, counted, quick, both, cleanStock, cleanOrders],
    }),
  ],
  environments: [],
});
const graph = new CompanyGraph(acme);
const names = (tables: readonly { readonly table: Table }[]): string[] =>
  tables.map(({ table }) => table.name);

describe('the order of tables', () => {
  it('puts each after those it reads, and otherwise keeps the order of declaration', () => {
    expect(names(graph.inOrder())).toEqual([
      'stock',
      'elsewhere',
      'orders',
      'quick',
      'stored',
      'on_stored',
      'both',
      'counted',
    ]);
  });

  it('is kept among the tables of one department, which are none of another', () => {
    const [board, shop] = acme.departments;
    expect(graph.inOrderOf(board!).map(({ name }) => name)).toEqual(['elsewhere']);
    expect(graph.inOrderOf(shop!).map(({ name }) => name)).toEqual(
      names(graph.inOrder().filter(({ department: owner }) => owner === shop)),
    );
    expect(graph.inOrderOf(department('other', { description: 'Elsewhere' }))).toEqual([]);
  });

  it('puts every table of the reference company after those it reads', () => {
    const reference = new CompanyGraph(meridian);
    const ordered = names(reference.inOrder());
    const declared = meridian.departments.flatMap(({ tables }) => tables.map(({ name }) => name));
    expect([...ordered].sort()).toEqual(declared.sort());
    for (const { table } of reference.inOrder())
      for (const upstream of names(reference.upstreamOf(table)))
        expect(ordered.indexOf(upstream)).toBeLessThan(ordered.indexOf(table.name));
  });

  it('ends, also where flows go in a circle', () => {
    const reference = (name: string) => read(tableReference('shop', name, { id: t.long().key() }));
    const [one, two] = [
      silverTable('one', { flow: reference('two'), key: ['id'] }),
      silverTable('two', { flow: reference('one'), key: ['id'] }),
    ];
    const shop = department('shop', { description: 'Sells', tables: [one, two] });
    const circle = new CompanyGraph(company('Acme', { code: 'acme', departments: [shop], environments: [] }));
    expect(names(circle.inOrder())).toEqual(['two', 'one']);
    expect(circle.cycleThrough({ department: shop, table: one })).toEqual([
      'shop.one',
      'shop.two',
      'shop.one',
    ]);
    expect(circle.intervalOf(one)).toEqual({ minutes: 0 });
  });
});

describe('what a department reads of another', () => {
  const [board, shop] = acme.departments;

  it('are the tables of the other one, of which silver is named by the zones that read it', () => {
    expect([...graph.tablesRead(shop!, board!)]).toEqual([cleanStock]);
    expect([...graph.zonesReadingSilverOf(shop!, board!)]).toEqual(['gold']);
  });

  it('is nothing where only the other one reads', () => {
    expect([...graph.tablesRead(board!, shop!)]).toEqual([]);
    expect([...graph.zonesReadingSilverOf(board!, shop!)]).toEqual([]);
  });

  it('is not gold, where zones that read silver are asked for', () => {
    const report = goldView('report', { flow: read(stored), key: ['id'] });
    const reader = department('reader', { description: 'Reads', tables: [report] });
    const both = new CompanyGraph({ ...acme, departments: [...acme.departments, reader] });
    expect([...both.tablesRead(shop!, reader)]).toEqual([stored]);
    expect([...both.zonesReadingSilverOf(shop!, reader)]).toEqual([]);
  });
});

describe('what a table reads', () => {
  it('is each table once, in the order in which it is read', () => {
    expect(names(graph.upstreamOf(both))).toEqual(['orders', 'stock']);
    expect(names(graph.upstreamOf(cleanOrders))).toEqual([]);
    expect(graph.bronzeOf(cleanOrders).map(({ name }) => name)).toEqual(['orders']);
    expect(graph.bronzeOf(both)).toEqual([]);
  });

  it('is found through a reference, with its owner', () => {
    const [found] = graph.upstreamOf(elsewhere);
    expect([found?.department.name, found?.table.name]).toEqual(['shop', 'stock']);
  });

  it('is no table when it is bronze, or nobody fills it', () => {
    const [bronze] = graph.bronzeOf(cleanOrders);
    expect(graph.tableOf(bronze!)).toBeUndefined();
    expect(graph.tableOf(tableReference('shop', 'nothing', {}))).toBeUndefined();
    expect(graph.tableOf(mapping(orders))).toBeUndefined();
  });
});

describe('owners', () => {
  it('are the departments that declare', () => {
    expect(graph.ownerOf(elsewhere)?.name).toBe('board');
    expect(graph.ownerOf(both)?.name).toBe('shop');
    expect(graph.ownerOf(mapping(orders))).toBeUndefined();
    expect(graph.source('stock')?.department.name).toBe('shop');
    expect(graph.source('stocks')).toBeUndefined();
  });
});

describe('the interval of a table', () => {
  it('is that of its source', () => {
    expect(graph.intervalOf(cleanOrders)).toEqual(minutes(15));
    expect(graph.intervalOf(cleanStock)).toEqual(hours(6));
  });

  it('is the longest of what it reads, through references too', () => {
    expect(graph.intervalOf(both)).toEqual(hours(6));
    expect(graph.intervalOf(counted)).toEqual(hours(6));
    expect(graph.intervalOf(elsewhere)).toEqual(hours(6));
    expect(graph.intervalOf(quick)).toEqual(minutes(15));
  });

  it('is a day where gold is stored, and for what reads it', () => {
    expect(graph.intervalOf(stored)).toEqual(days(1));
    expect(graph.intervalOf(onStored)).toEqual(days(1));
  });
});
