import { createRequire, register } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LakehouseError } from '../../model';
import { isEsModule, isTypeScript } from './module-file';

/** What tsx is asked for. */
interface Registering {
  readonly register: () => unknown;
}

/**
 * Makes this process read TypeScript, if a file is that: by the loader that is active already, or else by tsx or ts-node of the file's own
 * project, or else by Node.js itself. Types are not checked: that is for the compiler.
 *
 * @param file absolute path of the module that is loaded next.
 * @throws LakehouseError when there is no loader.
 */
export function readTypeScript(file: string): void {
  if (!isTypeScript(file) || isActive()) return;
  if (!LOADERS.some((loader) => loader(file))) throw noLoader(file);
}

/** Loaders in the order in which they are tried; each gives false where it is not there. */
const LOADERS: readonly ((file: string) => boolean)[] = [registerTsx, registerTsNode, nodesOwn];

/**
 * What would read TypeScript in a folder.
 *
 * @returns its name, or undefined when there is nothing.
 */
export function loaderOf(folder: string): string | undefined {
  const file = join(folder, 'index.ts');
  if (isActive()) return 'ts-node, which is active';
  const [installed] = ['tsx', 'ts-node'].filter((name) => homeOf(`${name}/package.json`, file) !== undefined);
  return installed ?? (nodesOwn() ? 'Node.js itself' : undefined);
}

function isActive(): boolean {
  return Symbol.for('ts-node.register.instance') in process;
}

function registerTsx(file: string): boolean {
  const home = homeOf('tsx/package.json', file);
  if (home === undefined) return false;
  (home('tsx/cjs/api') as Registering).register();
  // The hooks themselves: 'tsx/esm/api', required by a CommonJS module as this is, looks for them in the wrong folder.
  if (isEsModule(file)) register(pathToFileURL(home.resolve('tsx/esm')), { data: {} });
  return true;
}

function registerTsNode(file: string): boolean {
  const home = homeOf('ts-node/package.json', file);
  if (home === undefined) return false;
  home('ts-node/register/transpile-only');
  if (isEsModule(file)) register(pathToFileURL(home.resolve('ts-node/esm/transpile-only')));
  return true;
}

/** Node.js strips types itself from 22.18 on. */
function nodesOwn(): boolean {
  return Boolean(Reflect.get(process.features, 'typescript'));
}

/** What loads from the project of a file, or of the working folder, that has a package. */
function homeOf(packageFile: string, file: string): NodeJS.Require | undefined {
  return [dirname(file), process.cwd()]
    .map((folder) => createRequire(join(folder, 'package.json')))
    .find((home) => {
      try {
        home.resolve(packageFile);
        return true;
      } catch {
        return false;
      }
    });
}

function noLoader(file: string): LakehouseError {
  return new LakehouseError('lakehouse', [
    {
      code: 'LH9202',
      at: 'lakehouse',
      prop: 'app',
      got: `is ${relative('.', file)}, and nothing here reads TypeScript: its project has neither tsx nor ts-node, and Node.js ${process.version} does not by itself`,
      allowed: 'tsx or ts-node in the project, or Node.js 22.18 or later',
      change: 'npm install --save-dev tsx',
    },
  ]);
}
