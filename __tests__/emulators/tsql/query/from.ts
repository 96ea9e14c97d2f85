import type { TableRef } from '../ast';
import { convertBound, type BoundPredicate, type Env } from '../bound';
import { commonType } from '../conversion-rules';
import { notModelled, TsqlError } from '../errors';
import type { Row } from '../values';
import { ExpressionBinder } from './binder';
import type { QueryContext, Relation } from './context';
import { candidatesFor, type Candidates } from './equi-join';
import { Scope, type ScopeColumn } from './scope';

/** What a FROM clause yields: columns under their tables' names, and rows. */
export interface Source {
  readonly columns: readonly ScopeColumn[];
  rows(outer: Env | undefined): readonly Env[];
}

/** The single row of a SELECT without FROM. */
export const EMPTY_SOURCE: Source = { columns: [], rows: (outer) => [envOf([], outer)] };

function envOf(row: Row, outer: Env | undefined): Env {
  return { row, aggregates: [], windows: [], outer };
}

/** Binds a FROM clause. */
export function bindFrom(ref: TableRef, context: QueryContext, parent: Scope | undefined): Source {
  const source = bindRef(ref, context, parent);
  return { columns: source.columns, rows: (outer) => source.rows(outer).map((row) => envOf(row, outer)) };
}

interface RowSource {
  readonly columns: readonly ScopeColumn[];
  rows(outer: Env | undefined): readonly Row[];
}

function bindRef(ref: TableRef, context: QueryContext, parent: Scope | undefined): RowSource {
  switch (ref.kind) {
    case 'table':
      return bindTable(ref, context);
    case 'derived':
      return named(renamed(context.bindQuery(ref.query, context, parent, true), ref.columns, ref.alias), [
        ref.alias,
      ]);
    case 'values':
      return named(bindValues(ref, context, parent), [ref.alias]);
    case 'openrowset':
      context.usage.files = true;
      return named(renamed(context.openFiles(ref, context), ref.columnAliases, ref.alias), [ref.alias]);
    case 'join':
      return bindJoin(ref, context, parent);
    case 'apply':
      return bindApply(ref, context, parent);
  }
}

function bindTable(ref: Extract<TableRef, { kind: 'table' }>, context: QueryContext): RowSource {
  const [only, ...rest] = ref.name;
  const cte = rest.length === 0 && only !== undefined ? context.ctes.get(only) : undefined;
  return named(
    cte ?? context.resolveTable(ref.name, context),
    ref.alias === undefined ? ref.name : [ref.alias],
  );
}

function named(relation: Relation, table: readonly string[]): RowSource {
  return {
    columns: relation.columns.map((column) => ({ table, ...column })),
    rows: (outer) => relation.rows(outer),
  };
}

/** Applies column names given after an alias, and checks that every column then has one name of its own. */
export function renamed(relation: Relation, names: readonly string[] | undefined, alias: string): Relation {
  if (names && names.length !== relation.columns.length) {
    throw new TsqlError(
      `'${alias}' has ${relation.columns.length} columns and ${names.length} column names were given`,
      names.length < relation.columns.length ? 8158 : 8159,
    );
  }
  const columns = relation.columns.map((column, i) => ({ ...column, name: names?.[i] ?? column.name }));
  const seen = new Set<string>();
  columns.forEach(({ name }, i) => {
    if (name === '') {
      throw new TsqlError(`no column name was specified for column ${i + 1} of '${alias}'`, 8155);
    }
    if (seen.has(name)) {
      throw new TsqlError(`the column '${name}' was specified multiple times for '${alias}'`, 8156);
    }
    seen.add(name);
  });
  return { columns, rows: (outer) => relation.rows(outer) };
}

function bindValues(
  ref: Extract<TableRef, { kind: 'values' }>,
  context: QueryContext,
  parent: Scope | undefined,
): Relation {
  const binder = new ExpressionBinder(new Scope([], parent), context, 'VALUES');
  const rows = ref.rows.map((row) => row.map((expr) => binder.scalar(expr)));
  if (rows.some((row) => row.length !== ref.columns.length)) {
    throw new TsqlError(
      'all rows of a table value constructor must have as many values as it has columns',
      10709,
    );
  }
  const types = ref.columns.map((_, i) => commonType(rows.flatMap((row) => row[i]?.type ?? [])));
  const converted = rows.map((row) => row.map((expr, i) => convertBound(expr, types[i] ?? expr.type)));
  const relation: Relation = {
    columns: types.map((type) => ({ name: '', type })),
    rows: (outer) => converted.map((row) => row.map((expr) => expr.evaluate(envOf([], outer)))),
  };
  return renamed(relation, ref.columns, ref.alias);
}

function bothColumns(left: RowSource, right: RowSource): readonly ScopeColumn[] {
  const names = new Set(left.columns.map(({ table }) => JSON.stringify(table)));
  const twice = right.columns.find(({ table }) => names.has(JSON.stringify(table)));
  if (twice) {
    throw new TsqlError(
      `the objects in the FROM clause have the same exposed name '${twice.table.join('.')}': use aliases`,
      1013,
    );
  }
  return [...left.columns, ...right.columns];
}

function bindJoin(
  ref: Extract<TableRef, { kind: 'join' }>,
  context: QueryContext,
  parent: Scope | undefined,
): RowSource {
  const [left, right] = [bindRef(ref.left, context, parent), bindRef(ref.right, context, parent)];
  const columns = bothColumns(left, right);
  const scope = new Scope(columns, parent);
  const on = ref.on && new ExpressionBinder(scope, context, 'ON').predicate(ref.on);
  const narrow = candidatesFor(ref.on, scope, left.columns.length);
  const keepLeft = ref.type === 'LEFT' || ref.type === 'FULL';
  const keepRight = ref.type === 'RIGHT' || ref.type === 'FULL';
  return {
    columns,
    rows: (outer) =>
      joinRows(left.rows(outer), right.rows(outer), narrow, on, outer, {
        left: keepLeft ? nulls(right) : undefined,
        right: keepRight ? nulls(left) : undefined,
      }),
  };
}

function nulls(source: RowSource): Row {
  return source.columns.map(() => null);
}

/** Joins row by row; `padding` holds the NULLs for the rows that match nothing, where they are kept. */
function joinRows(
  left: readonly Row[],
  right: readonly Row[],
  narrow: (right: readonly Row[]) => Candidates,
  on: BoundPredicate | undefined,
  outer: Env | undefined,
  padding: { readonly left: Row | undefined; readonly right: Row | undefined },
): readonly Row[] {
  const result: Row[] = [];
  const matchedRight = new Set<Row>();
  const candidates = narrow(right);
  for (const a of left) {
    let matched = false;
    for (const b of candidates(a)) {
      const row = [...a, ...b];
      if (!on || on(envOf(row, outer)) === true) {
        matched = true;
        matchedRight.add(b);
        result.push(row);
      }
    }
    if (!matched && padding.left) {
      result.push([...a, ...padding.left]);
    }
  }
  const { right: rightPadding } = padding;
  return rightPadding
    ? [...result, ...right.filter((b) => !matchedRight.has(b)).map((b) => [...rightPadding, ...b])]
    : result;
}

/** The right side of APPLY sees the columns of the left. */
function bindApply(
  ref: Extract<TableRef, { kind: 'apply' }>,
  context: QueryContext,
  parent: Scope | undefined,
): RowSource {
  if (ref.right.kind !== 'derived' && ref.right.kind !== 'values') {
    throw notModelled(`APPLY of a ${ref.right.kind}`);
  }
  const left = bindRef(ref.left, context, parent);
  const right = bindRef(ref.right, context, new Scope(left.columns, parent));
  return {
    columns: bothColumns(left, right),
    rows: (outer) =>
      left.rows(outer).flatMap((a) => {
        const rows = right.rows(envOf(a, outer));
        return rows.length === 0 && ref.outer ? [[...a, ...nulls(right)]] : rows.map((b) => [...a, ...b]);
      }),
  };
}
