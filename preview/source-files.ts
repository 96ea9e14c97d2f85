import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DataContract, type Issue, LakehouseError, listed, suggestion } from '../model';
import { extensionOf, USUAL_EXTENSIONS } from './sources/file-sniffer';

/** Why something in a data folder is not read. */
export type SkippedBecause =
  /** Its name begins with a dot or an underscore. */
  | 'hidden'
  /** A folder or file at the top that is no source's folder. */
  | 'no-source'
  /** A link to a folder. */
  | 'link'
  /** Neither a file nor a folder. */
  | 'no-file'
  /** There is nothing in it. */
  | 'empty';

/** Something in a data folder that is not read. */
export interface SkippedFile {
  /** Path inside the data folder, with forward slashes; of a folder, all below it is skipped too. */
  readonly path: string;
  /** Why. */
  readonly because: SkippedBecause;
}

/** What is in a data folder. */
export interface SourceFiles {
  /** By source, the files' paths inside its folder, with forward slashes. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** What is not read, by path. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Finds the files of every source under a folder, one sub-folder for each. Files and folders whose names begin with a dot or an
 * underscore are no data, as in Spark and Hive; those of an underscore and an equals sign are folders of partitions.
 *
 * @throws LakehouseError when the folder or that of a source is missing, or one of them is a table of Delta, Iceberg or Hudi; all of it is reported.
 */
export function findSourceFiles(
  folder: string,
  contracts: readonly DataContract[],
  /** Folder of the run's result, which may lie beside those of the sources. */
  result: string,
): SourceFiles {
  if (!isFolder(folder))
    throw new LakehouseError('preview', [
      {
        code: 'LH8002',
        at: 'preview',
        prop: 'data',
        got: `is "${folder}", which is no folder`,
        allowed: 'a folder with one sub-folder for each source',
        change: 'name the folder that holds the data',
      },
    ]);
  const issues: Issue[] = [];
  const files = new Map<string, readonly string[]>();
  const skipped: SkippedFile[] = [];
  for (const contract of contracts) {
    const home = join(folder, contract.name);
    if (!isFolder(home)) {
      issues.push(missingFolder(folder, contract));
      continue;
    }
    const walk = new SourceWalk(contract.name, home);
    files.set(contract.name, walk.files.sort());
    skipped.push(...walk.skipped);
    issues.push(...walk.tables.map((table) => tableFolder(contract, table)));
  }
  if (issues.length > 0) throw new LakehouseError('preview', issues);
  for (const name of readdirSync(folder)) {
    const isOther = !files.has(name) && !isHidden(name) && resolve(folder, name) !== resolve(result);
    if (isOther) skipped.push({ path: name, because: 'no-source' });
  }
  return { files, skipped: skipped.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function missingFolder(folder: string, { name }: DataContract): Issue {
  const entries = readdirSync(folder, { withFileTypes: true });
  const present = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const beside = entries.find(
    (entry) => entry.isFile() && USUAL_EXTENSIONS.includes(extensionOf(entry.name)),
  );
  return {
    code: 'LH8002',
    at: name,
    prop: 'data',
    got: `has no folder in "${folder}"${suggestion(name, present)}`,
    allowed: `a folder "${name}"; present: ${listed(present)}`,
    change: `add the folder, even an empty one${beside && present.length === 0 ? `, and move its files there, such as "${beside.name}"` : ''}`,
  };
}

/** A folder whose files are not all part of what it holds: which of them are, metadata say. */
export interface TableFolder {
  /** Path, with forward slashes, from the source's folder on. */
  readonly path: string;
  /** What keeps it. */
  readonly format: 'a Delta table' | 'an Iceberg table' | 'a Hudi table';
}

/** The mistake of a source with a table of Delta, Iceberg or Hudi in its folder. */
export function tableFolder({ name }: Pick<DataContract, 'name'>, { path, format }: TableFolder): Issue {
  return {
    code: format === 'a Delta table' ? 'LH7101' : 'LH7120',
    at: name,
    prop: 'data',
    got: `has ${format} in "${path}": its folder holds files that are no longer part of it`,
    allowed: 'CSV, JSON and Parquet files that all hold rows',
    change: 'export the table to Parquet, and deliver that',
  };
}

/** What is in the folder of a source, and what of it is not read; folders of tables are named apart. */
export function walkSource(name: string, home: string): Pick<SourceWalk, 'files' | 'skipped' | 'tables'> {
  return new SourceWalk(name, home);
}

/** One source's folder, from top to bottom. */
class SourceWalk {
  readonly files: string[] = [];
  readonly skipped: SkippedFile[] = [];
  readonly tables: TableFolder[] = [];

  constructor(
    private readonly source: string,
    home: string,
  ) {
    this.folder(home, '');
  }

  private folder(path: string, below: string): void {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const name = `${below}${entry.name}`;
      const format = tableBy(entry.name, path);
      if (format !== undefined)
        this.tables.push({ path: `${this.source}/${below}`.replace(/\/$/, ''), format });
      else if (isHidden(entry.name)) this.skip(name, 'hidden');
      else this.entry(entry, join(path, entry.name), name);
    }
  }

  private entry(entry: Dirent, path: string, name: string): void {
    if (entry.isDirectory()) this.folder(path, `${name}/`);
    else if (entry.isSymbolicLink() && isFolder(path)) this.skip(name, 'link');
    else if (entry.isFile() || entry.isSymbolicLink()) {
      // A link that leads nowhere is a file that cannot be read.
      if (existsSync(path) && statSync(path).size === 0) this.skip(name, 'empty');
      else this.files.push(name);
    } else this.skip(name, 'no-file');
  }

  private skip(name: string, because: SkippedBecause): void {
    this.skipped.push({ path: `${this.source}/${name}`, because });
  }
}

/** What keeps its metadata in an entry of a folder; nothing where no table does. */
export function tableBy(name: string, folder: string): TableFolder['format'] | undefined {
  if (name === '_delta_log') return 'a Delta table';
  if (name === '.hoodie') return 'a Hudi table';
  const metadata = join(folder, name);
  const isIceberg =
    name === 'metadata' &&
    isFolder(metadata) &&
    readdirSync(metadata).some((file) => file.endsWith('.metadata.json'));
  return isIceberg ? 'an Iceberg table' : undefined;
}

/** Spark lists files by this rule. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || (name.startsWith('_') && !name.includes('='));
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
