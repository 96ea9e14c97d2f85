import { text, trim } from './literals';

/**
 * A text read as a list of JSON objects; null where it is anything else, or holds anything else than objects and nulls.
 *
 * DuckDB fails on text that is no JSON, so each test guards the next.
 */
export function duckDbArray(value: string): string {
  const list = `CAST(${value} AS JSON[])`;
  const strangers = `list_filter(${list}, lambda e: json_type(e) NOT IN ('OBJECT', 'NULL'))`;
  return `CASE WHEN starts_with(${trim(value)}, '[') AND json_valid(${value}) AND NOT ${trailingComma(value)} THEN CASE WHEN len(${strangers}) = 0 THEN ${list} END END`;
}

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
