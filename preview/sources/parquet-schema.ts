import { type ResultValue } from '../duckdb';

/** The columns of a file of Parquet, as its footer has them: the engine gives other names to those that differ in case alone. */
export interface ParquetColumns {
  /** Names of its columns, in order. */
  readonly columns: readonly string[];
  /** Columns that the engine would read as something else, and what is in them. */
  readonly misread: ReadonlyMap<string, string>;
}

/** Most digits of a decimal that the engine reads. */
const MOST_DIGITS = 38;

type Entry = Readonly<Record<string, ResultValue>>;

/** Reads the entries of a footer, each before what is inside of it. */
export function parquetColumns(entries: readonly Entry[]): ParquetColumns {
  const misread = new Map<string, string>();
  const [root, ...others] = entries;
  const columns: string[] = [];
  let at = 0;
  for (let left = childrenOf(root); left > 0; left--) {
    const name = nameOf(others[at]);
    columns.push(name);
    const { end, flaw } = look(others, at);
    if (flaw !== undefined) misread.set(name, flaw);
    at = end;
  }
  return { columns, misread };
}

/** Where the entries of a column end, and what the engine would misread in them. */
function look(
  entries: readonly Entry[],
  from: number,
): { readonly end: number; readonly flaw: string | undefined } {
  const entry = entries[from];
  const { precision } = entry ?? {};
  let flaw =
    Number(precision ?? 0) > MOST_DIGITS
      ? `holds decimals of ${precision} digits, and ${MOST_DIGITS} are the most`
      : undefined;
  const names: string[] = [];
  let at = from + 1;
  for (let left = childrenOf(entry); left > 0; left--) {
    const name = nameOf(entries[at]);
    const other = names.find((known) => known.toLowerCase() === name.toLowerCase());
    if (other !== undefined)
      flaw ??= `holds objects with the names ${other} and ${name}, which differ in case alone`;
    names.push(name);
    const inside = look(entries, at);
    flaw ??= inside.flaw;
    at = inside.end;
  }
  return { end: at, flaw };
}

function childrenOf(entry: Entry | undefined): number {
  return Number(entry?.['num_children'] ?? 0);
}

function nameOf(entry: Entry | undefined): string {
  return String(entry?.['name'] ?? '');
}
