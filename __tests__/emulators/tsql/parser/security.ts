import { notModelled, TsqlError } from '../errors';
import type { PermissionStatement, Statement } from '../statement-ast';
import type { TokenStream } from './token-stream';

/** Permissions that can be granted on a serverless pool, as far as a lakehouse needs them. */
const PERMISSIONS = new Set([
  'SELECT',
  'EXECUTE',
  'REFERENCES',
  'CONTROL',
  'ALTER',
  'VIEW DEFINITION',
  'VIEW DATABASE STATE',
  'CONNECT',
  'ADMINISTER DATABASE BULK OPERATIONS',
  'CREATE VIEW',
  'CREATE PROCEDURE',
  'CREATE SCHEMA',
  'ALTER ANY SCHEMA',
  'ALTER ANY EXTERNAL DATA SOURCE',
  'ALTER ANY EXTERNAL FILE FORMAT',
]);

/** Parses GRANT, DENY and REVOKE. */
export function parsePermission(stream: TokenStream): PermissionStatement {
  const word = stream.next().upper;
  const action = word === 'GRANT' ? 'GRANT' : word === 'DENY' ? 'DENY' : 'REVOKE';
  const columns: string[] = [];
  const permissions = stream.list(() => {
    const permission = parsePermissionName(stream);
    columns.push(...parseColumnNames(stream));
    return permission;
  });
  const { securableClass, securable } = stream.takeWords('ON')
    ? parseSecurable(stream)
    : { securableClass: 'DATABASE', securable: [] };
  columns.push(...parseColumnNames(stream));
  if (action !== 'REVOKE' || !stream.takeWords('FROM')) {
    stream.expectWords('TO');
  }
  const principals = stream.list(() => stream.identifier('a principal'));
  if (stream.isWords('WITH') || stream.isOneOf('CASCADE', 'AS')) {
    throw notModelled(`${stream.peek().upper} after ${action}`);
  }
  return { kind: 'permission', action, permissions, columns, securableClass, securable, principals };
}

/** Columns may be named after the permission or after the object. */
function parseColumnNames(stream: TokenStream): readonly string[] {
  if (!stream.takeSymbol('(')) {
    return [];
  }
  const columns = stream.list(() => stream.identifier('a column'));
  stream.expectSymbol(')');
  return columns;
}

function parsePermissionName(stream: TokenStream): string {
  const words: string[] = [];
  while (stream.peek().kind === 'word' && !stream.isOneOf('ON', 'TO', 'FROM')) {
    words.push(stream.next().upper);
  }
  const name = words.join(' ');
  if (!PERMISSIONS.has(name)) {
    throw new TsqlError(
      `incorrect syntax near '${name}': it is not a permission this interpreter knows`,
      102,
    );
  }
  return name;
}

function parseSecurable(stream: TokenStream): Pick<PermissionStatement, 'securableClass' | 'securable'> {
  for (const securableClass of [
    'SCHEMA',
    'OBJECT',
    'DATABASE SCOPED CREDENTIAL',
    'DATABASE',
    'ROLE',
    'USER',
  ]) {
    const words = securableClass.split(' ');
    if (stream.isWords(...words) && stream.isSymbol('::', words.length)) {
      words.forEach(() => stream.next());
      stream.expectSymbol('::');
      return { securableClass, securable: stream.qualifiedName() };
    }
  }
  const securable = stream.qualifiedName();
  if (stream.isSymbol('::')) {
    throw notModelled(`permissions on ${securable.join(' ')}::`);
  }
  return { securableClass: 'OBJECT', securable };
}

/** Parses CREATE LOGIN, USER or ROLE after the word CREATE. */
export function parseCreatePrincipal(stream: TokenStream): Statement {
  const what = stream.next().upper;
  const name = stream.identifier(`the name of a ${what.toLowerCase()}`);
  if (what === 'ROLE') {
    const owner = stream.takeWords('AUTHORIZATION') ? stream.identifier('an owner') : undefined;
    return { kind: 'createRole', name, ...(owner !== undefined && { owner }) };
  }
  if (stream.takeWords('FROM', 'EXTERNAL', 'PROVIDER')) {
    return { kind: what === 'LOGIN' ? 'createLogin' : 'createUser', name };
  }
  if (what === 'USER' && (stream.takeWords('FROM', 'LOGIN') || stream.takeWords('FOR', 'LOGIN'))) {
    return { kind: 'createUser', name, login: stream.identifier('a login') };
  }
  throw notModelled(`CREATE ${what} other than FROM EXTERNAL PROVIDER or FROM LOGIN`);
}

/** Parses ALTER ROLE and ALTER SERVER ROLE after the word ALTER. */
export function parseAlterRole(stream: TokenStream): Statement {
  const server = stream.takeWords('SERVER');
  if (!stream.takeWords('ROLE')) {
    throw notModelled(`ALTER ${stream.peek().text}`);
  }
  const role = stream.identifier('a role');
  const add = stream.takeWords('ADD');
  if (!add) {
    stream.expectWords('DROP');
  }
  stream.expectWords('MEMBER');
  return { kind: 'alterRole', server, role, add, member: stream.identifier('a member') };
}
