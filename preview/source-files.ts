import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DataContract, type Issue, LakehouseError, listed, suggestion } from '../model';

/**
 * Finds the files of every source under a folder, one sub-folder for each; files that are hidden are left out.
 *
 * @returns by source, the files' paths inside its folder, with forward slashes.
 * @throws LakehouseError when the folder or that of a source is missing; all that are missing are reported.
 */
export function findSourceFiles(folder: string, contracts: readonly DataContract[]): Map<string, string[]> {
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
  const found = new Map<string, string[]>();
  for (const contract of contracts) {
    const home = join(folder, contract.name);
    if (isFolder(home)) found.set(contract.name, filesIn(home));
    else issues.push(missingFolder(folder, contract));
  }
  if (issues.length > 0) throw new LakehouseError('preview', issues);
  return found;
}

function missingFolder(folder: string, { name }: DataContract): Issue {
  const present = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  return {
    code: 'LH8002',
    at: name,
    prop: 'data',
    got: `has no folder in "${folder}"${suggestion(name, present)}`,
    allowed: `a folder "${name}"; present: ${listed(present)}`,
    change: 'add the folder, even an empty one',
  };
}

function filesIn(home: string): string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => (entry.isSymbolicLink() ? !isFolder(path) : entry.isFile()))
    .map(({ path }) => path.slice(home.length + 1).replaceAll('\\', '/'))
    .sort();
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
