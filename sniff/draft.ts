import { join } from 'node:path';
import {
  type ColumnBuilder,
  dataContract,
  type DataContract,
  days,
  type Issue,
  type Kind,
  t,
} from '../model';
import { type DuckDb } from '../preview/duckdb';
import { loadSource } from '../preview/sources';
import { type LoadedSource } from '../preview/sources/loaded-source';
import { columnName } from './column-names';
import { type NamedField } from './column-proposals';
import { type Field, isArray } from './forms/field';
import { type SourceForm, sourceForm, type SourceToSniff } from './forms/source-form';
import { inFiles, nothingFound, rowsWithoutNames, unreadBecause } from './look-issues';
import { bronzeQuery, type RowsToCount } from './row-counts';

/** The rows of a source as text, before anything is known of their types. */
export interface Draft {
  /** Its files. */
  readonly source: SourceToSniff;
  /** How these are written. */
  readonly form: SourceForm;
  /** Fields that become columns. */
  readonly named: readonly NamedField[];
  /** Parquet file of its rows. */
  readonly bronze: string;
  /** What became of its files. */
  readonly loaded: LoadedSource;
  /** The rows, as a query. */
  readonly rows: RowsToCount;
}

/** Characters of a text column before its texts are known. */
const ANY_LENGTH = 250_000;

/** Reads all rows of a source by a contract that takes every value as it is. */
export async function readDraft(
  source: SourceToSniff,
  engine: DuckDb,
  folder: string,
): Promise<Draft | Issue> {
  const form = await sourceForm(source, engine, join(folder, 'form'));
  if (form.notRows !== undefined) return rowsWithoutNames(source, form.notRows);
  const named = namedFields(form.fields);
  if (named.length === 0)
    return nothingFound(
      source,
      form.unread[0] ?? inFiles(source, form.isEmpty ? 'there is nothing' : 'no column was found'),
    );
  const bronze = join(folder, 'draft.parquet');
  const paths = {
    home: source.home,
    names: source.files,
    bronze,
    quarantine: join(folder, 'rejected.parquet'),
  };
  const loaded = await loadSource(draftContract(source.name, form, named), 'sniff', paths, engine);
  if (loaded.written === 0) return nothingFound(source, unreadBecause(source, loaded));
  const rows = bronzeQuery(
    bronze,
    named.map(({ name }) => name),
  );
  return { source, form, named, bronze, loaded, rows };
}

/** Fields that become columns, with their names. */
function namedFields(fields: readonly Field[]): NamedField[] {
  const taken = new Set<string>();
  return fields
    .filter(({ omitted }) => omitted === undefined)
    .map((field) => {
      const short = columnName(field.path.slice(-2).join('_'), new Set());
      const name = columnName(taken.has(short) ? field.path.join('_') : short, taken);
      taken.add(name);
      return { name, field };
    });
}

/** A contract that takes every value as it is. */
function draftContract(name: string, form: SourceForm, named: readonly NamedField[]): DataContract {
  const columns = named.map(({ name: column, field }) => {
    if (isArray(field)) {
      const array = (field.isSingle ? t.array(t.string()) : t.array({ element: t.string() })).nullable();
      return [
        column,
        field.path.length > 1 ? array.path(...field.path) : array.physicalName(field.path[0] ?? ''),
      ] as const;
    }
    const text = t.string(ANY_LENGTH).nullable();
    const [first = ''] = field.path;
    if (field.isFolder) return [column, text.fromFolder(first)] as const;
    // A text would not take numbers of JSON whose zeros it loses; a double takes any value as it is.
    const value = form.format === 'json-lines' ? t.double().nullable() : text;
    return [column, field.path.length > 1 ? value.path(...field.path) : value.physicalName(first)] as const;
  });
  return dataContract(name, {
    description: name,
    columns: Object.fromEntries<ColumnBuilder<Kind>>(columns),
    eventTime: named[0]?.name ?? '',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'files', format: form.format, options: form.options },
    },
    expectedRowsPerDay: 1,
  });
}
