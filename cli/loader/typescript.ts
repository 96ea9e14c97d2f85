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
 * @throws LakehouseError when there is no loader (LH9202), or ts-node has a compiler that it cannot use (LH9373).
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
  const [installed] = ['tsx', ...(nativeCompiler(file) === undefined ? ['ts-node'] : [])].filter(
    (name) => homeOf(`${name}/package.json`, file) !== undefined,
  );
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
  const version = nativeCompiler(file);
  if (version !== undefined) throw noCompilerApi(file, version);
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

/**
 * The version of TypeScript that a file's project has, where it is one whose compiler is a program of its own: from 7 on, what ts-node calls is not there.
 *
 * @param file absolute path of a module.
 */
function nativeCompiler(file: string): string | undefined {
  const { version = '' } = (homeOf('typescript/package.json', file)?.('typescript/package.json') ?? {}) as {
    readonly version?: string;
  };
  return Number.parseInt(version, 10) >= 7 ? version : undefined;
}

function noCompilerApi(file: string, version: string): LakehouseError {
  return new LakehouseError('lakehouse', [
    {
      code: 'LH9373',
      at: 'lakehouse',
      prop: 'app',
      got: `is ${relative('.', file)}, which ts-node would read, and it cannot use TypeScript ${version}`,
      allowed: 'tsx, with any TypeScript; or ts-node with TypeScript below 7',
      change: 'npm install --save-dev tsx',
    },
  ]);
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
