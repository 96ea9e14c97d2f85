import { type FunctionCall } from './function-call';
import { typed, type TypedValue, type Value } from './values';

/** Functions of any type that decide about null. */
export const NULL_FUNCTIONS: Readonly<Record<string, (call: FunctionCall) => Value>> = {
  COALESCE: (call) => {
    const values = call.values();
    const { type, trimmed } = call.writer.unified(values, call.name);
    return typed(
      `COALESCE(${values.map((value) => call.meaning.widened(value, type)).join(', ')})`,
      type,
      trimmed,
    );
  },

  ISNULL: (call) => {
    call.count(2);
    const [value, other] = [call.typed(0), call.value(1)];
    // The second value is cut to the type of the first.
    const { sql, trimmed } =
      other.type?.kind === 'string' ? fitting(call, value, other) : call.meaning.cast(other, value.type);
    return typed(`COALESCE(${value.sql}, ${sql})`, value.type, value.trimmed && trimmed);
  },

  NULLIF: (call) => {
    call.count(2);
    const [value, other] = [call.typed(0), call.value(1)];
    const test = call.meaning.compared('=', value, other);
    const sql = `CASE WHEN ${test} THEN NULL ELSE ${value.sql} END`;
    return { ...typed(sql, value.type, value.trimmed), nonZero: /^CAST\('0' AS/.test(other.sql) };
  },
};

function fitting({ meaning, reader }: FunctionCall, value: TypedValue, other: Value): Value {
  const [room, needed] = [value.type, other.type].map((type) => (type?.kind === 'string' ? type.length : 0));
  if (value.type.kind !== 'string') return meaning.cast(other, value.type);
  return (needed ?? 0) <= (room ?? 0)
    ? other
    : reader.refuse('ISNULL with a longer text, which T-SQL cuts', 'use COALESCE');
}
