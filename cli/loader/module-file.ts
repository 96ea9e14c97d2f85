import { statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { LakehouseError } from '../../model';
import { manifestsAbove } from '../../packages/manifests';

/** The endings of modules that Node.js and loaders of TypeScript read. */
const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'] as const;

/**
 * The file of a module, from the working folder: itself, or what it is called without its ending, or the index of a folder.
 *
 * @returns its absolute path, or undefined when there is none.
 */
export function moduleFile(module: string): string | undefined {
  const path = resolve(module);
  return [path, ...ENDINGS.map((ending) => `${path}${ending}`), ...inside(path)].find(isFile);
}

/** The error of an app that is nowhere (LH8004). */
export function noModule(app: string, allowed: string): LakehouseError {
  return new LakehouseError('lakehouse', [
    {
      code: 'LH8004',
      at: 'lakehouse',
      prop: 'app',
      got: `is "${app}", where no module is`,
      allowed,
      change: 'correct the path',
    },
  ]);
}

/** Whether a file is TypeScript, which needs a loader. */
export function isTypeScript(file: string): boolean {
  return /\.[mc]?ts$/.test(file);
}

/** Whether a file is an ES module by its name, or by the nearest package.json. */
export function isEsModule(file: string): boolean {
  const ending = extname(file);
  if (/^\.m[tj]s$/.test(ending)) return true;
  if (/^\.c[tj]s$/.test(ending)) return false;
  const [nearest] = manifestsAbove(dirname(file));
  return nearest?.[1].type === 'module';
}

function inside(folder: string): string[] {
  return ENDINGS.map((ending) => join(folder, `index${ending}`));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
