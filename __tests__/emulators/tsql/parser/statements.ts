import type { Expr } from '../ast';
import { notModelled, notOnServerless, TsqlError } from '../errors';
import type { Argument, Statement } from '../statement-ast';
import { tokenize } from '../tokenizer';
import { parseCreateOrAlter, parseDrop } from './definitions';
import { parseExpression } from './expressions';
import { parseQuery } from './queries';
import { parsePermission } from './security';
import { TokenStream } from './token-stream';
import { parseType } from './types';

/** Words that start a statement which serverless does not have. */
const UNSUPPORTED = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE', 'BULK', 'BACKUP', 'RESTORE', 'COPY'];

/** Parses a batch as a whole: one syntax error, and nothing of it runs. */
export function parseBatch(source: string): readonly Statement[] {
  const stream = new TokenStream(source, tokenize(source), parseQuery);
  const statements = parseStatements(stream, () => stream.atEnd(), true);
  if (!stream.atEnd()) {
    throw stream.syntaxError();
  }
  return statements;
}

/** Parses the parameter list given to sp_executesql. */
export function openStream(source: string): TokenStream {
  return new TokenStream(source, tokenize(source), parseQuery);
}

function parseStatements(stream: TokenStream, atEnd: () => boolean, top = false): readonly Statement[] {
  const statements: Statement[] = [];
  skipSemicolons(stream);
  while (!atEnd()) {
    if (stream.atEnd()) {
      throw stream.syntaxError('END');
    }
    const isFirst = statements.length === 0;
    if (!isFirst && stream.isOneOf('WITH', 'THROW') && stream.previous()?.text !== ';') {
      throw new TsqlError(
        `incorrect syntax near '${stream.peek().text}': end the statement before it with a semicolon`,
        319,
      );
    }
    statements.push(parseStatement(stream, top && isFirst));
    skipSemicolons(stream);
  }
  return statements;
}

function skipSemicolons(stream: TokenStream): void {
  while (stream.takeSymbol(';')) {
    // Empty statements are legal.
  }
}

/** `first` tells whether the statement opens its batch, which some definitions must. */
function parseStatement(stream: TokenStream, first: boolean): Statement {
  const { kind, upper, text } = stream.peek();
  if (stream.isSymbol('(')) {
    return { kind: 'query', query: parseQuery(stream) };
  }
  if (kind !== 'word') {
    throw stream.syntaxError('a statement');
  }
  switch (upper) {
    case 'SELECT':
    case 'WITH':
      return { kind: 'query', query: parseQuery(stream) };
    case 'DECLARE':
      return parseDeclare(stream);
    case 'SET':
      return parseSet(stream);
    case 'IF':
      return parseIf(stream);
    case 'BEGIN':
      return parseBegin(stream);
    case 'THROW':
      return parseThrow(stream);
    case 'PRINT':
      stream.next();
      return { kind: 'print', value: parseExpression(stream) };
    case 'RETURN':
      stream.next();
      return { kind: 'return' };
    case 'USE':
      stream.next();
      return { kind: 'use', database: stream.identifier('a database') };
    case 'EXEC':
    case 'EXECUTE':
      return parseExecute(stream);
    case 'CREATE':
    case 'ALTER':
      return parseCreateOrAlter(stream, first, () => parseStatements(stream, () => stream.atEnd()));
    case 'DROP':
      return parseDrop(stream);
    case 'GRANT':
    case 'DENY':
    case 'REVOKE':
      return parsePermission(stream);
    case 'GO':
      throw new TsqlError(
        'GO is not T-SQL: it separates batches in client tools, and must not reach the server',
        102,
      );
    case 'WHILE':
    case 'RAISERROR':
    case 'WAITFOR':
      throw notModelled(upper);
    default:
      throw UNSUPPORTED.includes(upper)
        ? notOnServerless(upper)
        : new TsqlError(`incorrect syntax near '${text}': no statement starts so`, 102);
  }
}

function parseDeclare(stream: TokenStream): Statement {
  stream.expectWords('DECLARE');
  const variables = stream.list(() => {
    const name = variableName(stream);
    stream.takeWords('AS');
    if (stream.isOneOf('TABLE', 'CURSOR')) {
      throw notOnServerless(`a ${stream.peek().upper} variable`);
    }
    const type = parseType(stream, 1);
    const value = stream.takeSymbol('=') ? parseExpression(stream) : undefined;
    return { name, type, ...(value && { value }) };
  });
  return { kind: 'declare', variables };
}

/** Reads the name of a variable. */
function variableName(stream: TokenStream): string {
  if (stream.peek().kind !== 'variable') {
    throw stream.syntaxError('a variable');
  }
  return stream.next().text;
}

function parseSet(stream: TokenStream): Statement {
  stream.expectWords('SET');
  if (stream.peek().kind === 'variable') {
    const name = variableName(stream);
    const append = stream.takeSymbol('+=');
    if (!append) {
      stream.expectSymbol('=');
    }
    return { kind: 'set', name, append, value: parseExpression(stream) };
  }
  for (const option of ['NOCOUNT', 'XACT_ABORT', 'ANSI_NULLS', 'QUOTED_IDENTIFIER']) {
    if (stream.takeWords(option)) {
      stream.expectWords('ON');
      return { kind: 'nothing' };
    }
  }
  throw notModelled(`SET ${stream.peek().text}`);
}

function parseIf(stream: TokenStream): Statement {
  stream.expectWords('IF');
  const condition = parseExpression(stream);
  const then = parseStatement(stream, false);
  if (stream.isSymbol(';') && stream.peek(1).upper === 'ELSE') {
    stream.next();
  }
  const otherwise = stream.takeWords('ELSE') ? parseStatement(stream, false) : undefined;
  return { kind: 'if', condition, then, ...(otherwise && { otherwise }) };
}

function parseBegin(stream: TokenStream): Statement {
  stream.expectWords('BEGIN');
  if (stream.isOneOf('TRAN', 'TRANSACTION', 'DISTRIBUTED')) {
    throw notModelled('transactions, which cover only metadata on serverless');
  }
  if (stream.takeWords('TRY')) {
    const body = parseStatements(stream, () => stream.isWords('END'));
    stream.expectWords('END', 'TRY');
    skipSemicolons(stream);
    stream.expectWords('BEGIN', 'CATCH');
    const handler = parseStatements(stream, () => stream.isWords('END'));
    stream.expectWords('END', 'CATCH');
    return { kind: 'try', body, handler };
  }
  const statements = parseStatements(stream, () => stream.isWords('END'));
  stream.expectWords('END');
  if (statements.length === 0) {
    throw new TsqlError("incorrect syntax near 'END': a block needs a statement", 102);
  }
  return { kind: 'block', statements };
}

/** THROW takes constants and variables only. */
function parseThrow(stream: TokenStream): Statement {
  stream.expectWords('THROW');
  if (stream.atEnd() || stream.isSymbol(';') || stream.isWords('END')) {
    return { kind: 'throw' };
  }
  const number = parseAtom(stream);
  stream.expectSymbol(',');
  const message = parseAtom(stream);
  stream.expectSymbol(',');
  return { kind: 'throw', args: [number, message, parseAtom(stream)] };
}

/** Reads a constant or a variable: all that EXEC and THROW take. */
function parseAtom(stream: TokenStream): Expr {
  const negative = stream.isSymbol('-') && stream.peek(1).kind === 'number';
  const { kind } = stream.peek(negative ? 1 : 0);
  const isAtom =
    ['variable', 'string', 'nstring', 'number', 'binary'].includes(kind) || stream.isWords('NULL');
  if (!isAtom) {
    throw stream.syntaxError('a constant or a variable (expressions are not allowed here)');
  }
  const single = new TokenStream(stream.source, [...takeTokens(stream, negative ? 2 : 1)], parseQuery);
  return parseExpression(single);
}

function takeTokens(stream: TokenStream, count: number): ReturnType<typeof tokenize> {
  const tokens = Array.from({ length: count }, () => stream.next());
  const end = stream.peek().start;
  return [...tokens, { kind: 'end', text: '', upper: '', start: end, end }];
}

function parseExecute(stream: TokenStream): Statement {
  stream.next();
  if (stream.takeSymbol('(')) {
    const parts = [parseAtom(stream)];
    while (stream.takeSymbol('+')) {
      parts.push(parseAtom(stream));
    }
    stream.expectSymbol(')');
    if (stream.isOneOf('AT', 'AS')) {
      throw notModelled(`EXEC (…) ${stream.peek().upper}`);
    }
    return { kind: 'execText', parts };
  }
  if (stream.peek().kind === 'variable') {
    throw notModelled('EXEC with a return code or a procedure named by a variable');
  }
  const name = stream.qualifiedName();
  const hasArguments = stream.isSymbol('-') || stream.isWords('NULL') || isAtomStart(stream);
  return { kind: 'execProcedure', name, args: hasArguments ? stream.list(() => parseArgument(stream)) : [] };
}

function isAtomStart(stream: TokenStream): boolean {
  return ['variable', 'string', 'nstring', 'number', 'binary'].includes(stream.peek().kind);
}

function parseArgument(stream: TokenStream): Argument {
  let name: string | undefined;
  if (stream.peek().kind === 'variable' && stream.isSymbol('=', 1)) {
    name = variableName(stream);
    stream.expectSymbol('=');
  }
  const value = parseAtom(stream);
  const output = stream.takeWords('OUTPUT') || stream.takeWords('OUT');
  return { ...(name !== undefined && { name }), value, output };
}
