import { COLLATION } from '../collation';
import { notModelled, notOnServerless, TsqlError } from '../errors';
import type { Statement } from '../statement-ast';
import {
  find,
  newDatabase,
  nextId,
  requireFree,
  splitName,
  type Database,
  type ExternalTable,
  type Procedure,
  type View,
} from './database';
import { folderUrl, writeFolder } from './lake';
import { ownerIn } from './security';
import { bindView, queryContext, rejectMixedUse, type Session } from './session';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

const RESERVED_SCHEMAS = ['sys', 'INFORMATION_SCHEMA'];

/** Fails in master, which holds no user objects. */
function requireUserDatabase({ database }: Session, what: string): Database {
  if (database.name === 'master') {
    throw notOnServerless(`${what} in the master database`);
  }
  return database;
}

/** CREATE DATABASE. */
export function createDatabase({ server }: Session, { name, collation }: Of<'createDatabase'>): void {
  if ([...server.databases.keys()].some((taken) => taken.toLowerCase() === name.toLowerCase())) {
    throw new TsqlError(`database '${name}' already exists; choose a different database name`, 1801);
  }
  if (collation?.toLowerCase() !== COLLATION.toLowerCase()) {
    throw notModelled(`a database with collation ${collation ?? '(the default)'}; only ${COLLATION} is`);
  }
  server.databases.set(name, newDatabase(name, nextId(server.databases.values(), 5), COLLATION));
}

/** CREATE SCHEMA. */
export function createSchema(session: Session, { name, owner = ownerIn(session) }: Of<'createSchema'>): void {
  const { schemas, principals } = requireUserDatabase(session, 'CREATE SCHEMA');
  find(principals, owner, 'user');
  requireFree(schemas, name, 'schema', 2714);
  schemas.set(name, { name, id: nextId(schemas.values(), 5), owner });
}

/** CREATE MASTER KEY. */
export function createMasterKey({ database }: Session): void {
  if (database.masterKey) {
    throw new TsqlError('there is already a master key in the database', 15578);
  }
  database.masterKey = true;
}

/** CREATE DATABASE SCOPED CREDENTIAL. */
export function createCredential(
  session: Session,
  { name, identity, hasSecret }: Of<'createCredential'>,
): void {
  const database = requireUserDatabase(session, 'CREATE DATABASE SCOPED CREDENTIAL');
  requireFree(database.credentials, name, 'credential', 15530);
  if (!database.masterKey) {
    throw new TsqlError(
      'please create a master key in the database or open the master key in the session before performing this operation',
      15581,
    );
  }
  if (!hasSecret && identity !== 'Managed Identity') {
    throw new TsqlError(
      `identity '${identity}' needs a SECRET; without one, only 'Managed Identity' is known`,
      15530,
    );
  }
  database.credentials.set(name, { name, identity, id: nextId(database.credentials.values(), 65_536) });
}

/** CREATE EXTERNAL DATA SOURCE. */
export function createDataSource(
  session: Session,
  { name, location, credential }: Of<'createDataSource'>,
): void {
  const database = requireUserDatabase(session, 'CREATE EXTERNAL DATA SOURCE');
  requireFree(database.dataSources, name, 'external data source', 46502);
  if (credential !== undefined) {
    find(database.credentials, credential, 'credential');
  }
  folderUrl(location);
  const id = nextId(database.dataSources.values(), 65_536);
  database.dataSources.set(name, { name, id, location, ...(credential !== undefined && { credential }) });
}

/** CREATE EXTERNAL FILE FORMAT. */
export function createFileFormat(
  session: Session,
  { name, type, compression }: Of<'createFileFormat'>,
): void {
  const database = requireUserDatabase(session, 'CREATE EXTERNAL FILE FORMAT');
  requireFree(database.fileFormats, name, 'external file format', 46502);
  const id = nextId(database.fileFormats.values(), 65_536);
  database.fileFormats.set(name, { name, id, type, ...(compression !== undefined && { compression }) });
}

/** Resolves the place of a new object: an existing schema of the current database. */
function placeOf(session: Session, name: readonly string[], what: string): ReturnType<typeof splitName> {
  const database = requireUserDatabase(session, what);
  if (name.length > 2) {
    throw new TsqlError(
      `'${name.join('.')}' does not allow specifying the database name as a prefix to the object name`,
      166,
    );
  }
  const place = splitName(name);
  if (!database.schemas.has(place.schema) || RESERVED_SCHEMAS.includes(place.schema)) {
    throw new TsqlError(
      `the specified schema name '${place.schema}' does not exist or you do not have permission to use it`,
      2760,
    );
  }
  return place;
}

/** Checks the mode against what exists, and gives the object's id: an altered object keeps its own. */
function objectId(
  session: Session,
  key: string,
  mode: 'CREATE' | 'ALTER' | 'CREATE OR ALTER',
  kind: View['kind'] | Procedure['kind'] | ExternalTable['kind'],
): number {
  const { objects } = session.database;
  const existing = objects.get(key);
  if (existing && (mode === 'CREATE' || existing.kind !== kind)) {
    throw new TsqlError(`there is already an object named '${key}' in the database`, 2714);
  }
  if (!existing && mode === 'ALTER') {
    throw new TsqlError(`invalid object name '${key}'`, 208);
  }
  return existing?.id ?? nextId(objects.values(), 100_000);
}

/** CREATE, ALTER or CREATE OR ALTER VIEW; the body is resolved at once. */
export function createView(
  session: Session,
  { mode, name, columns, query, definition }: Of<'createView'>,
): void {
  const { schema, name: view, key } = placeOf(session, name, `${mode} VIEW`);
  const id = objectId(session, key, mode, 'view');
  const body = { schema, name: view, query, ...(columns && { names: columns }) };
  const relation = bindView(body, session, session.database, 0, { files: false, catalogue: false });
  session.database.objects.set(key, { kind: 'view', id, ...body, columns: relation.columns, definition });
}

/** CREATE, ALTER or CREATE OR ALTER PROCEDURE; names in its body are resolved when it runs. */
export function createProcedure(session: Session, statement: Of<'createProcedure'>): void {
  const { mode, parameters, body, definition } = statement;
  const { schema, name, key } = placeOf(session, statement.name, `${mode} PROCEDURE`);
  const id = objectId(session, key, mode, 'procedure');
  session.database.objects.set(key, { kind: 'procedure', id, schema, name, parameters, body, definition });
}

/** CREATE EXTERNAL TABLE, with AS SELECT or over files that are there. */
export function createExternalTable(session: Session, statement: Of<'createExternalTable'>): void {
  const { location, query } = statement;
  const { schema, name, key } = placeOf(session, statement.name, 'CREATE EXTERNAL TABLE');
  const { database, server } = session;
  const id = objectId(session, key, 'CREATE', 'externalTable');
  const dataSource = find(database.dataSources, statement.dataSource, 'external data source');
  const fileFormat = find(database.fileFormats, statement.fileFormat, 'external file format');
  const table = {
    kind: 'externalTable' as const,
    id,
    schema,
    name,
    location,
    dataSource: dataSource.name,
    fileFormat: fileFormat.name,
  };
  if (!query) {
    database.objects.set(key, { ...table, columns: statement.columns ?? [] });
    return;
  }
  if (fileFormat.type !== 'PARQUET') {
    throw notOnServerless(`CREATE EXTERNAL TABLE AS SELECT with format ${fileFormat.type}`);
  }
  const context = queryContext(session);
  const relation = context.bindQuery(query, context, undefined, false);
  rejectMixedUse(context.usage);
  const seen = new Set<string>();
  for (const column of relation.columns) {
    if (column.name === '' || seen.has(column.name)) {
      throw new TsqlError(`every column of '${key}' needs a name of its own: '${column.name}'`, 1038);
    }
    seen.add(column.name);
  }
  writeFolder(folderUrl(dataSource.location, location), relation, server);
  database.objects.set(key, { ...table, columns: relation.columns });
}
