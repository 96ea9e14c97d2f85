import { type DataType } from '../types';
import { type AggregateName, type FunctionName, type WindowName } from './functions';

/** A reference to a column of the rows at hand. */
export interface ColumnReference {
  readonly op: 'column';
  /** A column of the rows that the expression is evaluated on. */
  readonly name: string;
  /** The type that the rows give it. */
  readonly type: DataType;
  /** Whether the rows may lack a value. */
  readonly nullable: boolean;
}

/** A constant; decimals and dates as text, so that no digit is lost. */
export interface Literal {
  readonly op: 'literal';
  /** The constant, or null for a missing value of its type. */
  readonly value: string | number | boolean | null;
  /** What the value is read as: a text can stand for a decimal or a date. */
  readonly type: DataType;
  /** True for null alone. */
  readonly nullable: boolean;
}

/** A function call. */
export interface Call {
  readonly op: 'call';
  /** What is computed. */
  readonly name: FunctionName;
  /** In the order in which the function takes them; for `when`, conditions and values in turn. */
  readonly arguments: readonly Expression[];
  /** The type of the result, worked out from those of the arguments. */
  readonly type: DataType;
  /** Whether a row can give null. */
  readonly nullable: boolean;
}

/** A mistake, kept in its place so that all mistakes of a definition are reported together. */
export interface Invalid {
  readonly op: 'invalid';
  /** What is wrong and what to change, ready to read. */
  readonly problem: string;
  /** A placeholder, so that the expression around it can still be checked. */
  readonly type: DataType;
  /** A placeholder, like the type. */
  readonly nullable: boolean;
}

/** A value computed from one row. */
export type Expression = ColumnReference | Literal | Call | Invalid;

/** A value computed from the rows of one group; `count` without an argument counts rows. */
export interface Aggregate {
  /** How the values of the group become one. */
  readonly name: AggregateName;
  /** What is computed for each row first; nulls are left out. */
  readonly argument?: Expression;
  /** The type of the result, wide enough for the whole group. */
  readonly type: DataType;
  /** Whether a group that has rows can give null. */
  readonly nullable: boolean;
}

/** A value computed from the rows around a row, in the order of its partition. */
export interface WindowCall {
  /** What is computed. */
  readonly name: WindowName;
  /** The value of each row that is looked at; `rowNumber` and `rank` have none. */
  readonly argument?: Expression;
  /** For `lag` and `lead`: how many places before or after. */
  readonly rows?: number;
  /** Type of the value. */
  readonly type: DataType;
  /** Whether it can be null. */
  readonly nullable: boolean;
}

/** All nodes of an expression, outermost first. */
export function* walk(expression: Expression): Generator<Expression> {
  yield expression;
  if (expression.op === 'call') for (const argument of expression.arguments) yield* walk(argument);
}

/** Names of the columns an expression reads, sorted, each once. */
export function columnsOf(expression: Expression): string[] {
  const names = new Set<string>();
  for (const node of walk(expression)) if (node.op === 'column') names.add(node.name);
  return [...names].sort();
}

/** The mistakes inside an expression. */
export function problemsOf(expression: Expression): string[] {
  const problems: string[] = [];
  for (const node of walk(expression)) if (node.op === 'invalid') problems.push(node.problem);
  return problems;
}
