import { type Call, type DataType, type DecimalType, widenedDividend } from '../../model';
import { argument, constant, pair } from '../core/calls';
import { notOffered } from '../core/target';
import { windowsTimeZone } from '../core/time-zones';
import { SQL_FUNCTIONS } from '../sql/functions';
import { as, exact, exactOf, type SqlFunctionTable, type SqlWriter } from '../sql/writer';
import { equality, ordering, tsqlText, tsqlType } from './literals';

/** A Monday: what DATEPART(weekday) gives depends on the session. */
const MONDAY = "CAST('0001-01-01' AS DATE)";

/** The functions as serverless SQL writes them. */
export const TSQL_FUNCTIONS: SqlFunctionTable<SqlWriter> = {
  ...SQL_FUNCTIONS,
  equals: { condition: ([a, b], call) => equality(a, b, typeOf(call)) },
  lessThan: { condition: ([a, b], call) => ordering('<', a, b, typeOf(call)) },
  lessThanOrEqual: { condition: ([a, b], call) => ordering('<=', a, b, typeOf(call)) },
  isIn: {
    condition: ([a, ...values], call) =>
      `(${values.map((value) => equality(a, value, typeOf(call))).join(' OR ')})`,
  },
  dividedBy: { nodes: division },
  round: ([a], { type }) => (type.kind === 'decimal' ? `CAST(${a} AS ${tsqlType(type)})` : a),
  // In decimals: the smallest number by -1 would overflow in its own type.
  modulo: {
    nodes: (call, write) => {
      const [left, right] = pair(call);
      return `CAST(${exact(left, write)} % NULLIF(${exact(right, write)}, 0) AS ${tsqlType(call.type)})`;
    },
  },
  least: { nodes: extreme((value, other, type) => ordering('<=', value, other, type)) },
  greatest: { nodes: extreme((value, other, type) => ordering('<=', other, value, type)) },
  cast: ([a], call) => cast(typeOf(call), call.type, a),
  parse: notOffered(
    'TRY_CAST reads text by other rules than the one grammar',
    'type the text in a silver table',
  ),
  trim: notOffered('what is in silver has been trimmed', 'trim it in a silver table'),
  concat: (texts) => `(${texts.join(' + ')})`,
  startsWith: {
    condition: ([a, prefix], call) => equality(`LEFT(${a}, ${sought(call)})`, prefix, typeOf(call)),
  },
  endsWith: {
    condition: ([a, suffix], call) => equality(`RIGHT(${a}, ${sought(call)})`, suffix, typeOf(call)),
  },
  contains: { condition: ([a, part]) => `CHARINDEX(${part}, ${a}) > 0` },
  length: ([a]) => length(a),
  mask: ([a], call) => {
    const [all, keep] = [length(a), constant(call, 1)];
    return `(REPLICATE('*', CASE WHEN ${all} > ${keep} THEN ${all} - ${keep} ELSE 0 END) + RIGHT(${a}, ${keep}))`;
  },
  matches: notOffered('it has no regular expressions', 'derive the condition in a silver table'),
  extract: notOffered('it has no regular expressions', 'let a contract say how the text is written'),
  addMilliseconds: notOffered(
    'what is in silver is a timestamp',
    'let a contract say how the text is written',
  ),
  addDays: ([a, days]) => `DATEADD(DAY, ${days}, ${a})`,
  daysUntil: ([a, b]) => `DATEDIFF(DAY, ${a}, ${b})`,
  minutesUntil: ([a, b]) => `(DATEDIFF_BIG(MILLISECOND, ${a}, ${b}) / 60000)`,
  startOfWeek: ([a]) => `DATEADD(DAY, -(DATEDIFF(DAY, ${MONDAY}, ${a}) % 7), ${a})`,
  startOfMonth: ([a]) => `DATEADD(DAY, 1 - DAY(${a}), ${a})`,
  inTimeZone: ([a], call) =>
    `${a} AT TIME ZONE 'UTC' AT TIME ZONE ${tsqlText(windowsTimeZone(constant(call, 1)))}`,
  year: ([a]) => `YEAR(${a})`,
  month: ([a]) => `MONTH(${a})`,
  dayOfMonth: ([a]) => `DAY(${a})`,
  isoWeek: ([a]) => `DATEPART(ISO_WEEK, ${a})`,
  dayOfWeek: ([a]) => `(DATEDIFF(DAY, ${MONDAY}, ${a}) % 7 + 1)`,
  hour: ([a]) => `DATEPART(HOUR, ${a})`,
  minute: ([a]) => `DATEPART(MINUTE, ${a})`,
  pseudonym: notOffered(
    'the pepper would stand in the text of a view',
    'derive the pseudonym in a silver table',
  ),
};

/** The type of the first argument, which is that of the others. */
function typeOf(call: Call): DataType {
  return argument(call, 0).type;
}

/** Number of characters of the constant that is looked for. */
function sought(call: Call): number {
  return [...constant(call, 1)].length;
}

/** Number of characters: LEN leaves trailing spaces out. */
function length(value: string): string {
  return `LEN(REPLACE(${value}, ' ', '.'))`;
}

/** The first of the values that none of the others comes before or after; null beside any of them leaves none. */
function extreme(
  ahead: (value: string, other: string, type: DataType) => string,
): (call: Call, write: SqlWriter) => string {
  return (call, write) => {
    const values = call.arguments.map((arg) => as(arg, call.type, write));
    const branches = values.map((value, index) => {
      const others = values.filter((_, other) => other !== index);
      return `WHEN ${others.map((other) => ahead(value, other, call.type)).join(' AND ')} THEN ${value}`;
    });
    return `CASE ${branches.join(' ')} END`;
  };
}

function division(call: Call, write: SqlWriter): string {
  const [left, right] = pair(call);
  const dividend = as(left, widenedDividend(exactOf(left), (call.type as DecimalType).scale), write);
  return `TRY_CAST(${dividend} / NULLIF(${exact(right, write)}, 0) AS ${tsqlType(call.type)})`;
}

function cast(from: DataType, to: DataType, value: string): string {
  if (to.kind === 'string')
    return from.kind === 'date' ? `CONVERT(VARCHAR(10), ${value}, 23)` : `CAST(${value} AS ${tsqlType(to)})`;
  if (to.kind === 'date') return `CAST(${value} AS DATE)`;
  // A cast to a whole number cuts; one between decimals rounds half away from zero.
  if (from.kind === 'decimal' && to.kind !== 'decimal')
    return `TRY_CAST(CAST(${value} AS DECIMAL(38,0)) AS ${tsqlType(to)})`;
  return `TRY_CAST(${value} AS ${tsqlType(to)})`;
}
