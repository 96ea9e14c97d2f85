import { type Flaw } from '../errors';
import { type DataType, decimalType, type Kind, stringType } from '../types';
import { type FunctionName } from './functions';
import { callFlaw, exactTypeOf, type TypeOrFlaw } from './result-types';
import { type Expression, flawsOf } from './tree';

/** The call of a function, or the mistake that it would be. */
export function callNode(
  name: FunctionName,
  nodes: readonly Expression[],
  type: TypeOrFlaw,
  nullable = nodes.some((node) => node.nullable),
): Expression {
  const flaw = callFlaw(name, nodes, type);
  const placeholder = 'flaw' in type ? (nodes[0]?.type ?? { kind: 'integer' }) : type;
  // A mistake in an argument is reported alone: the argument's type is a placeholder, and what follows from it is no mistake.
  if (flaw !== undefined && !isMistaken(nodes)) return invalidNode(flaw, placeholder);
  return { op: 'call', name, arguments: nodes, type: placeholder, nullable };
}

const NO_VALUE: Flaw = {
  code: 'LH2008',
  got: 'has undefined or null where a value belongs',
  change: 'give a value; isNull() asks for rows without one',
};

const NO_CONSTANT: Flaw = {
  code: 'LH2008',
  got: 'has no constant where one belongs',
  allowed: 'a text, a number, true or false',
  change: 'give one of these, or an expression of the row',
};

/** What stands in the place of an expression of the row. */
const NO_EXPRESSION: Flaw = {
  code: 'LH2012',
  got: 'is no expression of the row',
  allowed: 'what is computed from columns, and literal(…)',
  change: 'compute it from the row, or wrap it in literal()',
};

/** The tree behind an expression; a mistake, where JavaScript gives something else. */
export function nodeOf(value: unknown): Expression {
  const { node } = (value ?? {}) as { readonly node?: Expression };
  const isExpression = typeof node === 'object' && node !== null && 'op' in node;
  return isExpression ? node : invalidNode(NO_EXPRESSION, { kind: 'integer' });
}

/** A mistake in the place of a value. */
export function invalidNode(flaw: Flaw, type: DataType): Expression {
  return { op: 'invalid', flaw, type, nullable: true };
}

/** A constant. */
export function literalNode(value: unknown): Expression {
  if (typeof value === 'number') return numberNode(value);
  if (typeof value !== 'string' && typeof value !== 'boolean')
    return invalidNode(NO_CONSTANT, { kind: 'boolean' });
  const type: DataType =
    typeof value === 'string' ? stringType(Math.max(1, value.length)) : { kind: 'boolean' };
  return { op: 'literal', value, type, nullable: false };
}

/** A constant beside a value of a type: text beside a date or a timestamp is read as one. */
export function constantNode(value: unknown, beside: DataType): Expression {
  if (value === undefined || value === null) return invalidNode(NO_VALUE, beside);
  if (typeof value !== 'string' || (beside.kind !== 'date' && beside.kind !== 'timestamp'))
    return literalNode(value);
  const form = beside.kind === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
  const timestamp = new Date(`${value.replace(' ', 'T')}${beside.kind === 'date' ? 'T00:00:00' : ''}Z`);
  if (
    !form.test(value) ||
    Number.isNaN(timestamp.getTime()) ||
    !timestamp.toISOString().startsWith(value.slice(0, 10))
  ) {
    return invalidNode(
      {
        code: 'LH2009',
        got: `has '${value}' where a ${beside.kind} belongs`,
        allowed: `one of the calendar, written ${beside.kind === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD HH:MM:SS'}`,
        change: 'correct it',
      },
      beside,
    );
  }
  return { op: 'literal', value, type: beside, nullable: false };
}

/** Whether there is a mistake inside one of them. */
export function isMistaken(nodes: readonly Expression[]): boolean {
  return nodes.some((node) => flawsOf(node).length > 0);
}

/** Types of values that end up in one column: whole constants beside decimals take no more digits than they have. */
export function operandTypes(nodes: readonly Expression[]): DataType[] {
  const decimals = nodes.some(({ type }) => type.kind === 'decimal');
  return nodes.map((node) => (decimals ? exactTypeOf(node) : node.type));
}

function numberNode(value: number): Expression {
  const digits = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(digits) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return invalidNode(
      {
        code: 'LH2010',
        got: `has the number ${digits}, which has no exact decimal form`,
        change: 'write it with fewer digits',
      },
      { kind: 'integer' },
    );
  }
  if (Number.isInteger(value)) {
    const kind: Kind = Math.abs(value) < 2 ** 31 ? 'integer' : 'long';
    return { op: 'literal', value, type: { kind }, nullable: false };
  }
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const type = decimalType(whole.length + fraction.length, fraction.length);
  return { op: 'literal', value: digits, type, nullable: false };
}
