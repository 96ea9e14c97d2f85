import { commonDecimal } from './decimals';
import { TsqlError } from './errors';
import {
  INT,
  isNumeric,
  isString,
  isTemporal,
  isUnicode,
  precedence,
  textLength,
  typeName,
  type SqlType,
} from './types';

/**
 * Tells whether a type converts to another without CAST.
 *
 * A strict reading of the chart in "Data type conversion": binary to text, legal there, is refused,
 * since nobody who writes it means it. So is datetimeoffset: what compares and groups there are moments, and what is
 * wanted of them is what the clocks of their zone show.
 */
export function convertsImplicitly(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'datetimeoffset' || to.kind === 'datetimeoffset') {
    return false;
  }
  if (from.kind === 'null' || from.kind === to.kind) {
    return true;
  }
  if ([from.kind, to.kind].some((kind) => kind === 'varbinary' || kind === 'uniqueidentifier')) {
    return false;
  }
  if (isString(from) || isString(to)) {
    return true;
  }
  return (isNumeric(from) && isNumeric(to)) || (isTemporal(from) && isTemporal(to));
}

/** Tells whether CAST accepts a pair of types. */
export function convertsExplicitly(from: SqlType, to: SqlType): boolean {
  const binaryText =
    (from.kind === 'varbinary' && isString(to)) || (isString(from) && to.kind === 'varbinary');
  const uuid =
    (isString(from) && to.kind === 'uniqueidentifier') ||
    (from.kind === 'uniqueidentifier' && to.kind === 'varbinary');
  const local = from.kind === 'datetimeoffset' && isTemporal(to);
  return binaryText || uuid || local || convertsImplicitly(from, to);
}

/** Fails unless a type converts implicitly. */
export function requireImplicit(from: SqlType, to: SqlType): void {
  if (!convertsImplicitly(from, to)) {
    throw new TsqlError(`operand type clash: ${typeName(from)} is incompatible with ${typeName(to)}`, 206);
  }
}

/**
 * Gives the type of a CASE, COALESCE or set operation over several expressions.
 *
 * The type of highest precedence wins; lengths, precisions and scales widen to hold every side.
 */
export function commonType(types: readonly SqlType[]): SqlType {
  const known = types.filter((type) => type.kind !== 'null');
  const [first, ...rest] = known;
  return first ? rest.reduce(commonPair, first) : INT;
}

function commonPair(left: SqlType, right: SqlType): SqlType {
  const [high, low] = precedence(left) >= precedence(right) ? [left, right] : [right, left];
  requireImplicit(low, high);
  if (isString(high) && isString(low)) {
    const [a, b] = [textLength(high), textLength(low)];
    const most = isUnicode(high) ? 4000 : 8000;
    return { kind: high.kind, length: a === 'max' || b === 'max' ? 'max' : Math.min(Math.max(a, b), most) };
  }
  if (high.kind === 'varbinary' && low.kind === 'varbinary') {
    const [a, b] = [high.length, low.length];
    return { kind: 'varbinary', length: a === 'max' || b === 'max' ? 'max' : Math.max(a, b) };
  }
  if (high.kind === 'decimal' && !isString(low)) {
    return commonDecimal(high, low);
  }
  if (high.kind === 'datetime2' && low.kind === 'datetime2') {
    return { kind: 'datetime2', scale: Math.max(high.scale, low.scale) };
  }
  return high;
}
