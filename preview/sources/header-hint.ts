import { closeSync, openSync, readSync } from 'node:fs';
import { type CsvLayout } from '../../model';
import { byteOrderMark } from './window';

/** What files are separated by more often than by commas, with how a contract says so. */
const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

/** Characters of a line that are shown. */
const SHOWN = 80;

/** Bytes and lines at the start of a file that are looked at. */
const LOOKED_AT = { bytes: 16 * 1024, lines: 50 } as const;

/** Why the first line of a CSV file names no columns of a contract: what it looks like, and what the contract could say. */
export function headerHint(path: string, names: readonly string[], layout: CsvLayout): string {
  const lines = startOf(path)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, LOOKED_AT.lines);
  const [first = ''] = lines.slice(layout.skipLines);
  const shown = JSON.stringify(first.length > SHOWN ? `${first.slice(0, SHOWN)}…` : first);
  return [
    `its first line names none of the contract's columns: ${shown}`,
    ...hintOf(lines, names, layout),
  ].join('; ');
}

function hintOf(lines: readonly string[], names: readonly string[], layout: CsvLayout): string[] {
  const found = Object.keys(DELIMITERS)
    .sort((a) => (a === layout.delimiter ? -1 : 0))
    .flatMap((delimiter) =>
      lines.map((line, index) => ({ delimiter, index, matches: namedIn(line, delimiter, names) })),
    )
    .filter(({ matches }) => matches > 0)
    .sort((a, b) => b.matches - a.matches)[0];
  if (found === undefined)
    return layout.header ? ['if it has no header, say options: { header: false }'] : [];
  const { delimiter, index } = found;
  const options = [
    ...(delimiter === layout.delimiter ? [] : [`delimiter: '${delimiter === '\t' ? '\\t' : delimiter}'`]),
    ...(index === layout.skipLines ? [] : [`skipLines: ${index}`]),
  ];
  if (options.length === 0) return [];
  const looks = [
    ...(delimiter === layout.delimiter ? [] : [`separated by ${DELIMITERS[delimiter]}`]),
    ...(index === layout.skipLines
      ? []
      : [`with its columns named on line ${index + 1} of those that are not empty`]),
  ];
  return [`it looks ${looks.join(', ')}: say options: { ${options.join(', ')} }`];
}

function namedIn(line: string, delimiter: string, names: readonly string[]): number {
  const cells = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return names.filter((name) => cells.includes(name)).length;
}

function startOf(path: string): string {
  const start = Buffer.alloc(LOOKED_AT.bytes);
  const file = openSync(path, 'r');
  try {
    const bytes = start.subarray(0, readSync(file, start));
    return bytes.toString('utf8', byteOrderMark(bytes));
  } finally {
    closeSync(file);
  }
}
