import { TsqlError } from './errors';

/** A lexical element of a batch, with where it starts. */
export interface Token {
  readonly kind:
    'word' | 'quoted' | 'variable' | 'string' | 'nstring' | 'number' | 'binary' | 'symbol' | 'end';
  /** The text; a string's without quotes, an identifier's without brackets. */
  readonly text: string;
  /** For words: the upper-case spelling, to compare with keywords. */
  readonly upper: string;
  readonly start: number;
  readonly end: number;
}

const SYMBOLS = ['<>', '!=', '<=', '>=', '!<', '!>', '+=', '-=', '*=', '/=', '::'];
const SINGLE = '()+-*/%&|^~=<>.,;:';

/** Splits a batch into tokens, dropping white space and comments. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = skipBlank(source, 0);
  while (position < source.length) {
    const token = readToken(source, position);
    tokens.push(token);
    position = skipBlank(source, token.end);
  }
  tokens.push({ kind: 'end', text: '', upper: '', start: source.length, end: source.length });
  return tokens;
}

function readToken(source: string, start: number): Token {
  const character = source.charAt(start);
  const next = source.charAt(start + 1);
  if (character === "'") {
    return readDelimited(source, start, start + 1, "'", 'string');
  }
  if ((character === 'N' || character === 'n') && next === "'") {
    return readDelimited(source, start, start + 2, "'", 'nstring');
  }
  if (character === '[') {
    return readDelimited(source, start, start + 1, ']', 'quoted');
  }
  if (character === '"') {
    return readDelimited(source, start, start + 1, '"', 'quoted');
  }
  const matched =
    match(source, start, /0[xX][0-9a-fA-F]*/y, 'binary') ??
    match(source, start, /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y, 'number') ??
    match(source, start, /@@?[\p{L}_@#$][\p{L}\p{N}_@#$]*/uy, 'variable') ??
    match(source, start, /[\p{L}_#][\p{L}\p{N}_@#$]*/uy, 'word');
  if (matched) {
    return matched;
  }
  const pair = SYMBOLS.find((symbol) => source.startsWith(symbol, start));
  const text = pair ?? (SINGLE.includes(character) ? character : undefined);
  if (text === undefined) {
    throw new TsqlError(`incorrect syntax near '${character}'`, 102);
  }
  return { kind: 'symbol', text, upper: text, start, end: start + text.length };
}

function match(source: string, start: number, pattern: RegExp, kind: Token['kind']): Token | undefined {
  pattern.lastIndex = start;
  const text = pattern.exec(source)?.[0];
  return text === undefined
    ? undefined
    : { kind, text, upper: text.toUpperCase(), start, end: start + text.length };
}

function readDelimited(
  source: string,
  start: number,
  from: number,
  close: string,
  kind: Token['kind'],
): Token {
  let text = '';
  let position = from;
  for (;;) {
    const end = source.indexOf(close, position);
    if (end < 0) {
      throw new TsqlError(`unclosed quotation mark or bracket after '${source.slice(from, from + 30)}'`, 105);
    }
    text += source.slice(position, end);
    if (source.charAt(end + 1) !== close) {
      if (kind === 'quoted' && text === '') {
        throw new TsqlError('an object or column name is missing or empty', 1038);
      }
      return { kind, text, upper: '', start, end: end + 1 };
    }
    text += close;
    position = end + 2;
  }
}

function skipBlank(source: string, start: number): number {
  let position = start;
  for (;;) {
    while (position < source.length && /\s/.test(source.charAt(position))) {
      position += 1;
    }
    if (source.startsWith('--', position)) {
      const end = source.indexOf('\n', position);
      position = end < 0 ? source.length : end;
    } else if (source.startsWith('/*', position)) {
      position = skipComment(source, position);
    } else {
      return position;
    }
  }
}

/** Block comments nest in T-SQL. */
function skipComment(source: string, start: number): number {
  let depth = 0;
  for (let position = start; position < source.length; position += 1) {
    if (source.startsWith('/*', position)) {
      depth += 1;
      position += 1;
    } else if (source.startsWith('*/', position)) {
      depth -= 1;
      position += 1;
      if (depth === 0) {
        return position + 1;
      }
    }
  }
  throw new TsqlError("missing end comment mark '*/'", 113);
}
