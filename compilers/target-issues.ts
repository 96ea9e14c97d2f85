import {
  type Company,
  type AggregateName,
  expressionsOf,
  formOf,
  type FunctionName,
  type Issue,
  type IssueCode,
  listed,
  type Relation,
  type Sessions,
  STEPS,
  stepsOf,
  type AlertRule,
  type Table,
  walk,
  type WindowName,
} from '../model';
import { type Offer, refusal, type Target } from './core/target';
import { TARGETS } from './targets';

/** Most functions that a message lists. */
const LISTED = 12;

/** Everything that the definitions of a company use and what they are compiled to does not offer. */
export function targetIssues({ departments }: Company): Issue[] {
  return departments.flatMap((department) => [
    ...department.tables.flatMap((table) => tableTargetIssues(`${department.name}/${table.name}`, table)),
    ...department.alerts.flatMap((rule) => alertIssues(`${department.name}/${rule.name}`, rule)),
  ]);
}

/** What a rule uses that Stream Analytics, or the preview, does not do the way the other engines do it. */
export function alertIssues(at: string, rule: AlertRule): Issue[] {
  const code = { function: 'LH2102', step: 'LH2102' } as const;
  return [TARGETS.alerts, TARGETS.preview].flatMap((target) => [
    ...issuesOf(usesOf(stepsOf(rule.relation), target), target, { at, prop: 'when', code }),
    ...(rule.kind === 'sessions'
      ? issuesOf(aggregatedBy(rule, target), target, { at, prop: 'aggregates', code })
      : []),
  ]);
}

function tableTargetIssues(at: string, { zone, relation }: Table): Issue[] {
  const code = { function: 'LH2101', step: 'LH3201' } as const;
  return [TARGETS[zone], TARGETS.preview].flatMap((target) =>
    issuesOf(usesOf(stepsOf(relation), target), target, { at, prop: 'flow', code }),
  );
}

/** Something that a definition uses, and what a target says of it. */
interface Use {
  readonly kind: 'function' | 'step';
  /** How a message calls it. */
  readonly what: string;
  readonly offer: Offer<object>;
  /** What could be used, where that is a short list. */
  readonly allowed?: () => string | undefined;
}

/** Where something is used, and the codes of what is not offered there. */
interface Place {
  readonly at: string;
  readonly prop: string;
  readonly code: Readonly<Record<Use['kind'], IssueCode>>;
}

function issuesOf(uses: readonly Use[], target: Target, { at, prop, code }: Place): Issue[] {
  const issues = uses.flatMap(({ kind, what, offer, allowed }): Issue[] => {
    const refused = refusal(offer);
    if (!refused) return [];
    const others = allowed?.();
    const got = `uses ${what}, which ${target.name} does not offer: ${refused.reason}`;
    return [
      {
        code: code[kind],
        at,
        prop,
        got,
        ...(others !== undefined && { allowed: others }),
        change: refused.instead,
      },
    ];
  });
  return [...new Map(issues.map((issue) => [issue.got, issue])).values()];
}

function called(name: string, offer: Offer<object>): Use {
  return { kind: 'function', what: `${name}()`, offer };
}

function usesOf(steps: readonly Relation[], target: Target): Use[] {
  const allowed = (): string | undefined => offeredFunctions(target);
  return steps.flatMap((step) => [
    { kind: 'step', what: describeStep(step), offer: target.steps[formOf(step)] },
    ...functionsOf(step).map((name) => ({ ...called(name, target.functions[name]), allowed })),
    ...aggregatesOf(step).map((name) => called(name, target.aggregates[name])),
    ...windowsOf(step).map((name) => called(name, target.windows[name])),
    ...arraysOf(step).map((name): Use => {
      return { kind: 'function', what: `the array "${name}"`, offer: target.types.array };
    }),
  ]);
}

/** Functions inside aggregates are not looked at: these are of columns as they arrive. */
function aggregatedBy({ aggregation }: Sessions, target: Target): Use[] {
  return stepsOf(aggregation).flatMap((step): Use[] => [
    // What is derived of a sum and a count.
    ...(step.step === 'derive'
      ? [{ kind: 'step' as const, what: 'average()', offer: target.steps.derive }]
      : []),
    ...aggregatesOf(step).map((name) => called(name, target.aggregates[name])),
  ]);
}

/** The functions that a target offers, where they are few; the support matrix has them all. */
function offeredFunctions({ functions }: Target): string | undefined {
  const names = Object.entries(functions).flatMap(([name, offer]) => (refusal(offer) ? [] : [name]));
  return names.length > LISTED ? undefined : listed(names);
}

function describeStep(step: Relation): string {
  const { call } = STEPS[formOf(step)];
  if (step.step === 'read') return `${call} of "${step.from.name}"`;
  if (step.step === 'assertUnique') return `${call} "${step.name}", on ${step.by.join(', ')}`;
  return step.step === 'check' ? `${call} "${step.name}"` : call;
}

function functionsOf(step: Relation): FunctionName[] {
  return expressionsOf(step)
    .flatMap((expression) => [...walk(expression)])
    .flatMap((node) => (node.op === 'call' ? [node.name] : []));
}

function aggregatesOf(step: Relation): AggregateName[] {
  return step.step === 'aggregate' ? step.aggregates.map(({ aggregate }) => aggregate.name) : [];
}

function windowsOf(step: Relation): WindowName[] {
  return step.step === 'window' ? step.values.map(({ call }) => call.name) : [];
}

/** Arrays that are read; those that a step makes are that step's. */
function arraysOf(step: Relation): string[] {
  return step.step === 'read'
    ? step.columns.flatMap(({ name, type }) => (type.kind === 'array' ? [name] : []))
    : [];
}
