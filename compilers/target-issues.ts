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
import { type NotOffered, refusal, type Target } from './core/target';
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
  return [TARGETS.alerts, TARGETS.preview].flatMap((target) => [
    ...issuesOf({ function: 'LH2102', step: 'LH2102' }, at, 'when', target, stepsOf(rule.relation)),
    ...(rule.kind === 'sessions' ? aggregationIssues(at, target, rule) : []),
  ]);
}

/** Functions inside aggregates are not looked at: these are of columns as they arrive. */
function aggregationIssues(at: string, target: Target, { aggregation }: Sessions): Issue[] {
  return stepsOf(aggregation).flatMap((step) => [
    // What is derived of a sum and a count.
    ...(step.step === 'derive'
      ? refused('LH2102', at, 'aggregates', target, 'average()', target.steps.derive)
      : []),
    ...aggregatesOf(step).flatMap((name) =>
      refused('LH2102', at, 'aggregates', target, `${name}()`, target.aggregates[name]),
    ),
  ]);
}

function tableTargetIssues(at: string, { zone, relation }: Table): Issue[] {
  return [TARGETS[zone], TARGETS.preview].flatMap((target) =>
    issuesOf({ function: 'LH2101', step: 'LH3201' }, at, 'flow', target, stepsOf(relation)),
  );
}

function issuesOf(
  codes: { readonly function: IssueCode; readonly step: IssueCode },
  at: string,
  prop: string,
  target: Target,
  steps: readonly Relation[],
): Issue[] {
  const issues = steps.flatMap((step) => [
    ...refused(codes.step, at, prop, target, describeStep(step), target.steps[formOf(step)]),
    ...functionsOf(step).flatMap((name) =>
      refused(
        codes.function,
        at,
        prop,
        target,
        `${name}()`,
        target.functions[name],
        offeredFunctions(target),
      ),
    ),
    ...aggregatesOf(step).flatMap((name) =>
      refused(codes.function, at, prop, target, `${name}()`, target.aggregates[name]),
    ),
    ...windowsOf(step).flatMap((name) =>
      refused(codes.function, at, prop, target, `${name}()`, target.windows[name]),
    ),
    ...arraysOf(step).flatMap((name) =>
      refused(codes.function, at, prop, target, `the array "${name}"`, target.types.array),
    ),
  ]);
  return [...new Map(issues.map((issue) => [issue.got, issue])).values()];
}

function refused(
  code: IssueCode,
  at: string,
  prop: string,
  target: Target,
  what: string,
  offer: object | NotOffered,
  allowed?: string,
): Issue[] {
  const refusedFor = refusal(offer);
  if (!refusedFor) return [];
  const { reason, instead } = refusedFor;
  return [
    {
      code,
      at,
      prop,
      got: `uses ${what}, which ${target.name} does not offer: ${reason}`,
      ...(allowed !== undefined && { allowed }),
      change: instead,
    },
  ];
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
