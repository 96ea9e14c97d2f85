import { type DataType } from '../types';

/** The functions that an expression can call. What each means: `docs/semantics.md`. */
export type FunctionName =
  | 'equals'
  | 'lessThan'
  | 'lessOrEqual'
  | 'and'
  | 'or'
  | 'not'
  | 'isNull'
  | 'coalesce'
  | 'when'
  | 'isIn'
  | 'plus'
  | 'minus'
  | 'times'
  | 'dividedBy'
  | 'round'
  | 'cast'
  | 'parse'
  | 'trim'
  | 'lower'
  | 'upper'
  | 'concat'
  | 'startsWith'
  | 'matches'
  | 'addDays'
  | 'pseudonym';

/** The functions that turn many rows into one value. */
export type AggregateName = 'sum' | 'count' | 'countDistinct' | 'min' | 'max';

/** A reference to a column of the rows at hand. */
export interface ColumnReference {
  readonly op: 'column';
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** A constant; decimals and dates as text, so that no digit is lost. */
export interface Literal {
  readonly op: 'literal';
  readonly value: string | number | boolean | null;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** A function call. */
export interface Call {
  readonly op: 'call';
  readonly name: FunctionName;
  readonly arguments: readonly Expression[];
  readonly type: DataType;
  readonly nullable: boolean;
}

/** A mistake, kept in its place so that all mistakes of a definition are told together. */
export interface Invalid {
  readonly op: 'invalid';
  readonly problem: string;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** A value computed from one row. */
export type Expression = ColumnReference | Literal | Call | Invalid;

/** A value computed from the rows of one group; `count` has no argument. */
export interface Aggregate {
  readonly name: AggregateName;
  readonly argument?: Expression;
  readonly type: DataType;
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
