import type { TextTable } from '../text-table';

/** A row of a file: its cells by name, as text, and what it is known by in the simulation. */
export interface Row {
  readonly id: string;
  readonly cells: Readonly<Record<string, string | null>>;
}

/** A file of rows. */
export interface File {
  readonly path: string;
  readonly name: string;
  readonly rows: readonly Row[];
  /** When it was written last, minutes. */
  readonly modified: number;
  /** Names of its columns, of a file that has them in its first line or its schema. @default all that anybody asks for */
  readonly columns?: readonly string[];
}

/** Containers of files, and Delta tables in them. Containers have names that are unique in an environment. */
export class Lake {
  /** Files by each folder that they lie in, directly or below. */
  private readonly folders = new Map<string, Map<string, File>>();
  private readonly tables = new Map<string, TextTable>();

  /** Writes a file, in place of one of its name. */
  write(
    folder: string,
    name: string,
    rows: readonly Row[],
    modified: number,
    columns?: readonly string[],
  ): void {
    const file = { path: `${clean(folder)}/${name}`, name, rows, modified, ...(columns && { columns }) };
    for (const ancestor of ancestors(folder)) {
      let files = this.folders.get(ancestor);
      if (files === undefined) this.folders.set(ancestor, (files = new Map<string, File>()));
      files.set(file.path, file);
    }
  }

  /** Whether a folder is there: a folder without files is none. */
  hasFolder(folder: string): boolean {
    return this.folders.has(clean(folder));
  }

  /** The files of a folder and of those below it. */
  files(folder: string): File[] {
    return [...(this.folders.get(clean(folder))?.values() ?? [])];
  }

  /** A file, if it is there. */
  file(folder: string, name: string): File | undefined {
    return this.folders.get(clean(folder))?.get(`${clean(folder)}/${name}`);
  }

  /** Takes files away. */
  delete(files: readonly File[]): void {
    for (const { path } of files)
      for (const ancestor of ancestors(path.slice(0, path.lastIndexOf('/')))) {
        const left = this.folders.get(ancestor);
        left?.delete(path);
        if (left?.size === 0) this.folders.delete(ancestor);
      }
  }

  /** The rows of a Delta table, if it is there. */
  table(folder: string): TextTable | undefined {
    return this.tables.get(folder);
  }

  /** Takes the Delta tables of a folder away, with those below it. */
  drop(folder: string): void {
    for (const name of this.tables.keys())
      if (`${name}/`.startsWith(`${clean(folder)}/`)) this.tables.delete(name);
  }

  /** Makes a version of a Delta table. */
  commit(folder: string, table: TextTable): void {
    this.tables.set(folder, table);
  }
}

const known = new Map<string, readonly string[]>();

function ancestors(folder: string): readonly string[] {
  let found = known.get(folder);
  if (found === undefined) {
    const parts = clean(folder).split('/');
    found = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    if (known.size > 50_000) known.clear();
    known.set(folder, found);
  }
  return found;
}

function clean(folder: string): string {
  return folder.endsWith('/') ? folder.slice(0, -1) : folder;
}
