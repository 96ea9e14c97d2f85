import { notModelled, notOnServerless, TsqlError } from '../errors';
import type { Statement } from '../statement-ast';
import { parseColumns } from './from';
import { parseQuery } from './queries';
import type { TokenStream } from './token-stream';

/** Parses CREATE EXTERNAL … and CREATE DATABASE SCOPED CREDENTIAL, after the word CREATE. */
export function parseExternal(stream: TokenStream): Statement {
  if (stream.takeWords('DATABASE', 'SCOPED')) {
    stream.expectWords('CREDENTIAL');
    return parseCredential(stream);
  }
  stream.expectWords('EXTERNAL');
  if (stream.takeWords('DATA', 'SOURCE')) {
    return parseDataSource(stream);
  }
  if (stream.takeWords('FILE', 'FORMAT')) {
    return parseFileFormat(stream);
  }
  stream.expectWords('TABLE');
  return parseExternalTable(stream);
}

type Options = ReadonlyMap<string, string>;

function parseOptions(stream: TokenStream, allowed: readonly string[]): Options {
  const options = new Map<string, string>();
  const pairs = stream.list(() => {
    const name = stream.next().upper;
    if (!allowed.includes(name)) {
      throw new TsqlError(`option ${name} is not one of ${allowed.join(', ')}`, 102);
    }
    stream.expectSymbol('=');
    const isText = stream.peek().kind === 'string' || stream.peek().kind === 'nstring';
    return [name, isText ? stream.stringConstant() : stream.identifier(`a value for ${name}`)] as const;
  });
  for (const [name, value] of pairs) {
    if (options.has(name)) {
      throw new TsqlError(`option ${name} was given twice`, 102);
    }
    options.set(name, value);
  }
  return options;
}

function parseParenthesised(stream: TokenStream, allowed: readonly string[]): Options {
  stream.expectWords('WITH');
  stream.expectSymbol('(');
  const options = parseOptions(stream, allowed);
  stream.expectSymbol(')');
  return options;
}

function required(options: Options, name: string): string {
  const value = options.get(name);
  if (value === undefined) {
    throw new TsqlError(`option ${name} is missing`, 102);
  }
  return value;
}

function parseCredential(stream: TokenStream): Statement {
  const name = stream.identifier('a credential name');
  stream.expectWords('WITH');
  const options = parseOptions(stream, ['IDENTITY', 'SECRET']);
  return {
    kind: 'createCredential',
    name,
    identity: required(options, 'IDENTITY'),
    hasSecret: options.has('SECRET'),
  };
}

function parseDataSource(stream: TokenStream): Statement {
  const name = stream.identifier('a data source name');
  const options = parseParenthesised(stream, ['LOCATION', 'CREDENTIAL', 'TYPE']);
  if (options.has('TYPE')) {
    throw notOnServerless('TYPE = HADOOP in an external data source');
  }
  const credential = options.get('CREDENTIAL');
  return {
    kind: 'createDataSource',
    name,
    location: required(options, 'LOCATION'),
    ...(credential !== undefined && { credential }),
  };
}

function parseFileFormat(stream: TokenStream): Statement {
  const name = stream.identifier('a file format name');
  const options = parseParenthesised(stream, ['FORMAT_TYPE', 'DATA_COMPRESSION']);
  const type = required(options, 'FORMAT_TYPE').toUpperCase();
  if (type !== 'PARQUET' && type !== 'DELTA') {
    throw notModelled(`file format ${type}`);
  }
  const compression = options.get('DATA_COMPRESSION');
  return { kind: 'createFileFormat', name, type, ...(compression !== undefined && { compression }) };
}

function parseExternalTable(stream: TokenStream): Statement {
  const name = stream.qualifiedName();
  const columns = stream.isSymbol('(') ? parseColumns(stream) : undefined;
  const options = parseParenthesised(stream, ['LOCATION', 'DATA_SOURCE', 'FILE_FORMAT']);
  const query = stream.takeWords('AS') ? parseQuery(stream) : undefined;
  if ((columns === undefined) === (query === undefined)) {
    throw stream.syntaxError(columns ? 'no columns before AS SELECT' : 'columns or AS SELECT');
  }
  if (query && query.orderBy.length > 0) {
    throw new TsqlError('the ORDER BY clause is not supported in CREATE EXTERNAL TABLE AS SELECT', 1033);
  }
  return {
    kind: 'createExternalTable',
    name,
    ...(columns && { columns }),
    location: required(options, 'LOCATION'),
    dataSource: required(options, 'DATA_SOURCE'),
    fileFormat: required(options, 'FILE_FORMAT'),
    ...(query && { query }),
  };
}
