import { gzipSync } from 'node:zlib';
import {
  type Column,
  csvLayout,
  type DataContract,
  type FileOptions,
  formattedColumns,
  physicalNameOf,
  pathOf,
} from '../../model';
import { writtenValue } from './written';

/** A made-up row or element: the text of each column, null where it is missing, or the elements of an array. */
export interface Cells {
  [column: string]: string | null | Elements;
}

/** Made-up elements of an array. */
export type Elements = readonly Readonly<Cells>[];

/** Digits that a number of JavaScript holds, whatever they are; longer ones are written as text. */
const EXACT_DIGITS = 15;

/** Rows by the folders that hold some of their values, as producers write partitions. */
export function byFolder(contract: DataContract, rows: readonly Cells[]): Map<string, Cells[]> {
  const folders = Object.entries<Column>(contract.columns).flatMap(([name, { folder }]) =>
    folder === undefined ? [] : [{ name, folder }],
  );
  const found = new Map<string, Cells[]>(folders.length === 0 ? [['', [...rows]]] : []);
  for (const row of folders.length === 0 ? [] : rows) {
    const path = folders.map(({ name, folder }) => `${folder}=${folderText(row[name])}`).join('/');
    found.set(path, [...(found.get(path) ?? []), row]);
  }
  return found;
}

function folderText(cell: Cells[string] | undefined): string {
  return typeof cell === 'string' && cell !== '' ? encodeURIComponent(cell) : '__HIVE_DEFAULT_PARTITION__';
}

/** Rows as CSV, as a source says that it writes it. */
export function csv(contract: DataContract, rows: readonly Cells[], options: FileOptions = {}): string {
  const { delimiter, quote, escape, header, skipLines } = csvLayout(options);
  const columns = formattedColumns(contract).filter(([, { folder }]) => folder === undefined);
  const written = (value: unknown): string => {
    const text = typeof value === 'string' ? value : '';
    const isSafe = ![delimiter, quote, '\r', '\n'].some((sign) => sign !== '' && text.includes(sign));
    if (quote === '' && escape !== '')
      return text.replaceAll(escape, escape + escape).replaceAll(delimiter, escape + delimiter);
    if (isSafe || quote === '') return text;
    return `${quote}${text.replaceAll(quote, `${escape}${quote}`)}${quote}`;
  };
  const lines = [
    ...(header ? [columns.map(([name]) => written(physicalNameOf(contract, name)))] : []),
    ...rows.map((row) =>
      columns.map(([name, column]) => {
        const value = row[name];
        return written(typeof value === 'string' ? writtenValue(column, value) : value);
      }),
    ),
  ];
  const preamble = Array.from({ length: skipLines }, (_, index) => `line ${index + 1} before the table\n`);
  return `${preamble.join('')}${lines.map((cells) => cells.join(delimiter)).join('\n')}\n`;
}

/** Text in the encoding of a source, compressed where its files are. */
export function encoded(text: string, { encoding = 'utf-8', compression }: FileOptions = {}): Buffer {
  const bytes =
    encoding === 'utf-16' || encoding === 'utf-16be'
      ? Buffer.from(`\uFEFF${text}`, 'utf16le')
      : // Made-up text has no other letters than both have.
        Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'latin1');
  const ordered = encoding === 'utf-16be' ? bytes.swap16() : bytes;
  return compression === 'gzip' ? gzipSync(ordered) : ordered;
}

/** Rows as JSON Lines, each value where the contract says that documents have it; in one document, where they are wrapped. */
export function jsonLines(
  contract: DataContract,
  rows: readonly Cells[],
  { records }: FileOptions = {},
): string {
  const columns = new Map(formattedColumns(contract));
  const documents = rows.map((row) => documentOf(contract, columns, row));
  if (records === undefined) return documents.map((document) => `${JSON.stringify(document)}\n`).join('');
  const wrapped = records.reduceRight<unknown>((inner, name) => ({ [name]: inner }), documents);
  return `${JSON.stringify(wrapped)}\n`;
}

function documentOf(contract: DataContract, columns: ReadonlyMap<string, Column>, row: Cells): object {
  const document: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(row)) {
    const column = columns.get(name) as Column;
    if (column.folder === undefined) put(document, pathOf(contract, name), valueOf(column, cell));
  }
  return document;
}

/** Puts a value into a document, inside of the objects that are on the way. */
function put(document: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let place = document;
  for (const outer of path.slice(0, -1)) place = (place[outer] ??= {}) as Record<string, unknown>;
  place[path.at(-1) ?? ''] = value;
}

function valueOf(column: Column, cell: Cells[string]): unknown {
  if (cell === null || typeof cell === 'string') return scalarOf(column, cell);
  const fields = Object.entries(column.elements ?? {});
  return cell.map((element) => elementOf(fields, element));
}

function elementOf(fields: readonly (readonly [string, Column])[], element: Readonly<Cells>): unknown {
  const document: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    const value = valueOf(field, element[name] ?? null);
    if (field.wholeElement === true) return value;
    if (field.position !== true) put(document, field.path ?? [field.physicalName ?? name], value);
  }
  return document;
}

function scalarOf(column: Column, text: string | null): unknown {
  if (text === null) return text;
  const { type, format } = column;
  const written = writtenValue(column, text);
  const numeric = ['integer', 'long', 'decimal', 'double'].includes(type.kind) || format?.epoch !== undefined;
  const isExact = /^-?\d+(\.\d+)?$/.test(written) && written.replaceAll(/\D/g, '').length <= EXACT_DIGITS;
  return numeric && isExact ? Number(written) : written;
}
