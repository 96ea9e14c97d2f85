import { createHash } from 'node:crypto';
import { TsqlError } from '../errors';
import { uuidBytes } from '../uuid';
import type { Database, DataSource, Permission, Principal } from './database';
import type { Login, Server } from './server';

/** Who runs a batch; nobody named means an administrator of the server. */
export type Caller = Login | undefined;

/** SID of whom Entra ID knows by a name now: the object id of people, the client id of an identity. */
export function sidOf({ entra }: Server, name: string): Buffer {
  const id = entra.get(name);
  return id === undefined ? createHash('sha256').update(name).digest().subarray(0, 16) : uuidBytes(id);
}

/** Finds the login of a session; one whose principal was made anew lets nobody in. */
export function signIn(server: Server, name: string): Login {
  const login = server.logins.get(name);
  if (login?.type !== 'E' || !login.sid?.equals(sidOf(server, name))) {
    throw new TsqlError(`login failed for user '${name}'`, 18456);
  }
  return login;
}

/** The user that a caller is in a database. */
export function userIn(caller: Login, database: Database): Principal {
  const found = [...database.principals.values()].find(
    ({ type, sid }) => type === 'E' && caller.sid !== undefined && sid?.equals(caller.sid),
  );
  if (!found) {
    throw new TsqlError(
      `the server principal '${caller.name}' is not able to access the database '${database.name}' under the current security context`,
      916,
    );
  }
  return found;
}

/** Whether a caller may do everything in a database. */
export function isOwner(caller: Caller, database: Database): boolean {
  return caller === undefined || rolesOf(userIn(caller, database).name, database).has('db_owner');
}

function rolesOf(member: string, database: Database): Set<string> {
  const roles = new Set(['public', member]);
  for (let size = 0; size !== roles.size;) {
    size = roles.size;
    for (const item of database.roleMembers) if (roles.has(item.member)) roles.add(item.role);
  }
  return roles;
}

type Securable = Pick<Permission, 'permission' | 'securableClass' | 'securable'>;

/** What is granted and denied to a caller on something, columns apart. */
function found(caller: Login, database: Database, wanted: Securable): readonly Permission[] {
  const names = rolesOf(userIn(caller, database).name, database);
  return database.permissions.filter(
    (item) =>
      names.has(item.principal) &&
      item.permission === wanted.permission &&
      item.securableClass === wanted.securableClass &&
      item.securable === wanted.securable,
  );
}

/** Whether a caller has a permission; a denial outweighs whatever is granted. */
function has(caller: Caller, database: Database, wanted: Securable): boolean {
  if (caller === undefined || isOwner(caller, database)) return true;
  const whole = found(caller, database, wanted).filter(({ column }) => column === undefined);
  return whole.some(({ state }) => state === 'GRANT') && !whole.some(({ state }) => state === 'DENY');
}

/** The columns of a view or table that a caller may not select; fails where it may select none. */
export function deniedColumns(
  caller: Caller,
  database: Database,
  object: {
    readonly schema: string;
    readonly name: string;
    readonly columns: readonly { readonly name: string }[];
  },
): ReadonlySet<string> {
  if (caller === undefined || isOwner(caller, database)) return new Set();
  const select = {
    permission: 'SELECT',
    securableClass: 'OBJECT',
    securable: `${object.schema}.${object.name}`,
  };
  const onSchema = { ...select, securableClass: 'SCHEMA', securable: object.schema };
  const items = [...found(caller, database, select), ...found(caller, database, onSchema)];
  const whole = items.filter(({ column }) => column === undefined);
  const isDenied = whole.some(({ state }) => state === 'DENY');
  const isGranted = whole.some(({ state }) => state === 'GRANT');
  const allowed = object.columns.filter(({ name }) => {
    const own = items.filter(({ column }) => column === name);
    const granted = isGranted || own.some(({ state }) => state === 'GRANT');
    return !isDenied && granted && !own.some(({ state }) => state === 'DENY');
  });
  if (allowed.length === 0) {
    throw new TsqlError(
      `the SELECT permission was denied on the object '${object.name}', database '${database.name}', schema '${object.schema}'`,
      229,
    );
  }
  return new Set(object.columns.filter((column) => !allowed.includes(column)).map(({ name }) => name));
}

/** Fails unless a caller may use the credential of a data source ("Access external storage", permissions). */
export function requireCredential(caller: Caller, database: Database, source: DataSource | undefined): void {
  if (source?.credential === undefined) return;
  const wanted = {
    permission: 'REFERENCES',
    securableClass: 'DATABASE SCOPED CREDENTIAL',
    securable: source.credential,
  };
  if (!has(caller, database, wanted)) {
    throw new TsqlError(
      `cannot find the CREDENTIAL '${source.credential}', because it does not exist or you do not have permission`,
      15151,
    );
  }
}

/**
 * Fails unless a caller may read files by OPENROWSET. In a view as well: the permissions of the page are the caller's, and
 * ownership of objects says nothing about them.
 */
export function requireBulk(caller: Caller, database: Database): void {
  const wanted = {
    permission: 'ADMINISTER DATABASE BULK OPERATIONS',
    securableClass: 'DATABASE',
    securable: database.name,
  };
  if (!has(caller, database, wanted)) {
    throw new TsqlError('you do not have permission to use the bulk load statement', 4834);
  }
}

/** Fails unless a caller owns the database: nobody else changes anything here. */
export function requireOwner(caller: Caller, database: Database, what: string): void {
  const inMaster = database.name === 'master' && caller !== undefined;
  if (inMaster || !isOwner(caller, database)) {
    throw new TsqlError(`${what} permission denied in database '${database.name}'`, 262);
  }
}
