import type { Block, Terraform } from '../../support/synth';
import { runQuery } from './interpreter';
import { type Given, shown } from './values';
import { type Logs, type Sender, senderOf, type TableName, tablesWith } from './workspace';

/** A value of a metric of a resource, of a minute. */
export interface Metric {
  /** The resource's name. */
  readonly resource: string;
  readonly metric: string;
  readonly at: Date;
  readonly total: number;
}

/** What has happened by the time that alert rules are evaluated. */
export interface Happened extends Logs {
  /** The time of the evaluation. */
  readonly now: Date;
  /** Metrics, as their resources have them. @default none */
  readonly metrics?: readonly Metric[];
  /** What a month has cost, and will have cost. @default nothing */
  readonly costs?: { readonly actual: number; readonly forecast: number };
}

/** An alert: the rule's name, and which pipeline, job or vault it is about. */
export interface FiredAlert {
  readonly rule: string;
  readonly about?: string;
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;
/** Metrics that alert rules can ask for. Source: "Supported metrics with Azure Monitor". */
const METRICS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'Microsoft.EventHub/namespaces': { ThrottledRequests: ['Total'], IncomingMessages: ['Total'] },
};

/**
 * What the synthesized alert rules would report, sorted: `<rule>`, or `<rule>: <pipeline, job or vault>`. A rule counts only
 * if it is enabled and its action group has a receiver; a row of a log only if a diagnostic setting of the stacks sends its
 * category, and as its table needs it, to the workspace that the rule asks.
 */
export function alertsFired(stacks: readonly Terraform[], happened: Happened): string[] {
  return firedAlerts(stacks, happened)
    .map(({ rule, about }) => (about === undefined ? rule : `${rule}: ${about}`))
    .sort();
}

/** The same as objects, in the order of the stacks. */
export function firedAlerts(stacks: readonly Terraform[], happened: Happened): FiredAlert[] {
  return stacks.flatMap((stack) => [
    ...of(stack, 'azurerm_monitor_scheduled_query_rules_alert_v2').flatMap((rule) =>
      logAlert(rule, stacks, happened),
    ),
    ...of(stack, 'azurerm_monitor_metric_alert').flatMap((rule) =>
      metricAlert(rule, stack, stacks, happened),
    ),
    ...of(stack, 'azurerm_consumption_budget_subscription').flatMap((budget) =>
      budgetAlert(budget, stacks, happened),
    ),
  ]);
}

function logAlert(rule: Block, stacks: readonly Terraform[], happened: Happened): FiredAlert[] {
  refuse(rule, [
    ...['name', 'resource_group_name', 'location', 'scopes', 'description', 'enabled', 'severity', 'tags'],
    ...['evaluation_frequency', 'window_duration', 'criteria', 'auto_mitigation_enabled', 'action'],
    ...['skip_query_validation'],
  ]);
  const { action_groups: groups } = rule.action as { readonly action_groups: readonly string[] };
  if (rule.enabled !== true || !groups.some((group) => reachesSomebody(group, stacks))) return [];
  const [criteria, ...further] = rule.criteria as readonly Block[];
  const [scope, ...scopes] = rule.scopes as readonly string[];
  if (criteria === undefined || scope === undefined || further.length + scopes.length > 0)
    throw new Error('a rule has one criteria and one scope');
  if (criteria.time_aggregation_method !== 'Count' || criteria.operator !== 'GreaterThan')
    throw new Error('not modelled: a rule that does not count rows');
  const [dimension, ...dimensions] = criteria.dimension as readonly Block[];
  if (dimension === undefined || dimensions.length > 0 || String(dimension.values) !== '*')
    throw new Error('not modelled: another number of dimensions than one, whole');
  const now = happened.now.getTime();
  const since = now - milliseconds(String(rule.window_duration));
  const query = String(criteria.query);
  const arrives = (table: TableName, row: Readonly<Record<string, Given>>): boolean => {
    if (!query.includes(table)) return false;
    const time = row.TimeGenerated instanceof Date ? row.TimeGenerated.getTime() : Number.NaN;
    return time > since && time <= now && isSent(table, row, scope, stacks);
  };
  const rows = runQuery(query, { tables: tablesWith(happened, arrives), now });
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[String(dimension.name)];
    if (value === undefined) throw new Error(`the query gives no ${String(dimension.name)}`);
    counts.set(shown(value), (counts.get(shown(value)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > Number(criteria.threshold))
    .map(([about]) => ({ rule: String(rule.name), about }));
}

function metricAlert(
  rule: Block,
  stack: Terraform,
  stacks: readonly Terraform[],
  { now, metrics = [] }: Happened,
): FiredAlert[] {
  refuse(rule, [
    ...['name', 'resource_group_name', 'scopes', 'description', 'severity', 'tags', 'frequency'],
    ...['window_size', 'criteria', 'action'],
  ]);
  const actions = rule.action as readonly Block[];
  if (!actions.some(({ action_group_id: group }) => reachesSomebody(String(group), stacks))) return [];
  const resources = (rule.scopes as readonly string[]).map((scope) => String(block(scope, stack)?.name));
  const since = now.getTime() - milliseconds(String(rule.window_size));
  const isMet = (criteria: Block): boolean => {
    const { metric_namespace: namespace, metric_name: metric, aggregation } = criteria;
    if (!METRICS[String(namespace)]?.[String(metric)]?.includes(String(aggregation)))
      throw new Error(`no such metric: ${String(aggregation)} of ${String(metric)} in ${String(namespace)}`);
    if (criteria.operator !== 'GreaterThan') throw new Error('not modelled: another operator');
    const values = metrics.filter(
      (each) =>
        resources.includes(each.resource) &&
        each.metric === metric &&
        each.at.getTime() > since &&
        each.at <= now,
    );
    return values.reduce((sum, { total }) => sum + total, 0) > Number(criteria.threshold);
  };
  return (rule.criteria as readonly Block[]).every(isMet) ? [{ rule: String(rule.name) }] : [];
}

function budgetAlert(budget: Block, stacks: readonly Terraform[], { costs }: Happened): FiredAlert[] {
  if (!costs) return [];
  const exceeded = (budget.notification as readonly Block[]).some((each) => {
    if (each.operator !== 'GreaterThan') throw new Error('not modelled: another operator');
    const cost = each.threshold_type === 'Forecasted' ? costs.forecast : costs.actual;
    const groups = each.contact_groups as readonly string[];
    return (
      groups.some((group) => reachesSomebody(group, stacks)) &&
      (100 * cost) / Number(budget.amount) > Number(each.threshold)
    );
  });
  return exceeded ? [{ rule: `budget ${String(budget.name)}` }] : [];
}

/** Whether some diagnostic setting of the stacks sends such a row to a workspace. */
function isSent(
  table: TableName,
  row: Readonly<Record<string, Given>>,
  workspace: string,
  stacks: readonly Terraform[],
): boolean {
  const sender = senderOf(table, row);
  if (sender === undefined) return true;
  let known = sent.get(stacks);
  if (known === undefined) sent.set(stacks, (known = new Map<string, boolean>()));
  const key = `${sender.type} ${sender.category} ${sender.dedicated} ${workspace}`;
  let arrives = known.get(key);
  if (arrives === undefined) known.set(key, (arrives = sends(sender, workspace, stacks)));
  return arrives;
}

/** What is sent is asked for every row, and the same for all of a kind. */
const sent = new WeakMap<readonly Terraform[], Map<string, boolean>>();

function sends(sender: Sender, workspace: string, stacks: readonly Terraform[]): boolean {
  return stacks
    .flatMap((stack) => of(stack, 'azurerm_monitor_diagnostic_setting'))
    .some((setting) => {
      const logs = (setting.enabled_log ?? []) as readonly Block[];
      const metrics = (setting.enabled_metric ?? []) as readonly Block[];
      return (
        String(setting.target_resource_id).startsWith(`\${${sender.type}.`) &&
        isSame(String(setting.log_analytics_workspace_id), workspace) &&
        (setting.log_analytics_destination_type === 'Dedicated') === sender.dedicated &&
        (logs.some(
          ({ category, category_group: group }) => category === sender.category || group === 'allLogs',
        ) ||
          metrics.some(({ category }) => category === sender.category))
      );
    });
}

function reachesSomebody(group: string, stacks: readonly Terraform[]): boolean {
  return stacks.some((stack) =>
    Object.entries(stack.resource?.azurerm_monitor_action_group ?? {}).some(
      ([name, { email_receiver: email = [], webhook_receiver: webhooks = [] }]) =>
        isSame(group, `\${azurerm_monitor_action_group.${name}.id}`) &&
        (email as unknown[]).length + (webhooks as unknown[]).length > 0,
    ),
  );
}

/** Whether two expressions are one: of a resource in its own stack, or through the state of that stack. */
function isSame(one: string, other: string): boolean {
  const bare = (text: string): string => text.replaceAll(/[${}.]/g, '');
  const [short, long] = [bare(one), bare(other)].sort((a, b) => a.length - b.length);
  return long!.endsWith(short!);
}

function block(expression: string, stack: Terraform): Block | undefined {
  const [, type = '', name = ''] = /^\$\{(\w+)\.([\w-]+)\.id\}$/.exec(expression) ?? [];
  return stack.resource?.[type]?.[name];
}

function of(stack: Terraform, type: string): Block[] {
  return Object.values(stack.resource?.[type] ?? {});
}

function milliseconds(duration: string): number {
  const [whole, days = '0', hours = '0', minutes = '0'] = DURATION.exec(duration) ?? [];
  if (whole === undefined) throw new Error(`no duration: ${duration}`);
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000;
}

function refuse(rule: Block, known: readonly string[]): void {
  const strange = Object.keys(rule).find((name) => name !== '//' && !known.includes(name));
  if (strange !== undefined) throw new Error(`not modelled: ${strange} of a rule`);
}
