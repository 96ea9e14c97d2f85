import type { DataType, Expression, Literal, Relation } from '../../model';
import { type TypeTable, writtenApart } from '../core/target';
import { writeType } from '../core/write';
import { sqlWriter } from '../sql/writer';
import { STREAM_FUNCTIONS } from './functions';

/** How a column is written where a condition stands. */
export type ColumnWriter = (name: string, type: DataType) => string;

/** What each type is in Stream Analytics: there are no decimals, so these become floats. */
export const STREAM_TYPES: TypeTable = {
  string: () => 'nvarchar(max)',
  integer: () => 'bigint',
  long: () => 'bigint',
  decimal: () => 'float',
  double: () => 'float',
  boolean: () => 'bit',
  date: () => 'datetime',
  timestamp: () => 'datetime',
  array: writtenApart('its place in the event: it is only ever tested for null'),
};

/** The condition that keeps the events of a rule, if there is one. */
export function conditionOf(relation: Relation): Expression | undefined {
  if (relation.step === 'filter') return relation.condition;
  if (relation.step === 'read' || relation.step === 'sql') return undefined;
  return conditionOf(relation.input);
}

/** Writes a condition. */
export function condition(node: Expression, column: ColumnWriter): string {
  return sqlWriter(
    {
      type: streamType,
      column: ({ name, type }) => column(name, type),
      literal,
      valueOf: (text) => `CASE WHEN ${text} THEN 1 WHEN NOT (${text}) THEN 0 END`,
      conditionOf: (value) => `${value} = 1`,
      functions: STREAM_FUNCTIONS,
    },
    {},
  ).condition(node);
}

/** The type that Stream Analytics has for one of ours. */
export function streamType(type: DataType): string {
  return writeType(STREAM_TYPES, type);
}

/** A quoted text. */
export function streamText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function literal({ value, type }: Literal): string {
  switch (type.kind) {
    case 'string':
      return streamText(String(value));
    case 'boolean':
      return value === true ? '1' : '0';
    case 'date':
    case 'timestamp':
      return `CAST('${String(value)}' AS datetime)`;
    default:
      return String(value);
  }
}
