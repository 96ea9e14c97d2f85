import type { ColumnDefinition, Query } from '../ast';
import { TsqlError } from '../errors';
import type { Column } from '../query/context';
import type { Name, Parameter, Statement } from '../statement-ast';

/** A schema of a database. */
export interface Schema {
  readonly name: string;
  readonly id: number;
  readonly owner: string;
}

/** What views, procedures and external tables share. */
export interface DatabaseObject {
  readonly schema: string;
  readonly name: string;
  readonly id: number;
}

/** A view, with the columns it had when it was made. */
export interface View extends DatabaseObject {
  readonly kind: 'view';
  readonly query: Query;
  readonly names?: readonly string[];
  readonly columns: readonly Column[];
  readonly definition: string;
}

/** A stored procedure. */
export interface Procedure extends DatabaseObject {
  readonly kind: 'procedure';
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly definition: string;
}

/** An external table over a folder. */
export interface ExternalTable extends DatabaseObject {
  readonly kind: 'externalTable';
  readonly columns: readonly ColumnDefinition[];
  readonly location: string;
  readonly dataSource: string;
  readonly fileFormat: string;
}

/** A database scoped credential; its secret is not kept. */
export interface Credential {
  readonly name: string;
  readonly id: number;
  readonly identity: string;
}

/** An external data source. */
export interface DataSource {
  readonly name: string;
  readonly id: number;
  readonly location: string;
  readonly credential?: string;
}

/** An external file format. */
export interface FileFormat {
  readonly name: string;
  readonly id: number;
  readonly type: string;
  readonly compression?: string;
}

/** A user or a role: E is an external user, R a role, S the built-in users. */
export interface Principal {
  readonly name: string;
  readonly id: number;
  readonly type: 'E' | 'R' | 'S';
  readonly login?: string;
  /** The login's SID as it was when the user was made. */
  readonly sid?: Buffer;
  /** Whose a role is. */
  readonly owner?: string;
}

/** A granted or denied permission. */
export interface Permission {
  readonly state: 'GRANT' | 'DENY';
  readonly permission: string;
  readonly securableClass: string;
  readonly securable: string;
  /** The column, where it is not the whole. */
  readonly column?: string;
  readonly principal: string;
}

/** One database of the pool; objects are keyed as `schema.name`. */
export interface Database {
  readonly name: string;
  readonly id: number;
  readonly collation: string;
  masterKey: boolean;
  readonly schemas: Map<string, Schema>;
  readonly objects: Map<string, View | Procedure | ExternalTable>;
  readonly credentials: Map<string, Credential>;
  readonly dataSources: Map<string, DataSource>;
  readonly fileFormats: Map<string, FileFormat>;
  readonly principals: Map<string, Principal>;
  readonly roleMembers: { readonly role: string; readonly member: string }[];
  readonly permissions: Permission[];
}

const FIXED_ROLES = [
  'db_owner',
  'db_accessadmin',
  'db_securityadmin',
  'db_ddladmin',
  'db_backupoperator',
  'db_datareader',
  'db_datawriter',
  'db_denydatareader',
  'db_denydatawriter',
];

/** Makes an empty database. */
export function newDatabase(name: string, id: number, collation: string): Database {
  const schemas = ['dbo', 'guest', 'INFORMATION_SCHEMA', 'sys'].map((schema, i) => ({
    name: schema,
    id: i + 1,
    owner: 'dbo',
  }));
  const users: Principal[] = ['dbo', 'guest', 'INFORMATION_SCHEMA', 'sys'].map((user, i) => ({
    name: user,
    id: i + 1,
    type: 'S',
  }));
  const roles: Principal[] = FIXED_ROLES.map((role, i) => ({ name: role, id: 16_384 + i, type: 'R' }));
  const principals: Principal[] = [{ name: 'public', id: 0, type: 'R' }, ...users, ...roles];
  return {
    name,
    id,
    collation,
    masterKey: false,
    schemas: new Map(schemas.map((schema) => [schema.name, schema])),
    objects: new Map(),
    credentials: new Map(),
    dataSources: new Map(),
    fileFormats: new Map(),
    principals: new Map(principals.map((principal) => [principal.name, principal])),
    roleMembers: [],
    permissions: [],
  };
}

/** The next free id among things that have one. */
export function nextId(taken: Iterable<{ readonly id: number }>, from: number): number {
  return (
    Math.max(from - 1, ...[...taken].filter(({ id }) => id < 16_384 || from > 16_384).map(({ id }) => id)) + 1
  );
}

/** Splits a one- or two-part name; dbo is the default schema. */
export function splitName(name: Name): {
  readonly schema: string;
  readonly name: string;
  readonly key: string;
} {
  const [first = '', second] = name;
  const [schema, object] = second === undefined ? ['dbo', first] : [first, second];
  return { schema, name: object, key: `${schema}.${object}` };
}

/** Finds something by name, or fails with the error the server gives. */
export function find<T>(map: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = map.get(name);
  if (found === undefined) {
    throw new TsqlError(
      `cannot find the ${what} '${name}', because it does not exist or you do not have permission`,
      15151,
    );
  }
  return found;
}

/** Fails if a name is taken. */
export function requireFree(
  map: ReadonlyMap<string, unknown>,
  name: string,
  what: string,
  number: number,
): void {
  if (map.has(name)) {
    throw new TsqlError(`the ${what} '${name}' already exists`, number);
  }
}
