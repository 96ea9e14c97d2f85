import {
  asDecimal,
  type Call,
  type DataType,
  type DecimalType,
  exactTypeOf,
  type Expression,
  widenedDividend,
} from '../../model';
import { argument, casesOf, constant, pair } from '../core/calls';
import { LOWER, UPPER } from '../core/grammar';
import { windowsTimeZone } from '../core/time-zones';

/** Collation of every text: UTF-8, compared code point by code point like the other engines do. */
export const COLLATION = 'Latin1_General_100_BIN2_UTF8';

const PREDICATES = new Set([
  'equals',
  'lessThan',
  'lessThanOrEqual',
  'and',
  'or',
  'not',
  'isNull',
  'isIn',
  'startsWith',
  'endsWith',
  'contains',
]);

/** A Monday: what DATEPART(weekday) gives depends on the session. */
const MONDAY = "CAST('0001-01-01' AS DATE)";

/** Writes an expression as a T-SQL value; a condition becomes a bit. */
export function tsqlValue(node: Expression): string {
  switch (node.op) {
    case 'column':
      return bracketed(node.name);
    case 'literal':
      return literal(node.value, node.type);
    case 'call':
      return PREDICATES.has(node.name) ? bit(tsqlPredicate(node)) : call(node);
    case 'invalid':
      throw new Error(`not validated: ${node.problem}`);
  }
}

/** Writes a boolean expression as a T-SQL condition. */
export function tsqlPredicate(node: Expression): string {
  if (node.op !== 'call' || !PREDICATES.has(node.name)) return `${tsqlValue(node)} = 1`;
  if (node.name === 'isNull') return `${tsqlValue(argument(node, 0))} IS NULL`;
  if (node.name === 'not') return `NOT (${tsqlPredicate(argument(node, 0))})`;
  const [left, right] = pair(node);
  switch (node.name) {
    case 'and':
      return `(${tsqlPredicate(left)} AND ${tsqlPredicate(right)})`;
    case 'or':
      return `(${tsqlPredicate(left)} OR ${tsqlPredicate(right)})`;
    case 'isIn':
      return `(${node.arguments
        .slice(1)
        .map((value) => equality(tsqlValue(left), tsqlValue(value), left.type))
        .join(' OR ')})`;
    case 'startsWith':
    case 'endsWith': {
      const side = node.name === 'startsWith' ? 'LEFT' : 'RIGHT';
      const length = [...constant(node, 1)].length;
      return equality(`${side}(${tsqlValue(left)}, ${length})`, tsqlValue(right), left.type);
    }
    case 'contains':
      return `CHARINDEX(${tsqlValue(right)}, ${tsqlValue(left)}) > 0`;
    case 'equals':
      return equality(tsqlValue(left), tsqlValue(right), left.type);
    default:
      return ordering(node.name === 'lessThan' ? '<' : '<=', tsqlValue(left), tsqlValue(right), left.type);
  }
}

/** Equality that sees trailing spaces: T-SQL's `=` does not, with any collation. */
export function equality(left: string, right: string, type: DataType): string {
  return type.kind === 'string'
    ? `(${left} = ${right} AND DATALENGTH(${left}) = DATALENGTH(${right}))`
    : `${left} = ${right}`;
}

/** The expressions by which rows of equal text, trailing spaces included, come together. */
export function groupKeys(value: string, type: DataType): string[] {
  return type.kind === 'string' ? [value, `DATALENGTH(${value})`] : [value];
}

/** A quoted name. */
export function bracketed(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** A quoted text. */
export function tsqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A type as serverless SQL names it; text takes four bytes for its widest characters. */
export function tsqlType(type: DataType): string {
  switch (type.kind) {
    case 'string':
      return `VARCHAR(${Math.min(8000, type.length * 4)})`;
    case 'integer':
      return 'INT';
    case 'long':
      return 'BIGINT';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'double':
      return 'FLOAT';
    case 'boolean':
      return 'BIT';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'DATETIME2(6)';
    case 'array':
      throw new Error('not validated: an array in gold');
  }
}

function bit(predicate: string): string {
  return `CAST(CASE WHEN ${predicate} THEN 1 WHEN NOT (${predicate}) THEN 0 END AS BIT)`;
}

function ordering(operator: '<' | '<=', left: string, right: string, type: DataType): string {
  if (type.kind !== 'string') return `${left} ${operator} ${right}`;
  return `(${left} < ${right} OR (${left} = ${right} AND DATALENGTH(${left}) ${operator} DATALENGTH(${right})))`;
}

function literal(value: string | number | boolean | null, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${tsqlType(type)})`;
  if (type.kind === 'string') return tsqlText(String(value));
  if (type.kind === 'boolean') return `CAST(${value ? 1 : 0} AS BIT)`;
  return `CAST(${typeof value === 'string' ? tsqlText(value) : value} AS ${tsqlType(type)})`;
}

function call(node: Call): string {
  const args = node.arguments;
  const a = args[0] ? tsqlValue(args[0]) : '';
  switch (node.name) {
    case 'coalesce':
      return `COALESCE(${args.map((arg) => as(arg, node.type)).join(', ')})`;
    case 'when':
      return caseWhen(node);
    case 'plus':
      return arithmetic('+', node);
    case 'minus':
      return arithmetic('-', node);
    case 'times':
      return arithmetic('*', node);
    case 'dividedBy':
      return division(node);
    case 'round':
      return node.type.kind === 'decimal' ? `CAST(${a} AS ${tsqlType(node.type)})` : a;
    case 'negate':
      return `(-${exact(argument(node, 0))})`;
    case 'abs':
      return `ABS(${exact(argument(node, 0))})`;
    case 'floor':
    case 'ceiling':
      return node.type.kind === 'decimal'
        ? `CAST(${node.name.toUpperCase()}(${a}) AS ${tsqlType(node.type)})`
        : a;
    case 'modulo': {
      // In decimals: the smallest number by -1 would overflow in its own type.
      const [left, right] = pair(node);
      return `CAST(${exact(left)} % NULLIF(${exact(right)}, 0) AS ${tsqlType(node.type)})`;
    }
    case 'least':
    case 'greatest':
      return extreme(node);
    case 'cast':
      return cast(argument(node, 0).type, node.type, a);
    case 'lower':
      return `TRANSLATE(${a}, '${UPPER}', '${LOWER}')`;
    case 'upper':
      return `TRANSLATE(${a}, '${LOWER}', '${UPPER}')`;
    case 'concat':
      return `(${args.map(tsqlValue).join(' + ')})`;
    case 'addDays':
      return `DATEADD(DAY, ${tsqlValue(argument(node, 1))}, ${a})`;
    case 'length':
      return length(a);
    case 'substring':
      return `SUBSTRING(${a}, ${constant(node, 1)}, ${constant(node, 2)})`;
    case 'right':
      return `RIGHT(${a}, ${constant(node, 1)})`;
    case 'replaceAll':
      return `REPLACE(${args.map(tsqlValue).join(', ')})`;
    case 'mask': {
      const [all, keep] = [length(a), constant(node, 1)];
      return `(REPLICATE('*', CASE WHEN ${all} > ${keep} THEN ${all} - ${keep} ELSE 0 END) + RIGHT(${a}, ${keep}))`;
    }
    case 'daysUntil':
      return `DATEDIFF(DAY, ${a}, ${tsqlValue(argument(node, 1))})`;
    case 'minutesUntil':
      return `(DATEDIFF_BIG(MILLISECOND, ${a}, ${tsqlValue(argument(node, 1))}) / 60000)`;
    case 'startOfWeek':
      return `DATEADD(DAY, -(DATEDIFF(DAY, ${MONDAY}, ${a}) % 7), ${a})`;
    case 'startOfMonth':
      return `DATEADD(DAY, 1 - DAY(${a}), ${a})`;
    case 'inTimeZone':
      return `${a} AT TIME ZONE 'UTC' AT TIME ZONE ${tsqlText(windowsTimeZone(constant(node, 1)))}`;
    case 'year':
    case 'month':
      return `${node.name.toUpperCase()}(${a})`;
    case 'dayOfMonth':
      return `DAY(${a})`;
    case 'isoWeek':
      return `DATEPART(ISO_WEEK, ${a})`;
    case 'dayOfWeek':
      return `(DATEDIFF(DAY, ${MONDAY}, ${a}) % 7 + 1)`;
    case 'hour':
    case 'minute':
      return `DATEPART(${node.name.toUpperCase()}, ${a})`;
    default:
      throw new Error(`not validated: ${node.name} is not offered in gold`);
  }
}

/** Number of characters: LEN leaves trailing spaces out. */
function length(value: string): string {
  return `LEN(REPLACE(${value}, ' ', '.'))`;
}

/** The first of the values that none of the others comes before or after; null beside any of them leaves none. */
function extreme(node: Call): string {
  const values = node.arguments.map((arg) => as(arg, node.type));
  const branches = values.map((value, index) => {
    const others = values.filter((_, other) => other !== index);
    const ahead = others.map((other) =>
      node.name === 'least'
        ? ordering('<=', value, other, node.type)
        : ordering('<=', other, value, node.type),
    );
    return `WHEN ${ahead.join(' AND ')} THEN ${value}`;
  });
  return `CASE ${branches.join(' ')} END`;
}

function caseWhen(node: Call): string {
  const { cases, otherwise } = casesOf(node);
  const branches = cases.map(
    ([condition, value]) => `WHEN ${tsqlPredicate(condition)} THEN ${as(value, node.type)}`,
  );
  return `CASE ${branches.join(' ')} ELSE ${otherwise ? as(otherwise, node.type) : `CAST(NULL AS ${tsqlType(node.type)})`} END`;
}

function as(node: Expression, type: DataType): string {
  return tsqlType(node.type) === tsqlType(type)
    ? tsqlValue(node)
    : `CAST(${tsqlValue(node)} AS ${tsqlType(type)})`;
}

function arithmetic(operator: string, node: Call): string {
  const [left, right] = pair(node);
  if (node.type.kind === 'double') return `(${tsqlValue(left)} ${operator} ${tsqlValue(right)})`;
  return `CAST(${exact(left)} ${operator} ${exact(right)} AS ${tsqlType(node.type)})`;
}

function exact(node: Expression): string {
  return as(node, asDecimal(exactTypeOf(node)));
}

function division(node: Call): string {
  const [left, right] = pair(node);
  const dividend = as(left, widenedDividend(asDecimal(exactTypeOf(left)), (node.type as DecimalType).scale));
  return `TRY_CAST(${dividend} / NULLIF(${exact(right)}, 0) AS ${tsqlType(node.type)})`;
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
