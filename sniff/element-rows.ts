import { duckDbText, identifier } from '../compilers/internal';
import { type RowsToCount, trimmed } from './row-counts';

/** The column that tells the elements of different rows apart. */
export const HOLDER = ' row';

/** The elements of an array, as a query with the columns {@link HOLDER} and `element`, which is JSON. */
export interface ElementRows {
  /** The query. */
  readonly query: string;
  /** How often something holds the array, and how often it is not there. */
  readonly presence: RowsToCount;
}

/** The elements of an array of rows in bronze. */
export function elementsOfRows(bronze: string, array: string): ElementRows {
  const [text, file] = [identifier(array), duckDbText(bronze)];
  const rows = `SELECT file_row_number AS ${identifier(HOLDER)}, CASE WHEN json_valid(${text}) THEN CAST(${text} AS JSON) END AS held
    FROM read_parquet(${file}, file_row_number=true)`;
  return elementsOf(rows);
}

/** The elements of an array inside of other elements. */
export function elementsInside({ query }: ElementRows, path: readonly string[]): ElementRows {
  return elementsOf(
    `SELECT row_number() OVER () AS ${identifier(HOLDER)}, json_extract(element, ${pointer(path)}) AS held FROM (${query})`,
  );
}

function elementsOf(rows: string): ElementRows {
  const holder = identifier(HOLDER);
  return {
    query: `SELECT ${holder}, unnest(CAST(held AS JSON[])) AS element FROM (${rows}) WHERE json_type(held) = 'ARRAY'`,
    presence: {
      query: `SELECT nullif(json_type(held), 'NULL') AS held FROM (${rows})`,
      columns: ['held'],
    },
  };
}

/** The values of elements that are objects; `paths` say where those of each column are. */
export function objectValues(
  { query }: ElementRows,
  paths: Readonly<Record<string, readonly string[]>>,
): RowsToCount {
  const values = Object.entries(paths).map(([name, path]) =>
    trimmed(`json_extract_string(element, ${pointer(path)})`, name),
  );
  return {
    query: `SELECT ${[...values, identifier(HOLDER)].join(', ')} FROM (${query}) WHERE json_type(element) = 'OBJECT'`,
    columns: Object.keys(paths),
  };
}

/** The values of elements that are single values. */
export function singleValues({ query }: ElementRows, name: string): RowsToCount {
  return {
    query: `SELECT ${trimmed("json_extract_string(element, '$')", name)} FROM (${query})`,
    columns: [name],
  };
}

function pointer(path: readonly string[]): string {
  return duckDbText(path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}
