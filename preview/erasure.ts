import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { compileDuckDb, duckDbText } from '../compilers/internal';
import {
  bronzeRows,
  type Company,
  type DataContract,
  ERASURE_LIST,
  type Issue,
  listed,
  PERSON_COLUMN,
  SUBJECT_COLUMN,
  subjectColumns,
  suggestion,
  type Table,
  throwIssues,
  withoutErased,
} from '../model';
import { type DuckDb } from './duckdb';

/** Persons whose data are erased: what identifies them, by the kind of person. */
export type ErasedPersons = Readonly<Record<string, readonly string[]>>;

/**
 * Refuses persons of a kind that no source knows, and lists of nobody.
 *
 * @throws LakehouseError with everything that is wrong.
 */
export function refuseUnknownPersons(company: Company, erase: ErasedPersons): void {
  const sources = company.departments.flatMap((department) => department.sources);
  const known = [
    ...new Set(sources.flatMap((source) => subjectColumns(source).map(({ subject }) => subject))),
  ].sort();
  const issues = Object.entries(erase).flatMap(([subject, keys]): Issue[] => [
    ...(known.includes(subject)
      ? []
      : [
          {
            code: 'LH8012' as const,
            at: 'preview',
            prop: 'erase',
            got: `is of "${subject}", of which no source has persons${suggestion(subject, known)}`,
            allowed: known.length > 0 ? listed(known) : 'the kinds of persons of .subject() in contracts',
            change: 'name one of these',
          },
        ]),
    ...(keys.some((key) => key.trim() !== '')
      ? []
      : [
          {
            code: 'LH0004' as const,
            at: 'preview',
            prop: `erase.${subject}`,
            got: 'is empty',
            allowed: 'what identifies one or more persons',
            change: 'name the persons',
          },
        ]),
  ]);
  throwIssues('preview', issues);
}

/** The list of erased persons, as SQL; it holds pseudonyms, as the list in the lake does. */
export function erasureList(erase: ErasedPersons, pepper: string): string {
  const rows = Object.entries(erase).flatMap(([subject, keys]) =>
    keysOf(keys).map(
      (key) =>
        `(${duckDbText(subject)}, ${duckDbText(createHash('sha256').update(`${pepper}${key}`).digest('hex'))})`,
    ),
  );
  const columns = `${SUBJECT_COLUMN}, ${PERSON_COLUMN}`;
  return rows.length > 0
    ? `(SELECT DISTINCT ${columns} FROM (VALUES ${rows.join(', ')}) AS list(${columns}))`
    : `(SELECT '' AS ${SUBJECT_COLUMN}, '' AS ${PERSON_COLUMN} WHERE false)`;
}

/** The files of a source that hold what arrived. */
export interface RawFiles {
  /** Parquet file of its rows. */
  readonly bronze: string;
  /** Parquet file of the lines that cannot be read. */
  readonly quarantine: string;
}

/**
 * Erases persons in what arrived of a source. In the lake these copies end by their age; here they end at once. A line that
 * cannot be read has no columns: it goes where it holds a key as a word.
 *
 * @returns the rows that are left in bronze; nothing where nobody is erased in this source.
 */
export async function eraseRaw(
  contract: DataContract,
  files: RawFiles,
  erase: ErasedPersons,
  { engine, pepper }: { readonly engine: DuckDb; readonly pepper: string },
): Promise<number | undefined> {
  const keys = subjectColumns(contract).flatMap(({ subject }) => keysOf(erase[subject] ?? []));
  if (keys.length === 0) return undefined;
  const bronze = bronzeRows(contract);
  const relation = withoutErased(bronze);
  const table: Table = {
    zone: 'silver',
    name: contract.name,
    description: contract.description,
    columns: bronze.columns,
    key: [],
    write: 'overwrite',
    materialized: true,
    published: false,
    relation,
  };
  const { query } = compileDuckDb(table, {
    pepper,
    prefix: contract.name,
    relation: ({ zone }) =>
      zone === ERASURE_LIST.zone ? erasureList(erase, pepper) : engine.written(files.bronze),
  });
  const left = await replaced(engine, files.bronze, query);
  const words = keys.map((key) => key.replaceAll(/[^A-Za-z0-9_]/g, String.raw`\$&`)).join('|');
  const pattern = duckDbText(`(^|[^A-Za-z0-9])(${words})($|[^A-Za-z0-9])`);
  await replaced(
    engine,
    files.quarantine,
    `SELECT * FROM ${engine.written(files.quarantine)}
      WHERE NOT regexp_matches(concat(_text, ' ', _reason), ${pattern})`,
  );
  return left;
}

async function replaced(engine: DuckDb, file: string, query: string): Promise<number> {
  const beside = `${file}.erased`;
  const rows = await engine.write(query, beside);
  renameSync(beside, file);
  return rows;
}

function keysOf(keys: readonly string[]): string[] {
  return keys.map((key) => key.trim()).filter((key) => key !== '');
}
