import { DataFlowScriptError } from './errors';

/** What a token is; the text of a `string` or a `quoted` token is already unescaped. */
export type TokenKind =
  | 'identifier'
  | 'quoted'
  | 'string'
  | 'integer'
  | 'long'
  | 'double'
  | 'parameter'
  | 'item'
  | 'current'
  | 'symbol'
  | 'end';

/** One token of a script, with the line it stands on for messages. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly line: number;
}

// Longest first: the first symbol that matches wins.
const SYMBOLS = [
  '<=>',
  '~>',
  '->',
  '==',
  '!=',
  '>=',
  '<=',
  '&&',
  '||',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '<',
  '>',
  '!',
  '^',
  '&',
  '|',
  '@',
  '.',
  '?',
] as const;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Cuts a script into tokens; comments and white space are dropped. */
export function tokenize(script: string): readonly Token[] {
  refuseBlankLines(script);
  const tokens: Token[] = [];
  let position = 0;
  let line = 1;

  const fail = (message: string): never => {
    throw new DataFlowScriptError(`line ${line}: ${message}`);
  };
  const push = (kind: TokenKind, text: string): void => {
    tokens.push({ kind, text, line });
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    const found = pattern.exec(script)?.[0];
    if (found !== undefined) position += found.length;
    return found;
  };

  const string = (quote: string): string => {
    let text = '';
    for (position += 1; script[position] !== quote; position += 1) {
      const character = script[position];
      if (character === undefined || character === '\n') return fail('a string is not closed on its line');
      if (character === '\\' && quote !== '`') {
        const escaped = script[(position += 1)];
        text += ESCAPES[escaped ?? ''] ?? fail(`unknown escape "\\${escaped ?? ''}" in a string`);
        continue;
      }
      // A double-quoted string interpolates {expression}: a brace there is not text.
      if (quote === '"' && character === '{')
        return fail('interpolation in a double-quoted string is not supported');
      text += character;
    }
    position += 1;
    return text;
  };

  while (position < script.length) {
    const white = take(/\s+/y) ?? take(/\/\/[^\n]*/y) ?? take(/\/\*[\s\S]*?\*\//y);
    if (white !== undefined) {
      line += white.split('\n').length - 1;
      continue;
    }
    const character = script[position] ?? '';
    if (character === "'" || character === '"' || character === '`') {
      push('string', string(character));
      continue;
    }
    const number = take(/\d+\.\d+(?:[eE][+-]?\d+)?|\d+L?/y);
    if (number !== undefined) {
      if (/^[A-Za-z_]/.test(script[position] ?? ''))
        fail(`"${number}${script[position] ?? ''}…" is not a number`);
      push(
        number.endsWith('L') ? 'long' : number.includes('.') ? 'double' : 'integer',
        number.replace('L', ''),
      );
      continue;
    }
    const identifier = take(/[A-Za-z_][A-Za-z0-9_]*/y);
    if (identifier !== undefined) {
      push('identifier', identifier);
      continue;
    }
    if (take(/\$\$/y) !== undefined) {
      push('current', '$$');
      continue;
    }
    const sigil = take(/[$#][A-Za-z_][A-Za-z0-9_]*/y);
    if (sigil !== undefined) {
      push(sigil.startsWith('$') ? 'parameter' : 'item', sigil.slice(1));
      continue;
    }
    // {Col With Space} is a column; the block after "parameters" is the only other use of braces.
    if (character === '{' && tokens.at(-1)?.text !== 'parameters') {
      const quoted = take(/\{[^{}\n]+\}/y) ?? fail('a quoted column is not closed on its line');
      push('quoted', quoted.slice(1, -1));
      continue;
    }
    const symbol = SYMBOLS.find((candidate) => script.startsWith(candidate, position));
    if (symbol === undefined) return fail(`unexpected character "${character}"`);
    // "===" would otherwise read as "==" and "=", with a misleading message.
    if (script.startsWith('===', position)) fail('operator "===" is not documented');
    position += symbol.length;
    push('symbol', symbol);
  }
  push('end', '');
  return tokens;
}

/** The service keeps a script as an array of lines and loses blank ones: a script has none. */
function refuseBlankLines(script: string): void {
  const blank = script.split('\n').findIndex((text) => text.trim() === '');
  if (blank >= 0) throw new DataFlowScriptError(`line ${blank + 1}: blank lines are not allowed in a script`);
}
