import type { CommonTable, Query, QueryBody, Select, SelectItem } from '../ast';
import { notModelled, notOnServerless, TsqlError } from '../errors';
import { parseExpression } from './expressions';
import { parseFrom } from './from';
import type { TokenStream } from './token-stream';
import { parseOrderItems } from './windows';

/** Reads a query: WITH …, SELECT … and set operators, ORDER BY. */
export function parseQuery(stream: TokenStream): Query {
  const ctes = stream.isWords('WITH') ? parseCommonTables(stream) : [];
  const body = parseSetOperators(stream);
  const orderBy = stream.isWords('ORDER') ? parseOrderItems(stream, parseExpression) : [];
  const paging = parsePaging(stream);
  if (paging.offset && orderBy.length === 0) {
    throw new TsqlError("incorrect syntax near 'OFFSET': it needs ORDER BY", 102);
  }
  rejectTrailingClauses(stream);
  return { kind: 'query', ctes, body, orderBy, ...paging };
}

function parsePaging(stream: TokenStream): Pick<Query, 'offset' | 'fetch'> {
  if (!stream.takeWords('OFFSET')) {
    return {};
  }
  const offset = parseExpression(stream);
  stream.expectWords(stream.isWords('ROW') ? 'ROW' : 'ROWS');
  if (!stream.takeWords('FETCH')) {
    return { offset };
  }
  stream.expectWords(stream.isWords('FIRST') ? 'FIRST' : 'NEXT');
  const fetch = parseExpression(stream);
  stream.expectWords(stream.isWords('ROW') ? 'ROW' : 'ROWS', 'ONLY');
  return { offset, fetch };
}

function rejectTrailingClauses(stream: TokenStream): void {
  if (stream.isWords('OPTION')) {
    throw notOnServerless('a query hint (OPTION)');
  }
  if (stream.isWords('FOR')) {
    throw notModelled('FOR XML, JSON or BROWSE');
  }
}

function parseCommonTables(stream: TokenStream): readonly CommonTable[] {
  stream.expectWords('WITH');
  return stream.list(() => {
    const name = stream.identifier('the name of a common table expression');
    const columns = parseColumnNames(stream);
    stream.expectWords('AS');
    stream.expectSymbol('(');
    const query = parseQuery(stream);
    stream.expectSymbol(')');
    if (query.ctes.length > 0) {
      throw new TsqlError(
        "incorrect syntax near the keyword 'WITH': common table expressions do not nest",
        156,
      );
    }
    return { name, ...(columns && { columns }), query };
  });
}

/** Reads a list of column names in parentheses, if there is one. */
export function parseColumnNames(stream: TokenStream): readonly string[] | undefined {
  if (!stream.takeSymbol('(')) {
    return undefined;
  }
  const columns = stream.list(() => stream.identifier('a column name'));
  stream.expectSymbol(')');
  return columns;
}

/** UNION and EXCEPT read from the left; INTERSECT binds tighter. */
function parseSetOperators(stream: TokenStream): QueryBody {
  let left = parseIntersect(stream);
  while (stream.isOneOf('UNION', 'EXCEPT')) {
    const isUnion = stream.next().upper === 'UNION';
    const operator = !isUnion ? 'EXCEPT' : stream.takeWords('ALL') ? 'UNION ALL' : 'UNION';
    left = { kind: 'set', operator, left, right: parseIntersect(stream) };
  }
  return left;
}

function parseIntersect(stream: TokenStream): QueryBody {
  let left = parseTerm(stream);
  while (stream.takeWords('INTERSECT')) {
    left = { kind: 'set', operator: 'INTERSECT', left, right: parseTerm(stream) };
  }
  return left;
}

function parseTerm(stream: TokenStream): QueryBody {
  if (stream.takeSymbol('(')) {
    const body = parseSetOperators(stream);
    stream.expectSymbol(')');
    return body;
  }
  return parseSelect(stream);
}

function parseSelect(stream: TokenStream): Select {
  stream.expectWords('SELECT');
  const distinct = stream.takeWords('DISTINCT');
  if (!distinct) {
    stream.takeWords('ALL');
  }
  const top = stream.isWords('TOP') ? parseTop(stream) : undefined;
  const items = stream.list(() => parseSelectItem(stream));
  if (stream.isWords('INTO')) {
    throw notOnServerless('SELECT INTO');
  }
  const from = stream.takeWords('FROM') ? parseFrom(stream) : undefined;
  const where = stream.takeWords('WHERE') ? parseExpression(stream) : undefined;
  const groupBy = stream.takeWords('GROUP', 'BY') ? parseGroupBy(stream) : undefined;
  const having = stream.takeWords('HAVING') ? parseExpression(stream) : undefined;
  return {
    kind: 'select',
    distinct,
    ...(top && { top }),
    items,
    ...(from && { from }),
    ...(where && { where }),
    ...(groupBy && { groupBy }),
    ...(having && { having }),
  };
}

function parseTop(stream: TokenStream): NonNullable<Select['top']> {
  stream.expectWords('TOP');
  const parenthesised = stream.isSymbol('(');
  if (!parenthesised && stream.peek().kind !== 'number') {
    throw stream.syntaxError('TOP (n)');
  }
  let count;
  if (parenthesised) {
    stream.expectSymbol('(');
    count = parseExpression(stream);
    stream.expectSymbol(')');
  } else {
    count = parseExpression(stream);
  }
  if (stream.isWords('PERCENT')) {
    throw notModelled('TOP … PERCENT');
  }
  return { count, withTies: stream.takeWords('WITH', 'TIES') };
}

function parseGroupBy(stream: TokenStream): Select['groupBy'] {
  if (stream.isOneOf('GROUPING', 'ROLLUP', 'CUBE', 'ALL')) {
    throw notOnServerless(`GROUP BY ${stream.peek().upper}`);
  }
  return stream.list(() => parseExpression(stream));
}

function parseSelectItem(stream: TokenStream): SelectItem {
  if (stream.takeSymbol('*')) {
    return { kind: 'star' };
  }
  const qualifier = parseStarQualifier(stream);
  if (qualifier) {
    return { kind: 'star', qualifier };
  }
  if (stream.peek().kind === 'variable' && stream.isSymbol('=', 1)) {
    const variable = stream.next().text;
    stream.expectSymbol('=');
    return { kind: 'assign', variable, expr: parseExpression(stream) };
  }
  if (stream.isIdentifier() && stream.isSymbol('=', 1)) {
    throw notModelled(
      "the select item 'name = expression', which names a column and compares nothing; write AS",
    );
  }
  const expr = parseExpression(stream);
  const alias = parseAlias(stream);
  return { kind: 'expr', expr, ...(alias !== undefined && { alias }) };
}

function parseStarQualifier(stream: TokenStream): readonly string[] | undefined {
  let length = 0;
  while (stream.isIdentifier(length * 2) && stream.isSymbol('.', length * 2 + 1)) {
    length += 1;
  }
  if (length === 0 || !stream.isSymbol('*', length * 2)) {
    return undefined;
  }
  const parts = Array.from({ length }, () => {
    const part = stream.identifier();
    stream.expectSymbol('.');
    return part;
  });
  stream.expectSymbol('*');
  return parts;
}

/** Reads an alias, with or without AS. */
export function parseAlias(stream: TokenStream): string | undefined {
  const written = stream.takeWords('AS');
  if (stream.peek().kind === 'string' || stream.peek().kind === 'nstring') {
    throw notModelled('an alias in quotes, which is deprecated; write [brackets]');
  }
  if (!written && stream.isWords('THROW')) {
    throw new TsqlError("incorrect syntax near 'THROW': end the statement before it with a semicolon", 102);
  }
  return written || stream.isIdentifier() ? stream.identifier('an alias') : undefined;
}
