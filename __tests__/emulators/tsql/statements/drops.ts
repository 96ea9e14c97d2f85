import { notOnServerless, TsqlError } from '../errors';
import type { DropKind, Name, Statement } from '../statement-ast';
import { splitName, type Database } from './database';
import { findDatabase } from './server';
import type { Session } from './session';

type Drop = Extract<Statement, { kind: 'drop' }>;

const OBJECT_KINDS = { VIEW: 'view', PROCEDURE: 'procedure', 'EXTERNAL TABLE': 'externalTable' } as const;

/** DROP; external tables leave their files where they are. */
export function drop(session: Session, { what, ifExists, names }: Drop): void {
  for (const name of names) {
    if (!dropOne(session, what, name) && !ifExists) {
      throw new TsqlError(
        `cannot drop the ${what.toLowerCase()} '${name.join('.')}', because it does not exist or you do not have permission`,
        3701,
      );
    }
  }
}

function dropOne(session: Session, what: DropKind, name: Name): boolean {
  const { database, server } = session;
  const [only = ''] = name;
  if (what === 'VIEW' || what === 'PROCEDURE' || what === 'EXTERNAL TABLE') {
    const { key } = splitName(name);
    return database.objects.get(key)?.kind === OBJECT_KINDS[what] && database.objects.delete(key);
  }
  if (name.length > 1) {
    throw new TsqlError(`'${name.join('.')}' has too many parts for a ${what.toLowerCase()}`, 166);
  }
  switch (what) {
    case 'DATABASE':
      return dropDatabase(session, only);
    case 'LOGIN':
      return server.logins.delete(only);
    case 'USER':
    case 'ROLE':
      return dropPrincipal(database, what, only);
    default:
      requireUnused(database, what, only);
      return mapOf(database, what).delete(only);
  }
}

function mapOf(
  database: Database,
  what: Exclude<DropKind, 'VIEW' | 'PROCEDURE' | 'EXTERNAL TABLE' | 'DATABASE' | 'LOGIN' | 'USER' | 'ROLE'>,
): Map<string, unknown> {
  switch (what) {
    case 'SCHEMA':
      return database.schemas;
    case 'EXTERNAL DATA SOURCE':
      return database.dataSources;
    case 'EXTERNAL FILE FORMAT':
      return database.fileFormats;
    case 'DATABASE SCOPED CREDENTIAL':
      return database.credentials;
  }
}

function requireUnused(database: Database, what: DropKind, name: string): void {
  const objects = [...database.objects.values()];
  const users = [
    ...objects.filter((object) => what === 'SCHEMA' && object.schema === name),
    ...objects.filter(
      (object) =>
        object.kind === 'externalTable' &&
        ((what === 'EXTERNAL DATA SOURCE' && object.dataSource === name) ||
          (what === 'EXTERNAL FILE FORMAT' && object.fileFormat === name)),
    ),
    ...[...database.dataSources.values()].filter(
      (source) => what === 'DATABASE SCOPED CREDENTIAL' && source.credential === name,
    ),
  ];
  const [user] = users;
  if (user) {
    throw new TsqlError(
      `cannot drop ${what.toLowerCase()} '${name}' because it is being referenced by '${user.name}'`,
      3729,
    );
  }
}

function dropPrincipal(database: Database, what: 'USER' | 'ROLE', name: string): boolean {
  const principal = database.principals.get(name);
  if (!principal || (principal.type === 'R') !== (what === 'ROLE')) {
    return false;
  }
  if (principal.id < 5 || principal.id >= 16_384) {
    throw new TsqlError(`cannot drop the ${what.toLowerCase()} '${name}': it is built in`, 15150);
  }
  const owned = [...database.schemas.values(), ...database.principals.values()].find(
    (item) => 'owner' in item && item.owner === name,
  );
  if (owned) {
    throw new TsqlError(
      `the database principal '${name}' owns '${owned.name}', and cannot be dropped`,
      15138,
    );
  }
  if (database.roleMembers.some(({ role }) => role === name)) {
    throw new TsqlError(`the role '${name}' has members; it must be empty before it can be dropped`, 15144);
  }
  removeWhere(database.roleMembers, ({ member }) => member === name);
  removeWhere(database.permissions, (permission) => permission.principal === name);
  return database.principals.delete(name);
}

/** Removes the items of an array that a predicate picks. */
export function removeWhere<T>(items: T[], isGone: (item: T) => boolean): void {
  items.splice(0, items.length, ...items.filter((item) => !isGone(item)));
}

function dropDatabase({ server, database }: Session, name: string): boolean {
  if (![...server.databases.keys()].some((taken) => taken.toLowerCase() === name.toLowerCase())) {
    return false;
  }
  const found = findDatabase(server, name);
  if (found === database || found.name === 'master') {
    throw notOnServerless(`dropping the database '${name}', which is in use,`);
  }
  return server.databases.delete(found.name);
}
