import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, removeIfPossible } from './paths';
import { isGone, parseProcess, thisProcess } from './process-identity';

/** File in a process's folder that says whose it is. */
const OWNER = 'process.json';

/** A temporary folder of this process. */
export interface ProcessFolder {
  /** Its path. */
  readonly path: string;
  /** Removes it, with all that is in it. */
  remove(): void;
}

/**
 * Makes a temporary folder that does not outlive its process: it is removed when the process ends, or, if it is killed, by the
 * next one that asks for such a folder.
 *
 * @param prefix begins the folder's name, for people who look around.
 */
export function processFolder(prefix: string): ProcessFolder {
  for (const orphan of orphans(prefix)) removeIfPossible(orphan);
  const path = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(path, OWNER), JSON.stringify(thisProcess()));
  const removeNow = (): void => removeIfPossible(path);
  process.once('exit', removeNow);
  return {
    path,
    remove: () => {
      process.off('exit', removeNow);
      removeNow();
    },
  };
}

/** Folders whose processes have ended. */
function orphans(prefix: string): string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
    .filter((folder) => {
      const owner = parseProcess(textOf(join(folder, OWNER)));
      return owner !== undefined && isGone(owner);
    });
}

/** The text of a file; empty when there is none, or when it is not for this user. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return '';
  }
}
