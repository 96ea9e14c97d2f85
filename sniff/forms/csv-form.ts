import { closeSync, openSync, readSync } from 'node:fs';
import { type CsvLayout, csvLayout } from '../../model';
import { CsvRecord, readCsvRecord } from '../../preview/sources/csv-record';
import { byteOrderMark } from '../../preview/sources/window';
import { dateShape } from '../values/date-shapes';
import { numberParts } from '../values/number-parts';

/** How a CSV file is written, and what it holds in its first lines. */
export interface CsvReading {
  /** Its signs, header and preamble. */
  readonly layout: CsvLayout;
  /** Names of its columns; made up where no line names them. */
  readonly columns: readonly string[];
  /** What is not sure about it. */
  readonly doubts: readonly string[];
}

/** Bytes of the beginning that are looked at. */
const LOOKED_AT = 256 * 1024;

/** Whether a sign is found where it would be a quote; the usual one needs not be. */
function isUsed(
  { quote, escape }: Pick<CsvLayout, 'quote' | 'escape'>,
  delimiter: string,
  text: string,
): boolean {
  if (escape === '\\' && !text.includes(`\\${quote}`)) return false;
  return quote !== "'" || text.includes(`${delimiter}'`) || text.includes(`'${delimiter}`);
}

/** Lines before the table, at most. */
const MOST_SKIPPED = 30;

const DELIMITERS = [',', ';', '\t', '|', '\u0001', '^', '~'];

/** Signs around values, from the usual on. */
const QUOTES: readonly Pick<CsvLayout, 'quote' | 'escape'>[] = [
  { quote: '"', escape: '"' },
  { quote: '"', escape: '\\' },
  { quote: "'", escape: "'" },
  { quote: "'", escape: '\\' },
  { quote: '', escape: '' },
];

interface Row {
  readonly values: readonly string[];
  readonly broken: boolean;
  /** Lines that are not blank before it. */
  readonly line: number;
}

interface Rated {
  readonly layout: CsvLayout;
  readonly rows: readonly Row[];
  readonly width: number;
  /** Share of rows with that many values, from the first one on. */
  readonly share: number;
  readonly skipLines: number;
}

/** Finds how a CSV file of plain UTF-8 is written, by its first lines; nothing where there are none. */
export function csvForm(path: string): CsvReading | undefined {
  const bytes = startOf(path);
  const named = /^sep=(.)\r?\n/i.exec(bytes.toString('utf8', 0, 8))?.[1];
  const delimiters = named === undefined ? DELIMITERS : [named];
  const text = bytes.toString('utf8');
  const rated = delimiters.flatMap((delimiter) =>
    QUOTES.filter((quotes) => isUsed(quotes, delimiter, text)).map((quotes) =>
      rate(bytes, { ...csvLayout(), delimiter, ...quotes }),
    ),
  );
  const best = rated.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
  if (best.rows.length === 0) return undefined;
  const body = best.rows.filter(({ line }) => line >= best.skipLines);
  const { header, doubts } = headerOf(body.filter(({ values }) => values.length === best.width));
  const first = body[0]?.values ?? [];
  const { quote, escape } = best.layout;
  return {
    layout: { ...best.layout, quote, escape: quote === '' ? '' : escape, header, skipLines: best.skipLines },
    columns: header ? first : first.map((_, index) => `column_${index + 1}`),
    doubts: [...doubts, ...(best.width === 1 ? ['one column: no sign parts values'] : [])],
  };
}

function startOf(path: string): Buffer {
  const start = Buffer.alloc(LOOKED_AT);
  const file = openSync(path, 'r');
  try {
    const read = start.subarray(0, readSync(file, start));
    const text = read.subarray(byteOrderMark(read));
    return text;
  } finally {
    closeSync(file);
  }
}

function rate(bytes: Buffer, layout: CsvLayout): Rated {
  const rows = rowsOf(bytes, layout);
  const widths = new Map<number, number>();
  for (const { values, broken } of rows)
    if (!broken) widths.set(values.length, (widths.get(values.length) ?? 0) + 1);
  const [usual = 1] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  const [a, b] = [...new Set([usual, rows[0]?.values.length ?? 1])].map((width) =>
    ofWidth(layout, rows, width),
  );
  return b !== undefined && a !== undefined && scoreOf(b) > scoreOf(a)
    ? b
    : (a ?? ofWidth(layout, rows, usual));
}

function ofWidth(layout: CsvLayout, rows: readonly Row[], width: number): Rated {
  const start = rows.findIndex((row) => !row.broken && row.values.length === width && !isTitle(row, rows));
  const skipped = start > 0 && start <= MOST_SKIPPED ? start : 0;
  const body = rows.slice(skipped);
  const fitting = body.filter(({ values, broken }) => !broken && values.length === width).length;
  // What is said before a table is a line of text, or a name and a value: more values are a row, or the header.
  const isTable = rows
    .slice(0, skipped)
    .some(({ values }) => values.filter((value) => value !== '').length > 2);
  const share = body.length === 0 ? 0 : fitting / body.length;
  return { layout, rows, width, share: isTable ? share / 10 : share, skipLines: rows[skipped]?.line ?? 0 };
}

/** A line of text that a spreadsheet filled up with delimiters, above rows of which most values are there. */
function isTitle({ values }: Row, rows: readonly Row[]): boolean {
  if (/^sep=$/i.test(values[0] ?? '')) return true;
  const filled = (row: Row): number => row.values.filter((value) => value.trim() !== '').length;
  const usual = rows.map(filled).sort((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0;
  return (
    values.length > 2 &&
    filled({ values, broken: false, line: 0 }) * 3 <= values.length &&
    usual * 2 > values.length
  );
}

/** The better, the more rows are alike, the more values they have, and the less has to be said. */
function scoreOf({ layout, rows, width, share, skipLines }: Rated): number {
  const cells = rows.flatMap(({ values }) => values).filter((value) => value.length > 1);
  const wrapped = (sign: string): number =>
    cells.filter((value) => value.startsWith(sign) && value.endsWith(sign)).length /
    Math.max(1, cells.length);
  // What is still in quotes was not taken out of them.
  const left = Math.max(layout.quote === '"' ? 0 : wrapped('"'), layout.quote === "'" ? 0 : wrapped("'"));
  const quotes = QUOTES.findIndex(({ quote, escape }) => quote === layout.quote && escape === layout.escape);
  return (
    (width === 1 ? 0 : share) * 100 +
    Math.min(width, 20) / 2 -
    left * 30 -
    skipLines * 3 -
    quotes * 0.2 -
    DELIMITERS.indexOf(layout.delimiter) * 0.02
  );
}

function rowsOf(bytes: Buffer, layout: CsvLayout): Row[] {
  const rows: Row[] = [];
  const record = new CsvRecord(layout);
  const isWhole = bytes.length < LOOKED_AT - 3;
  let line = 0;
  for (let at = 0; at < bytes.length; at = record.end) {
    // The last row may be cut off.
    if (!readCsvRecord(bytes, at, isWhole, record)) break;
    if (record.blank) continue;
    rows.push({ values: record.fields(bytes), broken: record.broken !== undefined, line });
    line += bytes
      .toString('utf8', at, record.end)
      .trim()
      .split(/\r\n|\r|\n/).length;
  }
  return rows;
}

type Look = 'empty' | 'number' | 'day' | 'word';

/** Whether the first row names the columns: it looks otherwise than what is below it. */
function headerOf(rows: readonly Row[]): { readonly header: boolean; readonly doubts: readonly string[] } {
  const [first, ...body] = rows;
  if (first === undefined) return { header: true, doubts: [] };
  const names = first.values.filter((value) => value.trim() !== '');
  // A name that comes twice is a mistake of the header, which reading it will say.
  const isNamed = new Set(names).size * 2 > names.length && names.length >= first.values.length - 1;
  if (!isNamed || names.length === 0) return { header: false, doubts: NO_NAMES };
  if (body.length === 0) return { header: true, doubts: ['one line only, which is taken for the header'] };
  const scores = first.values.map((name, index): number => {
    const column = body.map(({ values }) => values[index]?.trim() ?? '').filter((value) => value !== '');
    if (name.trim() === '' || column.length === 0) return 0;
    const looks = column.map(lookOf);
    const words = looks.filter((look) => look === 'word').length / looks.length;
    if (isYear(name) && !column.every(isYear)) return 0.5;
    if (lookOf(name) !== 'word') return words > 0.5 ? 0 : -1;
    if (words < 0.5) return 2;
    if (column.includes(name)) return -1;
    return /^[\p{L}_][\p{L}\p{N} _./()#%-]{0,40}$/u.test(name) ? 0.25 : -0.5;
  });
  const score = scores.reduce((sum, one) => sum + one, 0);
  if (score <= 0) return { header: false, doubts: NO_NAMES };
  const isSure = scores.some((one) => one >= 1);
  return {
    header: true,
    doubts: isSure ? [] : ['the first line is taken for the header: it looks much like the others'],
  };
}

/** Of a table with a column for each year, the years are names. */
function isYear(text: string): boolean {
  return /^(?:19|20)\d\d$/.test(text.trim());
}

const NO_NAMES = ['no line names the columns: their names are made up, their order counts'];

function lookOf(text: string): Look {
  const value = text.trim();
  if (value === '') return 'empty';
  if (dateShape(value)) return 'day';
  return numberParts(value) ? 'number' : 'word';
}
