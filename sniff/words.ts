/** A number of things, as people read it: `1 row`, `12,000 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Rows that were read, and that they are a sample where they are one. */
export function rowsText(rows: number, sampleOf: number | undefined): string {
  if (sampleOf === undefined) return counted(rows, 'row');
  const all = sampleOf > 0 ? ` (of about ${sampleOf.toLocaleString('en')})` : '';
  return `a sample of ${counted(rows, 'row')}${all}`;
}
