import { notModelled, TsqlError } from '../errors';
import type { PermissionStatement, Statement } from '../statement-ast';
import { find, nextId, requireFree, splitName, type Database } from './database';
import { removeWhere } from './drops';
import { sidOf, userIn } from './rights';
import type { Session } from './session';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** CREATE LOGIN … FROM EXTERNAL PROVIDER, which belongs in master. */
export function createLogin({ server, database, caller }: Session, { name }: Of<'createLogin'>): void {
  if (caller !== undefined) {
    throw new TsqlError('user does not have permission to perform this action', 15247);
  }
  if (database.name !== 'master') {
    throw new TsqlError('user must be in the master database to create a login', 5011);
  }
  requireFree(server.logins, name, 'server principal', 15025);
  server.logins.set(name, {
    name,
    id: nextId(server.logins.values(), 260),
    type: 'E',
    sid: sidOf(server, name),
  });
}

/** CREATE USER. */
export function createUser({ server, database }: Session, { name, login }: Of<'createUser'>): void {
  requireFree(database.principals, name, 'user, group, or role', 15023);
  if (login === undefined) {
    // "T-SQL features supported in Azure Synapse SQL": contained users are not supported. Another page shows them.
    throw notModelled(
      'CREATE USER … FROM EXTERNAL PROVIDER, which the documentation both shows and rules out',
    );
  }
  const known = server.logins.get(login);
  if (known?.type !== 'E' || known.sid === undefined) {
    throw new TsqlError(`'${login}' is not a valid login or you do not have permission`, 15007);
  }
  const id = nextId(database.principals.values(), 5);
  database.principals.set(name, { name, id, type: 'E', login, sid: known.sid });
}

/** CREATE ROLE. */
export function createRole(session: Session, { name, owner = ownerIn(session) }: Of<'createRole'>): void {
  const { database } = session;
  requireFree(database.principals, name, 'user, group, or role', 15023);
  find(database.principals, owner, 'user');
  database.principals.set(name, { name, id: nextId(database.principals.values(), 5), type: 'R', owner });
}

/** Whose a schema or a role is that is made without saying so: the user's who makes it. */
export function ownerIn({ caller, database }: Session): string {
  return caller === undefined ? 'dbo' : userIn(caller, database).name;
}

/** ALTER ROLE and ALTER SERVER ROLE; adding a member twice is harmless. */
export function alterRole(
  { server, database }: Session,
  { server: isServer, role, add, member }: Of<'alterRole'>,
): void {
  if (isServer && database.name !== 'master') {
    throw new TsqlError('server roles are altered in the master database', 5011);
  }
  const principals = isServer ? server.logins : database.principals;
  if (find(principals, role, 'role').type !== 'R') {
    throw new TsqlError(`'${role}' is not a role`, 15151);
  }
  find(principals, member, 'principal');
  const members = isServer ? server.serverRoleMembers : database.roleMembers;
  const isIn = members.some((item) => item.role === role && item.member === member);
  if (add && !isIn) members.push({ role, member });
  if (!add) removeWhere(members, (item) => item.role === role && item.member === member);
}

/** GRANT, DENY and REVOKE; each replaces what stood before for the same securable and principal. */
export function setPermission({ database }: Session, statement: PermissionStatement): void {
  const { action, permissions, columns, securableClass } = statement;
  const securable = checkSecurable(database, statement);
  for (const name of statement.principals) {
    const principal = find(database.principals, name, 'user').name;
    for (const permission of permissions) {
      for (const column of columns.length > 0 ? columns : [undefined]) {
        removeWhere(
          database.permissions,
          (item) =>
            item.permission === permission &&
            item.securableClass === securableClass &&
            item.securable === securable &&
            item.principal === principal &&
            // A revocation on the whole takes the columns with it.
            (item.column === column || (action === 'REVOKE' && column === undefined)),
        );
        if (action === 'REVOKE') continue;
        const of = { permission, securableClass, securable, principal };
        database.permissions.push({ state: action, ...of, ...(column !== undefined && { column }) });
      }
    }
  }
}

function checkSecurable(
  database: Database,
  { securableClass, securable, columns }: PermissionStatement,
): string {
  const name = securable.join('.');
  switch (securableClass) {
    case 'DATABASE':
      if (securable.length > 0 && name !== database.name) {
        throw new TsqlError(`cannot find the database '${name}'`, 15151);
      }
      return database.name;
    case 'SCHEMA':
      return find(database.schemas, name, 'schema').name;
    case 'DATABASE SCOPED CREDENTIAL':
      return find(database.credentials, name, 'credential').name;
    case 'ROLE':
    case 'USER':
      return find(database.principals, name, 'principal').name;
    default: {
      const { key } = splitName(securable);
      checkColumns(find(database.objects, key, 'object'), columns);
      return key;
    }
  }
}

/** Column permissions exist for views, not for external tables. */
function checkColumns(
  object: Database['objects'] extends Map<string, infer T> ? T : never,
  columns: readonly string[],
): void {
  if (columns.length > 0 && object.kind !== 'view') {
    throw new TsqlError(`column permissions are granted on views only: '${object.name}'`, 15868);
  }
  const known = object.kind === 'view' ? object.columns.map(({ name }) => name) : [];
  const missing = columns.find((column) => !known.includes(column));
  if (missing !== undefined) {
    throw new TsqlError(`column name '${missing}' does not exist in the target view '${object.name}'`, 1911);
  }
}
