import { asDecimal, type Call, type DataType, type DecimalType, widenedDividend } from '../../model';
import { argument, constant, pair } from '../core/calls';
import { SQL_FUNCTIONS } from '../sql/functions';
import { as, exact, exactOf, type SqlFunctionTable, type SqlWriter } from '../sql/writer';
import { OBJECT_FIELD_MACRO } from './json';
import { duckDbLiteral, duckDbType, text, trim } from './literals';
import { parsed } from './parse';

/** Writes expressions for DuckDB. */
export interface DuckDbWriter extends SqlWriter {
  /** Put before a value that is pseudonymised. */
  readonly pepper: string;
}

/** Macros that compiled statements call; run once on every connection. */
export const DUCKDB_MACROS: readonly string[] = [
  // Rounds half away from zero; both are HUGEINT, so that no digit is lost.
  `CREATE OR REPLACE TEMP MACRO divide_half_away(n, d) AS CASE WHEN d = 0 THEN NULL ELSE (n // d) + CASE WHEN abs(n % d) * 2 >= abs(d) THEN sign(n) * sign(d) ELSE 0 END END`,
  OBJECT_FIELD_MACRO,
];

/** Most digits of a decimal that DuckDB keeps in 64 bits. */
const NARROW = 18;

/** The functions as DuckDB writes them. */
export const DUCKDB_FUNCTIONS: SqlFunctionTable<DuckDbWriter> = {
  ...SQL_FUNCTIONS,
  // Both sides of OR are computed for every row; a CASE leaves the other side alone where the first is true.
  or: {
    connective: ([a, b], call) =>
      argument(call, 0).nullable ? `(${a} OR ${b})` : `CASE WHEN ${a} THEN TRUE ELSE ${b} END`,
  },
  isIn: { condition: ([a, ...values]) => `${a} IN (${values.join(', ')})` },
  plus: { nodes: arithmetic('+') },
  minus: { nodes: arithmetic('-') },
  times: { nodes: arithmetic('*') },
  dividedBy: { nodes: division },
  round: { nodes: (call, write) => as(argument(call, 0), call.type, write) },
  // The smallest number by -1 would overflow in its own type.
  modulo: ([a, b], { type }) =>
    `CAST(CAST(${a} AS HUGEINT) % NULLIF(CAST(${b} AS HUGEINT), 0) AS ${duckDbType(type)})`,
  least: { nodes: extreme('least') },
  greatest: { nodes: extreme('greatest') },
  cast: ([a], call) => cast(argument(call, 0).type, call.type, a),
  parse: ([a], { type }) => parsed(a, type),
  trim: ([a]) => trim(a),
  concat: (texts) => `(${texts.join(' || ')})`,
  startsWith: { condition: ([a, prefix]) => `starts_with(${a}, ${prefix})` },
  endsWith: { condition: ([a, suffix]) => `ends_with(${a}, ${suffix})` },
  contains: { condition: ([a, part]) => `contains(${a}, ${part})` },
  length: ([a]) => `CAST(length(${a}) AS INTEGER)`,
  mask: ([a], call) => {
    const keep = constant(call, 1);
    return `(repeat('*', greatest(length(${a}) - ${keep}, 0)) || right(${a}, ${keep}))`;
  },
  matches: { condition: ([a, pattern]) => `regexp_full_match(${a}, ${pattern})` },
  extract: ([a, pattern], call) =>
    `CASE WHEN regexp_full_match(${a}, ${pattern}) THEN regexp_extract(${a}, ${text(`^(?:${constant(call, 1)})$`)}, ${constant(call, 2)}) END`,
  addMilliseconds: ([a, duration]) => `(${a} + to_milliseconds(CAST(${duration} AS BIGINT)))`,
  addDays: ([a, days]) => `CAST(${a} + ${days} AS DATE)`,
  daysUntil: ([a, b]) => `CAST(date_diff('day', ${a}, ${b}) AS INTEGER)`,
  minutesUntil: ([a, b]) => `((epoch_ms(${b}) - epoch_ms(${a})) // 60000)`,
  startOfWeek: ([a]) => `CAST(date_trunc('week', ${a}) AS DATE)`,
  startOfMonth: ([a]) => `CAST(date_trunc('month', ${a}) AS DATE)`,
  inTimeZone: ([a, timeZone]) => `timezone(${timeZone}, timezone('UTC', ${a}))`,
  year: ([a]) => datePart('year', a),
  month: ([a]) => datePart('month', a),
  dayOfMonth: ([a]) => datePart('day', a),
  isoWeek: ([a]) => datePart('week', a),
  dayOfWeek: ([a]) => datePart('isodow', a),
  hour: ([a]) => datePart('hour', a),
  minute: ([a]) => datePart('minute', a),
  pseudonym: ([a], _call, { pepper }) => `sha256(${text(pepper)} || ${a})`,
};

function datePart(part: string, value: string): string {
  return `CAST(date_part('${part}', ${value}) AS INTEGER)`;
}

/** DuckDB leaves nulls out of both. */
function extreme(name: 'least' | 'greatest'): (call: Call, write: DuckDbWriter) => string {
  return (call, write) => {
    const nulls = call.arguments
      .filter(({ nullable }) => nullable)
      .map((arg) => `${write.value(arg)} IS NULL`);
    const value = `${name}(${call.arguments.map((arg) => as(arg, call.type, write)).join(', ')})`;
    return nulls.length > 0 ? `CASE WHEN NOT (${nulls.join(' OR ')}) THEN ${value} END` : value;
  };
}

function arithmetic(operator: string): (call: Call, write: DuckDbWriter) => string {
  return (call, write) => {
    const [left, right] = pair(call);
    if (call.type.kind === 'double') return `(${write.value(left)} ${operator} ${write.value(right)})`;
    const wide = widened(exact(left, write), exactOf(left), asDecimal(call.type));
    return `CAST(${wide} ${operator} ${exact(right, write)} AS ${duckDbType(call.type)})`;
  };
}

/** DuckDB computes in 18 digits while both operands fit into them, and fails when the result does not. */
function widened(value: string, type: DecimalType, result: DecimalType): string {
  if (type.precision > NARROW || result.precision <= NARROW) return value;
  return `CAST(${value} AS DECIMAL(${Math.max(NARROW + 1, type.precision)},${type.scale}))`;
}

/** DuckDB divides decimals as doubles; whole numbers keep every digit. */
function division(call: Call, write: DuckDbWriter): string {
  const [left, right] = pair(call);
  const { scale } = call.type as DecimalType;
  const dividend = widenedDividend(exactOf(left), scale);
  const divisor = exactOf(right);
  // Quotient × 10^scale = dividend × 10^(divisor's scale + scale - dividend's scale) / divisor, both without their points.
  const shift = divisor.scale + scale - dividend.scale;
  const numerator = withoutPoint(as(left, dividend, write), dividend);
  const denominator = withoutPoint(as(right, divisor, write), divisor);
  const quotient = `divide_half_away(${numerator}${times10(shift)}, ${denominator}${times10(-shift)})`;
  const whole = `CAST(${quotient} AS DECIMAL(${38 - scale},0))`;
  return `TRY_CAST(${scale === 0 ? whole : `${whole} * ${duckDbLiteral(`0.${'0'.repeat(scale - 1)}1`, { kind: 'decimal', precision: scale, scale })}`} AS ${duckDbType(call.type)})`;
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
