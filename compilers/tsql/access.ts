import { bracketed, tsqlText } from './literals';
import { createIfNotExists, type SqlAccess, type SqlBatch, type SqlPrincipal } from './sql-batch';

/** A batch that lets somebody in, with what it grants. */
export type AccessBatch = SqlBatch & { readonly access: readonly SqlAccess[] };

/** A login on the server, from Entra ID. */
export function createLogin(principal: SqlPrincipal): AccessBatch {
  const { name } = principal;
  const statement = `CREATE LOGIN ${bracketed(name)} FROM EXTERNAL PROVIDER`;
  return {
    ...createIfNotExists('sys.server_principals', name, 'login', statement),
    access: [{ principal, on: 'server', right: 'connect', by: 'SQL login' }],
  };
}

/** A user of a database, of a login that is there: serverless documents no user without one. */
export function createUser(principal: SqlPrincipal): AccessBatch {
  const user = bracketed(principal.name);
  return {
    ...createIfNotExists(
      'sys.database_principals',
      principal.name,
      `user ${principal.name}`,
      `CREATE USER ${user} FOR LOGIN ${user}`,
    ),
    access: [{ principal, on: 'database', right: 'connect', by: 'SQL user' }],
  };
}

/** Everything inside a database. */
export function addOwner(principal: SqlPrincipal): AccessBatch {
  return {
    name: `owner ${principal.name}`,
    sql: `ALTER ROLE db_owner ADD MEMBER ${bracketed(principal.name)}`,
    access: [{ principal, on: 'database', right: 'db_owner', by: 'role membership' }],
  };
}

/** What the script of logins is for. */
export interface LoginScript {
  /** Where the server answers. */
  readonly server: string;
  /** The name of the database. */
  readonly database: string;
  /** What makes the database. */
  readonly create: SqlBatch;
  /** What is made in it besides users: what an administrator rather than the pipelines should own. */
  readonly prepare: readonly SqlBatch[];
  /** Who deploys into it. */
  readonly owner: SqlPrincipal;
  /** Who reads from it, from another database of the server too. */
  readonly readers: readonly SqlPrincipal[];
}

/** What an administrator runs: the database, and the logins and users of whoever owns it or reads from it. */
export function loginScript({ server, database, create, prepare, owner, readers }: LoginScript): {
  readonly text: string;
  readonly access: readonly SqlAccess[];
} {
  const principals = [owner, ...readers];
  const logins = principals.map(createLogin);
  const users = [...principals.map(createUser), addOwner(owner)];
  const text = [
    `-- Run as a SQL administrator, connected to ${server}, database master. Running it again changes nothing.`,
    `${create.sql};`,
    ...principals.flatMap(dropStaleLogin),
    ...logins.map(({ sql }) => `${sql};`),
    'GO',
    `USE ${bracketed(database)};`,
    'GO',
    ...prepare.map(({ sql }) => `${sql};`),
    ...principals.map(dropStaleUser),
    ...users.map(({ sql }) => `${sql};`),
    'GO',
    '',
  ].join('\n');
  return { text, access: [...logins, ...users].flatMap(({ access }) => access) };
}

/**
 * A login is found by its name and let in by its SID: the object id of a group, the client id of an identity. One that was
 * deleted and made again has its name and another SID. The ids of groups are known here; those of identities are known
 * once they are made, so whoever runs the script puts them in.
 */
function dropStaleLogin({ name, kind, objectId }: SqlPrincipal, index: number): string[] {
  const drop = (id: string): string =>
    `IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = ${tsqlText(name)} AND CAST(sid AS VARBINARY(16)) <> CAST(CAST(${id} AS UNIQUEIDENTIFIER) AS VARBINARY(16)))\n` +
    `  EXEC(${tsqlText(`DROP LOGIN ${bracketed(name)}`)});`;
  if (kind === 'group') return objectId === undefined ? [] : [drop(tsqlText(objectId))];
  const variable = `@client_id_${index + 1}`;
  return [
    `-- Only if this identity was deleted and made again: put between the quotes what this prints:`,
    `--   az identity list --query "[?name=='${name.replaceAll("'", "\\'")}'].clientId" --output tsv`,
    `DECLARE ${variable} VARCHAR(36) = '';`,
    `IF ${variable} <> ''\n  ${drop(variable).replaceAll('\n', '\n  ')}`,
  ];
}

/** A user of a login that was made again has the old login's SID. */
function dropStaleUser({ name }: SqlPrincipal): string {
  return (
    `IF EXISTS (SELECT 1 FROM sys.database_principals AS u JOIN sys.server_principals AS l ON l.name = u.name WHERE u.name = ${tsqlText(name)} AND CAST(u.sid AS VARBINARY(16)) <> CAST(l.sid AS VARBINARY(16)))\n` +
    `  EXEC(${tsqlText(`DROP USER ${bracketed(name)}`)});`
  );
}
