import { type BillDocument } from '../../cost';
import { type AllowedChange, type Issue } from '../../model';
import { type AccessLine } from '../../stacks/access-line';
import { type Finding, findingsOf } from './findings';
import { type Action, type StackPlan } from './plan';
import { type SynthesizedEnvironment } from './synthesized';

/** What a plan does, counted. */
export interface PlanCounts extends Readonly<Record<Exclude<Action, 'none'>, number>> {
  /** The stack. */
  readonly stack: string;
  /** Addresses of what others changed since the last deployment. */
  readonly drifted: readonly string[];
}

/** A change that is allowed, with the reason. */
export interface AllowedFinding extends Finding {
  /** Why it may happen. */
  readonly reason: string;
}

/** What a month costs, and what it did before the change. */
export interface CostChange {
  /** The currency. */
  readonly currency: string;
  /** What is likely now, as the environment is deployed. */
  readonly likely: number;
  /** What it may come to. */
  readonly high: number;
  /** What was likely before the change; absent where nothing is compared. */
  readonly before?: number;
  /** What it may come to at most; absent where there is no limit. */
  readonly limit?: number;
  /** What these leave out or cannot be sure of. */
  readonly reservations: readonly string[];
}

/** Who may do more or less than before the change. */
export interface AccessChange {
  /** New lines of the access matrix. */
  readonly added: readonly AccessLine[];
  /** Lines that it has no longer. */
  readonly removed: readonly AccessLine[];
}

/** What the plans of an environment do, and what of it somebody has to want. */
export interface GuardReport {
  /** The environment. */
  readonly environment: string;
  /** Its plans. */
  readonly plans: readonly PlanCounts[];
  /** What stops them. */
  readonly stopped: readonly Finding[];
  /** What would stop them, and is allowed. */
  readonly allowed: readonly AllowedFinding[];
  /** What is allowed, and no plan of a stack that was given does. */
  readonly unused: readonly AllowedChange[];
  /** What it costs; absent where the synthesis wrote no bill. */
  readonly cost?: CostChange;
  /** Who may do what; absent where nothing is compared. */
  readonly access?: AccessChange;
}

/**
 * Holds plans of one environment against what was synthesized.
 *
 * @param plans one for each stack, not necessarily of all.
 * @param now the environment as it is synthesized.
 * @param base the environment before the change, for cost and access. @default nothing is compared
 */
export function guardReport(
  plans: readonly StackPlan[],
  now: SynthesizedEnvironment,
  base?: SynthesizedEnvironment,
): GuardReport {
  const { document, bill, access } = now;
  const findings = plans.flatMap((plan) => findingsOf(plan, document));
  const reasonFor = ({ stack, address, change }: Finding): AllowedChange | undefined =>
    document.allowedChanges.find((one) => one.address === `${stack}/${address}` && one.change === change);
  const used = new Set(findings.map(reasonFor));
  const planned = plans.map(({ stack }) => stack);
  return {
    environment: document.environment,
    plans: plans.map(countsOf),
    stopped: findings.filter((finding) => reasonFor(finding) === undefined),
    allowed: findings.flatMap((finding) => {
      const reason = reasonFor(finding)?.reason;
      return reason === undefined ? [] : [Object.assign({ reason }, finding)];
    }),
    unused: document.allowedChanges.filter(
      (one) => !used.has(one) && planned.includes(one.address.split('/')[0] ?? ''),
    ),
    ...(bill && { cost: costChange(bill, base?.bill, document.monthlyLimit) }),
    ...(base && { access: accessChange(access, base.access) }),
  };
}

/** What stops plans, as mistakes. */
export function stopIssues({ environment, stopped, cost }: GuardReport): Issue[] {
  return [
    ...stopped.map(({ stack, address, change, what }): Issue => ({
      code: 'LH9313',
      at: stack,
      prop: address,
      got: what,
      change: `if it is wanted, say so in environment ${environment}: allowedChanges: [{ address: '${stack}/${address}', change: '${change}', reason: '…' }]`,
    })),
    ...(cost?.limit !== undefined && cost.high > cost.limit
      ? [
          {
            code: 'LH9101' as const,
            at: `environment ${environment}`,
            prop: 'cost.monthlyLimit',
            got: `is ${cost.limit.toFixed(2)} ${cost.currency}, and a month may come to ${cost.high.toFixed(2)}`,
            allowed: 'a limit that the high figure of the bill stays below',
            change: 'raise the limit, or take out what costs',
          },
        ]
      : []),
  ];
}

function countsOf({ stack, changes, drifted }: StackPlan): PlanCounts {
  const count = (action: Action): number => changes.filter((change) => change.action === action).length;
  return {
    stack,
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    destroy: count('destroy'),
    forget: count('forget'),
    drifted,
  };
}

function costChange(
  bill: BillDocument,
  base: BillDocument | undefined,
  limit: number | undefined,
): CostChange {
  const { total } = bill[bill.state];
  const before = base?.currency === bill.currency ? base[bill.state].total.likely : undefined;
  return {
    currency: bill.currency,
    likely: total.likely,
    // The limit is one of a month in which everything runs, as the synthesis has it.
    high: bill.running.total.high,
    reservations: bill[bill.state].reservations,
    ...(before !== undefined && { before }),
    ...(limit !== undefined && { limit }),
  };
}

function accessChange(now: readonly AccessLine[], before: readonly AccessLine[]): AccessChange {
  const key = ({ principal, scope, right, mechanism }: AccessLine): string =>
    JSON.stringify([principal, scope, right, mechanism]);
  const [has, had] = [new Set(now.map(key)), new Set(before.map(key))];
  return {
    added: now.filter((line) => !had.has(key(line))),
    removed: before.filter((line) => !has.has(key(line))),
  };
}
