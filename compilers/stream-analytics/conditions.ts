import { type DataType, type Expression, type Relation } from '../../model';

/** How a column is written where a condition stands. */
export type ColumnWriter = (name: string, type: DataType) => string;

/** The functions that Stream Analytics computes as the other engines do. */
export const OFFERED: ReadonlySet<string> = new Set([
  'equals',
  'lessThan',
  'lessThanOrEqual',
  'and',
  'or',
  'not',
  'isNull',
  'isIn',
]);

/** The condition that keeps the events of a rule, if there is one. */
export function conditionOf(relation: Relation): Expression | undefined {
  if (relation.step === 'filter') return relation.condition;
  if (relation.step === 'read' || relation.step === 'sql') return undefined;
  return conditionOf(relation.input);
}

/** The functions in an expression that are not offered, in the order in which they are met. */
export function unsupported(node: Expression): string[] {
  if (node.op !== 'call') return [];
  return [...(OFFERED.has(node.name) ? [] : [node.name]), ...node.arguments.flatMap(unsupported)];
}

/** Writes a condition. */
export function condition(node: Expression, column: ColumnWriter): string {
  const value = (inner: Expression): string => operand(inner, column);
  if (node.op !== 'call') return `${value(node)} = 1`;
  const [a, b] = node.arguments;
  const inner = (expression: Expression | undefined): string =>
    expression ? condition(expression, column) : '';
  switch (node.name) {
    case 'and':
      return `(${inner(a)} AND ${inner(b)})`;
    case 'or':
      return `(${inner(a)} OR ${inner(b)})`;
    case 'not':
      return `NOT (${inner(a)})`;
    case 'isNull':
      return `${a ? value(a) : ''} IS NULL`;
    case 'isIn':
      return `(${node.arguments
        .slice(1)
        .map((other) => `${a ? value(a) : ''} = ${value(other)}`)
        .join(' OR ')})`;
    default: {
      const operator = { equals: '=', lessThan: '<', lessThanOrEqual: '<=' }[node.name as 'equals'];
      return `${a ? value(a) : ''} ${operator} ${b ? value(b) : ''}`;
    }
  }
}

/** The type that Stream Analytics has for one of ours: there are no decimals, so these become floats. */
export function streamType(type: DataType): string {
  switch (type.kind) {
    case 'string':
      return 'nvarchar(max)';
    case 'integer':
    case 'long':
      return 'bigint';
    case 'boolean':
      return 'bit';
    case 'date':
    case 'timestamp':
      return 'datetime';
    default:
      return 'float';
  }
}

/** A quoted text. */
export function streamText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function operand(node: Expression, column: ColumnWriter): string {
  if (node.op === 'column') return column(node.name, node.type);
  if (node.op === 'literal')
    return typeof node.value === 'string' && node.type.kind === 'string'
      ? streamText(node.value)
      : literal(node.value, node.type);
  throw new Error(`not validated: ${node.op === 'call' ? node.name : node.problem}`);
}

function literal(value: string | number | boolean | null, type: DataType): string {
  if (type.kind === 'boolean') return value ? '1' : '0';
  return type.kind === 'date' || type.kind === 'timestamp'
    ? `CAST('${String(value)}' AS datetime)`
    : String(value);
}
