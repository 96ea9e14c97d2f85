import { type ComparedRow } from './values';

/** Most rows of a kind that a difference shows. */
const SHOWN = 20;

/** What became of a row, as the first column of a difference says. */
type Mark = '=' | '~' | '-' | '+';

const MEANINGS: Readonly<Record<Mark, string>> = {
  '=': 'as expected',
  '~': 'changed: what came ≠ what was expected',
  '-': 'expected, did not come',
  '+': 'came, was not expected',
};

interface MarkedRow {
  readonly mark: Mark;
  readonly cells: readonly string[];
}

/** Rows that came, rows that were expected, and how they are told apart. */
export interface Comparison {
  /** What came. */
  readonly actual: readonly ComparedRow[];
  /** What was expected. */
  readonly expected: readonly ComparedRow[];
  /** The columns that are compared. */
  readonly columns: readonly string[];
  /** Columns that identify a row, if they are compared. */
  readonly key: readonly string[];
}

/** The difference between rows that came and rows that were expected, in any order, as a table for people; nothing where there is none. */
export function difference(comparison: Comparison): string | undefined {
  const rows = markedRows(comparison);
  const marks = Object.keys(MEANINGS) as Mark[];
  const count = (mark: Mark): number => rows.filter((row) => row.mark === mark).length;
  if (count('=') === rows.length) return undefined;
  const shown = marks.flatMap((mark) => rows.filter((row) => row.mark === mark).slice(0, SHOWN));
  const hidden = marks.flatMap((mark) =>
    count(mark) > SHOWN ? [`${count(mark) - SHOWN} more with ${mark}`] : [],
  );
  const used = marks.filter((mark) => count(mark) > 0);
  return [
    ...aligned([{ mark: ' ', cells: comparison.columns }, ...shown]),
    ...(hidden.length > 0 ? [`    … and ${hidden.join(', ')}`] : []),
    '',
    ...used.map((mark) => `  ${mark} ${MEANINGS[mark]}`),
  ].join('\n');
}

function markedRows({ actual, expected, columns, key }: Comparison): MarkedRow[] {
  const cellsOf = (row: ComparedRow): string[] => columns.map((column) => shownValue(row[column]));
  const came = [...actual];
  const missing: ComparedRow[] = [];
  const rows: MarkedRow[] = [];
  for (const row of expected) {
    const index = came.findIndex((other) => columns.every((column) => other[column] === row[column]));
    if (index < 0) missing.push(row);
    else rows.push({ mark: '=', cells: cellsOf(came.splice(index, 1)[0] ?? row) });
  }
  for (const row of missing) {
    const nearest = nearestOf(row, came, { columns, key });
    if (nearest === undefined) {
      rows.push({ mark: '-', cells: cellsOf(row) });
      continue;
    }
    came.splice(came.indexOf(nearest), 1);
    rows.push({
      mark: '~',
      cells: columns.map((column) =>
        nearest[column] === row[column]
          ? shownValue(row[column])
          : `${shownValue(nearest[column])} ≠ ${shownValue(row[column])}`,
      ),
    });
  }
  return [...rows, ...came.map((row): MarkedRow => ({ mark: '+', cells: cellsOf(row) }))];
}

/** The row that is meant: that of the same key, or where the key is not compared, the one most alike, if half of it is. */
function nearestOf(
  row: ComparedRow,
  among: readonly ComparedRow[],
  { columns, key }: Pick<Comparison, 'columns' | 'key'>,
): ComparedRow | undefined {
  if (key.length > 0 && key.every((column) => columns.includes(column)))
    return among.find((other) => key.every((column) => other[column] === row[column]));
  const alike = (other: ComparedRow): number =>
    columns.filter((column) => other[column] === row[column]).length;
  const [best] = [...among].sort((a, b) => alike(b) - alike(a));
  return best && alike(best) * 2 >= columns.length ? best : undefined;
}

function shownValue(value: string | null | undefined): string {
  if (value === null || value === undefined) return 'null';
  // A text that says null, and one that says nothing, are not taken for what they are not.
  return value === '' || value === 'null' || value !== value.trim() ? JSON.stringify(value) : value;
}

function aligned(rows: readonly { readonly mark: string; readonly cells: readonly string[] }[]): string[] {
  const widths = (rows[0]?.cells ?? []).map((_cell, index) =>
    Math.max(...rows.map(({ cells }) => (cells[index] ?? '').length)),
  );
  return rows.map(({ mark, cells }) =>
    `  ${mark} ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  );
}
