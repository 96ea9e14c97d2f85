import {
  asDecimal,
  type ColumnReference,
  type DataType,
  type DecimalType,
  exactTypeOf,
  type Expression,
  type FunctionName,
  type Literal,
} from '../../model';
import { type ArgumentsWriter, type FunctionWriter, type Offer } from '../core/target';
import { offered, withArguments, writeCall } from '../core/write';

/** Writes expressions in a dialect of SQL. */
export interface SqlWriter {
  /** A type as the dialect names it. */
  readonly type: (type: DataType) => string;
  /** An expression as a value. */
  readonly value: (node: Expression) => string;
  /** A boolean expression where a condition stands. */
  readonly condition: (node: Expression) => string;
}

/** Writes a condition from values. */
export interface ConditionWriter<F extends FunctionName, Write> {
  /** Writes it; its arguments are written as values. */
  readonly condition: ArgumentsWriter<F, Write>;
}

/** Writes a condition from conditions. */
export interface ConnectiveWriter<F extends FunctionName, Write> {
  /** Writes it; its arguments are written as conditions. */
  readonly connective: ArgumentsWriter<F, Write>;
}

/** How a dialect writes a function: as a value, or as a condition, which is not a value in every dialect. */
export type SqlFunctionWriter<F extends FunctionName, Write> =
  FunctionWriter<F, Write> | ConditionWriter<F, Write> | ConnectiveWriter<F, Write>;

/** A writer for each function. */
export type SqlFunctionTable<Write> = { readonly [F in FunctionName]: Offer<SqlFunctionWriter<F, Write>> };

/** What differs between dialects in expressions. */
export interface SqlExpressions<Write> {
  /** A type. */
  readonly type: (type: DataType) => string;
  /** A column. */
  readonly column: (node: ColumnReference) => string;
  /** A constant. */
  readonly literal: (node: Literal) => string;
  /** A condition as a value. */
  readonly valueOf: (condition: string) => string;
  /** A boolean value as a condition. */
  readonly conditionOf: (value: string) => string;
  /** The functions. */
  readonly functions: SqlFunctionTable<Write>;
}

/**
 * The writer of a dialect.
 *
 * @param dialect what differs.
 * @param own what the functions of the dialect need beside it.
 */
export function sqlWriter<Own extends object>(
  dialect: SqlExpressions<SqlWriter & Own>,
  own: Own,
): SqlWriter & Own {
  const value = (node: Expression): string => {
    switch (node.op) {
      case 'column':
        return dialect.column(node);
      case 'literal':
        return dialect.literal(node);
      case 'call': {
        const writer = offered(dialect.functions[node.name], node.name);
        return 'condition' in writer || 'connective' in writer
          ? dialect.valueOf(condition(node))
          : writeCall(writer, node, value, write);
      }
      case 'invalid':
        throw new Error(`not validated: ${node.problem}`);
    }
  };
  const condition = (node: Expression): string => {
    const writer = node.op === 'call' ? offered(dialect.functions[node.name], node.name) : undefined;
    if (node.op === 'call' && writer && 'condition' in writer)
      return withArguments(writer.condition, node.arguments.map(value), node, write);
    if (node.op === 'call' && writer && 'connective' in writer)
      return withArguments(writer.connective, node.arguments.map(condition), node, write);
    return dialect.conditionOf(value(node));
  };
  const write: SqlWriter & Own = { ...own, type: dialect.type, value, condition };
  return write;
}

/** A value as it is, or cast to a type that the dialect names otherwise. */
export function as(node: Expression, type: DataType, { type: named, value }: SqlWriter): string {
  return named(node.type) === named(type) ? value(node) : `CAST(${value(node)} AS ${named(type)})`;
}

/** A number as a decimal that holds it. */
export function exact(node: Expression, write: SqlWriter): string {
  return as(node, exactOf(node), write);
}

/** The decimal that holds every value of an exact number. */
export function exactOf(node: Expression): DecimalType {
  return asDecimal(exactTypeOf(node));
}
