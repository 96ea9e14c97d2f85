import { lstatSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** The code of an error of the operating system, such as `ENOENT`; undefined for other errors. */
export function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code;
}

/** Whether there is anything at a path, even a link that leads nowhere. */
export function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

/** Where a path leads, with all links followed; what is not there yet is taken as it is written. */
export function realLocation(path: string): string {
  const abs = resolve(path);
  try {
    return realpathSync.native(abs);
  } catch (error) {
    const parent = dirname(abs);
    if (codeOf(error) !== 'ENOENT' || parent === abs) return abs;
    return join(realLocation(parent), basename(abs));
  }
}

/** Whether a path is a folder itself or lies below it; neither is followed through links. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && !/^\.\.(?:[/\\]|$)/.test(way);
}

/** All files and links below a folder, as sorted paths from it with forward slashes; links are not followed. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** All folders that a path from the root passes through, the innermost first: `a/b/c` gives `a/b`, `a`. */
export function foldersOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, segments.length - index).join('/'));
}

/** Removes a folder if it is empty. */
export function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}

/** Removes a folder with all that is in it, or a file, if that is allowed here. */
export function removeIfPossible(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}
