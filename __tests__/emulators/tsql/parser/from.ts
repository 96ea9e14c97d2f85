import type { ColumnDefinition, OpenRowset, TableRef } from '../ast';
import { checkCollation } from '../collation';
import { notModelled, notOnServerless, TsqlError } from '../errors';
import { parseExpression } from './expressions';
import type { TokenStream } from './token-stream';
import { parseType } from './types';

/** Reads what follows FROM; a comma is a cross join. */
export function parseFrom(stream: TokenStream): TableRef {
  let left = parseJoins(stream);
  while (stream.takeSymbol(',')) {
    left = { kind: 'join', type: 'CROSS', left, right: parseJoins(stream) };
  }
  return left;
}

function parseJoins(stream: TokenStream): TableRef {
  let left = parseTable(stream);
  for (;;) {
    if (stream.takeWords('CROSS', 'JOIN')) {
      left = { kind: 'join', type: 'CROSS', left, right: parseTable(stream) };
    } else if (stream.takeWords('CROSS', 'APPLY')) {
      left = { kind: 'apply', outer: false, left, right: parseTable(stream) };
    } else if (stream.takeWords('OUTER', 'APPLY')) {
      left = { kind: 'apply', outer: true, left, right: parseTable(stream) };
    } else {
      const type = parseJoinType(stream);
      if (!type) {
        return left;
      }
      const right = parseJoined(stream);
      stream.expectWords('ON');
      left = { kind: 'join', type, left, right, on: parseExpression(stream) };
    }
  }
}

/** A nested join (a JOIN b JOIN c ON … ON …) is legal and never generated: it reads badly. */
function parseJoined(stream: TokenStream): TableRef {
  const right = parseTable(stream);
  if (stream.isOneOf('JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL')) {
    throw notModelled('a join whose ON clause follows another join');
  }
  return right;
}

function parseJoinType(stream: TokenStream): 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | undefined {
  if (stream.takeWords('JOIN')) {
    return 'INNER';
  }
  if (stream.isOneOf('LEFT', 'RIGHT', 'FULL')) {
    const type = stream.next().upper;
    stream.takeWords('OUTER');
    stream.expectWords('JOIN');
    return type === 'LEFT' ? 'LEFT' : type === 'RIGHT' ? 'RIGHT' : 'FULL';
  }
  if (stream.takeWords('INNER')) {
    stream.expectWords('JOIN');
    return 'INNER';
  }
  return undefined;
}

function parseTable(stream: TokenStream): TableRef {
  const table = stream.isWords('OPENROWSET')
    ? parseOpenRowset(stream)
    : stream.isSymbol('(')
      ? parseParenthesised(stream)
      : parseNamedTable(stream);
  if (stream.isOneOf('PIVOT', 'UNPIVOT', 'TABLESAMPLE', 'FOR')) {
    throw notModelled(`${stream.peek().upper} in FROM`);
  }
  if (stream.isWords('WITH')) {
    throw notOnServerless('a table hint');
  }
  return table;
}

function parseNamedTable(stream: TokenStream): TableRef {
  if (stream.peek().text.startsWith('#')) {
    throw notOnServerless('a temporary table joined with external data');
  }
  if (stream.peek().kind === 'variable') {
    throw notOnServerless('a table variable');
  }
  const name = stream.qualifiedName();
  if (stream.isSymbol('(')) {
    throw notModelled(`the table-valued function ${name.join('.')}`);
  }
  const alias = parseTableAlias(stream, false);
  return { kind: 'table', name, ...(alias !== undefined && { alias }) };
}

function parseParenthesised(stream: TokenStream): TableRef {
  stream.expectSymbol('(');
  if (stream.takeWords('VALUES')) {
    const rows = stream.list(() => {
      stream.expectSymbol('(');
      const row = stream.list(() => parseExpression(stream));
      stream.expectSymbol(')');
      return row;
    });
    stream.expectSymbol(')');
    const alias = parseTableAlias(stream, true);
    const columns = parseColumnAliases(stream);
    if (alias === undefined || !columns) {
      throw stream.syntaxError('the alias and the column names of VALUES');
    }
    return { kind: 'values', rows, alias, columns };
  }
  if (!stream.isWords('SELECT')) {
    throw stream.isWords('WITH') ? stream.syntaxError('SELECT') : notModelled('parentheses around joins');
  }
  const query = stream.parseQuery(stream);
  stream.expectSymbol(')');
  const alias = parseTableAlias(stream, true);
  const columns = parseColumnAliases(stream);
  return { kind: 'derived', query, alias: alias ?? '', ...(columns && { columns }) };
}

function parseTableAlias(stream: TokenStream, required: boolean): string | undefined {
  const written = stream.takeWords('AS');
  if (!written && stream.isWords('THROW')) {
    throw new TsqlError("incorrect syntax near 'THROW': end the statement before it with a semicolon", 102);
  }
  return written || required || stream.isIdentifier() ? stream.identifier('a table alias') : undefined;
}

function parseColumnAliases(stream: TokenStream): readonly string[] | undefined {
  if (!stream.takeSymbol('(')) {
    return undefined;
  }
  const names = stream.list(() => stream.identifier('a column name'));
  stream.expectSymbol(')');
  return names;
}

function parseOpenRowset(stream: TokenStream): OpenRowset {
  stream.expectWords('OPENROWSET');
  stream.expectSymbol('(');
  stream.expectWords('BULK');
  const bulk = stream.stringConstant('the path of BULK');
  const options = new Map<string, string>();
  while (stream.takeSymbol(',')) {
    const name = stream.next().upper;
    stream.expectSymbol('=');
    if (options.has(name)) {
      throw new TsqlError(`option ${name} of OPENROWSET was given twice`, 102);
    }
    options.set(name, stream.stringConstant(`a constant for ${name}`));
  }
  stream.expectSymbol(')');
  const { format, dataSource } = readOptions(options);
  const columns = stream.takeWords('WITH') ? parseColumns(stream) : undefined;
  const alias = parseTableAlias(stream, true) ?? '';
  const columnAliases = parseColumnAliases(stream);
  return {
    kind: 'openrowset',
    bulk,
    format,
    alias,
    ...(dataSource !== undefined && { dataSource }),
    ...(columns && { columns }),
    ...(columnAliases && { columnAliases }),
  };
}

function readOptions(options: ReadonlyMap<string, string>): {
  format: 'DELTA' | 'PARQUET';
  dataSource?: string;
} {
  for (const name of options.keys()) {
    if (name !== 'FORMAT' && name !== 'DATA_SOURCE') {
      throw notModelled(`option ${name} of OPENROWSET`);
    }
  }
  const format = options.get('FORMAT')?.toUpperCase();
  if (format !== 'DELTA' && format !== 'PARQUET') {
    throw notModelled(`OPENROWSET with FORMAT ${format ?? '(none)'}`);
  }
  const dataSource = options.get('DATA_SOURCE');
  return { format, ...(dataSource !== undefined && { dataSource }) };
}

/** Reads column definitions in parentheses, as OPENROWSET and external tables have them. */
export function parseColumns(stream: TokenStream): readonly ColumnDefinition[] {
  stream.expectSymbol('(');
  const columns = stream.list(() => {
    const name = stream.identifier('a column name');
    const type = parseType(stream, 1);
    if (stream.takeWords('COLLATE')) {
      checkCollation(stream.identifier('a collation'));
    }
    if (stream.takeWords('NOT')) {
      throw notModelled('NOT NULL on an external column');
    }
    stream.takeWords('NULL');
    if (stream.peek().kind === 'string' || stream.peek().kind === 'number') {
      throw notModelled('a column ordinal or path in a WITH clause');
    }
    return { name, type };
  });
  stream.expectSymbol(')');
  const twice = columns.find((column, i) => columns.findIndex((other) => other.name === column.name) !== i);
  if (twice) {
    throw new TsqlError(`column name '${twice.name}' is specified more than once`, 2705);
  }
  return columns;
}
