import { company as reference } from '../../departments';
import { businessColumns, CompanyGraph, type OwnedTable } from '../../model';
import { ColumnLineage, findColumn, idOf, type LineageTree } from '../../model/lineage';

const graph = new CompanyGraph(reference);
const lineage = new ColumnLineage(graph);
const table = (name: string): OwnedTable => graph.inOrder().find((owned) => owned.table.name === name)!;

/** Tables of which flows say more sources than there are, with what is computed of them. */
const PIVOTED = new Set(['company_figures', 'company_totals', 'returned_products']);

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
  const sources = lineage.sourcesOf(owned, name);
  // Where a union says by a constant which side a row is of, lineage is more exact than what steps say of their columns.
  if (PIVOTED.has(owned.table.name))
    expect(promised(column.lineage)).toEqual(expect.arrayContaining(sources));
  else expect(sources).toEqual(promised(column.lineage));
});

test('tells the figures of a pivot apart: each comes from its own rows only', () => {
  const sources = (column: string): string[] => lineage.sourcesOf(table('company_figures'), column);
  expect(sources('platform_cost_eur')).toEqual(['platform-costs.cost_eur']);
  expect(sources('margin_eur')).toEqual([
    'orders.lines.quantity',
    'orders.lines.unit_price_eur',
    'products.unit_cost_eur',
  ]);
  expect(
    lineage.tableLineage(table('company_figures')).columns.get('platform_cost_eur')?.expressions,
  ).toEqual([
    'value = cast(cost_eur, decimal(28,4))',
    "platform_cost_eur = sum(case when figure = 'platform_cost_eur' then value end)",
    'platform_cost_eur = cast(platform_cost_eur, decimal(28,2))',
  ]);
});

test('of a gold column names the expression of every step, back to the sources', () => {
  expect(lines(lineage.upstream(table('daily_revenue'), 'revenue_eur'))).toEqual([
    "operations.daily_revenue.revenue_eur | sale_eur = case when kind = 'sale' then amount_eur else 0 end; sales_eur = sum(sale_eur); refund_eur = case when kind = 'refund' then amount_eur else 0 end; refunds_eur = sum(refund_eur); revenue_eur = sales_eur - refunds_eur",
    ' operations.booked_transactions.kind | AGGREGATION',
    '  operations.transactions.kind | IDENTITY | kind = parse(kind, string(10))',
    '   transactions.kind | TRANSFORMATION',
    " operations.booked_transactions.amount_eur | AGGREGATION | exchange_rate = case when currency = 'EUR' then 1 else quoted_rate end; amount_eur = round(amount * exchange_rate, 2)",
    '  operations.transactions.amount | TRANSFORMATION | amount = parse(amount, decimal(12,2))',
    '   transactions.amount | TRANSFORMATION',
    '  operations.transactions.currency | TRANSFORMATION | currency = parse(currency, string(3))',
    '   transactions.currency | TRANSFORMATION',
    '  operations.exchange_rates.rate | TRANSFORMATION | rate = parse(rate, decimal(12,6))',
    '   exchange-rates.rate | TRANSFORMATION',
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
          const comes = lineage
            .sourcesOf(owned, each.name)
            .some((from) => `${from}.`.startsWith(`${name}.${column}.`));
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

test('says what is hidden on the way, and keeps what any way shows', () => {
  const reached = new Map(
    lineage
      .downstream(findColumn(graph, 'transactions.customer_email', 'source'))
      .map((column) => [idOf(column), column.masking]),
  );
  expect(reached.get('operations.transactions.customer_email')).toBe('pseudonym');
  expect(reached.get('operations.booked_transactions.customer_email')).toBe('pseudonym');
  expect(reached.get('it-security.suspected_fraud.is_guest')).toBe('presence');
  expect(reached.get('it-security.payment_fraud_signals.by_guests')).toBe('aggregate');
  const sources = lineage.sourceColumns(findColumn(graph, 'booked_transactions.customer_email'));
  expect([...sources.values()]).toMatchObject([{ column: 'customer_email', masking: 'pseudonym' }]);
});

test('knows what checks keep of rows that they refuse: the text that arrived', () => {
  const { quarantined } = lineage.tableLineage(table('crm_customers'));
  expect(quarantined.get('contract')?.get('email')?.origins).toMatchObject([
    { dataset: { kind: 'source', name: 'crm-customers' }, column: 'email', how: 'IDENTITY' },
  ]);
});

test('says where origins are declared only: by SQL written by hand, and by models', () => {
  const basis = (name: string): string => lineage.tableLineage(table(name)).basis;
  expect(['daily_revenue', 'overdue_purchases', 'fraud_score'].map(basis)).toEqual([
    'computed',
    'declared',
    'model',
  ]);
});
