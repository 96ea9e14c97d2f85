import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { DefaultTokenResolver, StringConcat, type TerraformStack, Tokenization } from 'cdktf';
import {
  type AlertRecord,
  dollars,
  Monitoring,
  MONITORING_PRICES,
  MONITORING_PRICES_OF,
  ThrottledHub,
} from '../constructs/monitoring';
import { type Environment, isNotified, type Notify, receiversOf } from '../model';
import { markdownTable } from './markdown-table';

/** An alert rule, where it is, and what sends it what it looks at. */
export interface AlertLine extends AlertRecord {
  /** The stack that makes it. */
  readonly stack: string;
  /** The diagnostic settings that send what it looks at, as Terraform addresses with their stacks. */
  readonly settings: readonly string[];
}

/** The alert rules of stacks, in the order of the stacks. */
export function alertTable(stacks: readonly TerraformStack[]): AlertLine[] {
  const senders = stacks.flatMap(sendersIn);
  return stacks.flatMap((stack) =>
    recordsIn(stack).map((record) =>
      Object.assign({}, record, {
        stack: stack.node.id,
        settings: senders.filter(({ type }) => type === record.sentBy).map(({ address }) => address),
      }),
    ),
  );
}

/** The alerts of an environment, for people and for programs: `<environment>.md` and `<environment>.json`. */
export function alertFiles(
  environment: Environment,
  stacks: readonly TerraformStack[],
): Record<string, string> {
  const lines = alertTable(stacks);
  const unseen = stacks.flatMap((stack) => monitoringIn(stack).flatMap((each) => each.unseen));
  const document = [
    `# Alerts: ${environment.name}`,
    '',
    ...introduction(environment, lines),
    '',
    ...lines.flatMap(section),
    ...(unseen.length === 0
      ? []
      : [
          '## What is not seen',
          '',
          `A rule looks back for two days. These pipelines may be late for longer, so no rule finds them late: ${unseen.map((name) => `\`${name}\``).join(', ')}. When they fail, that is reported.`,
          '',
        ]),
  ].join('\n');
  return {
    [`${environment.name}.md`]: document,
    [`${environment.name}.json`]: `${JSON.stringify({ alerts: lines, unseen }, undefined, 2)}\n`,
  };
}

function introduction({ notify, location }: Environment, lines: readonly AlertLine[]): string[] {
  if (notify === undefined) return ['Nothing runs, nobody is notified, and no rule is made.'];
  if ('nobody' in notify) return [`Nobody is notified, and no rule is made: ${notify.nobody.reason}`];
  if (lines.length === 0) {
    return [
      'No rule is made here: the platform is run by somebody else. Let its owners report failures, or make a `Monitoring` in a stack of your own.',
    ];
  }
  const total = lines.reduce((sum, { monthlyDollars }) => sum + monthlyDollars, 0);
  return [
    `Notified: ${receivers(notify)}. The rules cost ${dollars(total)} a month (US dollars, pay as you go; ${pricesOf(location)}), and a log rule ${dollars(MONITORING_PRICES.furtherSeries)} more for each further pipeline, job or vault that it reports. An e-mail costs ${MONITORING_PRICES.email} at most, a call of a webhook ${MONITORING_PRICES.webhookCall}.`,
    '',
    ...markdownTable(
      ['rule', 'fires when', 'a month', 'reservations', 'what to do'],
      lines.map(({ rule, condition, monthlyDollars, runbook, off }) => [
        rule,
        off === undefined ? condition : `(off) ${condition}`,
        dollars(monthlyDollars),
        pricesOf(location),
        runbook,
      ]),
    ),
  ];
}

/** Where the prices of rules come from, and that they are not of the environment's region. */
function pricesOf(location: string): string {
  const { region, recorded } = MONITORING_PRICES_OF;
  return `price of ${region}${region === location ? '' : `, not of ${location}`}, recorded ${recorded}`;
}

/** Webhooks by their names: an address may carry a secret. */
function receivers(notify: Notify): string {
  if (!isNotified(notify)) return 'nobody';
  const { email, webhooks } = receiversOf(notify);
  return [...email, ...webhooks.map(({ name }) => `webhook ${name}`)].join(', ');
}

function section({ rule, condition, threshold, looksAt, sentBy, settings, stack, off }: AlertLine): string[] {
  return [
    `## ${rule}`,
    '',
    `- fires when ${condition}`,
    `- threshold: ${threshold}`,
    `- looks at: ${looksAt}`,
    ...(sentBy === undefined
      ? []
      : [`- sent by: ${settings.map((name) => `\`${name}\``).join(', ') || 'nothing'}`]),
    `- stack: \`${stack}\``,
    ...(off === undefined ? [] : [`- off: ${off}`]),
    '',
  ];
}

function recordsIn(stack: TerraformStack): AlertRecord[] {
  const nodes = stack.node.findAll();
  const whole = monitoringIn(stack);
  const alone = nodes.filter(
    (node): node is ThrottledHub =>
      node instanceof ThrottledHub && !whole.some(({ throttledHub }) => throttledHub === node),
  );
  return [...whole, ...alone].flatMap(({ alerts }) => alerts);
}

function monitoringIn(stack: TerraformStack): Monitoring[] {
  return stack.node.findAll().filter((node) => node instanceof Monitoring);
}

/** Diagnostic settings, with the type of the resource whose logs they send. */
function sendersIn(stack: TerraformStack): { readonly type: string; readonly address: string }[] {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return stack.node
    .findAll()
    .filter((node) => node instanceof MonitorDiagnosticSetting)
    .map((setting) => {
      const { targetResourceIdInput: id } = setting;
      const target = String(Tokenization.resolve(id, { scope: stack, resolver, preparing: true }));
      return {
        type: /^\$\{(azurerm_\w+)\./.exec(target)?.[1] ?? '',
        address: `${stack.node.id}: ${setting.terraformResourceType}.${setting.friendlyUniqueId}`,
      };
    });
}
