import { type DataContract, physicalNameOf, pathOf, type FileFormat } from '../../model';
import { type Activity, type DatasetUse, expression, type Text } from '../data-factory/activities';
import { copy, type SkippedRows } from '../data-factory/copy';
import { type FilesBelow, lakeCsv, lakeJson } from '../data-factory/copy-sources';
import { FILE_TYPES } from '../data-factory/datasets';
import { type DepartmentDatasets } from '../data-factory/department-datasets';
import { windowFolder } from '../data-factory/window';

/** Name of the activity that brings a window from its source into landing, where there is one. */
export const FETCH = 'FetchToLanding';

/** Which files of landing become a window of bronze. */
export interface Compaction {
  /** What they are written in. */
  readonly format: FileFormat;
  /** The names of the files, with wildcards. */
  readonly file: string;
  /** Where they lie. @default the folder of the window */
  readonly folder?: string;
  /** Takes files last changed at `from` or later, and before `to`. @default all */
  readonly changed?: FilesBelow['changed'];
  /** Names that lead to the array of records in a document. @default a document is a row */
  readonly records?: readonly string[] | undefined;
  /** Name of the activity that brings them. @default they are there already */
  readonly after?: string;
}

/** Brings files of landing into bronze: one Parquet file, all values as the text that was delivered. */
export function compactToBronze(
  contract: DataContract,
  datasets: DepartmentDatasets,
  { format, file, folder, changed, records, after }: Compaction,
): Activity {
  const files = {
    folder: folder ?? windowFolder(contract.delivery.every, contract.name),
    file,
    ...(changed && { changed }),
    ...(Object.values(contract.columns).some((column) => column?.folder !== undefined) && {
      partitions: true,
    }),
  };
  return copy({
    name: 'CompactToBronze',
    ...(after !== undefined && { after: [after] }),
    source: format === 'csv' ? lakeCsv(files) : lakeJson(files, records),
    input: { dataset: datasets.inLake('landing', FILE_TYPES[format].type, []) },
    output: bronzeFile(contract, datasets),
    columns: Object.keys(contract.columns).map((column) => ({
      source: physicalNameOf(contract, column),
      path: pathOf(contract, column),
      array: contract.columns[column]?.type.kind === 'array',
      sink: column,
    })),
    added: metadataColumns('$$FILEPATH'),
    // Of JSON a copy leaves out no single row.
    ...(format === 'csv' && { skipped: malformedRows(contract, datasets) }),
  });
}

/** The folder of quarantine that takes the rows which cannot be read at all, beside those that break the contract. */
function deliveryFolder({ name }: DataContract): string {
  return `${name}.delivery`;
}

function malformedRows(contract: DataContract, datasets: DepartmentDatasets): SkippedRows {
  const folder = datasets.inQuarantine(deliveryFolder(contract));
  return { linkedService: datasets.lake, path: windowFolder(contract.delivery.every, folder) };
}

/** The file of a window in bronze. A fixed name: a run again replaces the file. */
export function bronzeFile({ delivery, name }: DataContract, datasets: DepartmentDatasets): DatasetUse {
  return {
    dataset: datasets.inLake('bronze', 'Parquet', ['folder', 'file']),
    parameters: { folder: windowFolder(delivery.every, name), file: 'window.parquet' },
  };
}

/** Values of the metadata columns. */
export function metadataColumns(sourceFile: string): Readonly<Record<string, Text>> {
  return { _source_file: sourceFile, _run_id: expression('@pipeline().RunId') };
}
