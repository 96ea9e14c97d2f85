import { convertCurrency, mapping, read, stepsOf, t, type Table, tableReference } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { agreed, rowsIn, runOnDelta } from '../support/delta-runs';
import { line, orders, raw, whole } from '../support/nested-orders';
import { type Inputs, textTable } from '../support/targets';

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const outcome = (table: Table, inputs: Inputs) => agreed(table, inputs, engine);

describe('metadata columns', () => {
  it('stand at the end of a silver table and name the file of the row that won', () => {
    const inputs = raw(
      { id: 'O1', at: '2026-01-05 10:00:00', file: 'old.json' },
      { id: 'O1', at: '2026-01-06 10:00:00', file: 'new.json' },
    );
    const { silver } = runOnDelta(whole, inputs);
    expect(silver['orders']?.columns.map(({ name }) => name)).toEqual([
      ...whole.columns.map(({ name }) => name),
      '_source_file',
      '_run_id',
    ]);
    expect(silver['orders']?.rows.map((row) => row.slice(-2))).toEqual([['new.json', 'run-1']]);
    const late = raw({ id: 'O1', at: '2026-01-05 12:00:00', file: 'late.json' });
    expect(runOnDelta(whole, late, silver).silver['orders']?.rows.map((row) => row.slice(-2))).toEqual([
      ['new.json', 'run-1'],
    ]);
  });

  it('are null in rows that a union adds from a table', async () => {
    const known = tableReference('sales', 'known_orders', {
      order_id: t.string(10).key(),
      placed_at: t.timestamp(),
      currency: t.string(3),
    });
    const united = mapping(orders, {
      name: 'all_orders',
      then: (rows) => rows.select('order_id', 'placed_at', 'currency').union(read(known)),
    });
    const inputs: Inputs = {
      ...raw({ id: 'O1', file: 'new.json' }),
      'sales.known_orders': textTable({ currency: 'string', order_id: 'string', placed_at: 'timestamp' }, [
        'USD',
        'O2',
        '2026-01-01 00:00:00.000000',
      ]),
    };
    const { rows } = await outcome(united, inputs);
    expect(rows).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | 'EUR'",
      "'O2' | '2026-01-01 00:00:00.000000' | 'USD'",
    ]);
    expect(rowsIn(runOnDelta(united, inputs).silver['all_orders'], united.relation.columns)).toEqual([
      "'O1' | '2026-01-05 10:00:00.000000' | 'EUR' | 'new.json' | 'run-1'",
      "'O2' | '2026-01-01 00:00:00.000000' | 'USD' | NULL | NULL",
    ]);
  });

  it('decide ties after everything that readers see', () => {
    const at = '2026-01-05 10:00:00';
    const inputs = raw(
      { id: 'O1', at, currency: 'USD', file: 'a' },
      { id: 'O1', at, currency: 'EUR', file: 'b' },
    );
    const { silver } = runOnDelta(whole, inputs);
    expect(rowsIn(silver['orders'], [{ name: 'currency' }, { name: '_source_file' }])).toEqual([
      "'EUR' | 'b'",
    ]);
  });
});

it('a mapping can convert currencies, and keeps the file of the row', () => {
  const rates = tableReference('sales', 'rates', {
    currency: t.string(3).key(),
    day: t.date().key(),
    rate: t.decimal(10, 4),
  });
  const booked = mapping(orders, {
    each: 'lines',
    name: 'booked_lines',
    with: ['currency'],
    then: (rows) =>
      convertCurrency(
        rows.derive((row) => ({ day: row.placed_at.toDate() })),
        {
          amounts: { unit_price: 'unit_price_eur' },
          currency: 'currency',
          day: 'day',
          base: 'EUR',
          rates: {
            flow: read(rates),
            currency: 'currency',
            day: 'day',
            rate: 'rate',
            quote: 'base-per-unit',
          },
        },
      ),
  });
  expect(stepsOf(booked.relation).flatMap(({ mistakes }) => mistakes)).toEqual([]);
  expect(booked.relation.columns.slice(-2).map(({ name }) => name)).toEqual(['_source_file', '_run_id']);
  const inputs: Inputs = {
    ...raw({ id: 'O1', currency: 'USD', lines: [line(1)] }),
    'sales.rates': textTable({ currency: 'string', day: 'date', rate: 'decimal(10,4)' }, [
      'USD',
      '2026-01-02',
      '0.5000',
    ]),
  };
  const { silver } = runOnDelta(booked, inputs);
  expect(rowsIn(silver['booked_lines'], [{ name: 'unit_price_eur' }, { name: '_source_file' }])).toEqual([
    "'5.00' | 'a'",
  ]);
});
