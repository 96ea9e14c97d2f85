import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LakehouseError } from '../model';

/** The file by which an earlier result is known. */
const MARK = 'run.json';

/**
 * Fills a folder whole or not at all: the work goes on beside it, and takes its place when it has succeeded.
 *
 * @throws LakehouseError when the folder holds anything but an earlier result.
 */
export async function replaceFolder<T>(folder: string, fill: (beside: string) => Promise<T>): Promise<T> {
  const target = resolve(folder);
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
    return result;
  } finally {
    rmSync(beside, { recursive: true, force: true });
    rmSync(previous, { recursive: true, force: true });
  }
}
