import { compileDataFlow, departmentPipelines } from '../../compilers/internal';
import { company as reference } from '../../departments';
import {
  CompanyGraph,
  count,
  dataContract,
  days,
  department,
  hours,
  type Interval,
  mapping,
  read,
  silverTable,
  t,
  type Table,
} from '../../model';
import { rowsIn, runOnDelta } from '../support/delta-runs';
import { textTable } from '../support/targets';

const at = ({ name }: { readonly name: string }) => ({ fileSystem: 'silver', folder: name });
const locations = { read: at, write: at, quarantine: at };

/** The options of each Delta sink of a table that are about its files. */
function upkeep(table: Table, every: Interval, timeTravelDays = 7): string[] {
  const script = compileDataFlow(table, locations, { every, timeTravelDays }).scriptLines.join('\n');
  const sinks = script.split(' sink(').slice(1);
  // What follows a sink in the script belongs to the next statement.
  return sinks
    .map((sink) => sink.slice(0, sink.indexOf(' ~> ')))
    .filter((sink) => sink.includes("format: 'delta'"))
    .map((sink) =>
      [...sink.matchAll(/(mergeSchema|autoCompact|optimizedWrite|vacuum): (\w+)/g)]
        .map(([, name, value]) => `${name} ${value}`)
        .join(', '),
    );
}

const delivery = {
  kind: 'batch',
  every: days(1),
  from: { kind: 'http', baseUrl: 'https://shop.example.com', path: '{date}.csv', format: 'csv' },
} as const;

/** Orders as they were, and with a column more that may be missing. */
const before = dataContract('orders', {
  description: 'Orders',
  columns: { id: t.long().key(), item: t.string(20), at: t.timestamp() },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 10,
});
const after = dataContract('orders', {
  description: 'Orders',
  columns: { id: t.long().key(), item: t.string(20), at: t.timestamp(), shop: t.string(5).nullable() },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 10,
});
const clean = mapping(before);
const perItem = silverTable('per_item', {
  key: ['item'],
  write: 'overwrite',
  flow: read(clean).aggregate(
    (row) => ({ item: row.item }),
    () => ({ orders: count() }),
  ),
});

describe('the files of a Delta table', () => {
  it('compact themselves where it is written several times a day', () => {
    expect(upkeep(clean, hours(1))).toEqual([
      'mergeSchema true, autoCompact true, optimizedWrite false, vacuum 168',
    ]);
    expect(upkeep(clean, hours(23))).toEqual(upkeep(clean, hours(1)));
  });

  it('are written large where it is written daily or less often', () => {
    expect(upkeep(clean, days(1))).toEqual([
      'mergeSchema true, autoCompact false, optimizedWrite true, vacuum 168',
    ]);
    expect(upkeep(clean, days(7))).toEqual(upkeep(clean, days(1)));
  });

  it('take their columns with them where the whole table is replaced', () => {
    expect(upkeep(perItem, days(1))).toEqual([
      'mergeSchema false, autoCompact false, optimizedWrite true, vacuum 168',
    ]);
  });

  it('stay after they are replaced as long as the table can be read as it was', () => {
    expect(upkeep(clean, days(1), 30)).toEqual([
      'mergeSchema true, autoCompact false, optimizedWrite true, vacuum 720',
    ]);
  });

  it('stay as long as the table itself says, where it does', () => {
    const ledger = mapping(before, { timeTravelDays: 30 });
    const others = silverTable('items', { key: ['id'], timeTravelDays: 14, flow: read(ledger).select('id') });
    const shop = department('shop', { description: 'Sells', sources: [before], tables: [ledger, others] });
    const { dataFlows } = departmentPipelines({
      graph: CompanyGraph.ofAlone(shop),
      department: shop,
      container: (name, zone) => `${name}-${zone}`,
      deployment: [],
      timeTravelDays: 10,
    });
    const hours = dataFlows.map(({ flow }) => flow.scriptLines.join('\n').match(/(?<=vacuum: )\d+/g));
    // Each by itself, and in the data flow that fills both.
    expect(hours).toEqual([['720'], ['336'], ['720', '336']]);
  });

  it('are kept in every data flow of the reference company, never with the vacuum switched off', () => {
    const graph = new CompanyGraph(reference);
    const sinks = reference.departments.flatMap((department) => {
      const { dataFlows } = departmentPipelines({
        graph,
        department,
        container: (name, zone) => `${name}-${zone}`,
        deployment: [],
        timeTravelDays: 10,
      });
      return dataFlows.flatMap(({ flow }) => flow.scriptLines.filter((line) => line.includes('vacuum')));
    });
    expect(sinks.length).toBeGreaterThan(20);
    expect(new Set(sinks)).toEqual(new Set(['     vacuum: 240,']));
  });
});

describe('a column that may be missing', () => {
  const raw = { id: 'string', item: 'string', at: 'string' };
  const load = { _source_file: 'string', _run_id: 'string' };
  const first = {
    orders: textTable({ ...raw, ...load }, ['1', 'pen', '2026-01-01 10:00:00', 'a.csv', 'r1']),
  };
  const second = {
    orders: textTable({ ...raw, shop: 'string', ...load }, [
      '2',
      'ink',
      '2026-01-02 10:00:00',
      'north',
      'b.csv',
      'r2',
    ]),
  };
  const wider = mapping(after);
  const columns = ['id', 'item', 'shop'].map((name) => ({ name }));

  it('joins a table that is there, and is null in its older rows', () => {
    const { silver } = runOnDelta(clean, first);
    const { silver: now } = runOnDelta(wider, second, silver);
    expect(rowsIn(now['orders'], columns)).toEqual(["'1' | 'pen' | NULL", "'2' | 'ink' | 'north'"]);
  });

  it('is null where a window of bronze is read again that was written without it', () => {
    const { silver } = runOnDelta(wider, first);
    expect(rowsIn(silver['orders'], columns)).toEqual(["'1' | 'pen' | NULL"]);
  });

  it('would fail every run without merging schemas', () => {
    const { silver } = runOnDelta(clean, first);
    const rewrite = (script: string) => script.replace('mergeSchema: true', 'mergeSchema: false');
    expect(() => runOnDelta(wider, second, silver, { rewrite })).toThrow('no column "shop"');
  });
});

test('a column of another type fails every run: a merge does not change what is there', () => {
  const other = mapping(
    dataContract('orders', {
      description: 'Orders',
      columns: { id: t.long().key(), item: t.long(), at: t.timestamp() },
      eventTime: 'at',
      delivery,
      expectedRowsPerDay: 10,
    }),
  );
  const columns = { id: 'string', item: 'string', at: 'string', _source_file: 'string', _run_id: 'string' };
  const rows = { orders: textTable(columns, ['1', '7', '2026-01-01 10:00:00', 'a.csv', 'r1']) };
  const { silver } = runOnDelta(clean, rows);
  expect(() => runOnDelta(other, rows, silver)).toThrow(/"item": string and \w+/);
});

test('a flow of the reference company writes the columns of its table and no others', () => {
  const silver = reference.departments.flatMap(({ tables }) =>
    tables.filter(({ zone }) => zone === 'silver'),
  );
  for (const table of silver) {
    const reads = compileDataFlow(table, locations).sources.map(({ location }) => location.folder);
    const inputs = Object.fromEntries(reads.map((name) => [name, textTable({ _none: 'string' })]));
    const written = runOnDelta(table, inputs).silver[table.name]!.columns.map(({ name }) => name);
    const physical = table.relation.columns.map(({ name }) => name);
    expect([table.name, [...written].sort()]).toEqual([table.name, [...physical].sort()]);
  }
});
