// Loaded by its first use: rules are computed by a preview alone.
import {
  addedNames,
  bronzeRows,
  type DataContract,
  type DataType,
  type Expression,
  MAX_STRING_LENGTH,
  type Readable,
  REFERENCE_PREFIX,
  type ReferenceAlert,
  type Sessions,
  stepsOf,
  type AlertRule,
  stringType,
  type Velocity,
  eventTimeOf,
} from '../../model';
import { conditionOf } from '../stream-analytics/conditions';
import { duckDbExpression } from './expressions';
import { identifier, text } from './literals';

const MINUTE = 60_000;

/**
 * What an alert rule would have raised of events that are all there, as one query; nothing for anomalies, whose model
 * is Stream Analytics' own.
 *
 * The meaning is the streaming job's, over event times: no event is late, and an alert on a single event is raised at the
 * time of the event instead of its arrival. Numbers with a point are doubles, as in the job.
 */
export function compileRule(
  rule: AlertRule,
  contract: DataContract,
  relation: (readable: Readable) => string,
): string | undefined {
  const events = typedEvents(rule, contract, relation);
  switch (rule.kind) {
    case 'event':
      return alertRow(rule, rule.payload.map(identifier), identifier(EVENT_AT), `(${events})`);
    case 'velocity':
      return velocityQuery(rule, events);
    case 'sessions':
      return sessionsQuery(rule, events);
    case 'reference':
      return referenceQuery(rule, contract, relation);
    case 'anomaly':
      return undefined;
  }
}

/** Names beside the contract's columns: none of these begins with an underscore. */
const EVENT_AT = '_event_at';

function velocityQuery(rule: Velocity, events: string): string {
  const { by, within, sum, atLeast } = rule;
  // A window of an hour ends with the event, and no longer has what was exactly an hour before.
  const frame = `RANGE BETWEEN INTERVAL ${within.minutes * MINUTE - 1} MILLISECONDS PRECEDING AND CURRENT ROW`;
  const window = `(PARTITION BY ${by.map(identifier).join(', ')} ORDER BY ${EVENT_AT} ${frame})`;
  const type = rule.relation.columns.find(({ name }) => name === sum?.of)?.type;
  const total = sum
    ? [`CAST(sum(${identifier(sum.of)}) OVER ${window} AS ${type ? streamedType(type) : ''}) AS _total`]
    : [];
  const counted = `SELECT *, ${[`count(*) OVER ${window} AS _events`, ...total].join(', ')} FROM (${present(events, by)})`;
  const enough = [
    ...(atLeast === undefined ? [] : [`_events >= ${atLeast}`]),
    ...(sum ? [`_total >= ${sum.atLeast}`] : []),
  ];
  const columns = [...rule.payload.map(identifier), '_events AS events', ...(sum ? ['_total AS total'] : [])];
  return alertRow(rule, columns, EVENT_AT, `(${counted}) WHERE ${enough.join(' AND ')}`);
}

/**
 * Sessions by arithmetic instead of a walk over events: events without a long pause form a run; a run is cut at the first
 * multiple of the longest duration that finds the session that old, and then at every second multiple, because the next
 * session begins just after a cut.
 */
function sessionsQuery(rule: Sessions, events: string): string {
  const [gap, longest] = [rule.gap.minutes * MINUTE, rule.maxDuration.minutes * MINUTE];
  const [name] = rule.by;
  const visitor = identifier(name);
  const ordered = `OVER (PARTITION BY ${visitor} ORDER BY _ms)`;
  const cut = `((_start + ${2 * longest - 1}) // ${longest} * ${longest})`;
  const aggregates = (rule.aggregation.step === 'aggregate' ? rule.aggregation.aggregates : []).map(
    ({ name: told_, aggregate: { name: verb, argument, type } }) => {
      const value = argument ? duckDbExpression(argument, NO_SECRETS) : '*';
      const call = verb === 'countDistinct' ? `count(DISTINCT ${value})` : `${verb}(${value})`;
      return `CAST(${call} AS ${streamedType(verb === 'sum' && argument ? argument.type : type)}) AS ${identifier(told_)}`;
    },
  );
  const query = [
    `WITH marked AS (SELECT *, epoch_ms(${EVENT_AT}) AS _ms FROM (${present(events, rule.by)}))`,
    `begun AS (SELECT *, CASE WHEN _ms - lag(_ms) ${ordered} <= ${gap} THEN 0 ELSE 1 END AS _new FROM marked)`,
    `runs AS (SELECT *, sum(_new) ${ordered} AS _run FROM begun)`,
    `started AS (SELECT *, min(_ms) OVER (PARTITION BY ${visitor}, _run) AS _start FROM runs)`,
    `parts AS (SELECT *, ${cut} AS _cut, CASE WHEN _ms <= ${cut} THEN 0 ELSE (_ms - ${cut} + ${2 * longest - 1}) // ${2 * longest} END AS _part FROM started)`,
    `whole AS (SELECT ${[
      visitor,
      `min(${EVENT_AT}) AS session_start`,
      `max(${EVENT_AT}) AS session_end`,
      'count(*) AS events',
      ...aggregates,
      `make_timestamp_ms(least(max(_ms) + ${gap}, _cut + ${2 * longest} * _part)) AS _ended`,
    ].join(', ')} FROM parts GROUP BY ${visitor}, _run, _part, _cut)`,
  ].join(', ');
  const names = rule.aggregation.columns
    .filter((column) => column.name !== name)
    .map((column) => column.name);
  const columns = [...rule.payload, 'session_start', 'session_end', 'events', ...names].map(identifier);
  return `${query} ${alertRow(rule, columns, '_ended', 'whole')}`;
}

function referenceQuery(
  rule: ReferenceAlert,
  contract: DataContract,
  relation: (readable: Readable) => string,
): string {
  const names = Object.keys(contract.columns);
  const events = `SELECT ${[...names.map((name) => typed(contract, name)), eventTime(contract)].join(', ')} FROM ${relation(bronzeRows(contract))}`;
  const known = rule.exported
    .map(
      ({ name, type }) =>
        `CAST(${identifier(name)} AS ${streamedType(type)}) AS ${identifier(`${REFERENCE_PREFIX}${name}`)}`,
    )
    .join(', ');
  const on = rule.on
    .map((name) => `e.${identifier(name)} = r.${identifier(`${REFERENCE_PREFIX}${name}`)}`)
    .join(' AND ');
  const joined = `(SELECT * FROM (${events}) e ${rule.how === 'left' ? 'LEFT' : 'INNER'} JOIN (SELECT ${known} FROM ${relation(rule.reference)}) r ON ${on})`;
  return alertRow(
    rule,
    rule.payload.map(identifier),
    EVENT_AT,
    `${joined} WHERE ${condition(conditionOf(rule.relation))}`,
  );
}

function typedEvents(
  rule: AlertRule,
  contract: DataContract,
  relation: (readable: Readable) => string,
): string {
  const [all] = stepsOf(rule.relation);
  const names = (all?.columns ?? []).filter(({ name }) => contract.columns[name] !== undefined);
  const columns = [...names.map(({ name }) => typed(contract, name)), eventTime(contract)];
  const filter = conditionOf(rule.relation);
  const events = `SELECT ${columns.join(', ')} FROM ${relation(bronzeRows(contract))}`;
  return filter ? `SELECT * FROM (${events}) WHERE ${condition(filter)}` : events;
}

/** Events without a value that the rule groups by, or without a time, count nowhere. */
function present(events: string, by: readonly string[]): string {
  const needed = [...by.map(identifier), EVENT_AT].map((name) => `${name} IS NOT NULL`);
  return `SELECT * FROM (${events}) WHERE ${needed.join(' AND ')}`;
}

function alertRow(rule: AlertRule, columns: readonly string[], at: string, from: string): string {
  const [alert = '', raised = ''] = [addedNames(rule)[0], addedNames(rule).at(-1)];
  return `SELECT ${[`${text(rule.name)} AS ${alert}`, ...columns, `${at} AS ${raised}`].join(', ')} FROM ${from}`;
}

function condition(node: Expression | undefined): string {
  return node ? duckDbExpression(node, NO_SECRETS) : 'TRUE';
}

function eventTime(contract: DataContract): string {
  const value = parsed(contract, eventTimeOf(contract));
  return `CAST(${value} AS TIMESTAMP) AS ${EVENT_AT}`;
}

function typed(contract: DataContract, name: string): string {
  return `${parsed(contract, name)} AS ${identifier(name)}`;
}

/** The typed value of raw text; what cannot be is null. Text stays as it is, as in the job. */
function parsed(contract: DataContract, name: string): string {
  const type = contract.columns[name]?.type;
  if (!type || type.kind === 'string') return identifier(name);
  const raw: Expression = {
    op: 'column',
    name,
    type: stringType(MAX_STRING_LENGTH),
    nullable: true,
  };
  const node: Expression = {
    op: 'call',
    name: 'parse',
    arguments: [raw],
    type: { kind: wider(type) },
    nullable: true,
  };
  return duckDbExpression(node, NO_SECRETS);
}

/** Stream Analytics has one kind of whole numbers, and no decimals. */
function wider(type: DataType): 'long' | 'double' | 'boolean' | 'date' | 'timestamp' {
  switch (type.kind) {
    case 'boolean':
    case 'date':
    case 'timestamp':
      return type.kind;
    case 'integer':
    case 'long':
      return 'long';
    default:
      return 'double';
  }
}

function streamedType(type: DataType): string {
  if (type.kind === 'string') return 'VARCHAR';
  const kind = wider(type);
  return kind === 'long' ? 'BIGINT' : kind.toUpperCase();
}

/** No function that a rule may use makes pseudonyms. */
const NO_SECRETS = { pepper: '' };
