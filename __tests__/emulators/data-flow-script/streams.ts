import { DataFlowScriptError } from './errors';
import type { DataType } from './types';
import type { Value } from './values';

/** What an alter row transformation has marked a row for. */
export type RowAction = 'insert' | 'update' | 'delete' | 'upsert';

/** One row of a stream, with the marks that transformations leave on it. */
export interface Row {
  readonly values: readonly Value[];
  /** Set by `alterRow`. */
  readonly action?: RowAction;
  /** Set by `lookup`. */
  readonly matched?: boolean;
  /** Ids of the assertions that the row has failed. */
  readonly errors: ReadonlySet<string>;
}

/** One column of a stream. */
export interface Column {
  readonly name: string;
  readonly type: DataType;
  /** The streams that the column may be qualified with, as in `orders@id`. */
  readonly streams: ReadonlySet<string>;
  /** Not in a source's declared schema: reachable only by pattern or by `byName`. */
  readonly drifted: boolean;
  /** The column that it is, however far it has been passed through; a select makes another of it. */
  readonly origin: symbol;
  /** Whether it has one value in all rows, known before any is read. */
  readonly constant: boolean;
}

/** The columns of a stream and what has happened upstream, known before any row is read. */
export interface Schema {
  readonly columns: readonly Column[];
  /** A lookup has happened: `isMatch()` has a meaning. */
  readonly lookedUp: boolean;
  /** An alter row has happened: a sink may update, delete and upsert. */
  readonly altered: boolean;
  /** Ids that `hasError` may name; `isError` has a meaning when there are any. */
  readonly assertions: ReadonlySet<string>;
}

/** A stream: the output of one statement, or of one branch of a split. */
export interface Stream {
  readonly schema: Schema;
  readonly rows: readonly Row[];
}

/** The id under which `cast(…, errors: true)` marks rows; it has no documented name for `hasError`. */
export const CAST_ERROR = '(cast)';

export const NO_ERRORS: ReadonlySet<string> = new Set();

/** A schema on which nothing has happened yet. */
export const freshSchema = (columns: readonly Column[]): Schema => ({
  columns,
  lookedUp: false,
  altered: false,
  assertions: new Set(),
});

/** A column that no stream qualifies yet: its own stream will. */
export const newColumn = (name: string, type: DataType, drifted = false, constant = false): Column => ({
  name,
  type,
  streams: new Set(),
  drifted,
  origin: Symbol(name),
  constant,
});

/** The same schema, whose columns may also be qualified with `stream`. */
export const qualify = (schema: Schema, stream: string): Schema => ({
  ...schema,
  columns: schema.columns.map((column) => ({ ...column, streams: new Set([...column.streams, stream]) })),
});

/**
 * Finds the one column that a reference means.
 *
 * @throws DataFlowScriptError when no column or more than one fits
 */
export function resolveColumn(schema: Schema, name: string, stream?: string): number {
  const fitting = schema.columns.flatMap((column, at) =>
    column.name === name && (stream === undefined || column.streams.has(stream)) ? [at] : [],
  );
  const text = stream === undefined ? name : `${stream}@${name}`;
  const [found] = fitting;
  if (found === undefined) {
    const known = schema.columns.map((column) => column.name).join(', ');
    throw new DataFlowScriptError(`unknown column "${text}" (columns here: ${known})`);
  }
  if (fitting.length > 1) {
    const streams = fitting.map((at) => [...(schema.columns[at]?.streams ?? [])].join('/')).join(', ');
    throw new DataFlowScriptError(`column "${text}" is ambiguous: it comes from ${streams}`);
  }
  if (schema.columns[found]?.drifted) {
    throw new DataFlowScriptError(
      `column "${text}" is drifted: it is not in the source's schema, use byName('${name}')`,
    );
  }
  return found;
}

/** Refuses two columns of one name, where only one can stand. */
export function requireUniqueNames(columns: readonly Column[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw new DataFlowScriptError(`column "${name}" occurs twice`);
    seen.add(name);
  }
}
