import {
  type BatchOrigin,
  type DataContract,
  DEFAULT_FIRST_PAGE,
  DEFAULT_SQL_SCHEMA,
  deliveredName,
  deliveredPath,
  type FileFormat,
  type Interval,
  PATH_PLACEHOLDERS,
  type RestOrigin,
  sqlTableName,
} from '../../model';
import { type Activity, copy, type CopySource, expression, jsonPath, type Text } from './activities';
import { FILE_TYPES, httpDataset, restDataset, tableDataset } from './datasets';
import { type DepartmentDatasets } from './department-datasets';
import { extractQuery, QUERY_END, QUERY_START } from './sql-extract';
import { MOMENT_FORMAT, WINDOW_START, windowEnd, windowFolder, windowStart } from './window';

/** How a source's window gets into bronze. */
export interface SourceCopy {
  /** What is done, in words. */
  readonly what: string;
  /** One after the other. */
  readonly activities: readonly Activity[];
  /** Parameters with their values, besides the window. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Name of the pipeline parameter that holds a query: an expression could not be that long. */
const QUERY = 'query';
const FETCH = 'FetchToLanding';

/** Brings a source's window into bronze: one Parquet file, all values as the text that was delivered. */
export function sourceCopy(
  contract: DataContract,
  datasets: DepartmentDatasets,
  connection: string,
): SourceCopy {
  const { delivery, name } = contract;
  const { every } = delivery;
  const compact = { contract, datasets, format: 'json-lines' as FileFormat };
  if (delivery.kind === 'stream') {
    return {
      what: 'Compacts the landed events of a window',
      activities: [compactToBronze({ ...compact, file: '*.json' })],
      parameters: {},
    };
  }
  const { from } = delivery;
  switch (from.kind) {
    case 'http': {
      const { extension } = FILE_TYPES[from.format];
      const dataset = datasets.add(httpDataset(`${connection}_file`, connection));
      const fetch = copy({
        name: FETCH,
        source: { from: 'http' },
        input: { dataset, parameters: { relativeUrl: relativeUrl(from.path, every) } },
        output: {
          dataset: datasets.inLake('landing', 'Binary', ['folder', 'file']),
          parameters: { folder: windowFolder(every, name), file: `${name}.${extension}` },
        },
      });
      const toBronze = compactToBronze({
        ...compact,
        format: from.format,
        file: `*.${extension}`,
        after: FETCH,
      });
      return { what: 'Fetches the file of a window', activities: [fetch, toBronze], parameters: {} };
    }
    case 'rest': {
      const dataset = datasets.add(restDataset(`${connection}_resource`, connection));
      const fetch = copy({
        name: FETCH,
        source: { from: 'rest', paging: pagingRules(from) },
        input: { dataset, parameters: { relativeUrl: relativeUrl(pagedPath(from), every) } },
        output: {
          dataset: datasets.inLake('landing', 'Json', ['folder', 'file']),
          parameters: { folder: windowFolder(every, name), file: `${name}.json` },
        },
      });
      const { records } = from;
      const toBronze = compactToBronze({
        ...compact,
        file: '*.json',
        after: FETCH,
        ...(records && { records }),
      });
      return { what: 'Fetches the answers of a window', activities: [fetch, toBronze], parameters: {} };
    }
    case 'sql': {
      const dataset = datasets.add(
        tableDataset(
          `${connection}_table`,
          'AzureSqlTable',
          connection,
          from.schema ?? DEFAULT_SQL_SCHEMA,
          from.table,
        ),
      );
      const query = expression(
        `@replace(replace(pipeline().parameters.${QUERY}, '${QUERY_START}', ${windowStart(SQL_MOMENT_FORMAT)}), ` +
          `'${QUERY_END}', ${windowEnd(every, SQL_MOMENT_FORMAT)})`,
      );
      const extract = copy({
        name: 'ExtractToBronze',
        source: { from: 'azure-sql', query },
        input: { dataset },
        output: bronzeFile(contract, datasets),
        columns: Object.keys(contract.columns).map((column) => ({ source: column, sink: column })),
        added: loadColumns(sqlTableName(from)),
      });
      return {
        what: 'Extracts the rows that changed in a window',
        activities: [extract],
        parameters: { [QUERY]: extractQuery(contract, from) },
      };
    }
    case 'files': {
      const toBronze = compactToBronze({
        ...compact,
        format: from.format,
        folder: name,
        file: `*.${FILE_TYPES[from.format].extension}`,
        changed: {
          from: expression(`@${windowStart(MOMENT_FORMAT)}`),
          to: expression(`@${windowEnd(every, MOMENT_FORMAT)}`),
        },
      });
      return {
        what: 'Takes the files that were dropped in a window',
        activities: [toBronze],
        parameters: {},
      };
    }
  }
}

/** What the name of the connection to a source ends with; none for what is in the lake already. */
export function connectionSuffix({ kind }: BatchOrigin): string | undefined {
  return kind === 'files' ? undefined : kind;
}

/** A moment without an offset, as T-SQL reads it by style 126. */
const SQL_MOMENT_FORMAT = 'yyyy-MM-ddTHH:mm:ss';

interface Compaction {
  readonly contract: DataContract;
  readonly datasets: DepartmentDatasets;
  readonly format: FileFormat;
  /** The names of the files, with wildcards. */
  readonly file: string;
  /** @default the folder of the window */
  readonly folder?: string;
  readonly after?: string;
  readonly records?: readonly string[];
  readonly changed?: { readonly from: Text; readonly to: Text };
}

function compactToBronze(compaction: Compaction): Activity {
  const { contract, datasets, format, file, after, records, changed } = compaction;
  const files = {
    folder: compaction.folder ?? windowFolder(contract.delivery.every, contract.name),
    file,
    ...(changed && { changed }),
  };
  const source: CopySource =
    format === 'csv'
      ? { from: 'lake-csv', ...files }
      : { from: 'lake-json', ...files, ...(records && { records }) };
  return copy({
    name: 'CompactToBronze',
    ...(after !== undefined && { after: [after] }),
    source,
    input: { dataset: datasets.inLake('landing', FILE_TYPES[format].type, []) },
    output: bronzeFile(contract, datasets),
    columns: Object.keys(contract.columns).map((column) => ({
      source: deliveredName(contract, column),
      path: deliveredPath(contract, column),
      array: contract.columns[column]?.type.kind === 'array',
      sink: column,
    })),
    added: loadColumns('$$FILEPATH'),
  });
}

/** A fixed name: a run again replaces the file. */
function bronzeFile({ delivery, name }: DataContract, datasets: DepartmentDatasets) {
  return {
    dataset: datasets.inLake('bronze', 'Parquet', ['folder', 'file']),
    parameters: { folder: windowFolder(delivery.every, name), file: 'window.parquet' },
  };
}

function loadColumns(sourceFile: string): Readonly<Record<string, Text>> {
  return { _source_file: sourceFile, _run_id: expression('@pipeline().RunId') };
}

/** A path with the window in place of its placeholders. */
function relativeUrl(path: string, every: Interval): Text {
  const values = {
    date: windowStart('yyyy-MM-dd'),
    windowStart: windowStart(MOMENT_FORMAT),
    windowEnd: windowEnd(every, MOMENT_FORMAT),
  };
  const used = PATH_PLACEHOLDERS.filter((name) => path.includes(`{${name}}`));
  if (used.length === 0) return path;
  return expression(
    `@${used.reduce((inner, name) => `replace(${inner}, '{${name}}', ${values[name]})`, `'${path}'`)}`,
  );
}

/** The connector counts in this variable of the address. */
const PAGE = '{page}';

function pagedPath({ path, paging }: RestOrigin): string {
  if (paging?.kind !== 'page-number') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${paging.parameter}=${PAGE}`;
}

function pagingRules({ paging, records = [] }: RestOrigin): Readonly<Record<string, string>> {
  switch (paging?.kind) {
    case undefined:
      return { supportRFC5988: 'true' };
    case 'next-link':
      return { AbsoluteUrl: jsonPath(paging.path), supportRFC5988: 'false' };
    case 'page-number':
      return {
        [`QueryParameters.${PAGE}`]: `RANGE:${paging.first ?? DEFAULT_FIRST_PAGE}::1`,
        [`EndCondition:${jsonPath(records)}`]: 'Empty',
        supportRFC5988: 'false',
      };
  }
}

/** Every pipeline that does work has the start of its window. */
export const WINDOW_PARAMETERS: Readonly<Record<string, string>> = { [WINDOW_START]: '' };
