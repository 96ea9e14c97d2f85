import { type FileOptions } from './file-options';

/** File formats that a source can deliver: text, and files whose values have types. */
export type FileFormat = 'csv' | 'json-lines' | 'parquet' | 'avro';

/** Whether the values of files have types. */
export function isTypedFormat(format: FileFormat): format is 'parquet' | 'avro' {
  return format === 'parquet' || format === 'avro';
}

/**
 * A header that an interface knows its callers by. Its whole value, such as `Bearer …`, is a secret of the department's key vault,
 * where a person puts it: no definition and no state ever has it.
 */
export interface ApiKey {
  readonly kind: 'api-key';
  /** Name of the header, e.g. `X-Shopify-Access-Token` or `Authorization`. */
  readonly header: string;
  /** Name of the secret that is the header's value. @default the name of the source, and `-key` */
  readonly secret?: string;
}

/** One file for each window, fetched over HTTP. */
export interface HttpConnector {
  readonly kind: 'http';
  /** Scheme and host, e.g. `https://rates.example.com`. */
  readonly baseUrl: string;
  /**
   * Path below it; `{date}` becomes the day of the window as `YYYY-MM-DD`, `{windowStart}` and `{windowEnd}` its ends as
   * `YYYY-MM-DDTHH:MM:SSZ`, the end not included.
   */
  readonly path: string;
  /** How it knows the department. @default anonymous */
  readonly authentication?: ApiKey;
  /** What the files are written in. */
  readonly format: FileFormat;
  /** How the files are written. @default UTF-8; CSV with commas and a header */
  readonly options?: FileOptions;
  /**
   * Says why there may be no file for a window, e.g. `{ reason: 'nothing is delivered on Sundays' }`: such a window succeeds with
   * nothing. A file without rows is always fine. @default a window without a file fails, so that somebody hears of it
   */
  readonly mayBeMissing?: MissingFile;
}

/** Why nothing is a delivery too. */
export interface MissingFile {
  /** In words, for whoever wonders why nothing was reported. */
  readonly reason: string;
}

/** How a REST interface spreads an answer over several. */
export type RestPaging =
  /** Each answer holds the address of the next one; the last holds none. */
  | { readonly kind: 'next-link'; readonly path: readonly string[] }
  /** A query parameter counts pages from `first` (1 unless said) until one comes without records. */
  | {
      readonly kind: 'page-number';
      readonly parameter: string;
      readonly first?: number;
      readonly until: 'empty';
    };

/** JSON that a REST interface answers. */
export interface RestConnector {
  readonly kind: 'rest';
  /** Scheme and host, e.g. `https://crm.example.com`. */
  readonly baseUrl: string;
  /** Path below it with its query; the placeholders are those of {@link HttpConnector.path}. */
  readonly path: string;
  /** Names that lead to the array of records in a response, from the outside in. @default the response is the array */
  readonly records?: readonly string[];
  /** How further pages are asked for. @default the first response is all, unless its headers link to the next (RFC 5988) */
  readonly paging?: RestPaging;
  /**
   * How it knows the department: its identity asks for a token for a resource, e.g. `api://crm`, or a header holds a key.
   * @default anonymous
   */
  readonly authentication?: { readonly kind: 'managed-identity'; readonly resource: string } | ApiKey;
  /**
   * Says why the interface may answer 404 for a window: such a window succeeds with nothing. An answer without records is always
   * fine. @default a window without an answer fails
   */
  readonly mayBeMissing?: MissingFile;
}

/**
 * Rows of a table in Azure SQL Database that changed in the window: those whose watermark is at its start or later, and
 * before its end; of a source that is a snapshot, all rows. Nothing is remembered between runs, so a window that runs again brings the same rows.
 */
export interface SqlConnector {
  readonly kind: 'sql';
  /** Full name of the server, e.g. `sql-crm.database.windows.net`. */
  readonly server: string;
  /**
   * Resource id of the server, e.g. `/subscriptions/…/providers/Microsoft.Sql/servers/sql-crm`: a private environment makes a
   * managed private endpoint to it, without which a server with public access off is not reached.
   * @default the server is reached over its public endpoint
   */
  readonly serverId?: string;
  /** Name of the database. */
  readonly database: string;
  /** Name of the table's schema. @default 'dbo' */
  readonly schema?: string;
  /** Name of the table or view. */
  readonly table: string;
  /**
   * The contract's column that says when a row last changed: a timestamp in UTC, or a date where windows are days. A source that is
   * a `snapshot` has none: each window brings the whole table as it is when the window is copied.
   */
  readonly watermark?: string;
}

/** Files that somebody drops into the source's folder in landing, in any sub-folder; a window takes those written in it. */
export interface FilesConnector {
  readonly kind: 'files';
  /** What the files are written in. */
  readonly format: FileFormat;
  /** How the files are written. @default UTF-8; CSV with commas and a header */
  readonly options?: FileOptions;
  /**
   * Says why there may be no file for a window, e.g. `{ reason: 'nothing is delivered on Sundays' }`: such a window succeeds with
   * nothing. A file without rows is always fine. @default a window without a file fails, so that somebody hears of it
   */
  readonly mayBeMissing?: MissingFile;
}

/**
 * Where a batch comes from. What each kind offers, from its checks to its manual steps, is its object in the compilers'
 * `source-connectors`; a kind without one does not compile.
 */
export type SourceConnector = HttpConnector | RestConnector | SqlConnector | FilesConnector;
