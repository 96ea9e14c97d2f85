import { bracketed, tsqlText } from './literals';
import { CREDENTIAL, createIfNotExists, GOLD_SCHEMA, type SqlBatch, type SqlPrincipal } from './sql-batch';
import type { AccessBatch } from './access';

/** What a reader may see of a gold table. */
export interface ReaderGrant {
  /** The table's name, which is its view's. */
  readonly table: string;
  /** The columns, where it is not all of them. */
  readonly columns?: readonly string[];
}

/** Somebody who reads gold tables, and which. */
export interface SqlReader {
  /** Who. */
  readonly principal: SqlPrincipal;
  /** What. */
  readonly grants: readonly ReaderGrant[];
}

/**
 * What the roles of readers begin with; the reader's name follows.
 *
 * Rights are given to roles of our own, so that a deployment can tell what it gave earlier from what somebody gave by hand:
 * all that these roles may do is what the code says, and what others give to a user or to a role of theirs is left alone.
 */
export const READER_ROLE = 'lakehouse_reader_';
/** The longest name of a reader: a name in SQL has 128 characters at most (sysname). */
export const LONGEST_READER = 128 - READER_ROLE.length;

/**
 * What lets readers in, and takes back what an earlier deployment let in: first the rights that left the code, then the roles,
 * the rights and the members that it names. A reader whose user is not there yet waits, and holds nothing else up.
 */
export function readerBatches(readers: readonly SqlReader[]): SqlBatch[] {
  return [
    revokeOthers(readers),
    dropOthers(readers),
    ...readers.flatMap((reader) => [createRole(reader), grants(reader), addMember(reader)]),
  ];
}

function roleOf({ name }: SqlPrincipal): string {
  return `${READER_ROLE}${name}`;
}

function createRole({ principal }: SqlReader): SqlBatch {
  const role = roleOf(principal);
  const statement = `CREATE ROLE ${bracketed(role)} AUTHORIZATION [dbo]`;
  return createIfNotExists('sys.database_principals', role, `role ${role}`, statement);
}

/**
 * Views, or columns of them, and the use of the credential behind them. Files are read through them and not otherwise: with
 * the right to bulk operations, whoever may use a credential reads all that it reads.
 */
function grants({ principal, grants: granted }: SqlReader): AccessBatch {
  const role = bracketed(roleOf(principal));
  const credential = `DATABASE SCOPED CREDENTIAL::${bracketed(CREDENTIAL)}`;
  const views = granted.map(({ table, columns }) => {
    const list = columns ? ` (${columns.map(bracketed).join(', ')})` : '';
    return `GRANT SELECT ON OBJECT::${bracketed(GOLD_SCHEMA)}.${bracketed(table)}${list} TO ${role};`;
  });
  return {
    name: `rights of ${principal.name}`,
    sql: [
      `DENY ADMINISTER DATABASE BULK OPERATIONS TO ${role};`,
      `GRANT REFERENCES ON ${credential} TO ${role};`,
      ...views,
    ].join('\n'),
    access: [
      { principal, on: `credential ${CREDENTIAL}`, right: 'REFERENCES', by: 'SQL grant' },
      ...granted.map(({ table, columns }) => ({
        principal,
        on: `${GOLD_SCHEMA}.${table}${columns ? ` (${columns.join(', ')})` : ''}`,
        right: 'SELECT',
        by: 'SQL grant' as const,
      })),
    ],
  };
}

function addMember({ principal }: SqlReader): SqlBatch {
  const statement = `ALTER ROLE ${bracketed(roleOf(principal))} ADD MEMBER ${bracketed(principal.name)}`;
  return {
    name: `member ${principal.name}`,
    sql: `IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = ${tsqlText(principal.name)})\n  EXEC(${tsqlText(statement)})`,
  };
}

/** Runs the statements that a query over the catalogue writes, all of them or none where it finds nothing. */
function runFound(variable: string, statement: string, from: readonly string[]): string[] {
  return [
    `DECLARE ${variable} NVARCHAR(MAX) = (SELECT STRING_AGG(CAST(CONCAT(${statement}) AS NVARCHAR(MAX)), N'; ')`,
    ...from.map((line) => `  ${line}`),
    ');',
    `IF ${variable} IS NOT NULL EXEC(${variable});`,
  ];
}

const isOurs = (role: string): string => `LEFT(${role}.name, ${READER_ROLE.length}) = N'${READER_ROLE}'`;

/** A condition that leaves alone what is listed; no condition where nothing is. */
function notIn(key: string, kept: readonly string[]): string[] {
  return kept.length === 0
    ? []
    : [`AND ${key} NOT IN (${kept.map((value) => `N${tsqlText(value)}`).join(', ')})`];
}

/** Rights on views and on schemas that roles of ours have, and the code does not say. */
function revokeOthers(readers: readonly SqlReader[]): SqlBatch {
  const kept = readers.flatMap(({ principal, grants: granted }) =>
    granted.flatMap(({ table, columns = [''] }) =>
      columns.map((column) => `${roleOf(principal)}|${GOLD_SCHEMA}.${table}|${column}`),
    ),
  );
  return {
    name: 'rights that left',
    sql: [
      ...runFound(
        '@views',
        "N'REVOKE ', p.permission_name, N' ON OBJECT::', QUOTENAME(SCHEMA_NAME(o.schema_id)), N'.', QUOTENAME(o.name), CASE WHEN c.name IS NULL THEN N'' ELSE CONCAT(N' (', QUOTENAME(c.name), N')') END, N' FROM ', QUOTENAME(r.name)",
        [
          'FROM sys.database_permissions AS p',
          'JOIN sys.database_principals AS r ON r.principal_id = p.grantee_principal_id',
          'JOIN sys.objects AS o ON o.object_id = p.major_id',
          'LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id',
          `WHERE p.class = 1 AND ${isOurs('r')}`,
          ...notIn("CONCAT(r.name, N'|', SCHEMA_NAME(o.schema_id), N'.', o.name, N'|', c.name)", kept),
        ],
      ),
      ...runFound(
        '@schemas',
        "N'REVOKE ', p.permission_name, N' ON SCHEMA::', QUOTENAME(s.name), N' FROM ', QUOTENAME(r.name)",
        [
          'FROM sys.database_permissions AS p',
          'JOIN sys.database_principals AS r ON r.principal_id = p.grantee_principal_id',
          'JOIN sys.schemas AS s ON s.schema_id = p.major_id',
          `WHERE p.class = 3 AND ${isOurs('r')}`,
        ],
      ),
    ].join('\n'),
  };
}

/**
 * Members of roles of ours that the code does not name, with their users where nothing else is theirs, and roles of readers
 * that are gone. What is looked up is looked up before anything is changed.
 */
function dropOthers(readers: readonly SqlReader[]): SqlBatch {
  const names = readers.map(({ principal }) => principal.name);
  const roles = readers.map(({ principal }) => roleOf(principal));
  const members = [
    'FROM sys.database_role_members AS m',
    'JOIN sys.database_principals AS r ON r.principal_id = m.role_principal_id',
    'JOIN sys.database_principals AS u ON u.principal_id = m.member_principal_id',
    `WHERE ${isOurs('r')}`,
  ];
  const pairs = readers.map(({ principal }) => `${roleOf(principal)}|${principal.name}`);
  const found = [
    runFound('@members', "N'ALTER ROLE ', QUOTENAME(r.name), N' DROP MEMBER ', QUOTENAME(u.name)", [
      ...members,
      ...notIn("CONCAT(r.name, N'|', u.name)", pairs),
    ]),
    runFound('@users', "N'DROP USER ', QUOTENAME(u.name)", [
      'FROM sys.database_principals AS u',
      `WHERE u.type IN ('E', 'X') AND u.name IN (SELECT SUBSTRING(r.name, ${READER_ROLE.length + 1}, 128) FROM sys.database_principals AS r WHERE r.type = 'R' AND ${isOurs('r')})`,
      ...notIn('u.name', names),
      `AND NOT EXISTS (SELECT 1 FROM sys.database_role_members AS m JOIN sys.database_principals AS r ON r.principal_id = m.role_principal_id WHERE m.member_principal_id = u.principal_id AND NOT (${isOurs('r')}))`,
      "AND NOT EXISTS (SELECT 1 FROM sys.database_permissions AS p WHERE p.grantee_principal_id = u.principal_id AND p.permission_name <> 'CONNECT')",
    ]),
    runFound('@roles', "N'DROP ROLE ', QUOTENAME(r.name)", [
      'FROM sys.database_principals AS r',
      `WHERE r.type = 'R' AND ${isOurs('r')}`,
      ...notIn('r.name', roles),
    ]),
  ];
  const last = (lines: readonly string[]): string => lines.at(-1) ?? '';
  return {
    name: 'readers that left',
    sql: [...found.flatMap((lines) => lines.slice(0, -1)), ...found.map(last)].join('\n'),
  };
}
