import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { codeOf } from './paths';
import { isGone, parseProcess, type ProcessIdentity, thisProcess } from './process-identity';

/** A lock that was taken, or who has it. */
export type Lock =
  | { readonly isTaken: true; readonly release: () => void }
  | {
      readonly isTaken: false;
      /** The file that is the lock. */
      readonly file: string;
      /** Undefined when the file does not say, such as while it is being written. */
      readonly holder: ProcessIdentity | undefined;
    };

/**
 * Takes a lock: a file that one process makes and removes. One whose process has ended is taken over.
 *
 * @throws the system's error when the file cannot be written.
 */
export function takeLock(file: string): Lock {
  if (create(file)) return { isTaken: true, release: () => remove(file) };
  const holder = holderOf(file);
  if (holder === undefined || !isGone(holder)) return { isTaken: false, file, holder };
  // Of two that find a dead lock, the second must not remove what the first has made in its place.
  const removal = takeLock(`${file}.removal`);
  if (!removal.isTaken) return removal;
  try {
    const still = holderOf(file);
    if (still !== undefined && isGone(still)) unlinkSync(file);
    return create(file)
      ? { isTaken: true, release: () => remove(file) }
      : { isTaken: false, file, holder: holderOf(file) };
  } finally {
    removal.release();
  }
}

function create(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(thisProcess()), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Somebody may have removed the lock by hand, and another process have taken it since. */
function remove(file: string): void {
  const holder = holderOf(file);
  const { machine, pid } = thisProcess();
  if (holder?.machine === machine && holder.pid === pid) unlinkSync(file);
}

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return parseProcess(readFileSync(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
