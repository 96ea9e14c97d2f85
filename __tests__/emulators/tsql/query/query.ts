import type { Query, QueryBody, SetOperator } from '../ast';
import type { Env } from '../bound';
import { convertValue } from '../conversion';
import { commonType } from '../conversion-rules';
import { TsqlError } from '../errors';
import { INT } from '../types';
import { keyOf, type Row } from '../values';
import { cached, type QueryContext, type Relation } from './context';
import { renamed } from './from';
import type { Scope } from './scope';
import { bindPaging, bindSelect, order, outputOrdinal, type Tail } from './select';

/**
 * Binds a query.
 *
 * `nested` is true for views, sub-queries and common table expressions, where ORDER BY without TOP or
 * OFFSET is an error.
 */
export function bindQuery(
  query: Query,
  context: QueryContext,
  parent: Scope | undefined,
  nested: boolean,
): Relation {
  const { body } = query;
  if (nested && query.orderBy.length > 0 && !query.offset && !(body.kind === 'select' && body.top)) {
    throw new TsqlError(
      'the ORDER BY clause is invalid in views, derived tables, subqueries and common table expressions, unless TOP or OFFSET is also specified',
      1033,
    );
  }
  const inner = withCommonTables(query, context);
  const relation =
    body.kind === 'select'
      ? bindSelect(body, query, inner, parent)
      : bindOrderedSet(body, query, inner, parent);
  return {
    // A column of nothing but NULL constants is int once the query is complete.
    columns: relation.columns.map(({ name, type }) => ({ name, type: type.kind === 'null' ? INT : type })),
    rows: (outer) => relation.rows(outer),
  };
}

function withCommonTables(query: Query, context: QueryContext): QueryContext {
  let inner = context;
  const own = new Set<string>();
  for (const { name, columns, query: body } of query.ctes) {
    if (own.has(name)) {
      throw new TsqlError(`duplicate common table expression name '${name}' was specified`, 239);
    }
    own.add(name);
    rejectRecursion(name, body);
    const relation = cached(renamed(bindQuery(body, inner, undefined, true), columns, name));
    inner = { ...inner, ctes: new Map([...inner.ctes, [name, relation]]) };
  }
  return inner;
}

function rejectRecursion(name: string, body: Query): void {
  const text = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  if (text.includes(`{"kind":"table","name":${JSON.stringify([name])}`)) {
    throw new TsqlError(
      `recursive common table expression '${name}' is not supported by a serverless SQL pool`,
      15868,
    );
  }
}

function bindOrderedSet(
  body: QueryBody,
  tail: Tail,
  context: QueryContext,
  parent: Scope | undefined,
): Relation {
  const relation = bindBody(body, context, parent);
  const keys = tail.orderBy.map(({ expr }) => {
    const index = outputOrdinal(expr, relation.columns);
    if (index === undefined) {
      throw new TsqlError(
        'ORDER BY items must appear in the select list if the statement contains a set operator',
        104,
      );
    }
    return index;
  });
  const limit = bindPaging(tail, context, parent);
  return {
    columns: relation.columns,
    rows: (outer) => {
      const rows = relation.rows(outer).map((row) => ({ row, keys: keys.map((i) => row[i] ?? null) }));
      return limit(order(rows, tail.orderBy), outer);
    },
  };
}

const NO_TAIL: Tail = { orderBy: [] };

function bindBody(body: QueryBody, context: QueryContext, parent: Scope | undefined): Relation {
  if (body.kind === 'select') {
    return bindSelect(body, NO_TAIL, context, parent);
  }
  const [left, right] = [bindBody(body.left, context, parent), bindBody(body.right, context, parent)];
  if (left.columns.length !== right.columns.length) {
    throw new TsqlError(
      'all queries combined using UNION, INTERSECT or EXCEPT must have an equal number of expressions',
      205,
    );
  }
  const columns = left.columns.map(({ name, type }, i) => ({
    name,
    type: commonType([type, right.columns[i]?.type ?? type]),
  }));
  const convert = (relation: Relation, outer: Env | undefined): readonly Row[] =>
    relation.rows(outer).map((row) =>
      row.map((value, i) => {
        const [from, to] = [relation.columns[i]?.type, columns[i]?.type];
        return from && to ? convertValue(value, from, to) : value;
      }),
    );
  return { columns, rows: (outer) => combine(body.operator, convert(left, outer), convert(right, outer)) };
}

/** NULLs are equal to each other here, and trailing spaces do not count. */
function combine(operator: SetOperator, left: readonly Row[], right: readonly Row[]): readonly Row[] {
  if (operator === 'UNION ALL') {
    return [...left, ...right];
  }
  const others = new Set(right.map(keyOf));
  const distinct = distinctRows(left);
  switch (operator) {
    case 'UNION':
      return distinctRows([...left, ...right]);
    case 'EXCEPT':
      return distinct.filter((row) => !others.has(keyOf(row)));
    case 'INTERSECT':
      return distinct.filter((row) => others.has(keyOf(row)));
  }
}

/** Keeps the first of the rows that compare equal. */
function distinctRows(rows: readonly Row[]): readonly Row[] {
  const seen = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    seen.set(key, seen.get(key) ?? row);
  }
  return [...seen.values()];
}
