import { createHash } from 'node:crypto';
import type { ColumnInfo, Readable } from '../../model';
import { bracketed, COLLATION, tsqlText, tsqlType } from './literals';
import { createIfNotExists, createSchema, type SqlBatch } from './sql-batch';

/** A silver table behind gold: the data source and folder it lies in. */
export interface DeltaLocation {
  /** Name of the external data source. */
  readonly dataSource: string;
  /** Folder in it, without slashes at its ends. */
  readonly folder: string;
}

/** Name of the file format of silver. */
const DELTA_FORMAT = 'delta';
/** What the schemas of external tables over silver begin with; the name of the data source follows. */
const LAKE_SCHEMA = 'lake_';

interface ExternalTable {
  readonly schema: string;
  readonly name: string;
  readonly sql: string;
}

/**
 * The external tables that gold reads silver through.
 *
 * Who may read a view over OPENROWSET can read whatever its credential reads; who may read a view over an external table can
 * read that view. A changed definition gets a name of its own, because an external table cannot be altered: views are pointed
 * at the new one before the old one is dropped.
 */
export class LakeTables {
  private readonly tables = new Map<string, ExternalTable>();

  /** The quoted name of the external table over a silver table. */
  of({ columns }: Readable, { dataSource, folder }: DeltaLocation): string {
    const body = externalTableBody(columns, folder, dataSource, DELTA_FORMAT);
    const schema = `${LAKE_SCHEMA}${dataSource}`;
    const name = `${folder}_${createHash('sha256').update(body).digest('hex').slice(0, 8)}`;
    const quoted = `${bracketed(schema)}.${bracketed(name)}`;
    this.tables.set(quoted, { schema, name, sql: `CREATE EXTERNAL TABLE ${quoted} ${body}` });
    return quoted;
  }

  /** What makes them, with their schemas and their file format. */
  get create(): SqlBatch[] {
    if (this.tables.size === 0) return [];
    const tables = [...this.tables.values()];
    const schemas = [...new Set(tables.map(({ schema }) => schema))];
    return [
      createIfNotExists(
        'sys.external_file_formats',
        DELTA_FORMAT,
        `file format ${DELTA_FORMAT}`,
        `CREATE EXTERNAL FILE FORMAT ${bracketed(DELTA_FORMAT)} WITH (FORMAT_TYPE = DELTA)`,
      ),
      ...schemas.map(createSchema),
      ...tables.map(({ schema, name, sql }) => ({
        name: `external table ${schema}.${name}`,
        sql: `IF NOT EXISTS (SELECT 1 FROM sys.external_tables WHERE SCHEMA_NAME(schema_id) = ${tsqlText(schema)} AND name = ${tsqlText(name)})\n  EXEC(${tsqlText(sql)})`,
      })),
    ];
  }

  /** What drops those of earlier definitions, once no view reads them any more. */
  get dropSuperseded(): SqlBatch {
    const kept = [...this.tables.values()].map(({ schema, name }) => `N${tsqlText(`${schema}.${name}`)}`);
    const where = [
      `LEFT(SCHEMA_NAME(schema_id), ${LAKE_SCHEMA.length}) = N'${LAKE_SCHEMA}'`,
      ...(kept.length > 0 ? [`CONCAT(SCHEMA_NAME(schema_id), N'.', name) NOT IN (${kept.join(', ')})`] : []),
    ];
    return {
      name: 'superseded external tables',
      sql: dropExternalTables('@superseded', where.join(' AND ')),
    };
  }
}

/** The columns and the place of an external table, after its name. */
export function externalTableBody(
  columns: readonly Pick<ColumnInfo, 'name' | 'type'>[],
  folder: string,
  dataSource: string,
  fileFormat: string,
): string {
  const typed = columns.map(
    ({ name, type }) =>
      `${bracketed(name)} ${tsqlType(type)}${type.kind === 'string' ? ` COLLATE ${COLLATION}` : ''}`,
  );
  return `(${typed.join(', ')}) WITH (LOCATION = ${tsqlText(folder)}, DATA_SOURCE = ${bracketed(dataSource)}, FILE_FORMAT = ${bracketed(fileFormat)})`;
}

/** Statements that drop the external tables which a condition picks; their files stay. */
export function dropExternalTables(variable: string, where: string): string {
  return [
    `DECLARE ${variable} NVARCHAR(MAX) = (SELECT STRING_AGG(CAST(CONCAT(N'DROP EXTERNAL TABLE ', QUOTENAME(SCHEMA_NAME(schema_id)), N'.', QUOTENAME(name)) AS NVARCHAR(MAX)), N'; ')`,
    `  FROM sys.external_tables WHERE ${where});`,
    `IF ${variable} IS NOT NULL EXEC(${variable});`,
  ].join('\n');
}
