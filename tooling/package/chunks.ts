import { join, relative, sep } from 'node:path';
import { isMarked } from './loaded-later';

/** A module, as the bundler knows it. */
export interface Module {
  /** Path of its source. */
  readonly id: string;
  /** What it imports when it is loaded. */
  readonly importedIds: readonly string[];
  /** What imports it. */
  readonly importers: readonly string[];
}

/** How modules are put together. */
export interface Grouping {
  /** Folder of the sources, of which all paths are relative. */
  readonly root: string;
  /** Who loads, with the sources that each loads. */
  readonly audiences: Readonly<Record<string, readonly string[]>>;
  /** Sources that stand alone, in a file of their name. */
  readonly alone: readonly string[];
}

/**
 * The file that each module stands in, without ending: that of those who need it. Whoever needs a module needs what it imports, so no two files
 * need each other. What is loaded by its first use brings along what nobody else needs.
 *
 * @returns nothing for an entry that no module imports, and for what no audience needs: the entries decide on them.
 */
export function chunkNames(
  modules: readonly Module[],
  { root, audiences, alone }: Grouping,
): ReadonlyMap<string, string> {
  const byId = new Map(modules.map((module) => [module.id, module]));
  const later = new Set(modules.filter(({ id }) => isMarked(id)).map(({ id }) => id));
  const eager = Object.entries(audiences).map(([name, paths]) => ({
    name,
    needs: reached(
      paths.map((path) => join(root, path)),
      byId,
      later,
    ),
  }));
  const lazy = [...later].map((id) => ({
    name: nameOf(pathIn(root, id)).replaceAll('/', '-'),
    needs: reached([id], byId, later),
  }));
  const neededBy = (id: string, who: typeof eager): string =>
    who.flatMap(({ name, needs }) => (needs.has(id) ? [name] : [])).join('-');

  const names = modules.map(({ id, importers }): [string, string] => {
    const path = pathIn(root, id);
    if (alone.includes(path)) return [id, nameOf(path)];
    return [id, importers.length === 0 ? '' : neededBy(id, eager) || neededBy(id, lazy)];
  });
  return new Map(names.filter(([, name]) => name !== ''));
}

/** What is loaded with some modules. */
function reached(
  from: readonly string[],
  modules: ReadonlyMap<string, Module>,
  later: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(modules.get(id)?.importedIds ?? []).filter((imported) => !later.has(imported)));
  }
  return found;
}

/** The path of a source within the folder, the same on every system. */
export function pathIn(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}

/** A source's path without its ending. */
export function nameOf(path: string): string {
  return path.replace(/\.ts$/, '');
}
