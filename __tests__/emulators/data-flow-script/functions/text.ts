import { DataFlowScriptError } from '../errors';
import type { FunctionBuilder } from '../expression-model';
import { BOOLEAN, type DataType, INTEGER, STRING } from '../types';
import { requireCount, scalar } from './define';

const STRINGS: DataType = { kind: 'array', element: STRING };

/** Cuts the given characters, or spaces, off the ends of a text. */
function cut(text: string, characters: string | undefined, left: boolean, right: boolean): string {
  const set = characters === undefined ? ' ' : characters;
  const all = Array.from(text);
  let [start, end] = [0, all.length];
  while (left && start < end && set.includes(all[start] ?? '')) start += 1;
  while (right && end > start && set.includes(all[end - 1] ?? '')) end -= 1;
  return all.slice(start, end).join('');
}

/**
 * Trims; without a second argument "it trims whitespace" says the reference, only spaces says Spark.
 *
 * A text with other white space at an end would tell the two apart, so it is refused.
 */
const trimmer = (left: boolean, right: boolean): FunctionBuilder =>
  scalar(['string', 'string?'], STRING, (text, characters) => {
    const result = cut(text, characters, left, right);
    const open = characters === undefined && ((left && /^\s/.test(result)) || (right && /\s$/.test(result)));
    if (open)
      throw new DataFlowScriptError(
        `trimming ${JSON.stringify(text)}: whether tabs and line ends are cut is not documented`,
      );
    return result;
  });

function padded(text: string, length: bigint, padding: string, left: boolean): string {
  const characters = Array.from(text);
  const missing = Number(length) - characters.length;
  if (missing <= 0) return characters.slice(0, Math.max(0, Number(length))).join('');
  const fill = Array.from(padding.repeat(missing)).slice(0, missing).join('');
  return left ? fill + text : text + fill;
}

function substring(text: string, from: bigint, length?: bigint): string {
  if (from < 1n) throw new DataFlowScriptError(`substring from ${from}: positions start at 1`);
  const start = Number(from) - 1;
  const end = length === undefined ? undefined : start + Math.max(0, Number(length));
  return Array.from(text).slice(start, end).join('');
}

/** The place of a text in another, from 1; 0 when it is not there. */
function place(text: string, sought: string, from = 1n): bigint {
  const at = text.indexOf(sought, Number(from) - 1);
  return BigInt(at < 0 ? 0 : Array.from(text.slice(0, at)).length + 1);
}

const concat: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 2);
  return scalar(
    args.map(() => 'string' as const),
    STRING,
    (...texts) => texts.join(''),
  )(call);
};

/** A null separator gives null; null texts are left out, as in Spark's `concat_ws`. */
const concatWS: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 2);
  scalar(
    args.map(() => 'string' as const),
    STRING,
    () => null,
  )(call);
  return {
    type: STRING,
    evaluate: (on) => {
      const [separator, ...texts] = args.map((argument) => argument.evaluate(on));
      return typeof separator === 'string' ? texts.filter((text) => text !== null).join(separator) : null;
    },
  };
};

/** `%` and `_`, with the backslash as escape, as in Spark's LIKE. */
function like(text: string, pattern: string): boolean {
  const source = pattern.replace(
    /\\(.?)|([%_])|([^\\%_]+)/gs,
    (_, escaped?: string, wild?: string, plain?: string) => {
      if (wild !== undefined) return wild === '%' ? '.*' : '.';
      if (plain !== undefined) return quote(plain);
      if (escaped !== '%' && escaped !== '_' && escaped !== '\\') {
        throw new DataFlowScriptError(`like "${pattern}": it is invalid to escape "${escaped ?? ''}"`);
      }
      return quote(escaped);
    },
  );
  return new RegExp(`^${source}$`, 'su').test(text);
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const initCap = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(^|\s)(\S)/g, (_, before: string, letter: string) => before + letter.toUpperCase());

function translate(text: string, from: string, to: string): string {
  const [keys, values] = [Array.from(from), Array.from(to)];
  return Array.from(text)
    .map((character) => {
      const at = keys.indexOf(character);
      return at < 0 ? character : (values[at] ?? '');
    })
    .join('');
}

function substringIndex(text: string, delimiter: string, count: bigint): string {
  if (count === 0n || delimiter === '') return '';
  const parts = text.split(delimiter);
  return (count > 0n ? parts.slice(0, Number(count)) : parts.slice(Number(count))).join(delimiter);
}

export const TEXT_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  trim: trimmer(true, true),
  ltrim: trimmer(true, false),
  rtrim: trimmer(false, true),
  lower: scalar(['string'], STRING, (text) => text.toLowerCase()),
  upper: scalar(['string'], STRING, (text) => text.toUpperCase()),
  initCap: scalar(['string'], STRING, initCap),
  reverse: scalar(['string'], STRING, (text) => Array.from(text).reverse().join('')),
  concat,
  concatWS,
  left: scalar(['string', 'integral'], STRING, (text, count) => substring(text, 1n, count)),
  right: scalar(['string', 'integral'], STRING, (text, count) =>
    count <= 0n ? '' : Array.from(text).slice(-Number(count)).join(''),
  ),
  dropLeft: scalar(['string', 'integral'], STRING, (text, count) =>
    Array.from(text).slice(Number(count)).join(''),
  ),
  dropRight: scalar(['string', 'integral'], STRING, (text, count) => {
    const characters = Array.from(text);
    return characters.slice(0, Math.max(0, characters.length - Number(count))).join('');
  }),
  substring: scalar(['string', 'integral', 'integral?'], STRING, substring),
  substringIndex: scalar(['string', 'string', 'integral'], STRING, substringIndex),
  length: scalar(['string'], INTEGER, (text) => BigInt(Array.from(text).length)),
  replace: scalar(['string', 'string', 'string?'], STRING, (text, sought, by) =>
    text.split(sought).join(by ?? ''),
  ),
  translate: scalar(['string', 'string', 'string'], STRING, translate),
  instr: scalar(['string', 'string'], INTEGER, (text, sought) => place(text, sought)),
  locate: scalar(['string', 'string', 'integral?'], INTEGER, (sought, text, from) =>
    place(text, sought, from),
  ),
  startsWith: scalar(['string', 'string'], BOOLEAN, (text, start) => text.startsWith(start)),
  endsWith: scalar(['string', 'string'], BOOLEAN, (text, end) => text.endsWith(end)),
  like: scalar(['string', 'string'], BOOLEAN, like),
  lpad: scalar(['string', 'integral', 'string'], STRING, (text, length, padding) =>
    padded(text, length, padding, true),
  ),
  rpad: scalar(['string', 'integral', 'string'], STRING, (text, length, padding) =>
    padded(text, length, padding, false),
  ),
  // A plain delimiter, not a pattern: the reference splits at '|'.
  split: scalar(['string', 'string'], STRINGS, (text, delimiter) => text.split(delimiter)),
  ascii: scalar(['string'], INTEGER, (text) => BigInt(text.codePointAt(0) ?? 0)),
  char: scalar(['integral'], STRING, (code) => String.fromCodePoint(Number(code % 256n))),
};
