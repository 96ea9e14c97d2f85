import { type DataType, MAX_STRING_LENGTH } from '../../model';
import { duckDbText } from '../../compilers';
import { type FunctionCall, textResult } from './function-call';
import { as, typed, type TypedValue, type Value } from './values';

const INTEGER: DataType = { kind: 'integer' };

/** Functions of texts. */
export const TEXT_FUNCTIONS: Readonly<Record<string, (call: FunctionCall) => Value>> = {
  CONCAT: (call) => {
    const parts = call.args.map((_, index) => call.text(index));
    return call.meaning.concatenated(
      parts.map((part) => Object.assign({}, part, { sql: `COALESCE(${part.sql}, '')` })),
    );
  },

  LEN: (call) => {
    call.count(1);
    return typed(as(`length(${call.meaning.withoutEnd(call.text(0))})`, INTEGER), INTEGER);
  },

  LEFT: (call) => end(call, 'left'),

  RIGHT: (call) => end(call, 'right'),

  SUBSTRING: (call) => {
    call.count(3);
    const value = call.text(0);
    const start = call.constant(1, 'a start', 1, MAX_STRING_LENGTH);
    const length = call.constant(2, 'a length', 0, MAX_STRING_LENGTH);
    return textResult(`substring(${value.sql}, ${start}, ${length})`, Math.min(length, value.length), false);
  },

  REPLACE: (call) => {
    call.count(3);
    const [value, from, to] = [call.text(0), call.text(1), call.text(2)];
    if (from.text === undefined || from.text === '' || to.text === undefined)
      return call.reader.refuse('REPLACE of what is no constant', 'give both texts as constants');
    const sql = `replace(${value.sql}, ${duckDbText(from.text)}, ${duckDbText(to.text)})`;
    return textResult(sql, MAX_STRING_LENGTH, false);
  },

  LTRIM: (call) => trim(call, 'ltrim'),

  RTRIM: (call) => trim(call, 'rtrim'),

  TRIM: (call) => trim(call, 'trim'),
};

function end(call: FunctionCall, side: 'left' | 'right'): TypedValue {
  call.count(2);
  const [value, length] = [call.text(0), call.constant(1, 'a length', 0, MAX_STRING_LENGTH)];
  const sql = `${side}(${value.sql}, ${length})`;
  return textResult(sql, Math.min(length, value.length), side === 'right' && value.trimmed);
}

function trim(call: FunctionCall, name: 'ltrim' | 'rtrim' | 'trim'): TypedValue {
  call.count(1);
  const value = call.text(0);
  return textResult(`${name}(${value.sql}, ' ')`, value.length, value.trimmed || name !== 'ltrim');
}
