import { type DataType, decimalType, type Kind, stringType } from '../types';
import { type FunctionName } from './functions';
import { callProblem, exactTypeOf, type TypeOrProblem } from './result-types';
import { type Expression, problemsOf } from './tree';

/** The call of a function, or the mistake that it would be. */
export function callNode(
  name: FunctionName,
  nodes: readonly Expression[],
  type: TypeOrProblem,
  nullable = nodes.some((node) => node.nullable),
): Expression {
  const problem = callProblem(name, nodes, type);
  const placeholder = 'problem' in type ? (nodes[0]?.type ?? { kind: 'integer' }) : type;
  // A mistake in an argument is reported alone: the argument's type is a placeholder, and what follows from it is no mistake.
  if (problem !== undefined && !isMistaken(nodes)) return invalidNode(`${name}: ${problem}`, placeholder);
  return { op: 'call', name, arguments: nodes, type: placeholder, nullable };
}

/** A mistake in the place of a value. */
export function invalidNode(problem: string, type: DataType): Expression {
  return { op: 'invalid', problem, type, nullable: true };
}

/** A constant. */
export function literalNode(value: string | number | boolean): Expression {
  if (typeof value === 'number') return numberNode(value);
  const type: DataType =
    typeof value === 'string' ? stringType(Math.max(1, value.length)) : { kind: 'boolean' };
  return { op: 'literal', value, type, nullable: false };
}

/** A constant beside a value of a type: text beside a date or a timestamp is read as one. */
export function constantNode(
  value: string | number | boolean | null | undefined,
  beside: DataType,
): Expression {
  if (value === undefined || value === null) return invalidNode('a value is missing (undefined)', beside);
  if (typeof value !== 'string' || (beside.kind !== 'date' && beside.kind !== 'timestamp'))
    return literalNode(value);
  const form = beside.kind === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
  const timestamp = new Date(`${value.replace(' ', 'T')}${beside.kind === 'date' ? 'T00:00:00' : ''}Z`);
  if (
    !form.test(value) ||
    Number.isNaN(timestamp.getTime()) ||
    !timestamp.toISOString().startsWith(value.slice(0, 10))
  ) {
    const allowed = beside.kind === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD HH:MM:SS';
    return invalidNode(`'${value}' is not a ${beside.kind} of the form ${allowed}`, beside);
  }
  return { op: 'literal', value, type: beside, nullable: false };
}

/** Whether there is a mistake inside one of them. */
export function isMistaken(nodes: readonly Expression[]): boolean {
  return nodes.some((node) => problemsOf(node).length > 0);
}

/** Types of values that end up in one column: whole constants beside decimals take no more digits than they have. */
export function operandTypes(nodes: readonly Expression[]): DataType[] {
  const decimals = nodes.some(({ type }) => type.kind === 'decimal');
  return nodes.map((node) => (decimals ? exactTypeOf(node) : node.type));
}

function numberNode(value: number): Expression {
  const digits = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(digits) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return invalidNode(`the number ${digits} has no exact decimal form; write it with fewer digits`, {
      kind: 'integer',
    });
  }
  if (Number.isInteger(value)) {
    const kind: Kind = Math.abs(value) < 2 ** 31 ? 'integer' : 'long';
    return { op: 'literal', value, type: { kind }, nullable: false };
  }
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const type = decimalType(whole.length + fraction.length, fraction.length);
  return { op: 'literal', value: digits, type, nullable: false };
}
