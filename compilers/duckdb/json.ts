import type { ReadArray } from '../../model';
import { nestedSearch } from '../core/texts-in-arrays';
import { text, trim } from './literals';

/**
 * A text read as a list of JSON values; null where it is anything else. Of objects, also where it holds anything else than these and
 * nulls; and where texts are promised and it has an object or an array instead.
 *
 * DuckDB fails on text that is no JSON, so each test guards the next.
 */
export function duckDbArray(value: string, { holds, fields }: Pick<ReadArray, 'holds' | 'fields'>): string {
  const list = `CAST(${value} AS JSON[])`;
  const strangers = `list_filter(${list}, lambda e: json_type(e) NOT IN ('OBJECT', 'NULL'))`;
  const read = holds === 'values' ? list : `CASE WHEN len(${strangers}) = 0 THEN ${list} END`;
  return `CASE WHEN starts_with(${trim(value)}, '[') AND json_valid(${value}) AND NOT ${trailingComma(value)}${withoutNested(value, { holds, fields })} THEN ${read} END`;
}

function withoutNested(value: string, step: Pick<ReadArray, 'holds' | 'fields'>): string {
  const search = nestedSearch(step);
  if (search === undefined) return '';
  const bare = search.escapes.reduce((of, escape) => `replace(${of}, ${text(escape)}, '')`, value);
  const searched =
    search.strings === undefined ? bare : `regexp_replace(${bare}, ${text(search.strings)}, '', 'g')`;
  return ` AND NOT regexp_matches(${searched}, ${text(search.nested)})`;
}

/**
 * The text of a value inside objects of an element; null where one of them is none. Each object is read from its own text, as data flows
 * do: a text that holds an object counts as one.
 */
export function duckDbElementText(element: string, path: readonly string[]): string {
  const [outermost, ...inside] = path;
  const text = outermost === undefined ? jsonText(element, []) : jsonText(element, [outermost]);
  return inside.reduce((value, name) => `${OBJECT_FIELD}(${value}, ${pointer([name])})`, text);
}

const OBJECT_FIELD = 'lakehouse_object_field';

/** The macro of a text's field, where the text is one whole object. */
export const OBJECT_FIELD_MACRO = `CREATE OR REPLACE TEMP MACRO ${OBJECT_FIELD}(v, p) AS CASE WHEN starts_with(${trim('v')}, '{') AND json_valid(v) AND NOT ${trailingComma('v')} THEN json_extract_string(v, p) END`;

/** Whether a comma stands before a bracket that closes, outside of texts: no JSON, though DuckDB takes it for some. */
function trailingComma(value: string): string {
  const strings = text('"(?:[^"\\\\]|\\\\.)*"');
  return `regexp_matches(regexp_replace(${value}, ${strings}, '""', 'g'), ',[ \\t\\r\\n]*[\\]}]')`;
}

/** A value inside a JSON document, as text; null where there is none. */
export function jsonText(document: string, path: readonly string[]): string {
  return `json_extract_string(${document}, ${pointer(path)})`;
}

function pointer(path: readonly string[]): string {
  return text(path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}
