import { notModelled, notOnServerless, TsqlError } from '../errors';
import type { CreateMode, DropKind, Name, Parameter, Statement } from '../statement-ast';
import { parseExternal } from './external';
import { parseExpression } from './expressions';
import { parseColumnNames, parseQuery } from './queries';
import { parseAlterRole, parseCreatePrincipal } from './security';
import type { TokenStream } from './token-stream';
import { parseType } from './types';

const UNSUPPORTED = [
  'TABLE',
  'INDEX',
  'CLUSTERED',
  'NONCLUSTERED',
  'UNIQUE',
  'TRIGGER',
  'MATERIALIZED',
  'SEQUENCE',
  'SYNONYM',
];

/** Parses CREATE, ALTER and CREATE OR ALTER; `first` tells whether the statement opens its batch. */
export function parseCreateOrAlter(
  stream: TokenStream,
  first: boolean,
  body: () => readonly Statement[],
): Statement {
  const start = stream.peek().start;
  const mode = parseMode(stream);
  const what = stream.peek().upper;
  if (['VIEW', 'PROCEDURE', 'PROC', 'SCHEMA', 'FUNCTION'].includes(what) && !first) {
    throw new TsqlError(`'${mode} ${what}' must be the first statement in a query batch`, 111);
  }
  if (stream.takeWords('VIEW')) {
    return parseView(stream, mode, start);
  }
  if (stream.takeWords('PROCEDURE') || stream.takeWords('PROC')) {
    return parseProcedure(stream, mode, start, body);
  }
  if (mode === 'ALTER') {
    return parseAlterRole(stream);
  }
  if (mode === 'CREATE OR ALTER') {
    throw new TsqlError(
      `incorrect syntax near '${stream.peek().text}': CREATE OR ALTER takes VIEW or PROCEDURE`,
      102,
    );
  }
  return parseCreate(stream, what);
}

function parseCreate(stream: TokenStream, what: string): Statement {
  if (stream.takeWords('SCHEMA')) {
    return parseSchema(stream);
  }
  if (stream.isWords('DATABASE', 'SCOPED') || stream.isWords('EXTERNAL')) {
    return parseExternal(stream);
  }
  if (stream.takeWords('DATABASE')) {
    const name = stream.identifier('a database name');
    const collation = stream.takeWords('COLLATE') ? stream.identifier('a collation') : undefined;
    return { kind: 'createDatabase', name, collation };
  }
  if (stream.takeWords('MASTER', 'KEY')) {
    if (stream.takeWords('ENCRYPTION', 'BY', 'PASSWORD')) {
      stream.expectSymbol('=');
      stream.stringConstant('a password');
    }
    return { kind: 'createMasterKey' };
  }
  if (stream.isOneOf('LOGIN', 'USER', 'ROLE')) {
    return parseCreatePrincipal(stream);
  }
  if (what === 'FUNCTION' || what === 'STATISTICS') {
    throw notModelled(`CREATE ${what}`);
  }
  throw UNSUPPORTED.includes(what)
    ? notOnServerless(`CREATE ${what}`)
    : stream.syntaxError('something that can be created');
}

function parseMode(stream: TokenStream): CreateMode {
  if (stream.takeWords('ALTER')) {
    return 'ALTER';
  }
  stream.expectWords('CREATE');
  return stream.takeWords('OR', 'ALTER') ? 'CREATE OR ALTER' : 'CREATE';
}

/** Reads a name that may lie in a schema; objects are made in the current database only. */
function objectName(stream: TokenStream): Name {
  const name = stream.qualifiedName();
  if (name.length > 2) {
    throw new TsqlError(
      `'${name.join('.')}' does not allow specifying the database name as a prefix to the object name`,
      166,
    );
  }
  return name;
}

function parseSchema(stream: TokenStream): Statement {
  const name = stream.identifier('a schema name');
  const owner = stream.takeWords('AUTHORIZATION') ? stream.identifier('an owner') : undefined;
  stream.takeSymbol(';');
  if (!stream.atEnd()) {
    throw new TsqlError("'CREATE SCHEMA' must be alone in its batch", 111);
  }
  return { kind: 'createSchema', name, ...(owner !== undefined && { owner }) };
}

function parseView(stream: TokenStream, mode: CreateMode, start: number): Statement {
  const name = objectName(stream);
  const columns = parseColumnNames(stream);
  if (stream.isWords('WITH')) {
    throw notModelled('options of a view');
  }
  stream.expectWords('AS');
  const query = parseQuery(stream);
  if (stream.isWords('WITH')) {
    throw notModelled('WITH CHECK OPTION');
  }
  stream.takeSymbol(';');
  if (!stream.atEnd()) {
    throw stream.syntaxError('the end of the batch after the view');
  }
  return {
    kind: 'createView',
    mode,
    name,
    ...(columns && { columns }),
    query,
    definition: stream.source.slice(start),
  };
}

function parseProcedure(
  stream: TokenStream,
  mode: CreateMode,
  start: number,
  body: () => readonly Statement[],
): Statement {
  const name = objectName(stream);
  const parenthesised = stream.takeSymbol('(');
  const parameters = stream.peek().kind === 'variable' ? parseParameters(stream) : [];
  if (parenthesised) {
    stream.expectSymbol(')');
  }
  if (stream.isOneOf('WITH', 'FOR')) {
    throw notModelled('options of a procedure');
  }
  stream.expectWords('AS');
  const statements = body();
  return {
    kind: 'createProcedure',
    mode,
    name,
    parameters,
    body: statements,
    definition: stream.source.slice(start),
  };
}

/** Reads the parameters of a procedure or of sp_executesql. */
export function parseParameters(stream: TokenStream): readonly Parameter[] {
  return stream.list(() => {
    if (stream.peek().kind !== 'variable') {
      throw stream.syntaxError('a parameter');
    }
    const name = stream.next().text;
    stream.takeWords('AS');
    const type = parseType(stream, 1);
    const fallback = stream.takeSymbol('=') ? parseExpression(stream) : undefined;
    const output = stream.takeWords('OUTPUT') || stream.takeWords('OUT');
    return { name, type, ...(fallback && { fallback }), output };
  });
}

/** What can be dropped, and whether IF EXISTS may follow ("DROP EXTERNAL …" documents none). */
const DROPPABLE: readonly (readonly [DropKind, boolean])[] = [
  ['EXTERNAL TABLE', false],
  ['EXTERNAL DATA SOURCE', false],
  ['EXTERNAL FILE FORMAT', false],
  ['DATABASE SCOPED CREDENTIAL', false],
  ['VIEW', true],
  ['PROCEDURE', true],
  ['SCHEMA', true],
  ['USER', true],
  ['ROLE', true],
  ['LOGIN', false],
  ['DATABASE', true],
];

/** Parses DROP. */
export function parseDrop(stream: TokenStream): Statement {
  stream.expectWords('DROP');
  for (const [what, allowsIfExists] of DROPPABLE) {
    if (stream.takeWords(...what.split(' '))) {
      const ifExists = stream.takeWords('IF', 'EXISTS');
      if (ifExists && !allowsIfExists) {
        throw new TsqlError(`incorrect syntax near the keyword 'IF': DROP ${what} has no IF EXISTS`, 156);
      }
      return { kind: 'drop', what, ifExists, names: stream.list(() => objectName(stream)) };
    }
  }
  throw UNSUPPORTED.includes(stream.peek().upper)
    ? notOnServerless(`DROP ${stream.peek().upper}`)
    : stream.syntaxError('something that can be dropped');
}
