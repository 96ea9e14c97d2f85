import type { BoundExpr, BoundPredicate, Env } from '../bound';
import { TsqlError } from '../errors';
import type { SqlType } from '../types';
import type { Relation } from './context';
import { bindComparison } from './operators';

/** NOT: unknown stays unknown. */
export function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/** AND, which false decides, or OR, which true decides; the right side is skipped once it is decided. */
export function combine(kind: 'and' | 'or', left: BoundPredicate, right: BoundPredicate): BoundPredicate {
  const decisive = kind === 'or';
  return (env) => {
    const first = left(env);
    if (first === decisive) {
      return first;
    }
    const second = right(env);
    return second === decisive ? second : first === null || second === null ? null : second;
  };
}

/** IN over a list: true if one test is, unknown if one is unknown. */
export function anyOf(tests: readonly BoundPredicate[], negated: boolean): BoundPredicate {
  return (env) => {
    const results = tests.map((test) => test(env));
    const found = results.includes(true) ? true : results.includes(null) ? null : false;
    return negated ? negate(found) : found;
  };
}

/** IN over a query. */
export function inRows(operand: BoundExpr, relation: Relation, negated: boolean): BoundPredicate {
  let member: Env['row'] = [];
  const equal = bindComparison('=', operand, {
    type: onlyColumn(relation),
    evaluate: () => member[0] ?? null,
  });
  return (env) => {
    let result: boolean | null = false;
    for (const row of relation.rows(env)) {
      member = row;
      const same = equal(env);
      if (same) {
        return !negated;
      }
      result = same === null ? null : result;
    }
    return negated ? negate(result) : result;
  };
}

/** A sub-query used as a value: no row is NULL, and two rows are an error. */
export function singleValue(relation: Relation): BoundExpr {
  return {
    type: onlyColumn(relation),
    evaluate: (env) => {
      const rows = relation.rows(env);
      if (rows.length > 1) {
        throw new TsqlError('a sub-query used as an expression returned more than 1 value', 512);
      }
      return rows[0]?.[0] ?? null;
    },
  };
}

function onlyColumn(relation: Relation): SqlType {
  const [column, ...rest] = relation.columns;
  if (!column || rest.length > 0) {
    throw new TsqlError(
      'only one expression can be specified in the select list when the subquery is not introduced with EXISTS',
      116,
    );
  }
  return column.type;
}
