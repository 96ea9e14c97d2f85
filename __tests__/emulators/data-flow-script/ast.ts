import type { DataType } from './types';
import type { Value } from './values';

/** A parsed expression. */
export type Node =
  | { readonly type: 'literal'; readonly value: Value; readonly dataType: DataType }
  | { readonly type: 'column'; readonly name: string; readonly stream?: string; readonly quoted: boolean }
  | { readonly type: 'parameter'; readonly name: string }
  /** `$$`: the column that a pattern has matched. */
  | { readonly type: 'current' }
  /** `#item`, `#index`, `#acc`…: what a lambda is given. */
  | { readonly type: 'item'; readonly name: string }
  | { readonly type: 'call'; readonly name: string; readonly arguments: readonly Argument[] }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Node }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'index'; readonly target: Node; readonly index: Node }
  | { readonly type: 'field'; readonly target: Node; readonly name: string }
  | { readonly type: 'array'; readonly items: readonly Node[] }
  | { readonly type: 'struct'; readonly fields: readonly { readonly name: string; readonly value: Node }[] }
  | { readonly type: 'pair'; readonly key: Node; readonly value: Node };

export type CallNode = Extract<Node, { type: 'call' }>;

export type ColumnNode = Extract<Node, { type: 'column' }>;

/** One argument of a call or of a transformation. */
export type Argument =
  | { readonly kind: 'positional'; readonly node: Node }
  /** `name: value` */
  | { readonly kind: 'named'; readonly name: string; readonly node: Node }
  /** `target = value` */
  | { readonly kind: 'assignment'; readonly target: Node; readonly node: Node }
  /** `target = text ? (field as type)` */
  | {
      readonly kind: 'parsed';
      readonly target: Node;
      readonly node: Node;
      readonly dataType: DataType;
    }
  /** `name as type 'format'` */
  | { readonly kind: 'typed'; readonly name: string; readonly dataType: DataType; readonly format?: string };

/** A stream that a statement reads: a whole one, or one branch of a split. */
export interface StreamReference {
  readonly name: string;
  readonly branch?: string;
}

/** `inputs transformation(arguments) ~> name@(branches)`. */
export interface Statement {
  readonly inputs: readonly StreamReference[];
  readonly transformation: string;
  readonly arguments: readonly Argument[];
  readonly name: string;
  readonly branches: readonly string[];
  readonly line: number;
}

/** One entry of the `parameters{ }` block. */
export interface ParameterDeclaration {
  readonly name: string;
  readonly dataType: DataType;
  readonly defaultValue?: Node;
}

/** A parsed script. */
export interface Script {
  readonly parameters: readonly ParameterDeclaration[];
  readonly statements: readonly Statement[];
}

/** How a stream reference is written, which is also how messages name it. */
export const streamText = (reference: StreamReference): string =>
  reference.branch === undefined ? reference.name : `${reference.name}@${reference.branch}`;
