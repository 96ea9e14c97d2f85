import type { BinaryOperator, CaseBranch, ComparisonOperator, Expr, FunctionCall } from '../ast';
import { notModelled, notOnServerless, TsqlError } from '../errors';
import { isReserved } from '../keywords';
import { parseLiteral } from './literals';
import type { TokenStream } from './token-stream';
import { parseType } from './types';
import { parseOrderItems, parseWindow } from './windows';

const COMPARISONS: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Reserved words that are also names of built-in functions. */
const FUNCTION_WORDS = new Set(['LEFT', 'RIGHT', 'COALESCE', 'NULLIF']);
/** Functions whose first argument names a part of a date. */
const DATE_PART_FUNCTIONS = new Set(['DATEADD', 'DATEDIFF', 'DATEDIFF_BIG', 'DATEPART', 'DATENAME']);
/** Reserved words that are functions without parentheses. */
const BARE_FUNCTIONS = new Set(['CURRENT_USER', 'SESSION_USER', 'SYSTEM_USER', 'USER']);

/** Reads an expression or a predicate; OR binds loosest, then AND, then NOT. */
export function parseExpression(stream: TokenStream): Expr {
  let left = parseAnd(stream);
  while (stream.takeWords('OR')) {
    left = { kind: 'or', left, right: parseAnd(stream) };
  }
  return left;
}

function parseAnd(stream: TokenStream): Expr {
  let left = parseNot(stream);
  while (stream.takeWords('AND')) {
    left = { kind: 'and', left, right: parseNot(stream) };
  }
  return left;
}

function parseNot(stream: TokenStream): Expr {
  return stream.takeWords('NOT') ? { kind: 'not', operand: parseNot(stream) } : parsePredicate(stream);
}

function parsePredicate(stream: TokenStream): Expr {
  if (stream.takeWords('EXISTS')) {
    stream.expectSymbol('(');
    const query = stream.parseQuery(stream);
    stream.expectSymbol(')');
    return { kind: 'exists', query };
  }
  const operand = parseSum(stream);
  const operator = stream.peek().kind === 'symbol' ? COMPARISONS[stream.peek().text] : undefined;
  if (operator) {
    stream.next();
    if (stream.isOneOf('ANY', 'ALL', 'SOME')) {
      throw notModelled(`a comparison with ${stream.peek().upper}`);
    }
    return { kind: 'compare', operator, left: operand, right: parseSum(stream) };
  }
  if (stream.takeWords('IS')) {
    const negated = stream.takeWords('NOT');
    if (stream.isWords('DISTINCT')) {
      throw notModelled('IS [NOT] DISTINCT FROM, which needs SQL Server 2022');
    }
    stream.expectWords('NULL');
    return { kind: 'isNull', operand, negated };
  }
  return parseNegatable(stream, operand);
}

function parseNegatable(stream: TokenStream, operand: Expr): Expr {
  const negated =
    stream.isWords('NOT') &&
    ['IN', 'BETWEEN', 'LIKE'].includes(stream.peek(1).upper) &&
    stream.takeWords('NOT');
  if (stream.takeWords('IN')) {
    return parseIn(stream, operand, negated);
  }
  if (stream.takeWords('BETWEEN')) {
    const low = parseSum(stream);
    stream.expectWords('AND');
    return { kind: 'between', operand, low, high: parseSum(stream), negated };
  }
  if (stream.takeWords('LIKE')) {
    const pattern = parseSum(stream);
    const escape = stream.takeWords('ESCAPE') ? parseSum(stream) : undefined;
    return { kind: 'like', operand, pattern, ...(escape && { escape }), negated };
  }
  return operand;
}

function parseIn(stream: TokenStream, operand: Expr, negated: boolean): Expr {
  stream.expectSymbol('(');
  if (stream.isOneOf('SELECT', 'WITH')) {
    const query = stream.parseQuery(stream);
    stream.expectSymbol(')');
    return { kind: 'inQuery', operand, query, negated };
  }
  const list = stream.list(() => parseSum(stream));
  stream.expectSymbol(')');
  return { kind: 'inList', operand, list, negated };
}

const SUM_OPERATORS = ['+', '-', '&', '|', '^'] as const;
const PRODUCT_OPERATORS = ['*', '/', '%'] as const;

function parseSum(stream: TokenStream): Expr {
  return parseBinary(stream, SUM_OPERATORS, (s) => parseBinary(s, PRODUCT_OPERATORS, parseUnary));
}

function parseBinary(
  stream: TokenStream,
  operators: readonly BinaryOperator[],
  operand: (stream: TokenStream) => Expr,
): Expr {
  let left = operand(stream);
  for (;;) {
    const operator = operators.find((symbol) => stream.isSymbol(symbol));
    if (!operator) {
      return left;
    }
    stream.next();
    left = { kind: 'binary', operator, left, right: operand(stream) };
  }
}

function parseUnary(stream: TokenStream): Expr {
  for (const operator of ['-', '+'] as const) {
    if (stream.takeSymbol(operator)) {
      return { kind: 'unary', operator, operand: parseUnary(stream) };
    }
  }
  if (stream.isSymbol('~')) {
    throw notModelled('the ~ operator');
  }
  let operand = parsePrimary(stream);
  while (stream.takeWords('COLLATE')) {
    operand = { kind: 'collate', operand, collation: stream.identifier('a collation') };
  }
  while (stream.takeWords('AT', 'TIME', 'ZONE')) {
    operand = { kind: 'atTimeZone', operand, zone: parsePrimary(stream) };
  }
  return operand;
}

function parsePrimary(stream: TokenStream): Expr {
  const token = stream.peek();
  switch (token.kind) {
    case 'string':
    case 'nstring':
    case 'number':
    case 'binary':
      return parseLiteral(stream.next());
    case 'variable':
      stream.next();
      if (token.text.startsWith('@@')) {
        throw notModelled(token.text);
      }
      return { kind: 'variable', name: token.text };
    case 'symbol':
      return parseParenthesised(stream);
    case 'word':
    case 'quoted':
      return parseNamed(stream);
    default:
      throw stream.syntaxError('an expression');
  }
}

function parseParenthesised(stream: TokenStream): Expr {
  if (!stream.takeSymbol('(')) {
    throw stream.syntaxError('an expression');
  }
  if (stream.isOneOf('SELECT', 'WITH')) {
    if (stream.isWords('WITH')) {
      throw new TsqlError(
        "incorrect syntax near the keyword 'WITH': a sub-query cannot have common table expressions",
        156,
      );
    }
    const query = stream.parseQuery(stream);
    stream.expectSymbol(')');
    return { kind: 'subquery', query };
  }
  const inner = parseExpression(stream);
  stream.expectSymbol(')');
  return inner;
}

function parseNamed(stream: TokenStream): Expr {
  const { kind, upper } = stream.peek();
  const isCall = kind === 'word' && stream.isSymbol('(', 1);
  if (kind === 'word') {
    if (upper === 'NULL') {
      return parseLiteral(stream.next());
    }
    if (upper === 'CASE') {
      return parseCase(stream);
    }
    if (isCall && (upper === 'CAST' || upper === 'TRY_CAST')) {
      return parseCast(stream);
    }
    if (isCall && (upper === 'CONVERT' || upper === 'TRY_CONVERT')) {
      return parseConvert(stream);
    }
    if (isCall && upper === 'IIF') {
      return parseIif(stream);
    }
    if (BARE_FUNCTIONS.has(upper)) {
      stream.next();
      return { kind: 'function', name: upper, args: [], star: false, distinct: false };
    }
    if (upper === 'CURRENT_TIMESTAMP') {
      throw notModelled('CURRENT_TIMESTAMP, whose type is datetime: use SYSUTCDATETIME()');
    }
    if (isCall && (!isReserved(upper) || FUNCTION_WORDS.has(upper))) {
      return parseCall(stream);
    }
  }
  const parts = stream.qualifiedName();
  if (stream.isSymbol('(')) {
    throw notModelled(`the user function or method ${parts.join('.')}`);
  }
  return { kind: 'column', parts };
}

function parseCase(stream: TokenStream): Expr {
  stream.expectWords('CASE');
  const operand = stream.isWords('WHEN') ? undefined : parseSum(stream);
  const branches: CaseBranch[] = [];
  while (stream.takeWords('WHEN')) {
    const when = operand ? parseSum(stream) : parseExpression(stream);
    stream.expectWords('THEN');
    branches.push({ when, then: parseExpression(stream) });
  }
  if (branches.length === 0) {
    throw stream.syntaxError('WHEN');
  }
  const otherwise = stream.takeWords('ELSE') ? parseExpression(stream) : undefined;
  stream.expectWords('END');
  return { kind: 'case', ...(operand && { operand }), branches, ...(otherwise && { otherwise }) };
}

function parseCast(stream: TokenStream): Expr {
  const attempt = stream.next().upper === 'TRY_CAST';
  stream.expectSymbol('(');
  const operand = parseExpression(stream);
  stream.expectWords('AS');
  const type = parseType(stream, 30);
  stream.expectSymbol(')');
  return { kind: 'cast', attempt, operand, type };
}

function parseConvert(stream: TokenStream): Expr {
  const attempt = stream.next().upper === 'TRY_CONVERT';
  stream.expectSymbol('(');
  const type = parseType(stream, 30);
  stream.expectSymbol(',');
  const operand = parseExpression(stream);
  const style = stream.takeSymbol(',') ? parseSum(stream) : undefined;
  stream.expectSymbol(')');
  return { kind: 'cast', attempt, operand, type, ...(style && { style }) };
}

function parseIif(stream: TokenStream): Expr {
  stream.expectWords('IIF');
  stream.expectSymbol('(');
  const when = parseExpression(stream);
  stream.expectSymbol(',');
  const then = parseExpression(stream);
  stream.expectSymbol(',');
  const otherwise = parseExpression(stream);
  stream.expectSymbol(')');
  return { kind: 'case', branches: [{ when, then }], otherwise };
}

function parseCall(stream: TokenStream): Expr {
  const name = stream.next().upper;
  stream.expectSymbol('(');
  const distinct = stream.takeWords('DISTINCT');
  const star = !distinct && stream.takeSymbol('*');
  const args = star || stream.isSymbol(')') ? [] : parseArguments(stream, name);
  stream.expectSymbol(')');
  const withinGroup = parseWithinGroup(stream);
  const over = stream.takeWords('OVER') ? parseWindow(stream, parseExpression) : undefined;
  const call: FunctionCall = { kind: 'function', name, args, star, distinct };
  return { ...call, ...(withinGroup && { withinGroup }), ...(over && { over }) };
}

function parseArguments(stream: TokenStream, name: string): readonly Expr[] {
  if (!DATE_PART_FUNCTIONS.has(name)) {
    return stream.list(() => parseArgument(stream));
  }
  if (stream.peek().kind !== 'word' || !stream.isSymbol(',', 1)) {
    throw new TsqlError(
      `invalid parameter 1 specified for ${name.toLowerCase()}: it must name a date part`,
      1023,
    );
  }
  const part: Expr = { kind: 'datePart', name: stream.next().text };
  stream.expectSymbol(',');
  return [part, ...stream.list(() => parseArgument(stream))];
}

function parseArgument(stream: TokenStream): Expr {
  if (stream.isOneOf('LEADING', 'TRAILING', 'BOTH')) {
    throw notOnServerless('TRIM with LEADING, TRAILING or BOTH');
  }
  return parseExpression(stream);
}

function parseWithinGroup(stream: TokenStream): FunctionCall['withinGroup'] {
  if (!stream.takeWords('WITHIN', 'GROUP')) {
    return undefined;
  }
  stream.expectSymbol('(');
  const items = parseOrderItems(stream, parseExpression);
  stream.expectSymbol(')');
  return items;
}
