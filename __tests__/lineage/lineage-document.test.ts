import fc from 'fast-check';
import { company as reference } from '../../departments';
import {
  columnNames,
  ColumnLineage,
  ColumnUses,
  datasets,
  findColumn,
  idOf,
  type LineageColumn,
  lineageDocument,
  lineageText,
} from '../../lineage';
import { CompanyGraph } from '../../model';

const graph = new CompanyGraph(reference);
const lineage = new ColumnLineage(graph);
const uses = new ColumnUses(graph);
const columns: LineageColumn[] = datasets(graph).flatMap((dataset) =>
  columnNames(graph, dataset).map((column) => ({ dataset, column })),
);
const text = (name: string, direction: 'back' | 'forward'): string =>
  lineageText(
    lineageDocument(
      lineage,
      uses,
      findColumn(graph, name, direction === 'back' ? 'table' : 'source'),
      direction,
    ),
  );

test('a gold column leads back to its sources, with the expression of every step', () => {
  expect(text('company_totals.platform_cost_eur', 'back')).toBe(`\
executives.company_totals.platform_cost_eur  (gold, decimal(38,2))
│  platform_cost_eur = sum(platform_cost_eur)
└─ executives.company_figures.platform_cost_eur  (gold, aggregated)
   │  value = cast(cost_eur, decimal(28,4))
   │  platform_cost_eur = sum(case when figure = 'platform_cost_eur' then value end)
   │  platform_cost_eur = cast(platform_cost_eur, decimal(28,2))
   └─ it-security.platform_costs.cost_eur  (silver, aggregated)
      │  cost_eur = parse(cost_eur, decimal(12,4))
      └─ platform-costs.cost_eur  (source of it-security, computed)

Which rows there are is decided by
  executives.company_figures: filter operations.order_lines.status, operations.orders.status, operations.orders.session_id, supply-chain.current_stock.status
  executives.company_figures: join operations.order_lines.sku, supply-chain.products.sku, it-security.sessions.session_id, operations.orders.session_id
  executives.company_figures: group by operations.orders.placed_at, it-security.sessions.started_at, supply-chain.current_stock.counted_on, operations.daily_revenue.booking_day, operations.order_lines.placed_at, it-security.fraud_losses.booking_day, it-security.platform_costs.cost_date
  it-security.platform_costs: filter platform-costs.cost_date, platform-costs.service, platform-costs.cost_eur
  it-security.platform_costs: group by platform-costs.cost_date, platform-costs.service
  it-security.platform_costs: order platform-costs.cost_date`);
});

test('a column of a source leads forward to tables, products, alert rules and consumers', () => {
  expect(text('stock-levels.available', 'forward')).toBe(`\
stock-levels.available  (source of supply-chain, integer)
└─ supply-chain.stock_levels.available  (silver, computed)
   │  available = parse(available, integer)
   └─ supply-chain.current_stock.available  (silver, as it is)
      ├─ product of supply-chain, version 1
      ├─ supply-chain.stock_cover.available  (gold, aggregated)
      │  │  available = sum(available)
      │  ├─ product of supply-chain, version 1
      │  ├─ alert scarce-stock depends on it, received by warehouse
      │  ├─ read by supply-planners
      │  ├─ supply-chain.stock_risk.available  (gold, as it is)
      │  │  └─ read by supply-planners
      │  ├─ supply-chain.stock_risk.risk  (gold, computed)
      │  │  │  risk = case when available = 0 then 'out-of-stock' when cover_days < 7 then 'stock-out' when 60 < cover_days then 'overstock' else 'fine' end
      │  │  └─ read by supply-planners
      │  ├─ supply-chain.demand_outlook.available  (gold, as it is)
      │  │  └─ read by supply-planners
      │  └─ supply-chain.demand_outlook.missing_units  (gold, computed)
      │     │  missing_units = forecast_units - cast(available, decimal(12,2))
      │     │  missing_units = case when 0 < missing_units then missing_units else 0 end
      │     └─ read by supply-planners
      └─ supply-chain.stock_cover.cover_days  (gold, aggregated)
         │  available = sum(available)
         │  units = sum(units)
         │  weeks = countDistinct(week)
         │  units_a_day = cast(units, integer) / cast(weeks * 7, integer)
         │  cover_days = cast(available, integer) / units_a_day
         ├─ product of supply-chain, version 1
         ├─ read by supply-planners
         ├─ supply-chain.stock_risk.cover_days  (gold, as it is)
         │  └─ read by supply-planners
         └─ supply-chain.stock_risk.risk  (gold, computed)

It also decides which rows there are in
  supply-chain.stock_levels: filter stock-levels.available
  supply-chain.stock_risk: filter supply-chain.stock_cover.available, supply-chain.stock_cover.cover_days`);
});

test('what SQL written by hand and models make of columns is called declared, not computed', () => {
  expect(text('overdue_purchases.days_late', 'back')).toMatch(
    /^.*\n│ {2}declared, not computed: SQL written by hand may take it from any of these\n├─ supply-chain\.purchase_orders/,
  );
  expect(text('fraud_score.score', 'back')).toContain(
    'declared, not computed: the model may use any of these',
  );
  expect(text('daily_revenue.revenue_eur', 'back')).not.toContain('declared');
});

test('a pseudonym is called one, and a column of persons personal', () => {
  expect(text('crm-customers.email', 'forward')).toMatch(
    /^crm-customers\.email {2}\(source of marketing, string\(254\), personal\)\n└─ marketing\.crm_customers\.email {2}\(silver, as a pseudonym\)/,
  );
});

test('every step is there once, and joins columns of the document', () => {
  fc.assert(
    fc.property(fc.constantFrom(...columns), fc.constantFrom('back', 'forward'), (start, direction) => {
      const document = lineageDocument(lineage, uses, start, direction);
      const ids = document.columns.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const steps = document.edges.map(({ from, to }) => `${from} ${to}`);
      expect(new Set(steps).size).toBe(steps.length);
      for (const { from, to } of document.edges) {
        expect(ids).toContain(from);
        expect(ids).toContain(to);
      }
    }),
    { numRuns: 60 },
  );
});

test('whatever leads to a column leads there when it is asked from the other end, a list by one of its fields', () => {
  const reached = (direction: 'back' | 'forward'): Map<string, readonly string[]> =>
    new Map(
      columns.map((start) => [
        idOf(start),
        lineageDocument(lineage, uses, start, direction).columns.map(({ id }) => id),
      ]),
    );
  const [back, forward] = [reached('back'), reached('forward')];
  const oneWay = [back, forward].flatMap((there) => {
    const other = there === back ? forward : back;
    return [...there].flatMap(([start, ends]) =>
      ends
        .filter((end) => !other.get(end)?.some((id) => id === start || id.startsWith(`${start}.`)))
        .map((end) => `${start} ${end}`),
    );
  });
  expect(oneWay).toEqual([]);
});
