import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { DefaultTokenResolver, StringConcat, type TerraformStack, Tokenization } from 'cdktf';
import { type AlertRecord, Monitoring, ThrottledHub } from '../constructs/monitoring';
import { lineReservations, money, type Price, PriceList, provenance, reserved } from '../cost';
import { type Environment, isNotified, type Notify, receiversOf } from '../model';
import { nodesOf } from './environment-stacks';
import { markdownTable } from './markdown-table';

/** An alert rule, where it is, and what sends it what it looks at. */
export interface AlertLine extends AlertRecord {
  /** The stack that makes it. */
  readonly stack: string;
  /** The diagnostic settings that send what it looks at, as Terraform addresses with their stacks. */
  readonly settings: readonly string[];
  /** What it costs a month, where something is billed for it and that has a price: an environment's own before the library's. */
  readonly price?: Price;
}

/** What rules are priced with. */
export interface AlertPricing {
  /** The prices of the bill. @default those that the library knows */
  readonly prices?: PriceList;
  /** The region, which decides which prices hold. @default any: a price that holds everywhere, else one of some region */
  readonly location?: string;
}

/**
 * The alert rules of stacks, in the order of the stacks.
 *
 * @param stacks that the rules are in.
 * @param pricing what they are priced with.
 */
export function alertTable(
  stacks: readonly TerraformStack[],
  { prices = new PriceList(), location = 'global' }: AlertPricing = {},
): AlertLine[] {
  const found = stacks.map((stack) => ({ stack, records: recordsIn(stack) }));
  const senders = found.some(({ records }) => records.length > 0) ? stacks.flatMap(sendersIn) : [];
  return found.flatMap(({ stack, records }) =>
    records.map((record) => {
      const price = record.meter && prices.priceOf(record.meter, location);
      return Object.assign({}, record, price && { price }, {
        stack: stack.node.id,
        settings: senders.filter(({ type }) => type === record.sentBy).map(({ address }) => address),
      });
    }),
  );
}

/**
 * The alerts of an environment, for people and for programs: `<environment>.md` and `<environment>.json`.
 *
 * @param environment the environment.
 * @param stacks its stacks.
 * @param prices what rules are priced with. @default the prices that the library knows
 * @param lines the rules of the stacks. @default they are looked for
 */
export function alertFiles(
  environment: Environment,
  stacks: readonly TerraformStack[],
  prices = new PriceList(),
  lines: readonly AlertLine[] = alertTable(stacks, { prices, location: environment.location }),
): Record<string, string> {
  const unseen = stacks.flatMap((stack) => monitoringIn(stack).flatMap((each) => each.unseen));
  const document = [
    `# Alerts: ${environment.name}`,
    '',
    ...introduction(environment, lines, prices),
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

function introduction(
  { notify, location }: Environment,
  lines: readonly AlertLine[],
  prices: PriceList,
): string[] {
  if (notify === undefined) return ['Nothing runs, nobody is notified, and no rule is made.'];
  if ('nobody' in notify) return [`Nobody is notified, and no rule is made: ${notify.nobody.reason}`];
  if (lines.length === 0) {
    return [
      'No rule is made here: the platform is run by somebody else. Let its owners report failures, or make a `Monitoring` in a stack of your own.',
    ];
  }
  const billed = lines.filter(({ meter }) => meter !== undefined);
  const costs = billed.map((line) => ({ ...line, cost: { likely: line.price?.amount ?? 0 } }));
  const total = costs.reduce((sum, { cost }) => sum + cost.likely, 0);
  const further = priced(prices.priceOf('monitor/log-series-15m', location), location);
  return [
    `Notified: ${receivers(notify)}. The rules cost ${money(total, prices.currency)} a month (pay as you go; reservations: ${reserved(lineReservations(costs, location))}). Each further pipeline, job or vault that a log rule reports costs more: ${further.join('; ')}. E-mails and calls of webhooks are free up to a thousand and a hundred thousand a month.`,
    '',
    ...markdownTable(
      ['rule', 'fires when', 'a month', 'price', 'what to do'],
      lines.map(({ rule, condition, meter, price, runbook, off }) => [
        rule,
        off === undefined ? condition : `(off) ${condition}`,
        ...(meter === undefined ? [money(0, prices.currency), 'not billed'] : priced(price, location)),
        runbook,
      ]),
    ),
  ];
}

/** An amount, and where it comes from, as lines of a bill say it. */
function priced(price: Price | undefined, location: string): [amount: string, from: string] {
  return price === undefined
    ? ['not known', 'PRICE NOT KNOWN']
    : [money(price.amount, price.currency), provenance(price, location)];
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
  const nodes = nodesOf(stack);
  const whole = monitoringIn(stack);
  const alone = nodes.filter(
    (node): node is ThrottledHub =>
      node instanceof ThrottledHub && !whole.some(({ throttledHub }) => throttledHub === node),
  );
  return [...whole, ...alone].flatMap(({ alerts }) => alerts);
}

function monitoringIn(stack: TerraformStack): Monitoring[] {
  return nodesOf(stack).filter((node) => node instanceof Monitoring);
}

/** Diagnostic settings, with the type of the resource whose logs they send. */
function sendersIn(stack: TerraformStack): { readonly type: string; readonly address: string }[] {
  const resolver = new DefaultTokenResolver(new StringConcat());
  // Taken once: the class is looked up in its module by each use.
  const Setting = MonitorDiagnosticSetting;
  return nodesOf(stack)
    .filter((node) => node instanceof Setting)
    .map((setting) => {
      const { targetResourceIdInput: id } = setting;
      const target = String(Tokenization.resolve(id, { scope: stack, resolver, preparing: true }));
      return {
        type: /^\$\{(azurerm_\w+)\./.exec(target)?.[1] ?? '',
        address: `${stack.node.id}: ${setting.terraformResourceType}.${setting.friendlyUniqueId}`,
      };
    });
}
