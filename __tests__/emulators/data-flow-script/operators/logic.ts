import { DataFlowScriptError } from '../errors';
import type { Expression } from '../expression-model';
import { BOOLEAN, typeName } from '../types';

function requireBoolean(operator: string, ...operands: readonly Expression[]): void {
  for (const { type } of operands) {
    if (type.kind !== 'boolean' && type.kind !== 'null') {
      throw new DataFlowScriptError(`"${operator}" takes booleans, not ${typeName(type)}`);
    }
  }
}

/** Three-valued AND: false wins over null. */
export function logicalAnd(left: Expression, right: Expression): Expression {
  requireBoolean('&&', left, right);
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const first = left.evaluate(on);
      if (first === false) return false;
      const second = right.evaluate(on);
      if (second === false) return false;
      return first === null || second === null ? null : true;
    },
  };
}

/** Three-valued OR: true wins over null. */
export function logicalOr(left: Expression, right: Expression): Expression {
  requireBoolean('||', left, right);
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const first = left.evaluate(on);
      if (first === true) return true;
      const second = right.evaluate(on);
      if (second === true) return true;
      return first === null || second === null ? null : false;
    },
  };
}

/** Three-valued NOT: null stays null. */
export function logicalNot(operand: Expression): Expression {
  requireBoolean('!', operand);
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const value = operand.evaluate(on);
      return value === null ? null : value === false;
    },
  };
}

/** Exclusive OR: null when either side is. */
export function logicalXor(left: Expression, right: Expression): Expression {
  requireBoolean('^', left, right);
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const [first, second] = [left.evaluate(on), right.evaluate(on)];
      return first === null || second === null ? null : first !== second;
    },
  };
}
