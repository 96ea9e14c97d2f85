import { company as reference } from '../../departments';
import { businessColumns, CompanyGraph, type OwnedTable } from '../../model';
import { ColumnLineage, idOf, type LineageTree } from '../../model/lineage';

const graph = new CompanyGraph(reference);
const lineage = new ColumnLineage(graph);
const table = (name: string): OwnedTable => graph.inOrder().find((owned) => owned.table.name === name)!;

/** The sources behind what flows say of a column: references to other departments' tables are followed. */
function promised(ids: readonly string[]): string[] {
  const followed = ids.flatMap((id) => {
    const [department, name, column] = id.split('.');
    const owned = graph
      .inOrder()
      .find((each) => each.department.name === department && each.table.name === name);
    const found = owned?.table.columns.find((each) => each.name === column);
    return found ? promised(found.lineage) : [id];
  });
  return [...new Set(followed)].sort();
}

function lines({ how, expressions, origins, ...column }: LineageTree, depth = 0): string[] {
  const line = [`${' '.repeat(depth)}${idOf(column)}`, how, expressions.join('; ')]
    .filter(Boolean)
    .join(' | ');
  return [line, ...origins.flatMap((origin) => lines(origin, depth + 1))];
}

test.each(
  graph
    .inOrder()
    .flatMap((owned) => businessColumns(owned.table.columns).map(({ name }) => [owned, name] as const)),
)('of every column of the reference company ends where its flow says that it does', (owned, name) => {
  const column = owned.table.columns.find((each) => each.name === name)!;
  expect(lineage.sourcesOf(owned, name)).toEqual(promised(column.lineage));
});

test('of a gold column names the expression of every step, back to the sources', () => {
  expect(lines(lineage.upstream(table('daily_revenue'), 'revenue_eur'))).toEqual([
    "operations.daily_revenue.revenue_eur | refund_eur = case when kind = 'refund' then amount_eur else 0 end; refunds_eur = sum(refund_eur); sale_eur = case when kind = 'sale' then amount_eur else 0 end; sales_eur = sum(sale_eur); revenue_eur = sales_eur - refunds_eur",
    " operations.booked_transactions.amount_eur | AGGREGATION | exchange_rate = case when currency = 'EUR' then 1 else quoted_rate end; amount_eur = round(amount * exchange_rate, 2)",
    '  operations.transactions.amount | TRANSFORMATION | amount = parse(amount, decimal(12,2))',
    '   transactions.amount | TRANSFORMATION',
    '  operations.transactions.currency | TRANSFORMATION | currency = parse(currency, string(3))',
    '   transactions.currency | TRANSFORMATION',
    '  operations.exchange_rates.rate | TRANSFORMATION | rate = parse(rate, decimal(12,6))',
    '   exchange-rates.rate | TRANSFORMATION',
    ' operations.booked_transactions.kind | AGGREGATION',
    '  operations.transactions.kind | IDENTITY | kind = parse(kind, string(10))',
    '   transactions.kind | TRANSFORMATION',
  ]);
});

test('goes forward from a source to every table that is made of it', () => {
  const reached = lineage.downstream({
    dataset: { kind: 'source', name: 'stock-levels' },
    column: 'available',
  });
  expect(reached.map((column) => `${idOf(column)} ${column.how}`)).toEqual(
    expect.arrayContaining([
      'supply-chain.stock_levels.available TRANSFORMATION',
      'supply-chain.current_stock.available IDENTITY',
    ]),
  );
  for (const { dataset, column } of reached) {
    if (dataset.kind !== 'table') throw new Error('reached a source');
    expect(lineage.sourcesOf(dataset, column)).toContain('stock-levels.available');
  }
});

test('goes forward and back alike: what a source reaches comes from it, and nothing else does', () => {
  const sources = reference.departments.flatMap(({ sources: all }) => all);
  for (const { name, columns } of sources)
    for (const column of Object.keys(columns)) {
      const reached = new Set(lineage.downstream({ dataset: { kind: 'source', name }, column }).map(idOf));
      for (const owned of graph.inOrder())
        for (const each of businessColumns(owned.table.columns)) {
          const comes = lineage.sourcesOf(owned, each.name).some((id) => id === `${name}.${column}`);
          const id = idOf({ dataset: { kind: 'table', ...owned }, column: each.name });
          if (comes !== reached.has(id)) throw new Error(`${name}.${column} and ${id} disagree`);
        }
    }
});

test('keeps apart what decides over rows: conditions, keys of joins, groups, order', () => {
  const of = (name: string): string[] =>
    lineage.tableLineage(table(name)).influences.map((column) => `${idOf(column)} ${column.how}`);
  expect(of('daily_revenue')).toEqual(['operations.booked_transactions.booking_day GROUP_BY']);
  expect(of('booked_transactions')).toEqual(
    expect.arrayContaining([
      'operations.transactions.currency JOIN',
      'operations.exchange_rates.currency JOIN',
    ]),
  );
});
