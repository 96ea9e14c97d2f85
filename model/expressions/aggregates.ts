import { type Flaw } from '../errors';
import {
  asDecimal,
  type DataType,
  decimalType,
  describeType,
  type ExactNumber,
  isExactNumber,
  type Kind,
  MAX_PRECISION,
} from '../types';
import { type Expr, invalid } from './expr';
import { invalidNode, nodeOf } from './nodes';
import { argumentFlaw } from './result-types';
import { type Aggregate, type Expression, flawsOf } from './tree';

/** Most digits behind the point of an average: more would leave too few before it. */
const MAX_AVERAGE_SCALE = 12;

/** A typed value computed from the rows of one group. */
export class AggregateExpr<K extends Kind> {
  /** The kind of the value. */
  declare readonly kind: K;

  /**
   * @param node what is computed.
   * @param mean for an average, whose sum the node is: what the sum is divided by, and the digits behind the point.
   */
  constructor(
    readonly node: Aggregate,
    readonly mean?: { readonly count: Aggregate; readonly scale: number },
  ) {}
}

/** Sum of the values that are not null, exact, with ten more digits than one value has; null when there is none. */
export function sum(value: Expr<ExactNumber>): AggregateExpr<'decimal'> {
  const node = nodeOf(value);
  const one = asDecimal(node.type);
  const type = decimalType(Math.min(MAX_PRECISION, one.precision + 10), one.scale);
  const wrong = !isExactNumber(node.type.kind) && flawsOf(node).length === 0;
  const argument = wrong ? invalidNode(notSummed(node.type), type) : node;
  return new AggregateExpr({ name: 'sum', argument, type, nullable: node.nullable });
}

function notSummed(type: DataType): Flaw {
  return {
    code: 'LH2002',
    got: `gives ${describeType(type)} to sum()`,
    allowed: 'integer, long, decimal',
    change: 'give another value, or cast it',
  };
}

/** Number of rows; of a value, number of rows that have it. */
export function count(value?: Expr<Kind>): AggregateExpr<'long'> {
  return new AggregateExpr({
    name: 'count',
    ...(value !== undefined && { argument: nodeOf(value) }),
    type: { kind: 'long' },
    nullable: false,
  });
}

/**
 * Mean of the values that are not null, rounded half away from zero to `scale` digits behind the point; null when there
 * is none.
 */
export function average(value: Expr<ExactNumber>, scale: number): AggregateExpr<'decimal'> {
  const legal = Number.isInteger(scale) && scale >= 0 && scale <= MAX_AVERAGE_SCALE;
  const total = sum(
    legal
      ? value
      : invalid(
          argumentFlaw(`average(…, ${scale})`, `a whole number of digits from 0 to ${MAX_AVERAGE_SCALE}`),
          nodeOf(value).type,
        ),
  );
  return new AggregateExpr(total.node, { count: count(value).node, scale: legal ? scale : 0 });
}

/** Number of different values that are not null. */
export function countDistinct(value: Expr<Kind>): AggregateExpr<'long'> {
  return new AggregateExpr({
    name: 'countDistinct',
    argument: nodeOf(value),
    type: { kind: 'long' },
    nullable: false,
  });
}

/** Smallest value that is not null; null when there is none. */
export function min<K extends Exclude<Kind, 'boolean'>>(value: Expr<K>): AggregateExpr<K> {
  return extreme('min', nodeOf(value));
}

/** Largest value that is not null; null when there is none. */
export function max<K extends Exclude<Kind, 'boolean'>>(value: Expr<K>): AggregateExpr<K> {
  return extreme('max', nodeOf(value));
}

function extreme<K extends Kind>(name: 'min' | 'max', argument: Expression): AggregateExpr<K> {
  return new AggregateExpr({ name, argument, type: argument.type, nullable: argument.nullable });
}
