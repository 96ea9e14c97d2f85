import { asDecimal, decimalType, type ExactNumber, type Kind, MAX_PRECISION } from '../types';
import { type Expr, invalid } from './expr';
import { nodeOf } from './nodes';
import { argumentFlaw } from './result-types';
import { type WindowCall } from './tree';

/** A typed value computed from the rows around a row. */
export class WindowFunction<K extends Kind> {
  /** The kind of the value. */
  declare readonly kind: K;

  /** @param node what is computed. */
  constructor(readonly node: WindowCall) {}
}

/** Place of the row in its partition, from 1; rows that the order leaves equal are told apart by their other columns. */
export function rowNumber(): WindowFunction<'long'> {
  return new WindowFunction({ name: 'rowNumber', type: { kind: 'long' }, nullable: false });
}

/** One more than the number of rows before it in the order; equal rows share a rank, and the next ranks are left out. */
export function rank(): WindowFunction<'long'> {
  return new WindowFunction({ name: 'rank', type: { kind: 'long' }, nullable: false });
}

/** The value of the row that comes so many places before; null where there is none. */
export function lag<K extends Kind>(value: Expr<K>, rows = 1): WindowFunction<K> {
  return shifted('lag', value, rows);
}

/** The value of the row that comes so many places after; null where there is none. */
export function lead<K extends Kind>(value: Expr<K>, rows = 1): WindowFunction<K> {
  return shifted('lead', value, rows);
}

/** Sum of the values up to and including the row; exact, with ten more digits than one value has. */
export function runningSum(value: Expr<ExactNumber>): WindowFunction<'decimal'> {
  const argument = nodeOf(value);
  const one = asDecimal(argument.type);
  const type = decimalType(Math.min(MAX_PRECISION, one.precision + 10), one.scale);
  return new WindowFunction({
    name: 'runningSum',
    argument,
    type,
    nullable: argument.nullable,
  });
}

function shifted<K extends Kind>(name: 'lag' | 'lead', value: Expr<K>, rows: number): WindowFunction<K> {
  const node = nodeOf(value);
  const legal = Number.isInteger(rows) && rows >= 1;
  const argument = legal
    ? node
    : invalid(argumentFlaw(`${name}(…, ${rows})`, 'a whole number of rows, 1 or more'), node.type).node;
  return new WindowFunction({ name, argument, rows: legal ? rows : 1, type: node.type, nullable: true });
}
