import type { Expr, OrderItem, Query, Select, SelectItem } from '../ast';
import type { BoundExpr, Env } from '../bound';
import { TsqlError } from '../errors';
import { isInteger } from '../types';
import { integerOf, keyOf, type Row, type SqlValue } from '../values';
import { compareKeys, isAggregate, type BoundAggregate } from './aggregates';
import { ExpressionBinder, type Collectors } from './binder';
import type { Column, QueryContext, Relation } from './context';
import { bindFrom, EMPTY_SOURCE, type Source } from './from';
import { expressionKey, GroupedScope, Scope } from './scope';
import type { BoundWindow } from './windows';

/** The order and the limits that surround a SELECT. */
export type Tail = Pick<Query, 'orderBy' | 'offset' | 'fetch'>;

interface Output extends Column {
  readonly bound: BoundExpr;
  /** Key of the expression, to recognise it in ORDER BY. */
  readonly key: string;
}

interface SortKey {
  readonly descending: boolean;
  /** Either an output column or an expression over the rows before projection. */
  readonly evaluate: (env: Env, output: Row) => SqlValue;
}

/** Binds a SELECT with the ORDER BY that follows it. */
export function bindSelect(
  select: Select,
  tail: Tail,
  context: QueryContext,
  parent: Scope | undefined,
): Relation {
  const source = select.from ? bindFrom(select.from, context, parent) : EMPTY_SOURCE;
  const scope = new Scope(source.columns, parent);
  const where = select.where && new ExpressionBinder(scope, context, 'WHERE').predicate(select.where);
  const groups = isGrouped(select, tail)
    ? (select.groupBy ?? []).map((expr) => bindGroup(expr, scope, context))
    : undefined;
  const grouped = groups
    ? new GroupedScope(
        scope,
        (select.groupBy ?? []).map((expr) => expressionKey(expr, scope)),
        groups.map(({ type }) => type),
      )
    : scope;
  const windows: BoundWindow[] = [];
  const aggregates: Collectors['aggregates'] = new Map();
  const argumentBinder = new ExpressionBinder(scope, context, 'an aggregate function');
  const collectors: Collectors = { aggregates, ...(groups && { source: argumentBinder }) };
  const having =
    select.having && new ExpressionBinder(grouped, context, 'HAVING', collectors).predicate(select.having);
  const binder = new ExpressionBinder(grouped, context, 'the select list', { ...collectors, windows });
  const outputs = select.items.flatMap((item) => bindItem(item, binder, source, scope));
  const sort = tail.orderBy.map((item) => bindSortKey(item, outputs, binder, scope, select.distinct));
  const limit = bindLimit(select, tail, context, parent);
  const run = (outer: Env | undefined): readonly Row[] => {
    const filtered = source.rows(outer).filter((env) => !where || where(env) === true);
    const bounds = [...aggregates.values()].map(({ bound }) => bound);
    const visible = groups ? group(filtered, groups, bounds, outer) : filtered;
    const kept = having ? visible.filter((env) => having(env) === true) : visible;
    return limit(
      order(project(withWindows(kept, windows), outputs, sort, select.distinct), tail.orderBy),
      outer,
    );
  };
  return { columns: outputs.map(({ name, type }) => ({ name, type })), rows: run };
}

function isGrouped(select: Select, tail: Tail): boolean {
  const exprs = [
    ...select.items.flatMap((item) => (item.kind === 'star' ? [] : [item.expr])),
    ...tail.orderBy.map(({ expr }) => expr),
  ];
  return select.groupBy !== undefined || select.having !== undefined || exprs.some(containsAggregate);
}

/** Looks for an aggregate without OVER, sub-queries left out. */
function containsAggregate(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || Buffer.isBuffer(node)) {
    return false;
  }
  if ('kind' in node && node.kind === 'query') {
    return false;
  }
  if ('kind' in node && node.kind === 'function' && 'name' in node && typeof node.name === 'string') {
    if (!('over' in node) && isAggregate(node.name)) {
      return true;
    }
  }
  return Object.values(node).some(containsAggregate);
}

function bindGroup(expr: Expr, scope: Scope, context: QueryContext): BoundExpr {
  const bound = new ExpressionBinder(scope, context, 'GROUP BY').scalar(expr);
  if (!expressionKey(expr, scope).includes('"local":') || expr.kind === 'subquery') {
    throw new TsqlError(
      'each GROUP BY expression must contain at least one column that is not an outer reference',
      164,
    );
  }
  return bound;
}

function group(
  rows: readonly Env[],
  groups: readonly BoundExpr[],
  aggregates: readonly BoundAggregate[],
  outer: Env | undefined,
): readonly Env[] {
  const byKey = new Map<string, { readonly row: Row; readonly members: Env[] }>();
  if (groups.length === 0) {
    // Without GROUP BY there is one group, even over no rows.
    byKey.set('', { row: [], members: [...rows] });
  } else {
    for (const env of rows) {
      const row = groups.map((expr) => expr.evaluate(env));
      const key = keyOf(row);
      const found = byKey.get(key) ?? { row, members: [] };
      found.members.push(env);
      byKey.set(key, found);
    }
  }
  return [...byKey.values()].map(({ row, members }) => ({
    row,
    aggregates: aggregates.map((aggregate) => aggregate.compute(members)),
    windows: [],
    outer,
  }));
}

function withWindows(rows: readonly Env[], windows: readonly BoundWindow[]): readonly Env[] {
  const values = windows.map((window) => window.compute(rows));
  return windows.length === 0
    ? rows
    : rows.map((env, i) => ({ ...env, windows: values.map((column) => column[i] ?? null) }));
}

function bindItem(
  item: SelectItem,
  binder: ExpressionBinder,
  source: Source,
  scope: Scope,
): readonly Output[] {
  if (item.kind === 'assign') {
    throw new TsqlError(`variable ${item.variable} is assigned in a query that returns rows`, 141);
  }
  if (item.kind === 'expr') {
    const bound = binder.scalar(item.expr);
    const name =
      item.alias ??
      (item.expr.kind === 'column' ? item.expr.parts[item.expr.parts.length - 1] : undefined) ??
      '';
    return [{ name, type: bound.type, bound, key: expressionKey(item.expr, scope) }];
  }
  const { qualifier } = item;
  const chosen = source.columns.filter(
    ({ table }) =>
      !qualifier || qualifier.every((part, i) => table[table.length - qualifier.length + i] === part),
  );
  if (chosen.length === 0) {
    throw new TsqlError(
      `the column prefix '${qualifier?.join('.') ?? '*'}' does not match a table name used in the query`,
      107,
    );
  }
  return chosen.map(({ table, name }) => {
    const expr: Expr = { kind: 'column', parts: [...table, name] };
    const bound = binder.scalar(expr);
    return { name, type: bound.type, bound, key: expressionKey(expr, scope) };
  });
}

/** ORDER BY takes an ordinal, a name of the select list, or an expression over the source. */
function bindSortKey(
  { expr, descending }: OrderItem,
  outputs: readonly Output[],
  binder: ExpressionBinder,
  scope: Scope,
  distinct: boolean,
): SortKey {
  const index = outputIndex(expr, outputs, scope);
  if (index !== undefined) {
    return { descending, evaluate: (_env, output) => output[index] ?? null };
  }
  if (distinct) {
    throw new TsqlError('ORDER BY items must appear in the select list if SELECT DISTINCT is specified', 145);
  }
  const bound = binder.scalar(expr);
  if (bound.constant !== undefined) {
    throw new TsqlError('a constant expression was encountered in the ORDER BY list', 408);
  }
  return { descending, evaluate: (env) => bound.evaluate(env) };
}

function outputIndex(expr: Expr, outputs: readonly Output[], scope: Scope): number | undefined {
  const ordinal = outputOrdinal(expr, outputs);
  if (ordinal !== undefined) {
    return ordinal;
  }
  const key = expressionKey(expr, scope);
  const byKey = outputs.findIndex((output) => output.key === key);
  return byKey < 0 ? undefined : byKey;
}

/** Finds the output column an ORDER BY item names or counts. */
export function outputOrdinal(expr: Expr, outputs: readonly Column[]): number | undefined {
  if (expr.kind === 'literal' && isInteger(expr.type)) {
    const ordinal = Number(integerOf(expr.value)) - 1;
    if (!outputs[ordinal]) {
      throw new TsqlError(
        `the ORDER BY position number ${ordinal + 1} is out of range of the number of items in the select list`,
        108,
      );
    }
    return ordinal;
  }
  if (expr.kind !== 'column' || expr.parts.length !== 1) {
    return undefined;
  }
  const named = outputs.flatMap(({ name }, i) => (name === expr.parts[0] ? [i] : []));
  if (named.length > 1) {
    throw new TsqlError(`ambiguous column name '${expr.parts.join('')}'`, 209);
  }
  return named[0];
}

/** A row of output with the values it is sorted by. */
export interface SortedRow {
  readonly row: Row;
  readonly keys: Row;
}

function project(
  rows: readonly Env[],
  outputs: readonly Output[],
  sort: readonly SortKey[],
  distinct: boolean,
): readonly SortedRow[] {
  const projected = rows.map((env) => {
    const row = outputs.map(({ bound }) => bound.evaluate(env));
    return { row, keys: sort.map((key) => key.evaluate(env, row)) };
  });
  return distinct ? firstOfEach(projected) : projected;
}

function firstOfEach(rows: readonly SortedRow[]): readonly SortedRow[] {
  const seen = new Map<string, SortedRow>();
  for (const row of rows) {
    const key = keyOf(row.row);
    seen.set(key, seen.get(key) ?? row);
  }
  return [...seen.values()];
}

/** Sorts rows by their keys, stably. */
export function order(rows: readonly SortedRow[], items: readonly OrderItem[]): readonly SortedRow[] {
  return items.length === 0 ? rows : [...rows].sort((a, b) => compareKeys(a.keys, b.keys, items));
}

type Limit = (rows: readonly SortedRow[], outer: Env | undefined) => readonly Row[];

function bindLimit(select: Select, tail: Tail, context: QueryContext, parent: Scope | undefined): Limit {
  if (select.top && tail.offset) {
    throw new TsqlError('a TOP can not be used in the same query as a OFFSET', 10741);
  }
  if (!select.top) {
    return bindPaging(tail, context, parent);
  }
  const { count, withTies } = select.top;
  if (withTies && tail.orderBy.length === 0) {
    throw new TsqlError(
      'the TOP N WITH TIES clause is not allowed without a corresponding ORDER BY clause',
      1062,
    );
  }
  const limit = bindCount(count, context, parent, 'TOP');
  return (rows, outer) => {
    const size = limit(outer);
    const last = rows[size - 1];
    const isTie = (row: SortedRow): boolean => !!last && compareKeys(row.keys, last.keys, tail.orderBy) === 0;
    return rows.filter((row, i) => i < size || (withTies && isTie(row))).map(({ row }) => row);
  };
}

/** Binds OFFSET and FETCH. */
export function bindPaging(tail: Tail, context: QueryContext, parent: Scope | undefined): Limit {
  const offset = tail.offset && bindCount(tail.offset, context, parent, 'OFFSET');
  const fetch = tail.fetch && bindCount(tail.fetch, context, parent, 'FETCH');
  return (rows, outer) => {
    const from = offset?.(outer) ?? 0;
    return rows.slice(from, fetch ? from + fetch(outer) : undefined).map(({ row }) => row);
  };
}

function bindCount(
  expr: Expr,
  context: QueryContext,
  parent: Scope | undefined,
  place: string,
): (outer: Env | undefined) => number {
  const bound = new ExpressionBinder(new Scope([], parent), context, place).scalar(expr);
  if (!isInteger(bound.type)) {
    throw new TsqlError(`the number of rows provided for a ${place} clause must be an integer`, 1060);
  }
  return (outer) => {
    const value = bound.evaluate({ row: [], aggregates: [], windows: [], outer });
    if (value === null || integerOf(value) < 0n) {
      throw new TsqlError(`the number of rows in the ${place} clause must not be NULL or negative`, 1014);
    }
    return Number(integerOf(value));
  };
}
