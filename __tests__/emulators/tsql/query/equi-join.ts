import type { Expr } from '../ast';
import { isInteger, isString, type SqlType } from '../types';
import { keyOf, type Row } from '../values';
import type { Scope } from './scope';

/** Gives, for a row of the left side, the rows of the right side that may match it. */
export type Candidates = (left: Row) => readonly Row[];

/**
 * Narrows a join to the rows that agree on its equality conditions.
 *
 * The whole ON clause is still tested on what is left: this only spares the pairs that an equality of
 * two columns of like type already rules out.
 */
export function candidatesFor(
  on: Expr | undefined,
  scope: Scope,
  leftWidth: number,
): (right: readonly Row[]) => Candidates {
  const pairs = on ? equalities(on).flatMap(([a, b]) => pairOf(a, b, scope, leftWidth)) : [];
  if (pairs.length === 0) {
    return (right) => () => right;
  }
  return (right) => {
    const byKey = new Map<string, Row[]>();
    for (const row of right) {
      const key = keyOf(pairs.map(([, index]) => row[index] ?? null));
      const found = byKey.get(key) ?? [];
      found.push(row);
      byKey.set(key, found);
    }
    return (left) => byKey.get(keyOf(pairs.map(([index]) => left[index] ?? null))) ?? [];
  };
}

function equalities(on: Expr): readonly (readonly [Expr, Expr])[] {
  if (on.kind === 'and') {
    return [...equalities(on.left), ...equalities(on.right)];
  }
  return on.kind === 'compare' && on.operator === '=' ? [[on.left, on.right]] : [];
}

function pairOf(a: Expr, b: Expr, scope: Scope, leftWidth: number): readonly (readonly [number, number])[] {
  const [x, y] = [localColumn(a, scope), localColumn(b, scope)];
  if (!x || !y || !isAlike(x.type, y.type) || x.index < leftWidth === y.index < leftWidth) {
    return [];
  }
  const [left, right] = x.index < leftWidth ? [x.index, y.index] : [y.index, x.index];
  return [[left, right - leftWidth]];
}

function localColumn(
  expr: Expr,
  scope: Scope,
): { readonly index: number; readonly type: SqlType } | undefined {
  const index = expr.kind === 'column' ? scope.find(expr.parts) : undefined;
  const column = index === undefined ? undefined : scope.columns[index];
  return index === undefined || !column ? undefined : { index, type: column.type };
}

function isAlike(a: SqlType, b: SqlType): boolean {
  return (
    (isString(a) && isString(b)) || (isInteger(a) && isInteger(b)) || (a.kind === 'date' && b.kind === 'date')
  );
}
