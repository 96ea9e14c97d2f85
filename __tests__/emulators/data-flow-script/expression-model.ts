import type { Node } from './ast';
import { widenValue } from './casts';
import { DataFlowScriptError } from './errors';
import type { Row, Schema } from './streams';
import { commonType, type DataType, isIntegral, STRING, typeName } from './types';
import type { Value } from './values';

/** What an expression is evaluated on. */
export interface Evaluation {
  readonly row: Row;
  /** The rows that an aggregate function sees: a group, or the frame of a window. */
  readonly group?: readonly Row[];
  readonly window?: WindowPosition;
  /** What lambdas are given: `#item` and its like. */
  readonly items?: Readonly<Record<string, Value>>;
}

/** Where a row stands in its sorted partition; `order` is 0 for two rows that sort alike. */
export interface WindowPosition {
  readonly partition: readonly Row[];
  readonly index: number;
  readonly order: (left: number, right: number) => number;
}

/** An expression whose names and types have been checked. */
export interface Expression {
  readonly type: DataType;
  readonly evaluate: (evaluation: Evaluation) => Value;
  /** The value of a literal, which some rules look at. */
  readonly literal?: Value;
}

/** Which functions an expression may use. */
export type Mode = 'row' | 'aggregate' | 'window';

/** The column that a pattern has matched: `$$`, and `name`, `type`… in its condition. */
export interface PatternMatch {
  readonly index: number;
  /** What `$$` stands for: the column's value, or its name where a name is computed. */
  readonly current: 'value' | 'name';
  readonly condition: boolean;
}

/** What the names in an expression can mean. */
export interface Scope {
  readonly schema: Schema;
  readonly parameters: ReadonlyMap<string, Expression>;
  readonly mode: Mode;
  /** In an aggregate: the columns that may stand outside an aggregate function. */
  readonly grouped?: ReadonlyMap<string, Expression>;
  /** In a window: whether its rows are sorted, and whether its frame counts rows. */
  readonly window?: { readonly sorted: boolean; readonly framed: boolean };
  readonly pattern?: PatternMatch;
  readonly items?: Readonly<Record<string, DataType>>;
}

/** What a function builds its expression from. */
export interface FunctionCall {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly scope: Scope;
  readonly compile: (node: Node, scope?: Scope) => Expression;
  /** Every argument compiled; `columns()` counts as one argument per column. */
  readonly compileAll: () => readonly Expression[];
  readonly fail: (message: string) => never;
}

export type FunctionBuilder = (call: FunctionCall) => Expression;

export const constant = (value: Value, type: DataType): Expression => ({
  type,
  evaluate: () => value,
  literal: value,
});

/** The column at a place in the schema. */
export function columnAt(scope: Scope, index: number): Expression {
  const found = scope.schema.columns[index] ?? fail(`no column at ${index}`);
  return { type: found.type, evaluate: ({ row }) => row.values[index] ?? null };
}

/** Arrays count from 1; out of bounds is null. */
export function elementAt(target: Expression, index: Expression): Expression {
  if (target.type.kind !== 'array') return fail(`${typeName(target.type)} cannot be indexed`);
  if (!isIntegral(index.type)) return fail('an index must be integral');
  return {
    type: target.type.element,
    evaluate: (on) => {
      const [items, at] = [target.evaluate(on), index.evaluate(on)];
      return items === null || at === null || at === 0n
        ? null
        : ((items as readonly Value[])[Number(at) - 1] ?? null);
    },
  };
}

/** An array of values whose types have a common one. */
export function arrayOf(items: readonly Expression[]): Expression {
  const types = items.map((entry) => entry.type);
  const element =
    items.length === 0
      ? STRING
      : (commonType(types) ?? fail(`array items differ in type: ${types.map(typeName).join(', ')}`));
  return {
    type: { kind: 'array', element },
    evaluate: (on) => items.map((entry) => widenValue(entry.evaluate(on), entry.type, element)),
  };
}

function fail(message: string): never {
  throw new DataFlowScriptError(message);
}
