import { type CsvLayout } from '../../model';
import { type Found, records, splitCsv, splitLines, type TextRecord } from './records';

/** The header of a CSV file, or its first row where it has none: what comes after the lines that are skipped. */
export function firstRecord(path: string, layout: CsvLayout): TextRecord | undefined {
  for (const record of rowsAfter(path, layout.skipLines, () => splitCsv(undefined, layout))) return record;
  return undefined;
}

/** The rows of a CSV file, without its header. */
export function* csvRows(path: string, layout: CsvLayout, columns: number): Generator<TextRecord> {
  const before = layout.skipLines + (layout.header ? 1 : 0);
  const header = splitCsv(undefined, layout);
  const row = splitCsv(columns, layout);
  yield* rowsAfter(
    path,
    before,
    (seen) => (seen < before && seen === layout.skipLines ? header : row),
    layout.skipLines,
  );
}

/** Records after so many that are not empty; those before `lines` are whole lines. */
function* rowsAfter(
  path: string,
  before: number,
  splitter: (seen: number) => ReturnType<typeof splitCsv>,
  lines = before,
): Generator<TextRecord> {
  let seen = 0;
  const split = (bytes: Buffer, from: number, atEnd: boolean): Found | undefined => {
    if (seen < lines) return splitLines(bytes, from, atEnd);
    const found = splitter(seen)(bytes, from, atEnd);
    // Empty lines between what is skipped and the table belong to neither.
    return found && seen === lines && lines > 0 && found.fields?.join('') === ''
      ? { ...found, blank: true }
      : found;
  };
  for (const record of records(path, split)) {
    if (seen >= before) yield record;
    seen += 1;
  }
}
