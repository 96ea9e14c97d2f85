import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type Issue, LakehouseError } from '../model';
import { emptyFiles } from '../preview/input-files';
import { extensionOf, MAY_BE_CSV, USUAL_EXTENSIONS } from '../preview/sources/file-sniffer';
import { type SkippedFile, tableBy, tableFolder, walkSource } from '../preview/source-files';
import { nameOfFile, sourceName } from './column-names';
import { type SourceToSniff } from './forms/source-form';

/** Extensions of what may be data; a README beside the folders of sources is none. */
const DATA_FILES: readonly string[] = [...MAY_BE_CSV, ...USUAL_EXTENSIONS, '.zip', '.xlsx'];

/** The sources that paths hold. */
export interface SourcesFound {
  /** Each with its files. */
  readonly sources: readonly SourceToSniff[];
  /** Whether they are the sub-folders of one folder, which a preview can read. */
  readonly isDataFolder: boolean;
  /** Folders whose name is no name of a source, with the name that the source got. */
  readonly renamed: readonly (readonly [folder: string, name: string])[];
  /** What is not read. */
  readonly skipped: readonly SkippedFile[];
}

/** Folders that part the files of one source: partitions, and years, months and days. */
const PART_OF_SOURCE = /=|^\d+$/;

/**
 * Finds the sources under paths: files are those of one source, a folder with files that of one, and a folder with nothing but
 * sub-folders has one for each.
 *
 * @param paths of files or folders.
 * @param name of the source, where there is one.
 * @throws LakehouseError when a path is not there, or holds a table of Delta, Iceberg or Hudi.
 */
export function findSources(paths: readonly string[], name?: string): SourcesFound {
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) throw new LakehouseError('sniff', missing.map(notThere));
  const folders = paths.filter((path) => statSync(path).isDirectory());
  const files = paths.filter((path) => !folders.includes(path));
  const homes = folders.flatMap(homesOf);
  const taken = new Set<string>();
  const issues: Issue[] = [];
  const skipped: SkippedFile[] = [];
  const renamed: (readonly [string, string])[] = [];
  const isOne = homes.length + (files.length > 0 ? 1 : 0) === 1;
  const named = (given: string): string => {
    const chosen = sourceName(isOne && name !== undefined ? name : given, taken);
    taken.add(chosen);
    return chosen;
  };
  const sources = homes.map((home): SourceToSniff => {
    const folder = basename(resolve(home));
    const source = named(folder);
    if (source !== folder && !isOne) renamed.push([folder, source]);
    const walk = walkSource(source, home);
    issues.push(...walk.tables.map((table) => tableFolder({ name: source }, table)));
    skipped.push(...walk.skipped);
    return { name: source, home, files: walk.files.sort(), empty: emptyFiles(walk.skipped, source) };
  });
  if (files.length > 0) sources.push(sourceOfFiles(files, named));
  if (issues.length > 0) throw new LakehouseError('sniff', issues);
  return {
    sources,
    renamed,
    skipped,
    isDataFolder: files.length === 0 && folders.length === 1 && homes[0] !== folders[0],
  };
}

function sourceOfFiles(files: readonly string[], named: (given: string) => string): SourceToSniff {
  const absolute = files.map((file) => resolve(file)).sort();
  const home = absolute.map(dirname).reduce(commonFolder);
  const inside = absolute.map((file) => relative(home, file).split(sep).join('/'));
  return { name: named(nameOfFile(basename(inside[0] ?? ''))), home, files: inside };
}

function homesOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !/^[._]/.test(name));
  const inside = entries.filter((entry) =>
    statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory(),
  );
  const hasData = entries.some(
    (entry) => !inside.includes(entry) && DATA_FILES.includes(extensionOf(entry.name)),
  );
  const isTable = readdirSync(folder).some((name) => tableBy(name, folder) !== undefined);
  const isOne = hasData || isTable || inside.every(({ name }) => PART_OF_SOURCE.test(name));
  return isOne ? [folder] : inside.map(({ name }) => join(folder, name)).sort();
}

function commonFolder(a: string, b: string): string {
  let common = a;
  while (common !== b && !b.startsWith(common.endsWith(sep) ? common : `${common}${sep}`))
    common = dirname(common);
  return common;
}

function notThere(path: string): Issue {
  return {
    code: 'LH7201',
    at: 'sniff',
    prop: 'paths',
    got: `has "${path}", which is not there`,
    allowed: 'files of one source, or a folder of files or of one sub-folder for each source',
    change: 'correct the path',
  };
}
