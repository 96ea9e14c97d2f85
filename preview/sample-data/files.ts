import { type Column, type DataContract, formattedColumns, physicalNameOf, pathOf } from '../../model';
import { writtenValue } from './written';

/** Made-up elements of an array. */
export type Elements = readonly Readonly<Record<string, string | null>>[];

/** A made-up row: the text of each column, null where it is missing, or the elements of an array. */
export type Cells = Record<string, string | null | Elements>;

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

/** Rows as CSV with a header. */
export function csv(contract: DataContract, rows: readonly Cells[]): string {
  const columns = formattedColumns(contract);
  const names = columns.flatMap(([name, { folder }]) => (folder === undefined ? [name] : []));
  const quoted = (value: unknown): string => {
    const text = typeof value === 'string' ? value : '';
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [
    names.map((name) => quoted(physicalNameOf(contract, name))),
    ...rows.map((row) =>
      columns.map(([name, column]) => {
        const value = row[name];
        return quoted(typeof value === 'string' ? writtenValue(column, value) : value);
      }),
    ),
  ];
  return `${lines.map((cells) => cells.join(',')).join('\n')}\n`;
}

/** Rows as JSON Lines, each value where the contract says that documents have it. */
export function jsonLines(contract: DataContract, rows: readonly Cells[]): string {
  const columns = new Map(formattedColumns(contract));
  return rows.map((row) => `${JSON.stringify(documentOf(contract, columns, row))}\n`).join('');
}

function documentOf(contract: DataContract, columns: ReadonlyMap<string, Column>, row: Cells): object {
  const document: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(row)) {
    const column = columns.get(name) as Column;
    if (column.folder !== undefined) continue;
    const path = pathOf(contract, name);
    let place = document;
    for (const outer of path.slice(0, -1)) place = (place[outer] ??= {}) as Record<string, unknown>;
    place[path.at(-1) ?? name] = valueOf(column, cell);
  }
  return document;
}

function valueOf(column: Column, cell: Cells[string]): unknown {
  if (cell === null || typeof cell === 'string') return scalarOf(column, cell);
  const fields = Object.entries(column.elements ?? {});
  return cell.map((element) =>
    Object.fromEntries(
      fields.map(([name, field]) => [field.physicalName ?? name, scalarOf(field, element[name] ?? null)]),
    ),
  );
}

function scalarOf(column: Column, text: string | null): unknown {
  if (text === null) return text;
  const { type, format } = column;
  const written = writtenValue(column, text);
  const numeric = ['integer', 'long', 'decimal', 'double'].includes(type.kind) || format?.epoch !== undefined;
  return numeric && /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : written;
}
