import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { company as referenceCompany } from '../../departments';
import { hours, minutes } from '../../model';
import { alertTable } from '../../stacks/alert-table';
import { alertsFired } from '../emulators/kql';
import { ago, copying, NOW, stacksIn, triggered } from '../support/alert-stacks';
import { type Block, resources, synthAll } from '../support/synth';

describe('the alerts of the reference company', () => {
  const environment = referenceCompany.environments.find(({ name }) => name === 'prod')!;
  const made = stacksIn(referenceCompany, environment);
  const stacks = synthAll(made);
  const rules = stacks.flatMap((stack) => resources(stack, 'azurerm_monitor_scheduled_query_rules_alert_v2'));
  const queryOf = (rule: Block): string => String((rule.criteria as readonly Block[])[0]!.query);

  test('are nine rules and a budget', () => {
    const metric = stacks.flatMap((stack) => resources(stack, 'azurerm_monitor_metric_alert'));
    expect([...rules, ...metric].map(({ name }) => name).sort()).toEqual([
      'failed-pipelines-prod',
      'late-tables-prod',
      'log-cap-prod',
      'quarantined-rows-prod',
      'refused-by-vault-prod',
      'stream-delay-prod',
      'throttled-hub-it-security-prod',
      'throttled-hub-prod',
      'zero-rows-prod',
    ]);
    expect(
      stacks.flatMap((stack) => resources(stack, 'azurerm_consumption_budget_subscription')),
    ).toMatchObject([{ amount: 5000, time_period: { start_date: '2026-12-01T00:00:00Z' } }]);
  });

  test('are smaller than Azure takes', () => {
    for (const rule of rules) expect(Buffer.byteLength(JSON.stringify(rule))).toBeLessThan(64 * 1024);
  });

  test('expect every pipeline that a trigger starts, as often as it does', () => {
    const expected = [
      ...queryOf(rules.find(({ name }) => name === 'late-tables-prod')!).matchAll(/^ {4}'(\w+)', (\d+),?$/gm),
    ].map(([, name, late]) => [name, Number(late)]);
    const triggers = stacks.flatMap((stack) =>
      resources(stack, 'azurerm_data_factory_trigger_tumbling_window'),
    );
    const started = triggers
      .filter(({ pipeline }) => !/_gate_\d+$/.test(String((pipeline as Block).name)))
      .map(({ pipeline, frequency, interval }) => [
        (pipeline as Block).name,
        2 * Number(interval) * (frequency === 'Hour' ? 60 : 1),
      ]);
    // Waves copy sources themselves, and each of these is expected too.
    expect(expected.filter(([name]) => !String(name).includes('_copy_')).sort()).toEqual(started.sort());
    expect(expected.length).toBeGreaterThan(started.length);
  });

  test('report a daily table after two days, as far as a rule looks back', () => {
    const daily = 'marketing_wave_customer_value';
    const late = (last: Date) =>
      alertsFired(stacks, {
        now: NOW,
        ADFPipelineRun: [...copying(stacks), ...triggered(stacks)].map((PipelineName) => ({
          ...{ PipelineName, Status: 'Succeeded' },
          TimeGenerated: PipelineName === daily ? last : ago(minutes(5)),
        })),
      }).filter((alert) => alert.startsWith('late-tables'));
    expect(late(ago(hours(47)))).toEqual([]);
    expect(late(ago(hours(48)))).toEqual([`late-tables-prod: ${daily}`]);
  });

  test('name tables and metrics that a diagnostic setting sends', () => {
    const lines = alertTable(made).filter(({ sentBy }) => sentBy !== undefined);
    expect(lines.map(({ rule }) => rule)).toHaveLength(6);
    for (const { rule, settings } of lines) expect([rule, settings]).not.toEqual([rule, []]);
  });

  test('know the sinks of every data flow, and the copies that bring rows', () => {
    const sinks = stacks
      .flatMap((stack) => resources(stack, 'azurerm_data_factory_data_flow'))
      .flatMap(({ sink }) => (sink as readonly Block[]).map(({ name }) => String(name)));
    expect(sinks.filter((name) => !/^(\w+0)?(write|quarantine|versions|erase)/.test(name))).toEqual([]);
    const watched = [
      ...queryOf(rules.find(({ name }) => name === 'zero-rows-prod')!).matchAll(/'(\w+_copy_\w+)'/g),
    ];
    const activities = new Map(
      stacks
        .flatMap((stack) => resources(stack, 'azurerm_data_factory_pipeline'))
        .map(({ name, activities_json: json }) => [String(name), String(json)]),
    );
    expect(watched.length).toBeGreaterThan(10);
    for (const [, name = ''] of watched)
      expect(activities.get(name)).toMatch(/"name":"\w+ToBronze","type":"Copy"/);
  });

  test('have a page of the runbooks each', () => {
    const pages = readdirSync(join(__dirname, '../../docs/runbooks')).filter((file) => file !== 'README.md');
    const named = new Set(alertTable(made).map(({ runbook }) => runbook.replace('docs/runbooks/', '')));
    expect([...named].filter((page) => !pages.includes(page))).toEqual([]);
    for (const rule of rules)
      expect(String(rule.description)).toContain(
        String((rule.action as { custom_properties: Block }).custom_properties.runbook),
      );
    const list = readFileSync(join(__dirname, '../../docs/runbooks/README.md'), 'utf8');
    for (const page of pages) {
      const text = readFileSync(join(__dirname, '../../docs/runbooks', page), 'utf8');
      expect(list).toContain(`](${page})`);
      // What no alert asks for has a page as well: when it is needed, how it is done, and what proves it.
      expect(text).toMatch(
        named.has(page)
          ? /## What it means[^]+## Look first[^]+```[^]+## Mend[^]+/
          : /## When[^]+## Look first[^]+## Do[^]+```[^]+## Prove it[^]+/,
      );
    }
  });
});
