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
import type { FunctionTable } from '../core/target';
import { converted, scriptText, scriptTrim, scriptType, typedNull } from './literals';
import { parsed } from './parse';

/** Writes an expression. */
type Write = (node: Expression) => string;

/** Name of the data flow parameter that carries the pepper of pseudonyms. */
export const PEPPER_PARAMETER = 'pepper';

/** The functions as data flow scripts write them. */
export const SCRIPT_FUNCTIONS: FunctionTable<Write> = {
  equals: ([a, b]) => `(${a} == ${b})`,
  lessThan: ([a, b]) => `(${a} < ${b})`,
  lessThanOrEqual: ([a, b]) => `(${a} <= ${b})`,
  and: ([a, b]) => `(${a} && ${b})`,
  or: ([a, b]) => `(${a} || ${b})`,
  not: ([a]) => `!(${a})`,
  isNull: ([a]) => `isNull(${a})`,
  // in() does not say what null gives; equality does.
  isIn: ([a, ...values]) => `(${values.map((value) => `${a} == ${value}`).join(' || ')})`,
  coalesce: {
    nodes: (call, write) => `coalesce(${call.arguments.map((arg) => as(arg, call.type, write)).join(', ')})`,
  },
  when: { nodes: caseOf },
  plus: { nodes: arithmetic('+') },
  minus: { nodes: arithmetic('-') },
  times: { nodes: arithmetic('*') },
  dividedBy: { nodes: division },
  round: ([a], { type }) => whole(a, a, type),
  negate: { nodes: (call, write) => converted(`negate(${exact(argument(call, 0), write)})`, call.type) },
  abs: { nodes: (call, write) => converted(`abs(${exact(argument(call, 0), write)})`, call.type) },
  floor: ([a], { type }) => whole(`floor(${a})`, a, type),
  ceiling: ([a], { type }) => whole(`ceil(${a})`, a, type),
  modulo: ([a, b], { type }) => converted(`toLong(${a}) % toLong(${b})`, type),
  least: { nodes: extreme('least') },
  greatest: { nodes: extreme('greatest') },
  cast: ([a], call) => cast(argument(call, 0).type, call.type, a),
  parse: ([a], { type }) => parsed(a, type),
  trim: ([a]) => scriptTrim(a),
  lower: ([a]) => `translate(${a}, '${UPPER}', '${LOWER}')`,
  upper: ([a]) => `translate(${a}, '${LOWER}', '${UPPER}')`,
  concat: (texts, call, write) => nullSafe(call.arguments, `concat(${texts.join(', ')})`, call.type, write),
  startsWith: ([a, prefix]) => `startsWith(${a}, ${prefix})`,
  endsWith: ([a, suffix]) => `endsWith(${a}, ${suffix})`,
  contains: ([a, part]) => `(instr(${a}, ${part}) > 0)`,
  length: ([a]) => `length(${a})`,
  substring: ([a, start, length]) => `substring(${a}, ${start}, ${length})`,
  right: ([a, count]) => `right(${a}, ${count})`,
  replaceAll: ([a, from, to]) => `replace(${a}, ${from}, ${to})`,
  mask: ([a], call, write) => mask(a, call, write),
  matches: ([a], call) => `regexMatch(${a}, ${scriptText(`^(?:${constant(call, 1)})$`)})`,
  extract: ([a], call) => {
    const pattern = scriptText(`^(?:${constant(call, 1)})$`);
    // What it gives without a match is not documented.
    return `iif(regexMatch(${a}, ${pattern}), regexExtract(${a}, ${pattern}, ${constant(call, 2)}), ${typedNull(call.type)})`;
  },
  // A number added to a timestamp is a duration in milliseconds.
  addMilliseconds: ([a, duration]) => `(${a} + toLong(${duration}))`,
  addDays: ([a, days]) => `addDays(${a}, ${days})`,
  // The difference of two timestamps is in milliseconds; what that of two days is in, is not documented.
  daysUntil: ([a, b]) =>
    `toInteger(toDecimal(toTimestamp(${b}) - toTimestamp(${a}), 19, 0) / toDecimal(86400000, 8, 0))`,
  minutesUntil: ([a, b]) => {
    const elapsed = `toLong(${b} - ${a})`;
    // A multiple of what it is divided by: nothing is left to be rounded.
    return `toLong(toDecimal(${elapsed} - ${elapsed} % 60000L, 19, 0) / toDecimal(60000, 5, 0))`;
  },
  startOfWeek: ([a]) => `addDays(${a}, 0 - (dayOfWeek(${a}) + 5) % 7)`,
  startOfMonth: ([a]) => `addDays(${a}, 1 - dayOfMonth(${a}))`,
  year: ([a]) => `year(${a})`,
  month: ([a]) => `month(${a})`,
  dayOfMonth: ([a]) => `dayOfMonth(${a})`,
  isoWeek: ([a]) => `weekOfYear(${a})`,
  // Counted from Sunday there.
  dayOfWeek: ([a]) => `((dayOfWeek(${a}) + 5) % 7 + 1)`,
  inTimeZone: ([a, timeZone]) => `fromUTC(${a}, ${timeZone})`,
  // Without a time zone, that of the cluster is taken.
  hour: ([a]) => `hour(${a}, 'UTC')`,
  minute: ([a]) => `minute(${a}, 'UTC')`,
  pseudonym: ([a], call, write) =>
    nullSafe(call.arguments, `sha2(256, concat($${PEPPER_PARAMETER}, ${a}))`, call.type, write),
};

/** Of a whole number, it is the number itself. */
function whole(rounded: string, value: string, type: DataType): string {
  return type.kind === 'decimal' ? converted(rounded, type) : value;
}

/** Nulls are left out of both. */
function extreme(name: 'least' | 'greatest'): (call: Call, write: Write) => string {
  return (call, write) => {
    const value = `${name}(${call.arguments.map((arg) => as(arg, call.type, write)).join(', ')})`;
    return nullSafe(call.arguments, value, call.type, write);
  };
}

function mask(value: string, call: Call, write: Write): string {
  const keep = constant(call, 1);
  const hidden = `rpad('', iif(length(${value}) > ${keep}, length(${value}) - ${keep}, 0), '*')`;
  return nullSafe(
    [argument(call, 0)],
    keep === '0' ? hidden : `concat(${hidden}, right(${value}, ${keep}))`,
    call.type,
    write,
  );
}

function nullSafe(args: readonly Expression[], value: string, type: DataType, write: Write): string {
  const nullable = args.filter((arg) => arg.nullable).map((arg) => `isNull(${write(arg)})`);
  return nullable.length > 0 ? `iif(${nullable.join(' || ')}, ${typedNull(type)}, ${value})` : value;
}

function caseOf(call: Call, write: Write): string {
  const { cases, otherwise } = casesOf(call);
  const parts = cases.flatMap(([condition, value]) => [write(condition), as(value, call.type, write)]);
  return `case(${[...parts, otherwise ? as(otherwise, call.type, write) : typedNull(call.type)].join(', ')})`;
}

function as(node: Expression, type: DataType, write: Write): string {
  return scriptType(node.type) === scriptType(type) ? write(node) : converted(write(node), type);
}

function arithmetic(operator: string): (call: Call, write: Write) => string {
  return (call, write) => {
    const [left, right] = pair(call);
    return call.type.kind === 'double'
      ? `(${write(left)} ${operator} ${write(right)})`
      : converted(`${exact(left, write)} ${operator} ${exact(right, write)}`, call.type);
  };
}

function exact(node: Expression, write: Write): string {
  return as(node, asDecimal(exactTypeOf(node)), write);
}

function division(call: Call, write: Write): string {
  const [left, right] = pair(call);
  const type = call.type as DecimalType;
  const dividend = as(left, widenedDividend(asDecimal(exactTypeOf(left)), type.scale), write);
  return converted(`${dividend} / ${exact(right, write)}`, type);
}

function cast(from: DataType, to: DataType, value: string): string {
  if (to.kind === 'decimal') return converted(value, to);
  if (to.kind === 'string')
    return from.kind === 'date' ? `toString(${value}, 'yyyy-MM-dd')` : `toString(${value})`;
  if (to.kind === 'integer' || to.kind === 'long') {
    // toDecimal() rounds half away from zero and keeps every digit; round() gives a double.
    const rounded = from.kind === 'decimal' && from.scale > 0 ? `toDecimal(${value}, 38, 0)` : value;
    const digits = asDecimal(from).precision - asDecimal(from).scale;
    // Spark wraps what does not fit; a number of fewer digits always fits.
    if (
      from.kind === to.kind ||
      digits < (to.kind === 'integer' ? 9 : 18) ||
      (from.kind === 'integer' && to.kind === 'long')
    )
      return converted(rounded, to);
    const [low, high] =
      to.kind === 'integer' ? ['-2147483648', '2147483647'] : ['-9223372036854775808', '9223372036854775807'];
    const bound = (text: string): string => `toDecimal('${text}', 19, 0)`;
    return `iif(${rounded} >= ${bound(low)} && ${rounded} <= ${bound(high)}, ${converted(rounded, to)}, ${typedNull(to)})`;
  }
  return converted(value, to);
}
