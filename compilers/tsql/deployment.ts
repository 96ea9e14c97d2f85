import {
  NO_ESTIMATE,
  PLATFORM_ESTIMATES,
  type PlatformEstimate,
  type Readable,
  readsOf,
  type Table,
} from '../../model';
import { estimateQuery } from './estimate';
import { type DeltaLocation, dropExternalTables, externalTableBody, LakeTables } from './external-tables';
import { bracketed, COLLATION, tsqlText, tsqlType } from './literals';
import { compileTsqlQuery } from './query';
import { CREDENTIAL, createIfNotExists, createSchema, GOLD_SCHEMA, type SqlBatch } from './sql-batch';
import { INPUT_SCHEMA, sqlTableParts, type SqlTableParts, STORED, STORED_COLUMN } from './sql-table';

/** A container that gold reads or writes, by the name of its external data source. */
export interface LakeSource {
  /** Name of the external data source. */
  readonly name: string;
  /** URL of the container, `https://<account>.dfs.core.windows.net/<container>`. */
  readonly location: string;
}

/** What {@link compileGold} needs to know. */
export interface GoldTarget {
  /** The data sources that views and procedures use. */
  readonly sources: readonly LakeSource[];
  /** Name of the data source that materialised tables are written to. */
  readonly goldSource: string;
  /** Where a silver table lies, or the quoted view of a gold one. */
  readonly locate: (readable: Readable) => DeltaLocation | string;
  /** The query of what the platform is estimated to cost. @default one without rows */
  readonly estimate?: ((estimate: PlatformEstimate) => string) | undefined;
}

/** Schema of the views that hold the definitions of materialised tables. */
export const DEFINITION_SCHEMA = 'definition';
/** Schema of the external tables over stored results: one for each materialised table, and one more while the next is stored. */
export const STORED_SCHEMA = 'stored';
/** Name of the file format of materialised tables. */
export const FILE_FORMAT = 'parquet';

/** Stands for the folder of the run in a statement that a procedure puts together. */
const FOLDER = '{folder}';
/** Stands for the id of the run in the name of what it stores. */
const RUN = '{run}';

/** The batches that deploy the gold tables, in dependency order. */
export function compileGold(tables: readonly Table[], target: GoldTarget): SqlBatch[] {
  const lake = new LakeTables();
  const source = (readable: Readable): string => {
    if (readable.zone === 'estimate') return estimateView(readable);
    const location = target.locate(readable);
    return typeof location === 'string' ? location : lake.of(readable, location);
  };
  const views = tables.flatMap((table) =>
    table.materialized ? materialized(table, target, source) : [view(GOLD_SCHEMA, table, source)],
  );
  return [
    ...workspaceCredential(),
    ...target.sources.map(({ name, location }) =>
      createIfNotExists(
        'sys.external_data_sources',
        name,
        `data source ${name}`,
        `CREATE EXTERNAL DATA SOURCE ${bracketed(name)} WITH (LOCATION = ${tsqlText(location)}, CREDENTIAL = ${bracketed(CREDENTIAL)})`,
      ),
    ),
    createIfNotExists(
      'sys.external_file_formats',
      FILE_FORMAT,
      `file format ${FILE_FORMAT}`,
      `CREATE EXTERNAL FILE FORMAT ${bracketed(FILE_FORMAT)} WITH (FORMAT_TYPE = PARQUET)`,
    ),
    ...[
      GOLD_SCHEMA,
      DEFINITION_SCHEMA,
      ...(tables.some(({ materialized: stored }) => stored) ? [STORED_SCHEMA] : []),
      ...(tables.some(({ relation }) => relation.step === 'sql') ? [INPUT_SCHEMA] : []),
    ].map(createSchema),
    ...lake.create,
    ...estimates(tables, target),
    ...views,
    lake.dropSuperseded,
  ];
}

/** The credential that the lake is read with: the workspace's own identity. It needs a master key, which holds no secret here. */
export function workspaceCredential(): SqlBatch[] {
  return [
    createIfNotExists('sys.symmetric_keys', '##MS_DatabaseMasterKey##', 'master key', 'CREATE MASTER KEY'),
    createIfNotExists(
      'sys.database_scoped_credentials',
      CREDENTIAL,
      `credential ${CREDENTIAL}`,
      `CREATE DATABASE SCOPED CREDENTIAL ${bracketed(CREDENTIAL)} WITH IDENTITY = 'Managed Identity'`,
    ),
  ];
}

/** The procedure that stores a materialised table; it takes the id of the run, which names the folder. */
export function procedureOf(table: Table): string {
  return `materialize_${table.name}`;
}

type Source = (readable: Readable) => string;

/** The estimates that tables read, each as a view. */
function estimates(tables: readonly Table[], { estimate }: GoldTarget): SqlBatch[] {
  const read = new Set(tables.flatMap(({ relation }) => readsOf(relation)));
  return PLATFORM_ESTIMATES.filter((each) => read.has(each)).map((each) => ({
    name: `view ${DEFINITION_SCHEMA}.${each.name}`,
    sql: `CREATE OR ALTER VIEW ${estimateView(each)} AS\n${estimate?.(each) ?? estimateQuery(each, NO_ESTIMATE)}`,
  }));
}

function estimateView({ name }: PlatformEstimate): string {
  return `${bracketed(DEFINITION_SCHEMA)}.${bracketed(name)}`;
}

function view(schema: string, table: Table, source: Source): SqlBatch {
  const query = compileTsqlQuery(table.relation, source);
  return {
    name: `view ${schema}.${table.name}`,
    sql: `CREATE OR ALTER VIEW ${bracketed(schema)}.${bracketed(table.name)} AS\n${query}`,
  };
}

function materialized(table: Table, target: GoldTarget, source: Source): SqlBatch[] {
  const shown = `${bracketed(GOLD_SCHEMA)}.${bracketed(table.name)}`;
  const definition = `${bracketed(DEFINITION_SCHEMA)}.${bracketed(table.name)}`;
  const columns = table.columns.map(({ name }) => bracketed(name)).join(', ');
  const build = `${bracketed(DEFINITION_SCHEMA)}.${bracketed(`${table.name}_build`)}`;
  const own =
    table.relation.step === 'sql'
      ? sqlTableParts(table, table.relation, definition, build, source)
      : undefined;
  return [
    ...(own?.views ?? [view(DEFINITION_SCHEMA, table, source)]),
    // Until the first run has stored a result, readers see it computed; later deployments leave the stored one alone.
    {
      name: `view ${GOLD_SCHEMA}.${table.name}`,
      sql: `IF OBJECT_ID(${tsqlText(`${GOLD_SCHEMA}.${table.name}`)}, 'V') IS NULL\n  EXEC(${tsqlText(`CREATE VIEW ${shown} AS SELECT ${own?.shown ?? columns} FROM ${definition}`)})`,
    },
    {
      name: `procedure ${GOLD_SCHEMA}.${procedureOf(table)}`,
      sql: procedure(table, target, shown, definition, columns, own),
    },
  ];
}

/** Writes a new folder, then points the view at it: readers see the old result or the new one, never half of it. */
function procedure(
  table: Table,
  target: GoldTarget,
  shown: string,
  definition: string,
  columns: string,
  own: SqlTableParts | undefined,
): string {
  const build = `${table.name}_build`;
  const external = `${bracketed(DEFINITION_SCHEMA)}.${bracketed(build)}`;
  const stored = `${bracketed(STORED_SCHEMA)}.${bracketed(`${table.name}_${RUN}`)}`;
  const store = ofRun(
    `CREATE EXTERNAL TABLE ${external} WITH (LOCATION = ${tsqlText(FOLDER)}, DATA_SOURCE = ${bracketed(target.goldSource)}, FILE_FORMAT = ${bracketed(FILE_FORMAT)}) ` +
      `AS SELECT ${own?.stored ?? columns}, CAST(1 AS BIT) AS ${STORED} FROM ${definition} UNION ALL SELECT ${blankRow(table)}, CAST(0 AS BIT)`,
  );
  const body = externalTableBody([...table.columns, STORED_COLUMN], FOLDER, target.goldSource, FILE_FORMAT);
  const keep = ofRun(`CREATE EXTERNAL TABLE ${stored} ${body}`);
  const show = ofRun(`CREATE OR ALTER VIEW ${shown} AS SELECT ${columns} FROM ${stored} WHERE ${STORED} = 1`);
  const folders = `${table.name}/`;
  return [
    `CREATE OR ALTER PROCEDURE ${bracketed(GOLD_SCHEMA)}.${bracketed(procedureOf(table))} @run VARCHAR(64)${own?.parameters ?? ''}`,
    'AS',
    'BEGIN',
    // With a shorter type, statements put together from it would be cut after 4,000 characters.
    `  DECLARE @folder NVARCHAR(MAX) = N'${folders}' + @run + N'/';`,
    `  IF EXISTS (SELECT 1 FROM sys.external_tables WHERE name = '${build}')`,
    `    EXEC(N'DROP EXTERNAL TABLE ${external}');`,
    ...(own?.before ?? []),
    `  DECLARE @store NVARCHAR(MAX) = ${store};`,
    '  EXEC(@store);',
    ...(own?.after ?? []),
    `  EXEC(N'DROP EXTERNAL TABLE ${external}');`,
    `  DECLARE @keep NVARCHAR(MAX) = ${keep};`,
    '  EXEC(@keep);',
    `  DECLARE @show NVARCHAR(MAX) = ${show};`,
    '  EXEC(@show);',
    dropExternalTables(
      '@superseded',
      `SCHEMA_NAME(schema_id) = N'${STORED_SCHEMA}' AND LEFT(location, ${folders.length}) = N'${folders}' AND location <> @folder`,
    ),
    'END',
  ].join('\n');
}

/**
 * A row beside those of the result, so that there always is a file: whether a result of no rows makes one is not documented,
 * and a view over a folder without any fails. Nobody sees the row: {@link STORED} is 0 in it.
 */
function blankRow({ columns }: Table): string {
  return columns
    .map(
      ({ type }) => `CAST(NULL AS ${tsqlType(type)})${type.kind === 'string' ? ` COLLATE ${COLLATION}` : ''}`,
    )
    .join(', ');
}

/** A statement as the text of a procedure's variable, with the run and its folder put in. */
function ofRun(statement: string): string {
  return `N${tsqlText(statement).replaceAll(FOLDER, "' + @folder + N'").replaceAll(RUN, "' + @run + N'")}`;
}
