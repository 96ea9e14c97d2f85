import type { Call, DataType } from '../../model';
import { argument, casesOf, constant, pair } from '../core/calls';
import { LOWER, UPPER } from '../core/grammar';
import { as, exact, type SqlFunctionTable, type SqlWriter } from './writer';

/** The functions that dialects write alike; each says for itself where it differs. */
export const SQL_FUNCTIONS = {
  equals: { condition: ([a, b]) => `${a} = ${b}` },
  lessThan: { condition: ([a, b]) => `${a} < ${b}` },
  lessThanOrEqual: { condition: ([a, b]) => `${a} <= ${b}` },
  and: { connective: ([a, b]) => `(${a} AND ${b})` },
  or: { connective: ([a, b]) => `(${a} OR ${b})` },
  not: { connective: ([a]) => `NOT (${a})` },
  isNull: { condition: ([a]) => `${a} IS NULL` },
  coalesce: {
    nodes: (call, write) => `COALESCE(${call.arguments.map((arg) => as(arg, call.type, write)).join(', ')})`,
  },
  when: { nodes: caseWhen },
  plus: { nodes: arithmetic('+') },
  minus: { nodes: arithmetic('-') },
  times: { nodes: arithmetic('*') },
  negate: { nodes: (call, write) => `(-${exact(argument(call, 0), write)})` },
  abs: { nodes: (call, write) => `ABS(${exact(argument(call, 0), write)})` },
  floor: ([a], { type }, write) => whole(`FLOOR(${a})`, a, type, write),
  ceiling: ([a], { type }, write) => whole(`CEILING(${a})`, a, type, write),
  lower: ([a]) => `TRANSLATE(${a}, '${UPPER}', '${LOWER}')`,
  upper: ([a]) => `TRANSLATE(${a}, '${LOWER}', '${UPPER}')`,
  substring: ([a], call) => `SUBSTRING(${a}, ${constant(call, 1)}, ${constant(call, 2)})`,
  right: ([a], call) => `RIGHT(${a}, ${constant(call, 1)})`,
  replaceAll: ([a, from, to]) => `REPLACE(${a}, ${from}, ${to})`,
} as const satisfies Partial<SqlFunctionTable<SqlWriter>>;

function caseWhen(call: Call, write: SqlWriter): string {
  const { cases, otherwise } = casesOf(call);
  const branches = cases.map(
    ([condition, value]) => `WHEN ${write.condition(condition)} THEN ${as(value, call.type, write)}`,
  );
  return `CASE ${branches.join(' ')} ELSE ${otherwise ? as(otherwise, call.type, write) : `CAST(NULL AS ${write.type(call.type)})`} END`;
}

function arithmetic(operator: string): (call: Call, write: SqlWriter) => string {
  return (call, write) => {
    const [left, right] = pair(call);
    return call.type.kind === 'double'
      ? `(${write.value(left)} ${operator} ${write.value(right)})`
      : `CAST(${exact(left, write)} ${operator} ${exact(right, write)} AS ${write.type(call.type)})`;
  };
}

/** Of a whole number, it is the number itself. */
function whole(rounded: string, value: string, type: DataType, write: SqlWriter): string {
  return type.kind === 'decimal' ? `CAST(${rounded} AS ${write.type(type)})` : value;
}
