import type { Expr } from '../ast';
import { TsqlError } from '../errors';
import type { SqlType } from '../types';

/** A column in reach of an expression, under the name of its table. */
export interface ScopeColumn {
  /** The table's alias, or the parts of its name. */
  readonly table: readonly string[];
  readonly name: string;
  readonly type: SqlType;
  /** May not be selected by whoever runs the query. */
  readonly isDenied?: boolean;
}

/** Where a column's value is found: how many queries out, and at which place of the row. */
export interface Location {
  readonly depth: number;
  readonly index: number;
  readonly type: SqlType;
}

/** The names that an expression of one query may use, and those of the queries around it. */
export class Scope {
  constructor(
    readonly columns: readonly ScopeColumn[],
    readonly parent: Scope | undefined,
  ) {}

  /** Finds a column, from the inside out. */
  resolve(parts: readonly string[]): Location {
    const index = this.find(parts);
    if (index !== undefined) {
      return { depth: 0, ...this.locate(index, parts) };
    }
    if (this.parent) {
      const { depth, ...place } = this.parent.resolve(parts);
      return { depth: depth + 1, ...place };
    }
    throw parts.length === 1
      ? new TsqlError(`invalid column name '${parts.join('')}'`, 207)
      : new TsqlError(`the multi-part identifier '${parts.join('.')}' could not be bound`, 4104);
  }

  /** Index of a column of this query itself; names compare exactly under a binary collation. */
  find(parts: readonly string[]): number | undefined {
    const name = parts[parts.length - 1];
    const table = parts.slice(0, -1);
    const found = this.columns.flatMap((column, i) =>
      column.name === name && matches(column.table, table) ? [i] : [],
    );
    if (found.some((index) => this.columns[index]?.isDenied === true)) {
      throw new TsqlError(`the SELECT permission was denied on the column '${parts.join('.')}'`, 230);
    }
    if (found.length > 1) {
      throw new TsqlError(`ambiguous column name '${parts.join('.')}'`, 209);
    }
    return found[0];
  }

  /** Place and type of a column in the rows of this query. */
  protected locate(index: number, parts: readonly string[]): Omit<Location, 'depth'> {
    const column = this.columns[index];
    if (!column) {
      throw new TsqlError(`invalid column name '${parts.join('.')}'`, 207);
    }
    return { index, type: column.type };
  }
}

function matches(table: readonly string[], wanted: readonly string[]): boolean {
  return (
    wanted.length <= table.length &&
    wanted.every((part, i) => table[table.length - wanted.length + i] === part)
  );
}

/** The scope after GROUP BY: only what is grouped by can be seen. */
export class GroupedScope extends Scope {
  constructor(
    readonly source: Scope,
    /** Keys of the GROUP BY expressions, in order. */
    readonly keys: readonly string[],
    private readonly types: readonly SqlType[],
  ) {
    super(source.columns, source.parent);
  }

  /** Place of an expression that equals a GROUP BY expression. */
  groupOf(expr: Expr): Omit<Location, 'depth'> | undefined {
    const index = this.keys.indexOf(expressionKey(expr, this.source));
    const type = this.types[index];
    return type ? { index, type } : undefined;
  }

  protected override locate(index: number, parts: readonly string[]): Omit<Location, 'depth'> {
    const slot = this.keys.indexOf(columnKey(index));
    const type = this.types[slot];
    if (!type) {
      throw new TsqlError(
        `column '${parts.join('.')}' is invalid in the select list, HAVING or ORDER BY: it is neither in an aggregate function nor in the GROUP BY clause`,
        8120,
      );
    }
    return { index: slot, type };
  }
}

function columnKey(index: number): string {
  return JSON.stringify({ local: index });
}

/**
 * A text that two expressions share if they are the same expression over the same columns.
 *
 * Sub-queries are compared as they are written: their columns belong to other scopes.
 */
export function expressionKey(expr: Expr, scope: Scope): string {
  return JSON.stringify(expr, (key, value: unknown) => {
    if (isNode(value, 'query')) {
      return { query: JSON.stringify(Object.entries(value), withBigints) };
    }
    if (isNode(value, 'column') && 'parts' in value && Array.isArray(value.parts)) {
      const index = scope.find(value.parts.map(String));
      return index === undefined ? value : { local: index };
    }
    return withBigints(key, value);
  });
}

function withBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function isNode(value: unknown, kind: string): value is object {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}
