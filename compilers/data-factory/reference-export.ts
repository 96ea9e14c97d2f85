import { type ColumnInfo, type Department, type ReferenceAlert, type Table } from '../../model';
import { bracketed } from '../tsql/literals';
import { GOLD_SCHEMA } from '../tsql/sql-batch';
import { type Activity, expression, RETRY_INTERVAL_SECONDS } from './activities';
import { type DepartmentDatasets } from './department-datasets';
import { type Pipeline } from './pipeline';

/** Name of the file with the rows of a table, in a folder of the minute from which they hold. */
export const REFERENCE_FILE = 'rows.json';

/** Minutes between the start of a copy and the moment from which its file holds. */
export const REFERENCE_AHEAD_MINUTES = 10;

/** Folder in the landing zone with the rows of a gold table; no source's name begins with an underscore. */
export function referenceFolder({ name }: Table): string {
  return `_reference/${name}`;
}

/** The gold tables that a department's rules look up, each once, with all columns that any of them needs. */
export function referencesOf(
  department: Department,
): { readonly table: Table; readonly columns: readonly ColumnInfo[] }[] {
  const rules = department.alerts.filter((rule): rule is ReferenceAlert => rule.kind === 'reference');
  return [...new Set(rules.map(({ reference }) => reference))].map((table) => {
    const needed = new Set(
      rules
        .filter(({ reference }) => reference === table)
        .flatMap(({ exported }) => exported.map(({ name }) => name)),
    );
    return { table, columns: table.columns.filter(({ name }) => needed.has(name)) };
  });
}

/** A gold table that is written out, with what does it. */
export interface ReferenceExport {
  /** The table. */
  readonly table: Table;
  /** Writes its rows. */
  readonly pipeline: Pick<Pipeline, 'name' | 'description' | 'activities'>;
}

/** The exports of a department. */
export function referenceExports(department: Department, datasets: DepartmentDatasets): ReferenceExport[] {
  return referencesOf(department).map(({ table, columns }) => ({
    table,
    pipeline: exportPipeline(table, columns, {
      pipeline: `${datasets.prefix}_reference_${table.name}`,
      query: datasets.serverlessQuery(),
      files: datasets.inLake('landing', 'Json', ['folder', 'file']),
    }),
  }));
}

/**
 * Writes the rows of a gold table out as JSON Lines, for a streaming job that looks them up.
 *
 * The job reads a file from the minute in its path on, "as soon as possible but no earlier", and never one of an earlier
 * minute: the minute lies ahead, so that the file is whole by then. Source: "Use reference data for lookups in Stream
 * Analytics".
 */
function exportPipeline(
  table: Table,
  columns: readonly ColumnInfo[],
  names: { readonly pipeline: string; readonly query: string; readonly files: string },
): ReferenceExport['pipeline'] {
  const ahead = `addMinutes(utcNow(), ${REFERENCE_AHEAD_MINUTES})`;
  const folder = expression(
    `@concat('${referenceFolder(table)}/', formatDateTime(${ahead}, 'yyyy/MM/dd/HH-mm'))`,
  );
  const copy: Activity = {
    name: 'WriteReference',
    type: 'Copy',
    dependsOn: [],
    userProperties: [],
    policy: {
      // A copy that takes longer would still be writing when the job reads.
      timeout: `0.00:${String(REFERENCE_AHEAD_MINUTES - 1).padStart(2, '0')}:00`,
      retry: 2,
      retryIntervalInSeconds: RETRY_INTERVAL_SECONDS,
      secureInput: false,
      secureOutput: false,
    },
    inputs: [{ referenceName: names.query, type: 'DatasetReference', parameters: {} }],
    outputs: [
      {
        referenceName: names.files,
        type: 'DatasetReference',
        parameters: { folder, file: REFERENCE_FILE },
      },
    ],
    typeProperties: {
      source: {
        type: 'SqlDWSource',
        sqlReaderQuery: `SELECT ${columns.map(written).join(', ')} FROM ${bracketed(GOLD_SCHEMA)}.${bracketed(table.name)}`,
        queryTimeout: '00:05:00',
        partitionOption: 'None',
      },
      sink: {
        type: 'JsonSink',
        storeSettings: { type: 'AzureBlobFSWriteSettings' },
        formatSettings: { type: 'JsonWriteSettings', filePattern: 'setOfObjects' },
      },
      enableStaging: false,
    },
  };
  return {
    name: names.pipeline,
    description: `Writes gold ${table.name} out for the streaming job, which looks its rows up`,
    activities: [copy],
  };
}

/** Timestamps as text, because JSON has none; everything else is the same there. */
function written({ name, type }: ColumnInfo): string {
  const column = bracketed(name);
  return type.kind === 'timestamp' || type.kind === 'date'
    ? `CONVERT(varchar(33), ${column}, 126) AS ${column}`
    : column;
}
