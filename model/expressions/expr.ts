import {
  type DataType,
  decimalType,
  describeType,
  type ExactNumber,
  isExactNumber,
  type Kind,
  stringType,
} from '../types';
import {
  additionType,
  callProblem,
  commonType,
  exactTypeOf,
  productType,
  quotientType,
  roundedType,
  type TypeOrProblem,
} from './result-types';
import { type Call, type Expression, type FunctionName, problemsOf } from './tree';

/** What can stand where a value of kind `K` is wanted: an expression of a like kind, or a plain value. */
export type Operand<K extends Kind> =
  | Expr<K extends ExactNumber ? ExactNumber : K>
  | (K extends 'string' | 'date' | 'timestamp' ? string : K extends 'boolean' ? boolean : number);

/** Kind of an arithmetic result: exact numbers give decimals, doubles stay doubles. */
export type Arithmetic<K extends Kind> = K extends 'double' ? 'double' : 'decimal';

type Numeric = ExactNumber | 'double';

/**
 * A typed value computed from a row: a small immutable tree, never text.
 *
 * A mistake (mixing kinds, too many digits) does not throw here: it stays in the tree and is told at synth, with
 * every other mistake of the definition.
 */
export class Expr<K extends Kind> {
  /** The kind of the value; tells expressions of different kinds apart at compile time. */
  declare readonly kind: K;

  /** @param node the tree behind this value. */
  constructor(readonly node: Expression) {}

  /** True when both are equal; null when either is null. Text is compared exactly: case and trailing spaces count. */
  equals(other: Operand<K>): Expr<'boolean'> {
    return comparison('equals', this, other);
  }
  /** True when both differ; null when either is null. */
  notEquals(other: Operand<K>): Expr<'boolean'> {
    return this.equals(other).not();
  }
  /** True when this comes before the other; null when either is null. Text is ordered by code point. */
  lessThan(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessThan', this, other);
  }
  /** True when this is the other or comes before it; null when either is null. */
  atMost(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessOrEqual', this, other);
  }
  /** True when this comes after the other; null when either is null. */
  greaterThan(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessThan', operand(other, this.node.type), this);
  }
  /** True when this is the other or comes after it; null when either is null. */
  atLeast(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessOrEqual', operand(other, this.node.type), this);
  }
  /** True when this equals one of the values; null when this is null. */
  isIn(values: readonly Operand<K>[]): Expr<'boolean'> {
    const all = [this.node, ...values.map((value) => operand(value, this.node.type).node)];
    if (values.length === 0) return invalid('isIn needs at least one value', { kind: 'boolean' });
    return call('isIn', all, typed(commonType(all.map((node) => node.type)), { kind: 'boolean' }));
  }
  /** True when there is no value; never null. */
  isNull(): Expr<'boolean'> {
    return call('isNull', [this.node], { kind: 'boolean' }, false);
  }
  /** True when there is a value; never null. */
  isNotNull(): Expr<'boolean'> {
    return this.isNull().not();
  }
  /** This value, or the other where this is null. */
  orElse(other: Operand<K>): Expr<K> {
    const nodes = [this.node, operand(other, this.node.type).node];
    return call(
      'coalesce',
      nodes,
      commonType(operandTypes(nodes)),
      nodes.every((node) => node.nullable),
    );
  }

  /** True when both are; three-valued: false and null is false. */
  and(this: Expr<'boolean'>, other: Expr<'boolean'>): Expr<'boolean'> {
    return call('and', [this.node, operand(other, this.node.type).node], { kind: 'boolean' });
  }
  /** True when either is; three-valued: true or null is true. */
  or(this: Expr<'boolean'>, other: Expr<'boolean'>): Expr<'boolean'> {
    return call('or', [this.node, operand(other, this.node.type).node], { kind: 'boolean' });
  }
  /** The opposite; null stays null. */
  not(this: Expr<'boolean'>): Expr<'boolean'> {
    return call('not', [this.node], { kind: 'boolean' });
  }

  /** Sum; exact, wide enough for every result. */
  plus<N extends Numeric>(this: Expr<N>, other: Operand<N>): Expr<Arithmetic<N>> {
    return arithmetic('plus', this.node, operand(other, this.node.type).node, additionType);
  }
  /** Difference; exact, wide enough for every result. */
  minus<N extends Numeric>(this: Expr<N>, other: Operand<N>): Expr<Arithmetic<N>> {
    return arithmetic('minus', this.node, operand(other, this.node.type).node, additionType);
  }
  /** Product; exact, with the scales of both added. */
  times<N extends Numeric>(this: Expr<N>, other: Operand<N>): Expr<Arithmetic<N>> {
    return arithmetic('times', this.node, operand(other, this.node.type).node, productType);
  }
  /** Quotient rounded half away from zero to `scale` digits; null when the divisor is zero. */
  dividedBy(this: Expr<ExactNumber>, divisor: Operand<ExactNumber>, scale: number): Expr<'decimal'> {
    const right = operand(divisor, this.node.type).node;
    return call(
      'dividedBy',
      [this.node, right],
      quotientType(exactTypeOf(this.node), exactTypeOf(right), scale),
      true,
    );
  }
  /** Rounded half away from zero to `scale` digits behind the point. */
  round<N extends ExactNumber>(this: Expr<N>, scale: number): Expr<N> {
    const type = roundedType(this.node.type, scale);
    return call('round', [this.node], type);
  }

  /** As a decimal of that size, rounded half away from zero; null when it does not fit. */
  toDecimal(this: Expr<ExactNumber>, precision: number, scale: number): Expr<'decimal'> {
    return call('cast', [this.node], decimalType(precision, scale), true);
  }
  /** As a whole number of 64 bits, rounded half away from zero; null when it does not fit. */
  toLong(this: Expr<ExactNumber>): Expr<'long'> {
    return call('cast', [this.node], { kind: 'long' }, true);
  }
  /** As a whole number of 32 bits, rounded half away from zero; null when it does not fit. */
  toInteger(this: Expr<ExactNumber>): Expr<'integer'> {
    return call('cast', [this.node], { kind: 'integer' }, true);
  }
  /** As text: digits of a whole number, `YYYY-MM-DD` of a date. */
  toText(this: Expr<'integer' | 'long' | 'date'>): Expr<'string'> {
    return call('cast', [this.node], stringType(20));
  }
  /** The day of a moment, in UTC. */
  toDate(this: Expr<'timestamp'>): Expr<'date'> {
    return call('cast', [this.node], { kind: 'date' });
  }
  /** The day that many days later, or earlier when negative. */
  addDays(this: Expr<'date'>, days: number): Expr<'date'> {
    if (!Number.isInteger(days))
      return invalid(`addDays(${days}) needs a whole number of days`, { kind: 'date' });
    return call('addDays', [this.node, literal(days).node], { kind: 'date' });
  }

  /** Without spaces, tabs and line ends at both ends. Silver only: what is in silver has been trimmed. */
  trim(this: Expr<'string'>): Expr<'string'> {
    return call('trim', [this.node], this.node.type);
  }
  /** In lower case (A to Z only: other letters differ between engines and stay as they are). */
  lower(this: Expr<'string'>): Expr<'string'> {
    return call('lower', [this.node], this.node.type);
  }
  /** In upper case (a to z only: other letters differ between engines and stay as they are). */
  upper(this: Expr<'string'>): Expr<'string'> {
    return call('upper', [this.node], this.node.type);
  }
  /** This text followed by the others; null when any is null. */
  concat(this: Expr<'string'>, ...others: readonly Operand<'string'>[]): Expr<'string'> {
    const nodes = [this.node, ...others.map((other) => operand(other, this.node.type).node)];
    return call('concat', nodes, stringType(nodes.reduce((sum, { type }) => sum + lengthOf(type), 0)));
  }
  /** True when this text begins with that one. */
  startsWith(this: Expr<'string'>, prefix: string): Expr<'boolean'> {
    if (prefix === '')
      return invalid('startsWith needs a prefix of at least one character', { kind: 'boolean' });
    return call('startsWith', [this.node, literal(prefix).node], { kind: 'boolean' });
  }
  /**
   * True when the whole text matches a regular expression. Silver only: T-SQL has none.
   *
   * Character classes, groups, alternatives and counts mean the same on all engines; look-around and back references
   * are refused at synth.
   */
  matches(this: Expr<'string'>, pattern: RegExp): Expr<'boolean'> {
    const problem = patternProblem(pattern);
    if (problem) return invalid(problem, { kind: 'boolean' });
    return call('matches', [this.node, literal(pattern.source).node], { kind: 'boolean' });
  }
  /** A stable stand-in for a personal value: SHA-256 with a pepper, 64 lower-case hexadecimal digits. Silver only. */
  pseudonym(this: Expr<'string'>): Expr<'string'> {
    return call('pseudonym', [this.node], stringType(64));
  }
}

/**
 * A constant of the library's types.
 *
 * Whole numbers within 32 bits are integers, larger ones longs, fractions decimals of just their digits.
 */
export function literal(value: string): Expr<'string'>;
export function literal(value: number): Expr<ExactNumber>;
export function literal(value: boolean): Expr<'boolean'>;
export function literal(value: string | number | boolean): Expr<Kind>;
export function literal(value: string | number | boolean): Expr<Kind> {
  if (typeof value === 'number') return numberLiteral(value);
  const type: DataType =
    typeof value === 'string' ? stringType(Math.max(1, value.length)) : { kind: 'boolean' };
  return new Expr({ op: 'literal', value, type, nullable: false });
}

/** The first value whose condition is true; `otherwise` (null when left out) where none is. */
export function when<K extends Kind>(
  cases: readonly (readonly [condition: Expr<'boolean'>, value: Expr<K>])[],
  otherwise?: Expr<K>,
): Expr<K> {
  const values = cases.map(([, value]) => value.node).concat(otherwise ? [otherwise.node] : []);
  const type = commonType(operandTypes(values));
  const nodes = cases.flatMap(([condition, value]) => [condition.node, value.node]);
  return call(
    'when',
    otherwise ? [...nodes, otherwise.node] : nodes,
    type,
    !otherwise || values.some((v) => v.nullable),
  );
}

/** Text read as a value of a type by the library's one grammar; null when it is not one. See `docs/semantics.md`. */
export function parse<K extends Kind>(text: Expr<'string'>, type: DataType & { readonly kind: K }): Expr<K> {
  return call('parse', [text.node], type, true);
}

/** An expression that is a mistake: told at synth, with its place. */
export function invalid<K extends Kind>(problem: string, type: DataType): Expr<K> {
  return new Expr({ op: 'invalid', problem, type, nullable: true });
}

function numberLiteral(value: number): Expr<ExactNumber> {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return invalid(`the number ${text} has no exact decimal form; write it with fewer digits`, {
      kind: 'integer',
    });
  }
  if (Number.isInteger(value)) {
    const kind = Math.abs(value) < 2 ** 31 ? 'integer' : 'long';
    return new Expr({ op: 'literal', value, type: { kind }, nullable: false });
  }
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const type = decimalType(whole.length + fraction.length, fraction.length);
  return new Expr({ op: 'literal', value: text, type, nullable: false });
}

/** Turns an operand into an expression; text beside a date or a timestamp is read as one. */
function operand<K extends Kind>(value: Operand<K>, beside: DataType): Expr<Kind> {
  if (value instanceof Expr) return value;
  if (value === undefined || value === null) return invalid('a value is missing (undefined)', beside);
  const plain = value;
  if (typeof plain !== 'string' || (beside.kind !== 'date' && beside.kind !== 'timestamp'))
    return literal(plain);
  const form = beside.kind === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
  const moment = new Date(`${plain.replace(' ', 'T')}${beside.kind === 'date' ? 'T00:00:00' : ''}Z`);
  if (
    !form.test(plain) ||
    Number.isNaN(moment.getTime()) ||
    !moment.toISOString().startsWith(plain.slice(0, 10))
  ) {
    const allowed = beside.kind === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD HH:MM:SS';
    return invalid(`'${plain}' is not a ${beside.kind} of the form ${allowed}`, beside);
  }
  return new Expr({ op: 'literal', value: plain, type: beside, nullable: false });
}

function comparison(
  name: 'equals' | 'lessThan' | 'lessOrEqual',
  left: Expr<Kind>,
  right: unknown,
): Expr<'boolean'> {
  const other = operand(right as Operand<Kind>, left.node.type);
  const [a, b] = [left.node.type, other.node.type];
  const alike = a.kind === b.kind || (isExactNumber(a.kind) && isExactNumber(b.kind));
  if (!alike && !isMistaken([left.node, other.node]))
    return invalid(`cannot compare ${describeType(a)} with ${describeType(b)}; cast one of them`, {
      kind: 'boolean',
    });
  return call(name, [left.node, other.node], { kind: 'boolean' });
}

function arithmetic<K extends Kind>(
  name: FunctionName,
  left: Expression,
  right: Expression,
  resultType: (a: DataType, b: DataType) => TypeOrProblem,
): Expr<K> {
  return call(name, [left, right], resultType(exactTypeOf(left), exactTypeOf(right)));
}

function call<K extends Kind>(
  name: FunctionName,
  nodes: readonly Expression[],
  type: TypeOrProblem,
  nullable = nodes.some((node) => node.nullable),
): Expr<K> {
  const problem = callProblem(name, nodes, type);
  const standIn = 'problem' in type ? (nodes[0]?.type ?? { kind: 'integer' }) : type;
  // A mistake in an argument is told alone: the argument's type is a stand-in, and what follows from it is no mistake.
  if (problem !== undefined && !isMistaken(nodes)) return invalid(`${name}: ${problem}`, standIn);
  return new Expr({ op: 'call', name, arguments: nodes, type: standIn, nullable } satisfies Call);
}

function isMistaken(nodes: readonly Expression[]): boolean {
  return nodes.some((node) => problemsOf(node).length > 0);
}

/** Types of values that end up in one column: whole constants beside decimals take no more digits than they have. */
function operandTypes(nodes: readonly Expression[]): DataType[] {
  const decimals = nodes.some(({ type }) => type.kind === 'decimal');
  return nodes.map((node) => (decimals ? exactTypeOf(node) : node.type));
}

function typed(found: TypeOrProblem, result: DataType): TypeOrProblem {
  return 'problem' in found ? found : result;
}

function lengthOf(type: DataType): number {
  return type.kind === 'string' ? type.length : 20;
}

/** Regular expressions are one language only in this part: Java, RE2 and JavaScript agree on it. */
function patternProblem(pattern: unknown): string | undefined {
  if (!(pattern instanceof RegExp)) return 'matches needs a regular expression such as /[A-Z]{3}/';
  if (pattern.flags !== '') return `the pattern ${pattern} has flags; write both cases into a class instead`;
  if (/\\[^.\\/\-+*?()[\]{}|^$dwsnrt]/.test(pattern.source) || /\(\?[^:]/.test(pattern.source)) {
    return `the pattern ${pattern} uses what engines read differently; use classes, groups, alternatives and counts only`;
  }
  return undefined;
}
