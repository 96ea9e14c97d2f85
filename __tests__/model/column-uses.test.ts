import { company as reference } from '../../departments';
import { CompanyGraph, type LakehouseError } from '../../model';
import { ColumnUses, findColumn, idOf, ruleColumns } from '../../model/lineage';

const graph = new CompanyGraph(reference);
const uses = new ColumnUses(graph);

/** What a column is used for, in short. */
function usesOf(name: string, first?: 'source' | 'table'): string[] {
  return uses.of(findColumn(graph, name, first)).map((use) => {
    switch (use.kind) {
      case 'product':
        return `product ${use.version}`;
      case 'consumer':
        return `consumer ${use.consumer.name}`;
      case 'alert':
        return `alert ${use.rule.name} ${use.how} ${use.receivers.map(({ name: to }) => to).join()}`;
    }
  });
}

describe('the uses of a column', () => {
  test('are products, alert rules and those who receive them, groups and applications', () => {
    expect(usesOf('transactions.amount', 'source')).toEqual([
      'alert refused-payment payload fraud-desk',
      'alert payment-velocity payload fraud-desk',
    ]);
    expect(usesOf('transactions.customer_email', 'source')).toEqual([
      'alert payment-velocity condition fraud-desk',
    ]);
    expect(usesOf('operations.transactions.amount')).toEqual(['product 1']);
    expect(usesOf('refused_payments.payments')).toEqual([
      'consumer operations-analysts',
      'consumer fraud-desk',
    ]);
  });

  test('are what a rule reads of a gold table beside the events', () => {
    expect(usesOf('stock_cover.available')).toContain('alert scarce-stock condition warehouse');
  });
});

test('a rule reads the columns of its payload, its condition, and what it groups by', () => {
  const rules = reference.departments.flatMap(({ alerts }) => alerts);
  const read = (name: string): string[] =>
    ruleColumns(
      rules.find((rule) => rule.name === name)!,
      graph,
    ).map((column) => `${idOf(column)} ${column.how}`);
  expect(read('password-guessing')).toEqual([
    'logins.login_id payload',
    'logins.country payload',
    'logins.occurred_at payload',
    'logins.succeeded condition',
    'logins.ip_address condition',
  ]);
  expect(read('live-sessions')).toEqual(['page-views.session_id payload']);
  expect(read('scarce-stock')).toEqual(
    expect.arrayContaining([
      'stock-reservations.sku payload',
      'supply-chain.stock_cover.available condition',
    ]),
  );
});

describe('a name', () => {
  test('means a source or a table, and with its department in front the table', () => {
    const found = (name: string, first?: 'source' | 'table'): string => idOf(findColumn(graph, name, first));
    expect(found('transactions.amount')).toBe('operations.transactions.amount');
    expect(found('transactions.amount', 'source')).toBe('transactions.amount');
    expect(found('operations.transactions.amount', 'source')).toBe('operations.transactions.amount');
    expect(found('orders.lines.sku')).toBe('orders.lines.sku');
  });

  test.each([
    ['daily_revenue', 'LH8120', /put a column behind it: daily_revenue\.<column>/],
    ['operations.daily_revenue', 'LH8120', /put a column behind it: daily_revenue\.<column>/],
    ['daily_revenues.day', 'LH8121', /did you mean "daily_revenue"/],
    ['daily_revenue.revenue_euro', 'LH8122', /did you mean "revenue_eur"/],
    ['orders.lines.skew', 'LH8122', /no column "lines\.skew" \(did you mean "lines\.sku"/],
    ['', 'LH8120', /without a column/],
  ])('that is wrong is said with what it could be: %s', (name, code, message) => {
    expect(() => findColumn(graph, name)).toThrow(message);
    try {
      findColumn(graph, name);
    } catch (error) {
      expect((error as LakehouseError).issues.map((issue) => issue.code)).toEqual([code]);
    }
  });
});
