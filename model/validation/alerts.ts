// Loaded by its first use: many departments have no alert rules.
import { type Company } from '../company/company';
import { type Department } from '../company/department';
import { type PowerBiOutput } from '../company/rule';
import { type ReferenceAlert } from '../company/reference-alert';
import { type Sessions } from '../company/sessions';
import { addedNames, isTimed, type AlertRule } from '../company/alert-rule';
import { countMistakes, emptyMistakes } from '../checks';
import { type Issue, listed, type Mistake, mistakeIf, placed } from '../errors';
import { type Relation } from '../flows/relation';
import { stepsOf } from '../flows/traversal';
import { type Interval } from '../schedule';
import { DASHED_NAME, nameIssues } from './names';

/** Longest window, in minutes. Source: "Windowing functions (Azure Stream Analytics)". */
const LONGEST_WINDOW = 7 * 24 * 60;
/** Intervals that a model of anomalies learns from: fewer know nothing, more are slow. */
const HISTORY = { least: 10, most: 7200 } as const;

/** Everything wrong with an alert rule. */
export function alertIssues(company: Company, department: Department, rule: AlertRule): Issue[] {
  const at = `${department.name}/${rule.name}`;
  const found: Mistake[] = [
    ...sourceIssues(department, rule),
    ...payloadIssues(rule),
    ...outputIssues(company, department, rule),
    ...kindIssues(department, rule),
  ];
  return [
    ...nameIssues(at, 'name', rule.name, DASHED_NAME),
    ...placed(at, relationMistakes(rule.relation)),
    ...placed(at, found),
  ];
}

/** Steps of a rule, by what the department wrote them as. */
const WRITTEN_AS: { readonly [S in Relation['step']]?: string } = { filter: 'when', select: 'payload' };

function relationMistakes(relation: Relation): Mistake[] {
  return stepsOf(relation).flatMap(({ step, mistakes }) =>
    mistakes.map((mistake) => Object.assign({}, mistake, { prop: WRITTEN_AS[step] ?? mistake.prop })),
  );
}

function sourceIssues(department: Department, rule: AlertRule): Mistake[] {
  const streams = department.sources.filter(({ delivery }) => delivery.kind === 'stream');
  const source = streams.find(({ name }) => name === rule.source);
  const issues: Mistake[] = [];
  if (!source) {
    issues.push({
      code: 'LH4101',
      prop: 'source',
      got: `is "${rule.source}"`,
      allowed: `streamed sources of ${department.name}: ${listed(streams.map(({ name }) => name))}`,
      change: 'watch a stream that the department owns',
    });
  }
  const eventTime = source?.eventTime === undefined ? undefined : source.columns[source.eventTime];
  if (isTimed(rule) && source && eventTime && eventTime.type.kind !== 'timestamp') {
    issues.push({
      code: 'LH4102',
      prop: 'source',
      got: `is "${rule.source}", whose event time "${source.eventTime}" is a ${eventTime.type.kind}`,
      allowed: 'streams whose event time is a timestamp: windows are shorter than a day',
      change: 'choose another event time in the contract',
    });
  }
  return issues;
}

function payloadIssues(rule: AlertRule): Mistake[] {
  const aggregated =
    rule.kind === 'sessions' ? aggregatesOf(rule).map(({ name }) => name) : ([] as readonly string[]);
  const columns = [
    ...rule.relation.columns.filter(({ name }) => rule.payload.includes(name)),
    ...(rule.kind === 'sessions'
      ? rule.aggregation.columns.filter(({ name }) => aggregated.includes(name))
      : []),
  ];
  const added = addedNames(rule);
  return [
    ...columns
      .filter(({ type }) => type.kind === 'array')
      .map(({ name }): Mistake => ({
        code: 'LH4103',
        prop: 'payload',
        got: `has "${name}", which is an array`,
        allowed: 'columns of single values',
        change: 'send the key instead',
      })),
    ...columns
      .filter(({ classification }) => classification === 'personal')
      .map(({ name }): Mistake => ({
        code: 'LH4104',
        prop: 'payload',
        got: `has "${name}", which is personal`,
        allowed: 'columns that are not personal: an alert carries values as they arrive',
        change: SEND_INSTEAD[rule.kind],
      })),
    ...[...rule.payload, ...aggregated]
      .filter((name) => added.includes(name))
      .map((name): Mistake => ({
        code: 'LH4105',
        prop: 'payload',
        got: `has "${name}", a name that the job gives itself`,
        allowed: `names besides ${listed(added)}`,
        change: 'leave it out, or rename it',
      })),
  ];
}

/** How to do without a personal value: no pseudonym can be made in a stream. */
const SEND_INSTEAD: Readonly<Record<AlertRule['kind'], string>> = {
  event: 'send the key instead',
  velocity: 'group by it, but send the key of the event instead',
  sessions: 'set includeKey to false, and aggregate other columns',
  anomaly: 'set includeKey to false',
  reference: 'send the key instead',
};

function outputIssues(company: Company, department: Department, rule: AlertRule): Mistake[] {
  const issues: Mistake[] = [];
  if (rule.to.length === 0 || new Set(rule.to).size < rule.to.length) {
    issues.push({
      code: rule.to.length === 0 ? 'LH0004' : 'LH0003',
      prop: 'to',
      got: rule.to.length === 0 ? 'is empty' : 'names an output twice',
      allowed: '"alerts-hub", "lake" or both',
      change: 'name each output once',
    });
  }
  const taken = department.sources.find(({ name }) => [name, `landing-${name}`].includes(rule.name));
  if (taken) {
    issues.push({
      code: 'LH4106',
      prop: 'name',
      got: `is "${rule.name}", which stands for the source "${taken.name}" in the job and in the lake`,
      allowed: 'a name that no source of the department has, with or without "landing-" before it',
      change: 'choose another name',
    });
  }
  if (rule.powerBi) issues.push(...powerBiIssues(company, rule.powerBi));
  return issues;
}

function powerBiIssues(company: Company, { reason, dataset, table, workspaces }: PowerBiOutput): Mistake[] {
  const environments = company.environments.map(({ name }) => name);
  const empty = Object.entries({ reason, dataset, table }).filter(([, text]) => !text.trim());
  return [
    ...empty.map(([name]): Mistake => ({
      code: name === 'reason' ? 'LH0006' : 'LH0004',
      prop: `powerBi.${name}`,
      got: 'is empty',
      allowed: name === 'reason' ? 'why it is wanted although it ends in October 2027' : 'a name',
      change: `give the ${name}`,
    })),
    ...Object.entries(workspaces).flatMap(([environment, { id, name }]): Mistake[] => [
      ...mistakeIf(!environments.includes(environment), {
        code: 'LH5001',
        prop: 'powerBi.workspaces',
        got: `names the environment "${environment}"`,
        allowed: listed(environments),
        change: 'name an environment of the company',
      }),
      ...mistakeIf(!(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && name.trim()), {
        code: 'LH0001',
        prop: `powerBi.workspaces.${environment}`,
        got: `is "${name}" with the id "${id}"`,
        allowed: 'the name of a workspace and its id, a UUID in lower case',
        change: 'copy both from Power BI',
      }),
    ]),
  ];
}

function kindIssues(department: Department, rule: AlertRule): Mistake[] {
  switch (rule.kind) {
    case 'event':
      return [];
    case 'velocity': {
      const { by, atLeast, sum, within } = rule;
      return [
        ...windowIssues('within', within),
        ...emptyMistakes('by', by, 'one or more columns', 'name what is counted together'),
        ...(atLeast === undefined ? [] : countMistakes('atLeast', atLeast, { least: 2 })),
        ...(atLeast === undefined && !sum ? [NO_LIMIT] : []),
        ...(sum
          ? mistakeIf(!Number.isFinite(sum.atLeast), {
              code: 'LH0002',
              prop: 'sum.atLeast',
              got: `is ${sum.atLeast}`,
              allowed: 'a number',
              change: 'change it',
            })
          : []),
      ];
    }
    case 'sessions':
      return [
        ...windowIssues('gap', rule.gap),
        ...windowIssues('maxDuration', rule.maxDuration, rule.gap.minutes),
        ...rule.aggregation.mistakes.map((mistake) =>
          Object.assign({}, mistake, { prop: mistake.prop.replace(/^flow\.aggregate/, 'aggregates') }),
        ),
        ...aggregatesOf(rule).flatMap(({ name, aggregate: { argument, name: verb } }): Mistake[] =>
          (argument === undefined || argument.op === 'column') &&
          (argument?.type.kind !== 'string' || !['min', 'max'].includes(verb))
            ? []
            : [
                {
                  code: 'LH4108',
                  prop: 'aggregates',
                  got: `computes "${name}" by ${verb} of ${argument?.op === 'column' ? 'a text' : 'an expression'}`,
                  allowed: 'count, countDistinct, sum of a column, and min and max of a number or timestamp',
                  change: 'aggregate a column as it arrives',
                },
              ],
        ),
      ];
    case 'anomaly':
      return anomalyIssues(rule.every, rule.history, rule.confidence);
    case 'reference':
      return referenceIssues(department, rule);
  }
}

const NO_LIMIT: Mistake = {
  code: 'LH4107',
  prop: 'atLeast',
  got: 'is missing, and so is "sum"',
  allowed: 'a number of events, a sum, or both',
  change: 'say how much is enough',
};

function anomalyIssues(every: Interval, history: Interval, confidence: number): Mistake[] {
  const intervals = history.minutes / every.minutes;
  const wrong = [...windowIssues('every', every), ...windowIssues('history', history)];
  const fits = Number.isInteger(intervals) && intervals >= HISTORY.least && intervals <= HISTORY.most;
  return [
    ...wrong,
    ...mistakeIf(wrong.length === 0 && !fits, {
      code: 'LH4109',
      prop: 'history',
      got: `is ${history.minutes} minutes, ${intervals} times ${every.minutes}`,
      allowed: `${HISTORY.least} to ${HISTORY.most} whole intervals of "every"`,
      change: 'change one of the two',
    }),
    ...mistakeIf(!(confidence >= 1 && confidence <= 100), {
      code: 'LH0002',
      prop: 'confidence',
      got: `is ${confidence}`,
      allowed: '1 to 100 percent',
      change: 'change the number',
    }),
  ];
}

function referenceIssues(department: Department, { reference, on, exported }: ReferenceAlert): Mistake[] {
  const issues: Mistake[] = [];
  if (!department.tables.includes(reference)) {
    issues.push({
      code: 'LH4110',
      prop: 'reference',
      got: `is "${reference.name}", which is no table of ${department.name}`,
      allowed: listed(department.tables.filter(({ zone }) => zone === 'gold').map(({ name }) => name)),
      change: 'declare a gold view of it in the department',
    });
  } else if (reference.zone !== 'gold') {
    issues.push({
      code: 'LH4110',
      prop: 'reference',
      got: `is "${reference.name}", a ${reference.zone} table`,
      allowed: 'gold tables: their rows are read by SQL and written out for the job',
      change: 'declare a gold view of it',
    });
  }
  for (const { name, type } of exported.filter((column) => on.includes(column.name))) {
    if (['string', 'integer', 'long'].includes(type.kind)) continue;
    issues.push({
      code: 'LH4111',
      prop: 'on',
      got: `has "${name}", a ${type.kind}`,
      allowed: 'texts and whole numbers: only these are the same in a stream and in a file',
      change: 'match other columns',
    });
  }
  for (const { name } of exported.filter(({ classification }) => classification === 'personal')) {
    issues.push({
      code: 'LH4112',
      prop: 'reference',
      got: `needs "${name}" of "${reference.name}", which is personal`,
      allowed: 'columns that are not personal: they are written out for the job as they are',
      change: 'match and compare other columns',
    });
  }
  return issues;
}

function aggregatesOf({ aggregation }: Sessions) {
  return aggregation.step === 'aggregate' ? aggregation.aggregates : [];
}

function windowIssues(prop: string, { minutes }: Interval, least = 1): Mistake[] {
  const from = Math.max(1, least);
  return countMistakes(prop, minutes, { least: from, most: LONGEST_WINDOW }).map((mistake) =>
    Object.assign({}, mistake, {
      got: `is ${minutes} minutes`,
      allowed: `whole minutes from ${from} to ${LONGEST_WINDOW}, which are 7 days`,
      change: 'change the interval',
    }),
  );
}
