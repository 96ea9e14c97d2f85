import { bracketed, tsqlText } from './literals';
import {
  CREDENTIAL,
  GOLD_SCHEMA,
  type SqlAccess,
  type SqlBatch,
  type SqlPrincipal,
  createIfNotExists,
} from './sql-batch';

/** A batch that lets somebody in, with what it grants. */
export type AccessBatch = SqlBatch & { readonly access: SqlAccess };

/** A login on the server, from Entra ID. */
export function createLogin(principal: SqlPrincipal): AccessBatch {
  const { name } = principal;
  const statement = `CREATE LOGIN ${bracketed(name)} FROM EXTERNAL PROVIDER`;
  return {
    ...createIfNotExists('sys.server_principals', name, 'login', statement),
    access: { principal, on: 'server', right: 'connect', by: 'SQL login' },
  };
}

/** A user of a database: of a login that is there, or of whom Entra ID knows by that name. */
export function createUser(principal: SqlPrincipal, from: 'login' | 'Entra ID'): AccessBatch {
  const user = bracketed(principal.name);
  const origin = from === 'login' ? `LOGIN ${user}` : 'EXTERNAL PROVIDER';
  return {
    ...createIfNotExists(
      'sys.database_principals',
      principal.name,
      `user ${principal.name}`,
      `CREATE USER ${user} FROM ${origin}`,
    ),
    access: { principal, on: 'database', right: 'connect', by: 'SQL user' },
  };
}

/** Everything inside a database. */
export function addOwner(principal: SqlPrincipal): AccessBatch {
  return {
    name: `owner ${principal.name}`,
    sql: `ALTER ROLE db_owner ADD MEMBER ${bracketed(principal.name)}`,
    access: { principal, on: 'database', right: 'db_owner', by: 'role membership' },
  };
}

/** The use of the credential that views read the lake with; without it a view cannot be read. */
export function grantCredential(principal: SqlPrincipal): AccessBatch {
  return {
    name: `credential for ${principal.name}`,
    sql: `GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::${bracketed(CREDENTIAL)} TO ${bracketed(principal.name)}`,
    access: { principal, on: `credential ${CREDENTIAL}`, right: 'REFERENCES', by: 'SQL grant' },
  };
}

/**
 * Reading one gold view: the whole of it, or some of its columns.
 *
 * A right on the whole view that was granted earlier would outlive one on columns: it is taken back first.
 */
export function grantSelect(
  principal: SqlPrincipal,
  table: string,
  columns?: readonly string[],
): AccessBatch {
  const user = bracketed(principal.name);
  const view = `OBJECT::${bracketed(GOLD_SCHEMA)}.${bracketed(table)}`;
  const on = `${GOLD_SCHEMA}.${table}`;
  const name = `${table} for ${principal.name}`;
  const access = { principal, right: 'SELECT', by: 'SQL grant' as const };
  if (!columns) return { name, sql: `GRANT SELECT ON ${view} TO ${user}`, access: { ...access, on } };
  return {
    name,
    sql: `REVOKE SELECT ON ${view} FROM ${user};\nGRANT SELECT ON ${view} (${columns.map(bracketed).join(', ')}) TO ${user}`,
    access: { ...access, on: `${on} (${columns.join(', ')})` },
  };
}

/** The same batch, which does nothing while the principal is no user of the database. */
export function ifUser(batch: AccessBatch): AccessBatch {
  const name = tsqlText(batch.access.principal.name);
  const sql = `IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = ${name})\n  EXEC(${tsqlText(batch.sql)})`;
  return { ...batch, sql };
}

/** What the script of a first login is for. */
export interface FirstLogin {
  /** Where the server answers. */
  readonly server: string;
  /** The name of the database. */
  readonly database: string;
  /** What makes the database. */
  readonly create: SqlBatch;
  /** Who deploys into it. */
  readonly owner: SqlPrincipal;
  /** Who comes in from other databases of the server: a user made from a login is known in all of them. */
  readonly readers: readonly SqlPrincipal[];
}

/** What an administrator runs: the database, the login that owns it, and those that read from other databases. */
export function bootstrapScript({ server, database, create, owner, readers }: FirstLogin): {
  readonly text: string;
  readonly access: readonly SqlAccess[];
} {
  const logins = [owner, ...readers].map(createLogin);
  const users = [...[owner, ...readers].map((principal) => createUser(principal, 'login')), addOwner(owner)];
  const text = [
    `-- Run once as a SQL administrator, connected to ${server}, database master.`,
    `${create.sql};`,
    ...logins.map(({ sql }) => `${sql};`),
    'GO',
    `USE ${bracketed(database)};`,
    'GO',
    ...users.map(({ sql }) => `${sql};`),
    'GO',
    '',
  ].join('\n');
  return { text, access: [...logins, ...users].map(({ access }) => access) };
}
