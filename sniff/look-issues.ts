import { type Issue } from '../model';
import { type LoadedSource } from '../preview/sources/loaded-source';
import { type SourceToSniff } from './forms/source-form';

/** Why nothing was read from files. */
export function unreadBecause(source: SourceToSniff, { files: [first] }: LoadedSource): string {
  return first === undefined ? inFiles(source, 'there are no rows') : `${first.file} ${first.reason}`;
}

/** What is said of all files of a source, as the end of a sentence. */
export function inFiles(source: SourceToSniff, what: string): string {
  return `${what} in ${allOf(source).length === 1 ? 'it' : 'them'}`;
}

/** Files of a source, with those that have no byte. */
function allOf({ files, empty = [] }: SourceToSniff): readonly string[] {
  return [...files, ...empty];
}

/** No column, or no row, was found. */
export function nothingFound(source: SourceToSniff, why: string): Issue {
  const { name, home } = source;
  const files = allOf(source);
  return {
    code: 'LH7202',
    at: name,
    prop: 'files',
    got:
      files.length === 0
        ? `are none in "${home}"`
        : `are ${files.length === 1 ? `"${files[0] ?? ''}"` : `${files.length} files in "${home}"`}: ${why}`,
    allowed: 'files of CSV, JSON, Parquet or Avro with one row or more',
    change: 'mend the files, or name others',
  };
}

/** The rows have times that nobody can read. */
export function withoutTime({ name }: SourceToSniff, found: readonly string[]): Issue {
  return {
    code: 'LH7203',
    at: name,
    prop: 'eventTime',
    got: `has no column to be: ${found.join(', ')}`,
    allowed: 'times that count one unit since 1970, or days and timestamps',
    change: 'let the source deliver one unit, or lay its files into folders of their days, day=2026-01-31',
  };
}

/** Nothing identifies a row. */
export function withoutKey({ name }: SourceToSniff): Issue {
  return {
    code: 'LH7204',
    at: name,
    prop: 'columns',
    got: 'have no key: no column is there in every row, but for numbers with fractions',
    allowed: 'a source whose rows can be told apart',
    change: 'let the source deliver what identifies a row',
  };
}

/** Documents of JSON that are no rows with names. */
export function rowsWithoutNames({ name, files }: SourceToSniff, found: string): Issue {
  return {
    code: 'LH9340',
    at: name,
    prop: 'files',
    got: `are ${found}: ${files[0] ?? ''}`,
    allowed: 'an object for each row, whose names are those of columns',
    change: "let the source write records; pandas does by to_json(path, orient='records', lines=True)",
  };
}
