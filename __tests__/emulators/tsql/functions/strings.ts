import { createHash } from 'node:crypto';
import { asText, badArgument, coerce, requireText, strict, type BoundExpr, type BuiltIn } from '../bound';
import { fitText, textBytes } from '../conversion';
import { notModelled, TsqlError } from '../errors';
import {
  BIGINT,
  concatenated,
  INT,
  isInteger,
  isString,
  isUnicode,
  nvarchar,
  textLength,
  varchar,
  type SqlType,
} from '../types';
import { bytesOf, integerOf, textOf, withoutTrailingSpaces, type SqlValue } from '../values';

type Texts = readonly Exclude<SqlValue, null>[];

/** Characters of a text: code points, since UTF-8 collations know supplementary characters. */
function characters(text: SqlValue | undefined): readonly string[] {
  return [...textOf(text ?? null)];
}

function count(value: SqlValue | undefined): number {
  return Number(integerOf(value ?? null));
}

/** Lengths and positions are bigint for (max) types ("LEN", "DATALENGTH", "CHARINDEX"). */
function lengthType(type: SqlType): SqlType {
  return textLength(type) === 'max' ? BIGINT : INT;
}

/** The varying-length type that a function on text yields. */
function varying(type: SqlType): SqlType {
  return isUnicode(type) ? nvarchar(textLength(type)) : varchar(textLength(type));
}

function mapText(name: string, apply: (text: string) => string): BuiltIn {
  return {
    min: 1,
    max: 1,
    bind: ({ args: [arg] }) => {
      const text = asText(required(arg), name, 1);
      return strict(varying(text.type), [text], ([value]) => apply(textOf(value ?? null)));
    },
  };
}

function required(arg: BoundExpr | undefined): BoundExpr {
  if (!arg) {
    throw new TsqlError('internal: an argument is missing');
  }
  return arg;
}

/** Changes case one character at a time: a sharp s stays as it is. */
function changeCase(text: string, change: (character: string) => string): string {
  return [...text].map((c) => ([...change(c)].length === 1 ? change(c) : c)).join('');
}

function side(name: 'LEFT' | 'RIGHT'): BuiltIn {
  return {
    min: 2,
    max: 2,
    bind: ({ args }) => {
      const text = asText(required(args[0]), name, 1);
      return strict(varying(text.type), [text, coerce(required(args[1]), INT)], ([value, length]) => {
        const [all, kept] = [characters(value), count(length)];
        if (kept < 0) {
          throw new TsqlError(`invalid length parameter passed to the ${name.toLowerCase()} function`, 536);
        }
        return (name === 'LEFT' ? all.slice(0, kept) : all.slice(Math.max(0, all.length - kept))).join('');
      });
    },
  };
}

/** Takes `length` characters counted from `start`, which may lie before the text. */
function substring([value, startValue, lengthValue]: Texts): string {
  const [start, length] = [count(startValue), count(lengthValue)];
  if (length < 0) {
    throw new TsqlError('invalid length parameter passed to the substring function', 537);
  }
  return characters(value)
    .slice(Math.max(0, start - 1), Math.max(0, start - 1 + length))
    .join('');
}

/** Each character of the second text becomes the one at the same place in the third; both must be of one length. */
function translate([value, from, to]: Texts): string {
  const [letters, replacements] = [characters(from), characters(to)];
  if (letters.length !== replacements.length) {
    throw new TsqlError(
      'The second and third arguments of the TRANSLATE built-in function must contain an equal number of characters',
      9828,
    );
  }
  return characters(value)
    .map((letter) => (letters.includes(letter) ? (replacements[letters.indexOf(letter)] ?? letter) : letter))
    .join('');
}

function replace([value, pattern, replacement]: Texts): string {
  const wanted = textOf(pattern ?? null);
  return wanted === ''
    ? textOf(value ?? null)
    : textOf(value ?? null)
        .split(wanted)
        .join(textOf(replacement ?? null));
}

function charIndex([wanted, value, start]: Texts): bigint {
  const [needle, haystack] = [characters(wanted), characters(value)];
  const from = Math.max(0, start === undefined ? 0 : count(start) - 1);
  for (let i = from; needle.length > 0 && i + needle.length <= haystack.length; i += 1) {
    if (needle.every((character, j) => character === haystack[i + j])) {
      return BigInt(i + 1);
    }
  }
  return 0n;
}

function concat(args: readonly BoundExpr[], name: string, separator?: BoundExpr): BoundExpr {
  const texts = args.map((arg, i) => (isString(arg.type) ? arg : coerceToText(arg, name, i + 1)));
  const types = separator
    ? [separator.type, ...texts.map((text) => text.type)]
    : texts.map((text) => text.type);
  const summed = types.reduce<SqlType>((sum, type) => concatenated(sum, type), varchar(0));
  const type =
    separator && textLength(summed) !== 'max' ? (isUnicode(summed) ? nvarchar(4000) : varchar(8000)) : summed;
  return {
    type,
    evaluate: (env) => {
      const values = texts.map((text) => text.evaluate(env));
      const between = separator ? textOf(separator.evaluate(env) ?? '') : '';
      const kept = separator ? values.filter((value) => value !== null) : values.map((value) => value ?? '');
      const joined = kept.map(textOf).join(between);
      return isString(type) ? fitText(joined, type, type) : joined;
    },
  };
}

function coerceToText(arg: BoundExpr, name: string, position: number): BoundExpr {
  if (arg.type.kind === 'varbinary') {
    throw badArgument(arg.type, name, position);
  }
  return coerce(arg, varchar(textLength(arg.type)));
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  SHA: 'sha1',
  SHA1: 'sha1',
  SHA2_256: 'sha256',
  SHA2_512: 'sha512',
};

/** Hashes the stored bytes: an nvarchar and a varchar of the same text differ. */
function hashBytes(algorithm: BoundExpr, input: BoundExpr): BoundExpr {
  const name =
    typeof algorithm.constant === 'string' ? ALGORITHMS[algorithm.constant.toUpperCase()] : undefined;
  if (name === undefined) {
    throw notModelled(
      'HASHBYTES with an algorithm that is not a constant among MD5, SHA1, SHA2_256, SHA2_512',
    );
  }
  if (!isString(input.type) && input.type.kind !== 'varbinary') {
    throw badArgument(input.type, 'HASHBYTES', 2);
  }
  return strict({ kind: 'varbinary', length: 8000 }, [input], ([value]) => {
    const bytes = isString(input.type)
      ? textBytes(textOf(value ?? null), input.type)
      : bytesOf(value ?? null);
    return createHash(name).update(bytes).digest();
  });
}

/** String functions. */
export const STRING_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  LEN: {
    min: 1,
    max: 1,
    bind: ({ name, args }) => {
      const text = asText(required(args[0]), name, 1);
      return strict(lengthType(text.type), [text], ([value]) =>
        BigInt(characters(withoutTrailingSpaces(textOf(value ?? null))).length),
      );
    },
  },
  DATALENGTH: {
    min: 1,
    max: 1,
    bind: ({ args }) => {
      const arg = required(args[0]);
      if (!isString(arg.type) && arg.type.kind !== 'varbinary') {
        throw notModelled('DATALENGTH of anything but text and bytes');
      }
      return strict(lengthType(arg.type), [arg], ([value]) =>
        BigInt(
          isString(arg.type)
            ? textBytes(textOf(value ?? null), arg.type).length
            : bytesOf(value ?? null).length,
        ),
      );
    },
  },
  UPPER: mapText('UPPER', (text) => changeCase(text, (c) => c.toUpperCase())),
  LOWER: mapText('LOWER', (text) => changeCase(text, (c) => c.toLowerCase())),
  LTRIM: mapText('LTRIM', (text) => text.replace(/^ +/, '')),
  RTRIM: mapText('RTRIM', withoutTrailingSpaces),
  TRIM: {
    min: 1,
    max: 1,
    bind: ({ name, args }) => {
      const text = requireText(required(args[0]), name, 1);
      return strict(varying(text.type), [text], ([value]) =>
        withoutTrailingSpaces(textOf(value ?? null)).replace(/^ +/, ''),
      );
    },
  },
  REVERSE: mapText('REVERSE', (text) => [...text].reverse().join('')),
  LEFT: side('LEFT'),
  RIGHT: side('RIGHT'),
  SUBSTRING: {
    min: 3,
    max: 3,
    bind: ({ name, args }) => {
      const text = requireText(required(args[0]), name, 1);
      const bounds = [coerce(required(args[1]), INT), coerce(required(args[2]), INT)];
      return strict(varying(text.type), [text, ...bounds], substring);
    },
  },
  REPLACE: {
    min: 3,
    max: 3,
    bind: ({ name, args }) => {
      const texts = args.map((arg, i) => asText(arg, name, i + 1));
      const [first] = texts;
      const max = first && textLength(first.type) === 'max' ? 'max' : undefined;
      const type = texts.some((text) => isUnicode(text.type)) ? nvarchar(max ?? 4000) : varchar(max ?? 8000);
      return strict(type, texts, (values) => fitText(replace(values), type, type));
    },
  },
  TRANSLATE: {
    min: 3,
    max: 3,
    bind: ({ name, args }) => {
      const texts = args.map((arg, i) => asText(arg, name, i + 1));
      const [first] = texts;
      const type = first ? varying(first.type) : varchar(8000);
      return strict(type, texts, translate);
    },
  },
  CHARINDEX: {
    min: 2,
    max: 3,
    bind: ({ name, args }) => {
      const texts = args.slice(0, 2).map((arg, i) => asText(arg, name, i + 1));
      const start = args[2] ? [coerce(args[2], INT)] : [];
      return strict(lengthType(required(args[1]).type), [...texts, ...start], charIndex);
    },
  },
  REPLICATE: {
    min: 2,
    max: 2,
    bind: ({ name, args }) => {
      const text = asText(required(args[0]), name, 1);
      const max = textLength(text.type) === 'max' ? 'max' : undefined;
      const type = isUnicode(text.type) ? nvarchar(max ?? 4000) : varchar(max ?? 8000);
      return strict(type, [text, coerce(required(args[1]), INT)], ([value, times]) =>
        times !== undefined && count(times) < 0
          ? null
          : fitText(textOf(value ?? null).repeat(count(times)), type, type),
      );
    },
  },
  CHAR: characterOf('CHAR'),
  NCHAR: characterOf('NCHAR'),
  CONCAT: { min: 2, max: 254, bind: ({ name, args }) => concat(args, name) },
  CONCAT_WS: {
    min: 3,
    max: 254,
    bind: ({ name, args: [separator, ...rest] }) => concat(rest, name, asText(required(separator), name, 1)),
  },
  QUOTENAME: {
    min: 1,
    max: 2,
    bind: ({ name, args }) => {
      const [text, quote] = args.map((arg, i) => asText(arg, name, i + 1));
      return strict(
        nvarchar(258),
        [text, quote].filter((arg) => arg !== undefined),
        quoteName,
      );
    },
  },
  HASHBYTES: { min: 2, max: 2, bind: ({ args }) => hashBytes(required(args[0]), required(args[1])) },
};

/** QUOTENAME gives NULL for more than 128 characters and for an unknown quote. */
function quoteName([value, quote]: Texts): string | null {
  const text = textOf(value ?? null);
  const open = quote === undefined ? '[' : textOf(quote);
  const close = { '[': ']', ']': ']', "'": "'", '"': '"' }[open];
  if (text.length > 128 || close === undefined) {
    return null;
  }
  return `${close === ']' ? '[' : close}${text.split(close).join(close + close)}${close}`;
}

function characterOf(name: 'CHAR' | 'NCHAR'): BuiltIn {
  return {
    min: 1,
    max: 1,
    bind: ({ args }) => {
      const arg = required(args[0]);
      if (!isInteger(arg.type)) {
        throw badArgument(arg.type, name, 1);
      }
      return strict({ kind: name === 'CHAR' ? 'char' : 'nchar', length: 1 }, [arg], ([value]) => {
        const code = count(value);
        if (name === 'CHAR' && code > 127 && code < 256) {
          throw notModelled('CHAR beyond ASCII');
        }
        const limit = name === 'CHAR' ? 127 : 0xffff;
        return code < 0 || code > limit ? null : String.fromCharCode(code);
      });
    },
  };
}
