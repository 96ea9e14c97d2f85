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
import { BOOLEAN_TEXT, LOWER, TEXT_GRAMMAR, UPPER } from '../core/grammar';

/** Name of the data flow parameter that carries the pepper of pseudonyms. */
export const PEPPER_PARAMETER = 'pepper';

/** Writes an expression in the language of mapping data flows. */
export function scriptExpression(node: Expression): string {
  switch (node.op) {
    case 'column':
      return scriptColumn(node.name);
    case 'literal':
      return literal(node.value, node.type);
    case 'call':
      return call(node);
    case 'invalid':
      throw new Error(`not validated: ${node.problem}`);
  }
}

/** A type as data flow scripts name it. */
export function scriptType(type: DataType): string {
  return type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.kind;
}

/** A column name, in braces where it does not begin with a letter. */
export function scriptColumn(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? name : `{${name}}`;
}

/** A quoted text. */
export function scriptText(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}'`;
}

/** Null as a value of a type. */
export function typedNull(type: DataType): string {
  return converted('null()', type);
}

function literal(value: string | number | boolean | null, type: DataType): string {
  if (value === null) return typedNull(type);
  switch (type.kind) {
    case 'string':
      return scriptText(String(value));
    case 'boolean':
      return `${value}()`;
    case 'long':
      return `${value}L`;
    case 'integer':
      return String(value);
    case 'date':
      return `toDate(${scriptText(String(value))}, 'yyyy-MM-dd')`;
    case 'timestamp':
      return `toTimestamp(${scriptText(String(value))}, 'yyyy-MM-dd HH:mm:ss')`;
    default:
      return converted(scriptText(String(value)), type);
  }
}

/** A value converted to a type; what does not fit is null. */
export function converted(value: string, type: DataType): string {
  if (type.kind === 'decimal') return `toDecimal(${value}, ${type.precision}, ${type.scale})`;
  return `to${type.kind.charAt(0).toUpperCase()}${type.kind.slice(1)}(${value})`;
}

function call(node: Call): string {
  const args = node.arguments;
  const all = args.map(scriptExpression);
  const [a = '', b = ''] = all;
  switch (node.name) {
    case 'equals':
      return `(${a} == ${b})`;
    case 'lessThan':
      return `(${a} < ${b})`;
    case 'lessThanOrEqual':
      return `(${a} <= ${b})`;
    case 'and':
      return `(${a} && ${b})`;
    case 'or':
      return `(${a} || ${b})`;
    case 'not':
      return `!(${a})`;
    case 'isNull':
      return `isNull(${a})`;
    case 'isIn':
      // in() does not say what null gives; equality does.
      return `(${all
        .slice(1)
        .map((value) => `${a} == ${value}`)
        .join(' || ')})`;
    case 'coalesce':
      return `coalesce(${args.map((arg) => as(arg, node.type)).join(', ')})`;
    case 'when':
      return caseOf(node);
    case 'plus':
      return arithmetic('+', node);
    case 'minus':
      return arithmetic('-', node);
    case 'times':
      return arithmetic('*', node);
    case 'dividedBy':
      return division(node);
    case 'round':
      return node.type.kind === 'decimal' ? converted(a, node.type) : a;
    case 'negate':
      return converted(`negate(${exact(argument(node, 0))})`, node.type);
    case 'abs':
      return converted(`abs(${exact(argument(node, 0))})`, node.type);
    case 'floor':
    case 'ceiling':
      return node.type.kind === 'decimal'
        ? converted(`${node.name === 'floor' ? 'floor' : 'ceil'}(${a})`, node.type)
        : a;
    case 'modulo':
      return converted(`toLong(${a}) % toLong(${b})`, node.type);
    case 'least':
      return extreme('least', node);
    case 'greatest':
      return extreme('greatest', node);
    case 'cast':
      return cast(argument(node, 0).type, node.type, a);
    case 'parse':
      return parse(a, node.type);
    case 'trim':
      return scriptTrim(a);
    case 'lower':
      return `translate(${a}, '${UPPER}', '${LOWER}')`;
    case 'upper':
      return `translate(${a}, '${LOWER}', '${UPPER}')`;
    case 'concat':
      return nullSafe(args, `concat(${all.join(', ')})`, node.type);
    case 'startsWith':
      return `startsWith(${a}, ${b})`;
    case 'endsWith':
      return `endsWith(${a}, ${b})`;
    case 'contains':
      return `(instr(${a}, ${b}) > 0)`;
    case 'length':
      return `length(${a})`;
    case 'substring':
      return `substring(${all.join(', ')})`;
    case 'right':
      return `right(${a}, ${b})`;
    case 'replaceAll':
      return `replace(${all.join(', ')})`;
    case 'mask':
      return mask(node);
    case 'matches':
      return `regexMatch(${a}, ${scriptText(`^(?:${String((args[1] as { value?: unknown }).value)})$`)})`;
    case 'addDays':
      return `addDays(${a}, ${b})`;
    case 'daysUntil':
      // The difference of two timestamps is in milliseconds; what that of two days is in, is not documented.
      return `toInteger(toDecimal(toTimestamp(${b}) - toTimestamp(${a}), 19, 0) / toDecimal(86400000, 8, 0))`;
    case 'minutesUntil': {
      const elapsed = `toLong(${b} - ${a})`;
      // A multiple of what it is divided by: nothing is left to be rounded.
      return `toLong(toDecimal(${elapsed} - ${elapsed} % 60000L, 19, 0) / toDecimal(60000, 5, 0))`;
    }
    case 'startOfWeek':
      return `addDays(${a}, 0 - (dayOfWeek(${a}) + 5) % 7)`;
    case 'startOfMonth':
      return `addDays(${a}, 1 - dayOfMonth(${a}))`;
    case 'inTimeZone':
      return `fromUTC(${a}, ${b})`;
    case 'year':
    case 'month':
    case 'dayOfMonth':
      return `${node.name}(${a})`;
    case 'isoWeek':
      return `weekOfYear(${a})`;
    case 'dayOfWeek':
      // Counted from Sunday there.
      return `((dayOfWeek(${a}) + 5) % 7 + 1)`;
    case 'hour':
    case 'minute':
      // Without a time zone, that of the cluster is taken.
      return `${node.name}(${a}, 'UTC')`;
    case 'pseudonym':
      return nullSafe(args, `sha2(256, concat($${PEPPER_PARAMETER}, ${a}))`, node.type);
  }
}

/** Nulls are left out of both. */
function extreme(name: 'least' | 'greatest', node: Call): string {
  const value = `${name}(${node.arguments.map((arg) => as(arg, node.type)).join(', ')})`;
  return nullSafe(node.arguments, value, node.type);
}

function mask(node: Call): string {
  const value = scriptExpression(argument(node, 0));
  const keep = constant(node, 1);
  const hidden = `rpad('', iif(length(${value}) > ${keep}, length(${value}) - ${keep}, 0), '*')`;
  return nullSafe(
    [argument(node, 0)],
    keep === '0' ? hidden : `concat(${hidden}, right(${value}, ${keep}))`,
    node.type,
  );
}

function nullSafe(args: readonly Expression[], value: string, type: DataType): string {
  const nullable = args.filter((arg) => arg.nullable).map((arg) => `isNull(${scriptExpression(arg)})`);
  return nullable.length > 0 ? `iif(${nullable.join(' || ')}, ${typedNull(type)}, ${value})` : value;
}

function caseOf(node: Call): string {
  const { cases, otherwise } = casesOf(node);
  const parts = cases.flatMap(([condition, value]) => [scriptExpression(condition), as(value, node.type)]);
  return `case(${[...parts, otherwise ? as(otherwise, node.type) : typedNull(node.type)].join(', ')})`;
}

function as(node: Expression, type: DataType): string {
  return scriptType(node.type) === scriptType(type)
    ? scriptExpression(node)
    : converted(scriptExpression(node), type);
}

function arithmetic(operator: string, node: Call): string {
  const [left, right] = pair(node);
  if (node.type.kind === 'double')
    return `(${scriptExpression(left)} ${operator} ${scriptExpression(right)})`;
  return converted(`${exact(left)} ${operator} ${exact(right)}`, node.type);
}

function exact(node: Expression): string {
  return as(node, asDecimal(exactTypeOf(node)));
}

function division(node: Call): string {
  const [left, right] = pair(node);
  const type = node.type as DecimalType;
  const dividend = as(left, widenedDividend(asDecimal(exactTypeOf(left)), type.scale));
  return converted(`${dividend} / ${exact(right)}`, type);
}

function cast(from: DataType, to: DataType, value: string): string {
  if (to.kind === 'decimal') return converted(value, to);
  if (to.kind === 'string')
    return from.kind === 'date' ? `toString(${value}, 'yyyy-MM-dd')` : `toString(${value})`;
  if (to.kind === 'integer' || to.kind === 'long') {
    // toDecimal() rounds half away from zero and keeps every digit; round() gives a double.
    const whole = from.kind === 'decimal' && from.scale > 0 ? `toDecimal(${value}, 38, 0)` : value;
    const digits = asDecimal(from).precision - asDecimal(from).scale;
    // Spark wraps what does not fit; a number of fewer digits always fits.
    if (
      from.kind === to.kind ||
      digits < (to.kind === 'integer' ? 9 : 18) ||
      (from.kind === 'integer' && to.kind === 'long')
    )
      return converted(whole, to);
    const [low, high] =
      to.kind === 'integer' ? ['-2147483648', '2147483647'] : ['-9223372036854775808', '9223372036854775807'];
    const bound = (text: string): string => `toDecimal('${text}', 19, 0)`;
    return `iif(${whole} >= ${bound(low)} && ${whole} <= ${bound(high)}, ${converted(whole, to)}, ${typedNull(to)})`;
  }
  return converted(value, to);
}

/** Without the blanks at both ends. */
export function scriptTrim(value: string): string {
  return `trim(${value}, ' \\t\\r\\n')`;
}

function matching(value: string, grammar: string): string {
  return `regexMatch(${value}, ${scriptText(`^(?:${grammar})$`)})`;
}

function parse(value: string, type: DataType): string {
  const clean = scriptTrim(value);
  const none = typedNull(type);
  switch (type.kind) {
    case 'string':
      return `iif(length(${clean}) >= 1 && length(${clean}) <= ${type.length}, ${clean}, ${none})`;
    case 'boolean': {
      const among = (texts: readonly string[]): string =>
        texts.map((text) => `lower(${clean}) == '${text}'`).join(' || ');
      return `case(${among(BOOLEAN_TEXT.true)}, true(), ${among(BOOLEAN_TEXT.false)}, false(), ${none})`;
    }
    case 'date': {
      const date = `toDate(${clean}, 'yyyy-MM-dd')`;
      // Written back and compared: a lenient reader makes 3 March of 31 February.
      return `iif(${matching(clean, TEXT_GRAMMAR.date)} && toString(${date}, 'yyyy-MM-dd') == ${clean}, ${date}, ${none})`;
    }
    case 'timestamp': {
      const local = `regexReplace(${clean}, '(Z|[+]00:00)$', '')`;
      const fraction = `iif(length(${local}) == 19, concat(${local}, '.'), ${local})`;
      const normal = `replace(left(rpad(${fraction}, 26, '0'), 23), 'T', ' ')`;
      const timestamp = `toTimestamp(${normal}, 'yyyy-MM-dd HH:mm:ss.SSS')`;
      return `iif(${matching(clean, TEXT_GRAMMAR.timestamp)} && toString(${timestamp}, 'yyyy-MM-dd') == left(${clean}, 10), ${timestamp}, ${none})`;
    }
    case 'array':
      throw new Error('not validated: an array is read by a step of its own');
    default: {
      const grammar = type.kind === 'long' ? TEXT_GRAMMAR.integer : TEXT_GRAMMAR[type.kind];
      return `iif(${matching(clean, grammar)}, ${converted(clean, type)}, ${none})`;
    }
  }
}
