import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LakehouseError } from '../model';
import { leftoversIn, removedAtExit, removeIfPossible } from './leftovers';

/** The file by which an earlier result is known. */
const MARK = 'run.json';

/**
 * Fills a folder whole or not at all: the work goes on beside it, and takes its place when it has succeeded.
 *
 * A run that is killed leaves its unfinished work beside the folder, and the next run removes it.
 *
 * @throws LakehouseError when the folder holds anything but an earlier result.
 */
export async function replaceFolder<T>(folder: string, fill: (beside: string) => Promise<T>): Promise<T> {
  const target = resolve(folder);
  removeLeftovers(target);
  const isFile = existsSync(target) && !statSync(target).isDirectory();
  if (isFile || (existsSync(target) && readdirSync(target).length > 0 && !existsSync(join(target, MARK)))) {
    throw new LakehouseError('preview', [
      {
        at: 'preview',
        prop: 'out',
        got: `is "${folder}", which ${isFile ? 'is a file' : 'holds other files'}`,
        allowed: 'a new or empty folder, or an earlier result',
        change: 'choose another folder; this one would be replaced',
      },
    ]);
  }
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  const previous = join(dirname(target), `.${basename(target)}.${process.pid}.previous`);
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  const removeBeside = removedAtExit(beside);
  try {
    const result = await fill(beside);
    const replaced = existsSync(target);
    if (replaced) renameSync(target, previous);
    try {
      renameSync(beside, target);
    } catch (error) {
      if (replaced) renameSync(previous, target);
      throw error;
    }
    rmSync(previous, { recursive: true, force: true });
    return result;
  } finally {
    removeBeside();
  }
}

/**
 * Removes what runs that were killed left beside a folder. One that was killed between the two renames left the earlier
 * result under another name: it is put back.
 */
function removeLeftovers(target: string): void {
  const name = basename(target).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  for (const leftover of leftoversIn(
    dirname(target),
    new RegExp(`^\\.${name}\\.(\\d+)\\.(?:partial|previous)$`),
  )) {
    const isPrevious = leftover.endsWith('.previous') && existsSync(join(leftover, MARK));
    if (isPrevious && !existsSync(target)) renameSync(leftover, target);
    else removeIfPossible(leftover);
  }
}
