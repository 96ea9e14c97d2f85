import type { TextTable } from '../../text-table';
import type { FunctionSession } from '../bound';
import { TsqlError } from '../errors';
import { cached, type QueryContext, type Relation, type Variable } from '../query/context';
import { renamed } from '../query/from';
import { bindQuery } from '../query/query';
import { openStream } from '../parser/statements';
import { typeName } from '../types';
import { objectById, objectType, openCatalogue } from './catalogue';
import { splitName, type Database, type ExternalTable, type View } from './database';
import { openRowset, readFolder, folderUrl } from './lake';
import { type Caller, deniedColumns, requireBulk, requireCredential, userIn } from './rights';
import { findDatabase, type Server } from './server';

/** Views that stand on views, and procedures that call procedures, go no deeper than this. */
export const MAX_NESTING = 8;
const MAX_VIEW_NESTING = 32;

/** The state of one running batch. */
export interface Session {
  readonly server: Server;
  database: Database;
  readonly variables: Map<string, Variable>;
  /** How many EXEC lie around the batch. */
  readonly depth: number;
  readonly results: TextTable[];
  /** Who runs it. */
  readonly caller: Caller;
  /** The error a CATCH block handles. */
  error: TsqlError | undefined;
}

/** Opens a session in a database. */
export function openSession(server: Server, database: string, caller: Caller): Session {
  return {
    server,
    database: findDatabase(server, database),
    variables: new Map(),
    depth: 0,
    caller,
    results: [],
    error: undefined,
  };
}

/** Builds the context in which the queries of one statement are bound. */
export function queryContext(session: Session): QueryContext {
  const usage = { files: false, catalogue: false };
  return contextFor(session, session.database, session.variables, () => session.error, 0, usage);
}

/** Where a query runs, and for whom. */
type Runs = Pick<Session, 'server' | 'caller'>;

function contextFor(
  runs: Runs,
  database: Database,
  variables: ReadonlyMap<string, Variable> | undefined,
  error: () => TsqlError | undefined,
  depth: number,
  usage: QueryContext['usage'],
): QueryContext {
  return {
    functions: functionSession(runs.server, database, error),
    variables,
    ctes: new Map(),
    usage,
    resolveTable: (name) => resolveTable(name, runs, database, depth, usage),
    openFiles: (ref) => {
      requireBulk(runs.caller, database);
      requireCredential(runs.caller, database, database.dataSources.get(ref.dataSource ?? ''));
      return cached(openRowset(ref, runs.server, database));
    },
    bindQuery,
  };
}

function functionSession(
  server: Server,
  database: Database,
  error: () => TsqlError | undefined,
): FunctionSession {
  return {
    database: database.name,
    user: server.user,
    now: server.now,
    get error() {
      return error();
    },
    lookUp: (what, name, type) => {
      switch (what) {
        case 'schema':
          return idOf(database.schemas.get(name));
        case 'database':
          return idOf(
            [...server.databases.values()].find((item) => item.name.toLowerCase() === name.toLowerCase()),
          );
        case 'principal':
          return idOf(database.principals.get(name));
        case 'object':
          return objectId(database, name, type);
      }
    },
    nameOf: (what, id) =>
      (what === 'schema'
        ? [...database.schemas.values()].find((schema) => BigInt(schema.id) === id)
        : objectById(database, id)
      )?.name ?? null,
  };
}

function idOf(found: { readonly id: number } | undefined): bigint | null {
  return found ? BigInt(found.id) : null;
}

function objectId(database: Database, text: string, type: string | undefined): bigint | null {
  const { key } = splitName(openStream(text).qualifiedName());
  const found = database.objects.get(key);
  return found && (type === undefined || objectType(found).trim() === type.trim()) ? BigInt(found.id) : null;
}

function resolveTable(
  name: readonly string[],
  runs: Runs,
  current: Database,
  depth: number,
  usage: QueryContext['usage'],
): Relation {
  const { server, caller } = runs;
  const [first = ''] = name;
  const database = name.length === 3 ? findDatabase(server, first) : current;
  if (caller !== undefined && database.name !== 'master') userIn(caller, database);
  const { schema, name: table, key } = splitName(name.length === 3 ? name.slice(1) : name);
  if (schema === 'sys') {
    usage.catalogue = true;
    return openCatalogue(table, server, database, caller);
  }
  const object = database.objects.get(key);
  if (!object || object.kind === 'procedure' || name.length > 3) {
    throw new TsqlError(`invalid object name '${name.join('.')}'`, 208);
  }
  // Beneath a view, what it reads has its owner: no right on it is asked for ("Ownership chains").
  const denied: ReadonlySet<string> = depth > 0 ? new Set() : deniedColumns(caller, database, object);
  const { columns, rows } = openObject(object, runs, database, depth, usage);
  return {
    columns: columns.map((column) => (denied.has(column.name) ? { ...column, isDenied: true } : column)),
    rows,
  };
}

function openObject(
  object: View | ExternalTable,
  runs: Runs,
  database: Database,
  depth: number,
  usage: QueryContext['usage'],
): Relation {
  if (object.kind === 'view') return cached(openView(object, runs, database, depth, usage));
  usage.files = true;
  const source = database.dataSources.get(object.dataSource);
  requireCredential(runs.caller, database, source);
  return cached(readFolder(folderUrl(source?.location ?? '', object.location), object.columns, runs.server));
}

/** A view keeps the columns it was made with; what changes beneath it is not followed. */
function openView(
  view: View,
  runs: Runs,
  database: Database,
  depth: number,
  usage: QueryContext['usage'],
): Relation {
  const relation = bindView(view, runs, database, depth, usage);
  const [then, now] = [view.columns, relation.columns].map((columns) =>
    columns.map(({ name, type }) => `${name} ${typeName(type)}`).join(', '),
  );
  if (then !== now) {
    throw new TsqlError(
      `view '${view.schema}.${view.name}' was made with other columns (${then}) than it has now (${now}): make it again`,
      4502,
    );
  }
  return relation;
}

/** Binds a view's query where the view lives, out of reach of the caller's variables. */
export function bindView(
  view: Pick<View, 'query' | 'names' | 'schema' | 'name'>,
  runs: Runs,
  database: Database,
  depth: number,
  usage: QueryContext['usage'],
): Relation {
  if (depth >= MAX_VIEW_NESTING) {
    throw new TsqlError(`view nesting level exceeded (limit ${MAX_VIEW_NESTING})`, 217);
  }
  const context = contextFor(runs, database, undefined, () => undefined, depth + 1, usage);
  const relation = bindQuery(view.query, context, undefined, true);
  rejectMixedUse(usage);
  return renamed(relation, view.names, `${view.schema}.${view.name}`);
}

/** Serverless runs queries over files apart from those over its own catalogue. */
export function rejectMixedUse(usage: QueryContext['usage']): void {
  if (usage.files && usage.catalogue) {
    throw new TsqlError(
      'the query references an object that is not supported in distributed processing mode: files and catalogue views cannot be mixed',
      15816,
    );
  }
}
