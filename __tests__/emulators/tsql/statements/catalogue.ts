import { TsqlError } from '../errors';
import type { Relation } from '../query/context';
import { BIT, INT, nvarchar, SYSNAME, type SqlType } from '../types';
import type { Row, SqlValue } from '../values';
import type { Database, DatabaseObject, ExternalTable, Permission, Procedure, View } from './database';
import type { Caller } from './rights';
import type { Server } from './server';

const CHAR1: SqlType = { kind: 'char', length: 1 };
const CHAR2: SqlType = { kind: 'char', length: 2 };
const TEXT = nvarchar(4000);
const SID: SqlType = { kind: 'varbinary', length: 85 };

interface CatalogueView {
  readonly columns: readonly (readonly [string, SqlType])[];
  rows(server: Server, database: Database, caller: Caller): readonly Row[];
}

type AnyObject = View | Procedure | ExternalTable;

const TYPES: Record<AnyObject['kind'], readonly [string, string]> = {
  view: ['V ', 'VIEW'],
  procedure: ['P ', 'SQL_STORED_PROCEDURE'],
  externalTable: ['U ', 'USER_TABLE'],
};

/** Two-letter type of an object, as OBJECT_ID and sys.objects have it. */
export function objectType(object: AnyObject): string {
  return TYPES[object.kind][0];
}

const OBJECT_COLUMNS: CatalogueView['columns'] = [
  ['name', SYSNAME],
  ['object_id', INT],
  ['schema_id', INT],
  ['type', CHAR2],
  ['type_desc', nvarchar(60)],
];

function id(value: number | undefined): SqlValue {
  return value === undefined ? null : BigInt(value);
}

function objectRow(database: Database, object: AnyObject): Row {
  const [type, description] = TYPES[object.kind];
  return [object.name, id(object.id), id(database.schemas.get(object.schema)?.id), type, description];
}

function objectsOf(kinds: readonly AnyObject['kind'][]): CatalogueView {
  return {
    columns: OBJECT_COLUMNS,
    rows: (_server, database) =>
      [...database.objects.values()]
        .filter(({ kind }) => kinds.includes(kind))
        .map((object) => objectRow(database, object)),
  };
}

const CREDENTIALS: CatalogueView = {
  columns: [
    ['name', SYSNAME],
    ['credential_id', INT],
    ['credential_identity', TEXT],
  ],
  rows: (_server, { credentials }) =>
    [...credentials.values()].map((item) => [item.name, id(item.id), item.identity]),
};

const EXTERNAL_TABLES: CatalogueView = {
  columns: [...OBJECT_COLUMNS, ['location', TEXT], ['data_source_id', INT], ['file_format_id', INT]],
  rows: (_server, database) =>
    [...database.objects.values()].flatMap((object) =>
      object.kind === 'externalTable'
        ? [
            [
              ...objectRow(database, object),
              object.location,
              id(database.dataSources.get(object.dataSource)?.id),
              id(database.fileFormats.get(object.fileFormat)?.id),
            ],
          ]
        : [],
    ),
};

const VIEWS: Readonly<Record<string, CatalogueView>> = {
  databases: {
    columns: [
      ['name', SYSNAME],
      ['database_id', INT],
      ['collation_name', SYSNAME],
    ],
    rows: ({ databases }) => [...databases.values()].map((item) => [item.name, id(item.id), item.collation]),
  },
  schemas: {
    columns: [
      ['name', SYSNAME],
      ['schema_id', INT],
    ],
    rows: (_server, { schemas }) => [...schemas.values()].map((item) => [item.name, id(item.id)]),
  },
  objects: objectsOf(['view', 'procedure', 'externalTable']),
  views: objectsOf(['view']),
  procedures: objectsOf(['procedure']),
  tables: {
    columns: [...OBJECT_COLUMNS, ['is_external', BIT]],
    rows: (server, database) =>
      objectsOf(['externalTable'])
        .rows(server, database, undefined)
        .map((row) => [...row, 1n]),
  },
  external_tables: EXTERNAL_TABLES,
  columns: {
    columns: [
      ['object_id', INT],
      ['name', SYSNAME],
      ['column_id', INT],
    ],
    rows: (_server, { objects }) =>
      [...objects.values()].flatMap((object) =>
        object.kind === 'procedure'
          ? []
          : object.columns.map(({ name }, i) => [id(object.id), name, id(i + 1)]),
      ),
  },
  sql_modules: {
    columns: [
      ['object_id', INT],
      ['definition', nvarchar('max')],
    ],
    rows: (_server, { objects }) =>
      [...objects.values()].flatMap((object) =>
        object.kind === 'externalTable' ? [] : [[id(object.id), object.definition]],
      ),
  },
  external_data_sources: {
    columns: [
      ['data_source_id', INT],
      ['name', SYSNAME],
      ['location', TEXT],
      ['credential_id', INT],
    ],
    rows: (_server, { dataSources, credentials }) =>
      [...dataSources.values()].map((item) => [
        id(item.id),
        item.name,
        item.location,
        item.credential === undefined ? 0n : id(credentials.get(item.credential)?.id),
      ]),
  },
  external_file_formats: {
    columns: [
      ['file_format_id', INT],
      ['name', SYSNAME],
      ['format_type', nvarchar(100)],
      ['data_compression', nvarchar(255)],
    ],
    rows: (_server, { fileFormats }) =>
      [...fileFormats.values()].map((item) => [id(item.id), item.name, item.type, item.compression ?? null]),
  },
  database_scoped_credentials: CREDENTIALS,
  database_credentials: CREDENTIALS,
  database_principals: {
    columns: [
      ['name', SYSNAME],
      ['principal_id', INT],
      ['type', CHAR1],
      ['type_desc', nvarchar(60)],
      ['sid', SID],
    ],
    rows: (_server, { principals }) =>
      [...principals.values()].map((item) => [
        item.name,
        id(item.id),
        item.type,
        PRINCIPAL_TYPES[item.type],
        item.sid ?? null,
      ]),
  },
  database_role_members: {
    columns: [
      ['role_principal_id', INT],
      ['member_principal_id', INT],
    ],
    rows: (_server, { roleMembers, principals }) =>
      roleMembers.map(({ role, member }) => [id(principals.get(role)?.id), id(principals.get(member)?.id)]),
  },
  database_permissions: {
    columns: [
      ['class', INT],
      ['class_desc', nvarchar(60)],
      ['major_id', INT],
      ['minor_id', INT],
      ['grantee_principal_id', INT],
      ['permission_name', nvarchar(128)],
      ['state_desc', nvarchar(60)],
    ],
    rows: (_server, database) => [
      ...[...database.principals.values()]
        .filter(({ type }) => type === 'E')
        .map((user) => [0n, 'DATABASE', 0n, 0n, id(user.id), 'CONNECT', 'GRANT']),
      ...database.permissions.map((item) => permissionRow(database, item)),
    ],
  },
  symmetric_keys: {
    columns: [
      ['name', SYSNAME],
      ['symmetric_key_id', INT],
    ],
    rows: (_server, { masterKey }) => (masterKey ? [['##MS_DatabaseMasterKey##', 101n]] : []),
  },
  server_principals: {
    columns: [
      ['name', SYSNAME],
      ['principal_id', INT],
      ['type', CHAR1],
      ['sid', SID],
    ],
    // A login sees itself and the built-in ones ("Metadata visibility configuration").
    rows: ({ logins }, _database, caller) =>
      [...logins.values()]
        .filter((item) => caller === undefined || item.type !== 'E' || item.name === caller.name)
        .map((item) => [item.name, id(item.id), item.type, item.sid ?? null]),
  },
};

/** Class of a securable, and what it is called there ("sys.database_permissions"). */
const CLASSES: Readonly<Record<string, readonly [bigint, string]>> = {
  DATABASE: [0n, 'DATABASE'],
  OBJECT: [1n, 'OBJECT_OR_COLUMN'],
  SCHEMA: [3n, 'SCHEMA'],
  USER: [4n, 'DATABASE_PRINCIPAL'],
  ROLE: [4n, 'DATABASE_PRINCIPAL'],
  'DATABASE SCOPED CREDENTIAL': [32n, 'DATABASE_SCOPED_CREDENTIAL'],
};

function permissionRow(database: Database, item: Permission): Row {
  const [group, description] = CLASSES[item.securableClass] ?? [null, null];
  const object = database.objects.get(item.securable);
  const schema = database.schemas.get(item.securable);
  const major = { OBJECT: object, SCHEMA: schema }[item.securableClass];
  const names = object && object.kind !== 'procedure' ? object.columns.map(({ name }) => name) : [];
  return [
    group,
    description,
    id(major?.id ?? 0),
    id(item.column === undefined ? 0 : names.indexOf(item.column) + 1),
    id(database.principals.get(item.principal)?.id),
    item.permission,
    item.state,
  ];
}

const PRINCIPAL_TYPES = { E: 'EXTERNAL_USER', R: 'DATABASE_ROLE', S: 'SQL_USER' } as const;

/** Opens a view of the sys schema. */
export function openCatalogue(name: string, server: Server, database: Database, caller: Caller): Relation {
  const view = VIEWS[name];
  if (!view || !Object.hasOwn(VIEWS, name)) {
    throw new TsqlError(
      `invalid object name 'sys.${name}' (names are case-sensitive under a binary collation)`,
      208,
    );
  }
  return {
    columns: view.columns.map(([column, type]) => ({ name: column, type })),
    rows: () => view.rows(server, database, caller),
  };
}

/** Finds an object by its id. */
export function objectById(database: Database, objectId: bigint): DatabaseObject | undefined {
  return [...database.objects.values()].find((object) => BigInt(object.id) === objectId);
}
