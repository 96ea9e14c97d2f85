/** A lexical element of a SQL text. */
export interface SqlToken {
  /** `broken` is a text, a quoted name or a comment without its end; nothing follows it. */
  readonly kind: 'word' | 'quoted' | 'variable' | 'string' | 'number' | 'symbol' | 'broken';
  /** As written; of a quoted name, what stands between the marks. */
  readonly text: string;
  /** Words in capitals, to compare with keywords; empty for all else. */
  readonly upper: string;
  /** Where it begins in the text. */
  readonly start: number;
  /** Where the text goes on. */
  readonly end: number;
  /** The line it begins on, from 1. */
  readonly line: number;
}

const BLANK = /\s+|--[^\n]*/y;
const PATTERNS: readonly (readonly [SqlToken['kind'], RegExp])[] = [
  ['string', /[Nn]?'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")+"/y],
  ['variable', /@@?[\p{L}\p{N}_@#$]+/uy],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_#][\p{L}\p{N}_@#$]*/uy],
];
const BRACKETED = /\[(?:[^\]]|\]\])+\]/y;

/**
 * Splits a SQL text into its elements, without blanks and comments.
 *
 * @param text the SQL.
 * @param dialect in T-SQL brackets quote names; in DuckDB's SQL they make lists.
 */
export function sqlTokens(text: string, dialect: 'tsql' | 'duckdb' = 'tsql'): SqlToken[] {
  const tokens: SqlToken[] = [];
  let position = 0;
  let line = 1;
  const advance = (end: number): void => {
    line += text.slice(position, end).split('\n').length - 1;
    position = end;
  };
  while (position < text.length) {
    const blank = text.startsWith('/*', position) ? commentEnd(text, position) : endOf(BLANK, text, position);
    if (blank !== undefined && blank > position) {
      advance(blank);
      continue;
    }
    const token = readToken(text, position, line, dialect);
    tokens.push(token);
    if (token.kind === 'broken') break;
    advance(token.end);
  }
  return tokens;
}

function readToken(text: string, start: number, line: number, dialect: 'tsql' | 'duckdb'): SqlToken {
  const made = (kind: SqlToken['kind'], end: number): SqlToken => {
    const written = text.slice(start, end);
    const shown = kind === 'quoted' ? unquoted(written) : written;
    return { kind, text: shown, upper: kind === 'word' ? written.toUpperCase() : '', start, end, line };
  };
  const bracketed = dialect === 'tsql' ? endOf(BRACKETED, text, start) : undefined;
  if (bracketed !== undefined) return made('quoted', bracketed);
  for (const [kind, pattern] of PATTERNS) {
    const end = endOf(pattern, text, start);
    if (end !== undefined) return made(kind, end);
  }
  const opens =
    text.startsWith('/*', start) || `'"${dialect === 'tsql' ? '[' : ''}`.includes(text.charAt(start));
  return opens ? made('broken', text.length) : made('symbol', start + 1);
}

function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  const found = pattern.exec(text)?.[0];
  return found === undefined ? undefined : start + found.length;
}

/** Comments nest in T-SQL; undefined for one without an end. */
function commentEnd(text: string, start: number): number | undefined {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.index + 2;
  }
  return undefined;
}

function unquoted(written: string): string {
  const close = written.charAt(written.length - 1);
  return written.slice(1, -1).replaceAll(close + close, close);
}
