import {
  type Anomaly,
  type ColumnInfo,
  type DataContract,
  pathOf,
  type DataType,
  isTimed,
  REFERENCE_PREFIX,
  type ReferenceAlert,
  type Sessions,
  type AlertRule,
  stepsOf,
  type Velocity,
  eventTimeOf,
} from '../../model';
import { condition, conditionOf, streamText, streamType } from './conditions';
import { referenceInput, timedInput } from './names';

/** What a rule adds to the query: named steps, and the rest of a statement behind INTO. */
export interface RuleQuery {
  /** Steps by name, each after those it reads. */
  readonly steps: readonly { readonly name: string; readonly text: string }[];
  /** What an alert holds, one column a line. */
  readonly select: readonly string[];
  /** From where, and when. */
  readonly from: readonly string[];
}

/** The time of an event among its columns; no contract has a column that begins so. */
const EVENT_AT = '[_event_at]';

/** Writes an alert rule. */
export function ruleQuery(rule: AlertRule, contract: DataContract): RuleQuery {
  switch (rule.kind) {
    case 'event': {
      const cast = castOf(contract, contract.name);
      return {
        steps: [],
        select: rule.relation.columns.map(({ name, type }) => `${cast(name, type)} AS [${name}]`),
        from: [`FROM [${contract.name}]`, ...where(rule, cast)],
      };
    }
    case 'velocity':
      return velocityQuery(rule, contract);
    case 'sessions':
      return sessionsQuery(rule, contract);
    case 'anomaly':
      return anomalyQuery(rule, contract);
    case 'reference':
      return referenceQuery(rule, contract);
  }
}

/** Judges each event with those before it: a window over rows keeps the event's own columns, which a group would lose. */
function velocityQuery(rule: Velocity, contract: DataContract): RuleQuery {
  const [events, counted] = [`events_${rule.name}`, `counted_${rule.name}`];
  const over = `OVER (PARTITION BY ${rule.by.map(bracket).join(', ')} LIMIT DURATION(minute, ${rule.within.minutes}))`;
  const { atLeast, sum } = rule;
  const enough = [
    ...(atLeast === undefined ? [] : [`[_events] >= ${atLeast}`]),
    ...(sum ? [`[_total] >= ${sum.atLeast}`] : []),
  ];
  return {
    steps: [
      timedEvents(events, rule, contract, rule.by, ['CAST(1 AS bigint) AS [_one]']),
      step(
        counted,
        [
          ...new Set(rule.payload.map(bracket)),
          `SUM([_one]) ${over} AS [_events]`,
          ...(sum ? [`SUM(${bracket(sum.of)}) ${over} AS [_total]`] : []),
        ],
        [`FROM [${events}]`],
      ),
    ],
    select: [...rule.payload.map(bracket), '[_events] AS [events]', ...(sum ? ['[_total] AS [total]'] : [])],
    from: [`FROM [${counted}]`, `WHERE ${enough.join(' AND ')}`],
  };
}

function sessionsQuery(rule: Sessions, contract: DataContract): RuleQuery {
  const [events, sessions] = [`events_${rule.name}`, `sessions_${rule.name}`];
  const [visitor] = rule.by;
  const aggregates = rule.aggregation.step === 'aggregate' ? rule.aggregation.aggregates : [];
  const computed = aggregates.map(({ name, aggregate: { name: verb, argument } }) => {
    const value = argument?.op === 'column' ? bracket(argument.name) : '*';
    const call = verb === 'countDistinct' ? `COUNT(DISTINCT ${value})` : `${verb.toUpperCase()}(${value})`;
    return `${call} AS [${name}]`;
  });
  const window = `SessionWindow(minute, ${rule.gap.minutes}, ${rule.maxDuration.minutes}) OVER (PARTITION BY [${visitor}])`;
  return {
    steps: [
      timedEvents(events, rule, contract, rule.by),
      step(
        sessions,
        [
          `[${visitor}]`,
          `MIN(${EVENT_AT}) AS [session_start]`,
          `MAX(${EVENT_AT}) AS [session_end]`,
          'COUNT(*) AS [events]',
          ...computed,
        ],
        [`FROM [${events}]`, `GROUP BY [${visitor}], ${window}`],
      ),
    ],
    select: [
      ...rule.payload.map(bracket),
      '[session_start]',
      '[session_end]',
      '[events]',
      ...aggregates.map(({ name }) => bracket(name)),
    ],
    from: [`FROM [${sessions}]`],
  };
}

/** The function scores events, not windows: what an interval amounts to is computed in a step before. */
function anomalyQuery(rule: Anomaly, contract: DataContract): RuleQuery {
  const [events, intervals, scores] = ['events', 'intervals', 'scores'].map(
    (name) => `${name}_${rule.name}`,
  ) as [string, string, string];
  const by = rule.by.map(bracket);
  const value = rule.average === undefined ? 'CAST(COUNT(*) AS float)' : `AVG(${bracket(rule.average)})`;
  const partition = by.length > 0 ? `PARTITION BY ${by.join(', ')} ` : '';
  const mode = rule.mode === 'both' ? 'spikesanddips' : rule.mode;
  const size = rule.history.minutes / rule.every.minutes;
  const present = rule.average === undefined ? rule.by : [...rule.by, rule.average];
  return {
    steps: [
      timedEvents(events, rule, contract, present),
      step(
        intervals,
        [...by, `${value} AS [value]`],
        [
          `FROM [${events}]`,
          `GROUP BY ${[...by, `TumblingWindow(minute, ${rule.every.minutes})`].join(', ')}`,
        ],
      ),
      step(
        scores,
        [
          ...by,
          '[value]',
          `AnomalyDetection_SpikeAndDip([value], ${rule.confidence}, ${size}, '${mode}') OVER (${partition}LIMIT DURATION(minute, ${rule.history.minutes})) AS [_scores]`,
        ],
        [`FROM [${intervals}]`],
      ),
    ],
    select: [
      ...rule.payload.map(bracket),
      '[value]',
      "CAST(GetRecordPropertyValue([_scores], 'Score') AS float) AS [score]",
    ],
    from: [`FROM [${scores}]`, "WHERE CAST(GetRecordPropertyValue([_scores], 'IsAnomaly') AS bigint) = 1"],
  };
}

/** Keys are brought to their types in a step before, because a join is fast on plain columns only. */
function referenceQuery(rule: ReferenceAlert, contract: DataContract): RuleQuery {
  const [events, reference] = [`events_${rule.name}`, referenceInput(rule)];
  const known = new Set(rule.exported.map(({ name }) => `${REFERENCE_PREFIX}${name}`));
  const read = (name: string, type: DataType): string =>
    known.has(name)
      ? `TRY_CAST([${reference}].[${name.slice(REFERENCE_PREFIX.length)}] AS ${streamType(type)})`
      : `[${events}].[${name}]`;
  const [all] = stepsOf(rule.relation);
  const own = (all?.columns ?? []).filter(({ name }) => contract.columns[name] !== undefined);
  const cast = castOf(contract, contract.name);
  const on = rule.on.map((name) => `[${events}].[${name}] = [${reference}].[${name}]`);
  return {
    steps: [step(events, columns(own, cast), [`FROM [${contract.name}]`])],
    select: rule.relation.columns.map(({ name, type }) => `${read(name, type)} AS [${name}]`),
    from: [
      `FROM [${events}]`,
      `${rule.how === 'left' ? 'LEFT OUTER JOIN' : 'JOIN'} [${reference}] ON ${on.join(' AND ')}`,
      ...where(rule, read),
    ],
  };
}

/** Typed events at their own times; those without a value that the rule cannot do without are left out. */
function timedEvents(
  name: string,
  rule: AlertRule,
  contract: DataContract,
  present: readonly string[],
  added: readonly string[] = [],
): RuleQuery['steps'][number] {
  const input = timedInput(contract.name);
  const cast = castOf(contract, input);
  const known = new Map(rule.relation.columns.map((column) => [column.name, column.type]));
  const filter = conditionOf(rule.relation);
  const kept = [
    ...present.map((column) => `${cast(column, known.get(column) ?? { kind: 'long' })} IS NOT NULL`),
    ...(filter ? [condition(filter, cast)] : []),
  ];
  const time = `TRY_CAST(${placeOf(contract, eventTimeOf(contract))} AS datetime)`;
  return step(
    name,
    [...columns(rule.relation.columns, cast), `System.Timestamp() AS ${EVENT_AT}`, ...added],
    [`FROM [${input}] TIMESTAMP BY ${time}`, ...(kept.length > 0 ? [`WHERE ${kept.join(' AND ')}`] : [])],
  );
}

function step(name: string, select: readonly string[], rest: readonly string[]): RuleQuery['steps'][number] {
  return { name, text: [`SELECT\n    ${select.join(',\n    ')}`, ...rest].join('\n') };
}

function columns(all: readonly ColumnInfo[], cast: (name: string, type: DataType) => string): string[] {
  return all.map(({ name, type }) => `${cast(name, type)} AS [${name}]`);
}

function where(rule: AlertRule, column: (name: string, type: DataType) => string): string[] {
  const filter = conditionOf(rule.relation);
  if (!filter) throw new Error(`not validated: "${rule.name}" has no condition`);
  return [`WHERE ${condition(filter, column)}`];
}

/** Events are read as they arrive, so every value is brought to its type first; what cannot be is null. */
function castOf(contract: DataContract, input: string): (name: string, type: DataType) => string {
  return (name, type) => {
    const place = `[${input}].${placeOf(contract, name)}`;
    // An array is only ever tested for null.
    return type.kind === 'array' ? place : `TRY_CAST(${place} AS ${streamType(type)})`;
  };
}

function bracket(name: string): string {
  return `[${name}]`;
}

/** The inputs that a rule reads. */
export function inputsOf(rule: AlertRule): string[] {
  if (isTimed(rule)) return [timedInput(rule.source)];
  return rule.kind === 'reference' ? [rule.source, referenceInput(rule)] : [rule.source];
}

/** The whole statement that sends the alerts of a rule to an output. */
export function ruleStatement(rule: AlertRule, { select, from }: RuleQuery, output: string): string {
  const alertRow = [`${streamText(rule.name)} AS [alert]`, ...select, 'System.Timestamp() AS [raised_at]'];
  return [`SELECT\n    ${alertRow.join(',\n    ')}`, `INTO [${output}]`, ...from].join('\n');
}

/** Where an event holds the value of a column: inside the objects of its document, if in any. */
function placeOf(contract: DataContract, column: string): string {
  return pathOf(contract, column)
    .map((name) => `[${name}]`)
    .join('.');
}
