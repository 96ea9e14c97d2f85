import type { SqlType } from './types';
import type { SqlValue } from './values';

/** Comparison operators. */
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** Operators on two values. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^';

/** An expression or a predicate; which of the two is decided when it is bound. */
export type Expr =
  | { readonly kind: 'literal'; readonly type: SqlType; readonly value: SqlValue }
  | { readonly kind: 'column'; readonly parts: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string }
  /** The first argument of DATEADD and its like: a word that names no column. */
  | { readonly kind: 'datePart'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: '-' | '+'; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expr; readonly right: Expr }
  | FunctionCall
  | {
      readonly kind: 'cast';
      readonly attempt: boolean;
      readonly operand: Expr;
      readonly type: SqlType;
      readonly style?: Expr;
    }
  | {
      readonly kind: 'case';
      readonly operand?: Expr;
      readonly branches: readonly CaseBranch[];
      readonly otherwise?: Expr;
    }
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'atTimeZone'; readonly operand: Expr; readonly zone: Expr }
  | { readonly kind: 'collate'; readonly operand: Expr; readonly collation: string }
  | Predicate;

/** The expressions that are true, false or unknown. */
export type Predicate =
  | {
      readonly kind: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: Expr;
      readonly right: Expr;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'not'; readonly operand: Expr }
  | { readonly kind: 'isNull'; readonly operand: Expr; readonly negated: boolean }
  | {
      readonly kind: 'inList';
      readonly operand: Expr;
      readonly list: readonly Expr[];
      readonly negated: boolean;
    }
  | { readonly kind: 'inQuery'; readonly operand: Expr; readonly query: Query; readonly negated: boolean }
  | {
      readonly kind: 'between';
      readonly operand: Expr;
      readonly low: Expr;
      readonly high: Expr;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly operand: Expr;
      readonly pattern: Expr;
      readonly escape?: Expr;
      readonly negated: boolean;
    }
  | { readonly kind: 'exists'; readonly query: Query };

/** WHEN … THEN …; `when` is a predicate, or a value if the CASE has an operand. */
export interface CaseBranch {
  readonly when: Expr;
  readonly then: Expr;
}

/** A call of a built-in function, an aggregate or a window function. */
export interface FunctionCall {
  readonly kind: 'function';
  /** Upper case. */
  readonly name: string;
  readonly args: readonly Expr[];
  readonly star: boolean;
  readonly distinct: boolean;
  readonly withinGroup?: readonly OrderItem[];
  readonly over?: Window;
}

/** What stands in OVER (…). */
export interface Window {
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderItem[];
  readonly frame?: Frame;
}

/** A window's frame. */
export interface Frame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: FrameBound;
  readonly end: FrameBound;
}

/** Where a frame starts or ends: `offset` rows from the current one, negative before it. */
export type FrameBound = { readonly unbounded: 'PRECEDING' | 'FOLLOWING' } | { readonly offset: number };

/** An item of ORDER BY. */
export interface OrderItem {
  readonly expr: Expr;
  readonly descending: boolean;
}

/** A query with its common table expressions and its order. */
export interface Query {
  readonly kind: 'query';
  readonly ctes: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly offset?: Expr;
  readonly fetch?: Expr;
}

/** A common table expression. */
export interface CommonTable {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly query: Query;
}

/** Set operators. */
export type SetOperator = 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT';

/** A SELECT, or two joined by a set operator. */
export type QueryBody =
  | Select
  | {
      readonly kind: 'set';
      readonly operator: SetOperator;
      readonly left: QueryBody;
      readonly right: QueryBody;
    };

/** A query specification. */
export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly top?: { readonly count: Expr; readonly withTies: boolean };
  readonly items: readonly SelectItem[];
  readonly from?: TableRef;
  readonly where?: Expr;
  readonly groupBy?: readonly Expr[];
  readonly having?: Expr;
}

/** An item of a select list. */
export type SelectItem =
  | { readonly kind: 'expr'; readonly expr: Expr; readonly alias?: string }
  | { readonly kind: 'star'; readonly qualifier?: readonly string[] }
  | { readonly kind: 'assign'; readonly variable: string; readonly expr: Expr };

/** A column of a WITH clause or an external table. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: SqlType;
}

/** OPENROWSET over files. */
export interface OpenRowset {
  readonly kind: 'openrowset';
  readonly bulk: string;
  readonly dataSource?: string;
  readonly format: 'DELTA' | 'PARQUET';
  readonly columns?: readonly ColumnDefinition[];
  readonly alias: string;
  readonly columnAliases?: readonly string[];
}

/** What may stand in FROM. */
export type TableRef =
  | { readonly kind: 'table'; readonly name: readonly string[]; readonly alias?: string }
  | {
      readonly kind: 'derived';
      readonly query: Query;
      readonly alias: string;
      readonly columns?: readonly string[];
    }
  | {
      readonly kind: 'values';
      readonly rows: readonly (readonly Expr[])[];
      readonly alias: string;
      readonly columns: readonly string[];
    }
  | OpenRowset
  | {
      readonly kind: 'join';
      readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
      readonly left: TableRef;
      readonly right: TableRef;
      readonly on?: Expr;
    }
  | { readonly kind: 'apply'; readonly outer: boolean; readonly left: TableRef; readonly right: TableRef };
