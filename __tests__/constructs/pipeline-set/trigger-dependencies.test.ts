import {
  type DepartmentPipelines,
  MAX_DEPENDENCIES,
  pipelineIssues,
  wait,
  withoutTransitive,
} from '../../../compilers/internal';
import { department, goldTable, read, type Table } from '../../../model';
import { manySources, planOf, reference, shop } from './plans';

describe('triggers', () => {
  const dependenciesOf = (plan: DepartmentPipelines) =>
    Object.fromEntries(
      plan.triggers.map(({ name, dependsOn }) => [name.replace(/^web_shop_|^many_/, ''), dependsOn]),
    );

  test('wait for what their pipeline reads, and not again for what that waits for', () => {
    expect(dependenciesOf(shop)).toEqual({
      wave_hourly: [],
      wave_daily: [],
      wave_every_15_minutes: [],
      complete_orders_1440: ['web_shop_wave_hourly'],
      complete_prices_1440: ['web_shop_wave_daily'],
      wave_priced_orders: ['web_shop_complete_orders_1440', 'web_shop_complete_prices_1440'],
      complete_priced_orders_1440: ['web_shop_wave_priced_orders'],
      deploy_gold: ['web_shop_complete_priced_orders_1440'],
      materialize_daily_sales: ['web_shop_deploy_gold'],
      // Nobody waits for these.
      complete_stock_1440: ['web_shop_wave_every_15_minutes'],
      complete_page_clicks_1440: ['web_shop_wave_daily'],
    });
  });

  test('come after those that they wait for, and share the name of their pipeline', () => {
    for (const plan of [shop, reference, planOf(manySources(12))]) {
      const seen = new Set<string>();
      for (const { name, pipeline, dependsOn } of plan.triggers) {
        expect(pipeline).toBe(name);
        for (const other of dependsOn.filter((each) => !plan.otherTriggers.has(each)))
          expect(seen).toContain(other);
        seen.add(name);
      }
      const byHand =
        /_(run_window(_\d+)?|backfill|erase|fill)$|_copy_|_complete_(orders_60|transactions_60|stock_15)$/;
      const triggered = plan.pipelines.map((pipeline) => pipeline.name).filter((name) => !byHand.test(name));
      expect([...seen].sort()).toEqual(triggered.sort());
    }
  });

  test.each([5, 6, 9, 10, 14])(
    'wait for %d others through gates, never for more than five at once',
    (count) => {
      const plan = planOf(manySources(count));
      const dependencies = new Map(plan.triggers.map(({ name, dependsOn }) => [name, dependsOn]));
      for (const dependsOn of dependencies.values())
        expect(dependsOn.length).toBeLessThanOrEqual(MAX_DEPENDENCIES);
      const reached = new Set<string>();
      const visit = (name: string): void => {
        reached.add(name);
        dependencies.get(name)?.forEach(visit);
      };
      visit('many_deploy_gold');
      for (let index = 0; index < count; index++)
        expect(reached).toContain(`many_complete_source_${index}_1440`);
      const gates = plan.pipelines.filter(({ name }) => /_gate_\d+$/.test(name));
      expect(gates).toHaveLength(Math.ceil((count - 5) / 4));
      for (const gate of gates) {
        expect(pipelineIssues(gate)).toEqual([]);
        expect(gate.activities).toEqual([wait({ name: 'AllThere', seconds: 1 })]);
        expect(plan.triggers.find(({ name }) => name === gate.name)).toMatchObject({
          interval: { minutes: 24 * 60 },
          passesWindow: false,
        });
      }
    },
  );

  test('never wait for each other when gold reads gold that is stored', () => {
    const [orders] = manySources(1).tables;
    const key = { key: ['id'] } as const;
    const stored = goldTable('stored', {
      ...key,
      flow: read(orders as Table<{ id: 'string' }>).select('id'),
    });
    const above = goldTable('above', { ...key, flow: read(stored) });
    const { sources, tables } = manySources(1);
    const plan = planOf(
      department('many', { description: 'Stacks gold', sources, tables: [...tables, stored, above] }),
    );
    expect(dependenciesOf(plan)).toMatchObject({
      deploy_gold: ['many_complete_source_0_1440'],
      materialize_stored: ['many_deploy_gold'],
      materialize_above: ['many_materialize_stored'],
    });
  });

  test.each([
    ['a chain', ['c', 'b', 'a'], ['c']],
    ['a diamond', ['d', 'b', 'c'], ['d', 'c']],
    ['one twice', ['b', 'b'], ['b']],
    ['what nobody knows', ['x', 'y'], ['x', 'y']],
    ['nothing', [], []],
  ])('leave out of %s what is waited for anyway', (_, names, left) => {
    const graph: Readonly<Record<string, readonly string[]>> = { b: ['a'], c: ['b'], d: ['b', 'a'] };
    expect(withoutTransitive(names, (name) => graph[name] ?? [])).toEqual(left);
  });
});
