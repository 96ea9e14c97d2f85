import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes a folder when the process ends before its owner has removed it.
 *
 * @returns removes it now.
 */
export function removedAtExit(folder: string): () => void {
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  return () => {
    process.off('exit', remove);
    remove();
  };
}

/** Whether a process has this number; one that belongs to somebody else counts too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

/**
 * Folders that processes which are gone have left behind.
 *
 * @param folder where to look.
 * @param name finds the number of the process in a folder's name, as its first group.
 */
export function leftoversIn(folder: string, name: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((entry) => {
      const pid = name.exec(entry)?.[1];
      return pid !== undefined && !isAlive(Number(pid));
    })
    .sort()
    .map((entry) => join(folder, entry));
}

/** Removes a folder if that is allowed here: it may be another user's. */
export function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
  }
}
