import { csvLayout, type DataContract, physicalNameOf } from '../../model';
import { type Activity, type Condition, deleteFiles, expression } from '../data-factory/activities';
import { fail, ifCondition } from '../data-factory/control-activities';
import { copy } from '../data-factory/copy';
import { lakeJson } from '../data-factory/copy-sources';
import { type DepartmentDatasets } from '../data-factory/department-datasets';
import {
  bronzeFile,
  type Compaction,
  compactedFiles,
  COMPACT,
  malformedRows,
  metadataColumns,
} from './to-bronze';

/** Name of the activity that takes the files of a window of which some lack nullable columns. */
export const FILL_LACKING = 'FillLackingColumns';
/** The folder of landing that holds the rows of such a window as documents, for as long as they are read. */
const DOCUMENTS_FOLDER = '_documents';
/** What the error of a copy holds that does not find a column of its mapping in a file of CSV. */
const COLUMN_NOT_FOUND = 'MappingColumnNameNotFoundInSourceFile';

/**
 * Whether files of a source may lack those of its columns that are nullable or have a default: CSV with a header, whose columns a copy finds by name, when each name can be
 * the key of a document as well.
 */
export function mayLackColumns({ columns, delivery }: DataContract): boolean {
  if (delivery.kind !== 'batch' || (delivery.from.kind !== 'files' && delivery.from.kind !== 'http'))
    return false;
  const { format, options } = delivery.from;
  const all = Object.entries(columns);
  return (
    format === 'csv' &&
    csvLayout(options).header &&
    all.some(([, column]) => isOptional(column) && column?.folder === undefined) &&
    all.every(([name, column]) => !(column?.physicalName ?? name).includes("'"))
  );
}

/** Whether rows are whole without a value in a column: it is nullable, or a default stands for what is missing. */
function isOptional(column: DataContract['columns'][string] | undefined): boolean {
  return column !== undefined && (column.nullable || column.default !== undefined);
}

/**
 * Takes the files of a window once more where the copy found no column of its mapping in one of them: with nulls where a nullable
 * column is not there, and not at all where a required one is not. Nothing of it runs when all columns are there.
 *
 * A mapping fails for a file without one of its columns, and a data flow reads all files by the header of the first. A copy without
 * mapping keeps the columns that each file has ("Schema and data type mapping in copy activity", default mapping): it makes documents of
 * the rows, file by file, and in documents a key may be absent. Before it, a copy of the required columns alone fails where one is absent.
 *
 * @param contract the source.
 * @param datasets the department's datasets, to which two are added.
 * @param compaction which files they are.
 * @param failsUnreached whether it also runs, and fails, where the copy was not reached.
 */
export function fillLackingColumns(
  contract: DataContract,
  datasets: DepartmentDatasets,
  compaction: Compaction,
  failsUnreached: boolean,
): Activity | undefined {
  if (!mayLackColumns(contract)) return undefined;
  const message = `coalesce(activity('${COMPACT}')?.error?.message, '')`;
  const dependencyConditions: Condition[] = ['Failed', ...(failsUnreached ? (['Skipped'] as const) : [])];
  return {
    ...ifCondition({
      name: FILL_LACKING,
      condition: expression(`@contains(${message}, '${COLUMN_NOT_FOUND}')`),
      then: byDocuments(contract, datasets, compaction),
      otherwise: [
        fail({ name: 'FailToBronze', message: expression(`@${message}`), errorCode: 'CopyFailed' }),
      ],
    }),
    dependsOn: [{ activity: COMPACT, dependencyConditions }],
  };
}

function byDocuments(
  contract: DataContract,
  datasets: DepartmentDatasets,
  compaction: Compaction,
): Activity[] {
  const { source, input, columns } = compactedFiles(contract, datasets, compaction);
  // Of the run alone: another one leaves nothing behind that this one reads.
  const folder = (name: string) =>
    expression(`@concat('${DOCUMENTS_FOLDER}/${contract.name}/', pipeline().RunId, '${name}')`);
  const json = datasets.inLake('landing', 'Json', ['folder']);
  const added = metadataColumns('$$FILEPATH');
  const check = copy({
    name: 'CheckRequiredColumns',
    source,
    input,
    output: {
      dataset: datasets.inLake('landing', 'Parquet', ['folder', 'file']),
      parameters: { folder: folder('/required'), file: 'window.parquet' },
    },
    columns: columns.filter(({ sink }) => !isOptional(contract.columns[sink])),
    skipped: 'unlogged',
    // What lacks one lacks it the next time too.
    retries: 0,
  });
  const split = copy({
    name: 'RowsToDocuments',
    after: [check.name],
    source,
    input,
    output: { dataset: json, parameters: { folder: folder('/documents') } },
    added,
    skipped: malformedRows(contract, datasets),
  });
  const merge = copy({
    name: 'DocumentsToBronze',
    after: [split.name],
    source: lakeJson({ file: '*' }),
    input: { dataset: json, parameters: { folder: folder('/documents') } },
    output: bronzeFile(contract, datasets),
    columns: [
      ...Object.keys(contract.columns).map((sink) => ({ source: physicalNameOf(contract, sink), sink })),
      ...Object.keys(added).map((name) => ({ source: name, sink: name })),
    ],
  });
  const remove = deleteFiles({
    name: 'DeleteDocuments',
    after: [merge.name],
    input: { dataset: json, parameters: { folder: folder('') } },
  });
  return [check, split, merge, remove];
}
