import { widenValue } from '../casts';
import { DataFlowScriptError } from '../errors';
import type { Expression } from '../expression-model';
import { BOOLEAN, commonType, type DataType, typeName } from '../types';
import { compareValues, type Value } from '../values';

const OUTCOMES: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** A comparison of two values of one type; numbers of different types are compared in the wider one. */
export function comparison(operator: string, left: Expression, right: Expression): Expression {
  const type = comparable(operator, left.type, right.type);
  if (operator === '<=>') return likeness(left, right, type);
  const outcome = OUTCOMES[operator];
  if (outcome === undefined) throw new DataFlowScriptError(`unknown operator "${operator}"`);
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const [first, second] = [left.evaluate(on), right.evaluate(on)];
      if (first === null || second === null) return null;
      return outcome(compareAs(type, first, left.type, second, right.type));
    },
  };
}

/** Orders two non-null values in the type that both widen to. */
export const compareAs = (
  type: DataType,
  left: Value,
  leftType: DataType,
  right: Value,
  rightType: DataType,
): number => compareValues(widenValue(left, leftType, type), widenValue(right, rightType, type));

/** The type in which two are compared; what an engine would convert silently (text and number) is refused. */
export function comparable(operator: string, left: DataType, right: DataType): DataType {
  const type = commonType([left, right]);
  if (type === undefined || type.kind === 'struct') {
    throw new DataFlowScriptError(`"${operator}" cannot compare ${typeName(left)} with ${typeName(right)}`);
  }
  return type;
}

/**
 * `<=>`, which has two readings.
 *
 * The expression reference makes it `equalsIgnoreCase`; in Spark SQL it is null-safe equality. Where the two
 * give different answers (a null operand, or texts that differ only in case) a script must not use it.
 */
function likeness(left: Expression, right: Expression, type: DataType): Expression {
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const [first, second] = [left.evaluate(on), right.evaluate(on)];
      if (first === null || second === null) {
        throw new DataFlowScriptError(
          '"<=>" met a null: the reference documents it as equalsIgnoreCase, not as null-safe equality; write a == b || (isNull(a) && isNull(b))',
        );
      }
      const equal = compareAs(type, first, left.type, second, right.type) === 0;
      if (!equal && type.kind === 'string' && String(first).toLowerCase() === String(second).toLowerCase()) {
        throw new DataFlowScriptError(
          '"<=>" met texts that differ only in case: write == or equalsIgnoreCase()',
        );
      }
      return equal;
    },
  };
}
