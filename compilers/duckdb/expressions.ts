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
import { BLANKS, BOOLEAN_TEXT, LOWER, TEXT_GRAMMAR, UPPER } from '../core/grammar';

/** What the compiler needs to know beside the flow. */
export interface DuckDbSettings {
  /** Put before a value that is pseudonymised. */
  readonly pepper: string;
}

/** Most digits of a decimal that DuckDB keeps in 64 bits. */
const NARROW = 18;

/** Parts of days and timestamps as DuckDB names them. */
const DATE_PARTS = {
  year: 'year',
  month: 'month',
  dayOfMonth: 'day',
  isoWeek: 'week',
  dayOfWeek: 'isodow',
  hour: 'hour',
  minute: 'minute',
} as const;

/** Macros that compiled statements call; run once on every connection. */
export const DUCKDB_MACROS: readonly string[] = [
  // Rounds half away from zero; both are HUGEINT, so that no digit is lost.
  `CREATE OR REPLACE TEMP MACRO divide_half_away(n, d) AS CASE WHEN d = 0 THEN NULL ELSE (n // d) + CASE WHEN abs(n % d) * 2 >= abs(d) THEN sign(n) * sign(d) ELSE 0 END END`,
];

/** Writes an expression as DuckDB SQL. */
export function duckDbExpression(node: Expression, settings: DuckDbSettings): string {
  const sql = (inner: Expression): string => duckDbExpression(inner, settings);
  switch (node.op) {
    case 'column':
      return identifier(node.name);
    case 'literal':
      return literal(node.value, node.type);
    case 'call':
      return call(node, sql, settings);
    case 'invalid':
      throw new Error(`not validated: ${node.problem}`);
  }
}

/** A type as DuckDB names it. */
export function duckDbType(type: DataType): string {
  switch (type.kind) {
    case 'string':
      return 'VARCHAR';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'long':
      return 'BIGINT';
    case 'array':
      return 'JSON[]';
    default:
      return type.kind.toUpperCase();
  }
}

/** A quoted name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A quoted text. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function literal(value: string | number | boolean | null, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${duckDbType(type)})`;
  if (type.kind === 'string') return text(String(value));
  if (type.kind === 'boolean') return String(value).toUpperCase();
  return `CAST(${typeof value === 'string' ? text(value) : value} AS ${duckDbType(type)})`;
}

function call(node: Call, sql: (inner: Expression) => string, settings: DuckDbSettings): string {
  const args = node.arguments;
  const all = args.map(sql);
  const [a = '', b = ''] = all;
  switch (node.name) {
    case 'equals':
      return `(${a} = ${b})`;
    case 'lessThan':
      return `(${a} < ${b})`;
    case 'lessThanOrEqual':
      return `(${a} <= ${b})`;
    case 'and':
      return `(${a} AND ${b})`;
    case 'or':
      // DuckDB computes both sides of OR for every row; a CASE leaves the other side alone where the first is true.
      return args[0]?.nullable === false ? `CASE WHEN ${a} THEN TRUE ELSE ${b} END` : `(${a} OR ${b})`;
    case 'not':
      return `(NOT ${a})`;
    case 'isNull':
      return `(${a} IS NULL)`;
    case 'isIn':
      return `(${a} IN (${all.slice(1).join(', ')}))`;
    case 'coalesce':
      return `COALESCE(${args.map((arg) => as(arg, node.type, sql)).join(', ')})`;
    case 'when':
      return caseWhen(node, sql);
    case 'plus':
      return arithmetic('+', node, sql);
    case 'minus':
      return arithmetic('-', node, sql);
    case 'times':
      return arithmetic('*', node, sql);
    case 'dividedBy':
      return division(node, sql);
    case 'round':
      return as(argument(node, 0), node.type, sql);
    case 'negate':
      return `(-${exact(argument(node, 0), sql)})`;
    case 'abs':
      return `abs(${exact(argument(node, 0), sql)})`;
    case 'floor':
    case 'ceiling':
      // Of whole numbers it would be a double.
      return node.type.kind === 'decimal'
        ? `CAST(${node.name === 'floor' ? 'floor' : 'ceil'}(${a}) AS ${duckDbType(node.type)})`
        : a;
    case 'modulo':
      // The smallest number by -1 would overflow in its own type.
      return `CAST(CAST(${a} AS HUGEINT) % NULLIF(CAST(${b} AS HUGEINT), 0) AS ${duckDbType(node.type)})`;
    case 'least':
      return extreme('least', node, sql);
    case 'greatest':
      return extreme('greatest', node, sql);
    case 'cast':
      return cast(argument(node, 0).type, node.type, a);
    case 'parse':
      return parse(a, node.type);
    case 'trim':
      return trim(a);
    case 'lower':
      return `translate(${a}, '${UPPER}', '${LOWER}')`;
    case 'upper':
      return `translate(${a}, '${LOWER}', '${UPPER}')`;
    case 'concat':
      return `(${all.join(' || ')})`;
    case 'startsWith':
      return `starts_with(${a}, ${b})`;
    case 'endsWith':
      return `ends_with(${a}, ${b})`;
    case 'contains':
      return `contains(${a}, ${b})`;
    case 'length':
      return `CAST(length(${a}) AS INTEGER)`;
    case 'substring':
      return `substring(${a}, ${constant(node, 1)}, ${constant(node, 2)})`;
    case 'right':
      return `right(${a}, ${constant(node, 1)})`;
    case 'replaceAll':
      return `replace(${all.join(', ')})`;
    case 'mask': {
      const keep = constant(node, 1);
      return `(repeat('*', greatest(length(${a}) - ${keep}, 0)) || right(${a}, ${keep}))`;
    }
    case 'matches':
      return `regexp_full_match(${a}, ${b})`;
    case 'addDays':
      return `CAST(${a} + ${b} AS DATE)`;
    case 'daysUntil':
      return `CAST(date_diff('day', ${a}, ${b}) AS INTEGER)`;
    case 'minutesUntil':
      return `((epoch_ms(${b}) - epoch_ms(${a})) // 60000)`;
    case 'startOfWeek':
      return `CAST(date_trunc('week', ${a}) AS DATE)`;
    case 'startOfMonth':
      return `CAST(date_trunc('month', ${a}) AS DATE)`;
    case 'inTimeZone':
      return `timezone(${b}, timezone('UTC', ${a}))`;
    case 'year':
    case 'month':
    case 'dayOfMonth':
    case 'isoWeek':
    case 'dayOfWeek':
    case 'hour':
    case 'minute':
      return `CAST(date_part('${DATE_PARTS[node.name]}', ${a}) AS INTEGER)`;
    case 'pseudonym':
      return `sha256(${text(settings.pepper)} || ${a})`;
  }
}

/** DuckDB leaves nulls out of both. */
function extreme(name: 'least' | 'greatest', node: Call, sql: (inner: Expression) => string): string {
  const nulls = node.arguments.filter(({ nullable }) => nullable).map((arg) => `${sql(arg)} IS NULL`);
  const value = `${name}(${node.arguments.map((arg) => as(arg, node.type, sql)).join(', ')})`;
  return nulls.length > 0 ? `CASE WHEN NOT (${nulls.join(' OR ')}) THEN ${value} END` : value;
}

function caseWhen(node: Call, sql: (inner: Expression) => string): string {
  const { cases, otherwise } = casesOf(node);
  const branches = cases.map(
    ([condition, value]) => `WHEN ${sql(condition)} THEN ${as(value, node.type, sql)}`,
  );
  return `CASE ${branches.join(' ')} ELSE ${otherwise ? as(otherwise, node.type, sql) : 'NULL'} END`;
}

function as(node: Expression, type: DataType, sql: (inner: Expression) => string): string {
  return duckDbType(node.type) === duckDbType(type) ? sql(node) : `CAST(${sql(node)} AS ${duckDbType(type)})`;
}

function arithmetic(operator: string, node: Call, sql: (inner: Expression) => string): string {
  const [left, right] = pair(node);
  if (node.type.kind === 'double') return `(${sql(left)} ${operator} ${sql(right)})`;
  return `CAST(${widened(exact(left, sql), exactOf(left), asDecimal(node.type))} ${operator} ${exact(right, sql)} AS ${duckDbType(node.type)})`;
}

/** DuckDB computes in 18 digits while both operands fit into them, and fails when the result does not. */
function widened(value: string, type: DecimalType, result: DecimalType): string {
  if (type.precision > NARROW || result.precision <= NARROW) return value;
  return `CAST(${value} AS DECIMAL(${Math.max(NARROW + 1, type.precision)},${type.scale}))`;
}

function exact(node: Expression, sql: (inner: Expression) => string): string {
  return as(node, exactOf(node), sql);
}

function exactOf(node: Expression): DecimalType {
  return asDecimal(exactTypeOf(node));
}

/** DuckDB divides decimals as doubles; whole numbers keep every digit. */
function division(node: Call, sql: (inner: Expression) => string): string {
  const [left, right] = pair(node);
  const { scale } = node.type as DecimalType;
  const dividend = widenedDividend(exactOf(left), scale);
  const divisor = exactOf(right);
  // Quotient × 10^scale = dividend × 10^(divisor's scale + scale - dividend's scale) / divisor, both without their points.
  const shift = divisor.scale + scale - dividend.scale;
  const numerator = withoutPoint(as(left, dividend, sql), dividend);
  const denominator = withoutPoint(as(right, divisor, sql), divisor);
  const quotient = `divide_half_away(${numerator}${times10(shift)}, ${denominator}${times10(-shift)})`;
  const whole = `CAST(${quotient} AS DECIMAL(${38 - scale},0))`;
  return `TRY_CAST(${scale === 0 ? whole : `${whole} * ${literal(`0.${'0'.repeat(scale - 1)}1`, { kind: 'decimal', precision: scale, scale })}`} AS ${duckDbType(node.type)})`;
}

function times10(power: number): string {
  return power > 0 ? ` * CAST(1${'0'.repeat(power)} AS HUGEINT)` : '';
}

function withoutPoint(value: string, { precision, scale }: DecimalType): string {
  if (scale === 0) return `CAST(${value} AS HUGEINT)`;
  // Past 38 digits the product would overflow; text is slower, and exact at any size.
  if (precision + scale > 38) return `CAST(replace(CAST(${value} AS VARCHAR), '.', '') AS HUGEINT)`;
  const shifted = widened(
    value,
    { kind: 'decimal', precision, scale },
    asDecimal({ kind: 'decimal', precision: precision + scale, scale }),
  );
  return `CAST(${shifted} * CAST(1${'0'.repeat(scale)} AS DECIMAL(${scale + 1},0)) AS HUGEINT)`;
}

function cast(from: DataType, to: DataType, value: string): string {
  if (to.kind === 'string' || to.kind === 'date') return `CAST(${value} AS ${duckDbType(to)})`;
  // A cast between decimals rounds half away from zero; one straight to a whole number need not.
  if (from.kind === 'decimal' && to.kind !== 'decimal')
    return `TRY_CAST(CAST(${value} AS DECIMAL(38,0)) AS ${duckDbType(to)})`;
  return `TRY_CAST(${value} AS ${duckDbType(to)})`;
}

/** Without the blanks at both ends. */
export function trim(value: string): string {
  const blanks = Array.from(BLANKS, (character) => `chr(${character.codePointAt(0)})`).join(' || ');
  return `trim(${value}, ${blanks})`;
}

function parse(value: string, type: DataType): string {
  const clean = trim(value);
  switch (type.kind) {
    case 'string':
      return `CASE WHEN length(${clean}) BETWEEN 1 AND ${type.length} THEN ${clean} END`;
    case 'boolean': {
      const lower = `lower(${clean})`;
      return `CASE WHEN ${lower} IN (${BOOLEAN_TEXT.true.map(text).join(', ')}) THEN TRUE WHEN ${lower} IN (${BOOLEAN_TEXT.false.map(text).join(', ')}) THEN FALSE END`;
    }
    case 'timestamp':
      return `CASE WHEN regexp_full_match(${clean}, '${TEXT_GRAMMAR.timestamp}') THEN date_trunc('millisecond', TRY_CAST(regexp_replace(${clean}, '(Z|[+]00:00)$', '') AS TIMESTAMP)) END`;
    case 'array':
      throw new Error('not validated: an array is read by a step of its own');
    default: {
      const grammar = type.kind === 'long' ? TEXT_GRAMMAR.integer : TEXT_GRAMMAR[type.kind];
      return `CASE WHEN regexp_full_match(${clean}, '${grammar}') THEN TRY_CAST(${clean} AS ${duckDbType(type)}) END`;
    }
  }
}
