/** A column of a table that is written out in a query. */
export interface KustoColumn {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: 'string' | 'long';
}

/** Text in single quotes. Source: "The string data type", Kusto Query Language. */
export function kustoText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A table that is written out, a row a line. */
export function datatable(
  columns: readonly KustoColumn[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const head = columns.map(({ name, type }) => `${name}: ${type}`).join(', ');
  const values = rows.map((row) =>
    row.map((value) => (typeof value === 'number' ? String(value) : kustoText(value))).join(', '),
  );
  return `datatable(${head}) [\n${values.map((value) => `    ${value}`).join(',\n')}\n]`;
}

/** A list of texts, in brackets. */
export function textList(texts: readonly string[]): string {
  return `(${texts.map(kustoText).join(', ')})`;
}
