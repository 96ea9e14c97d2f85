import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { LakehouseError } from '../../model';
import { missingIssues, missingPackage } from '../packages';
import { isEsModule, moduleFile, noModule } from './module-file';
import { readTypeScript } from './typescript';

/** Which module to load, and what it is for. */
export interface Loading {
  /** Path of a module, or of a folder with an index, from the working folder. */
  readonly app: string;
  /** What it has to be, for errors. */
  readonly allowed: string;
}

/**
 * Loads a module in JavaScript or TypeScript, a CommonJS or an ES module.
 *
 * @returns what it exports.
 * @throws LakehouseError when there is none (LH8004), nothing that reads TypeScript (LH9202), or a package missing (LH9201), or when it fails
 * by itself (LH9204). A LakehouseError of the module itself is passed on.
 */
export async function loadModule({ app, allowed }: Loading): Promise<Readonly<Record<string, unknown>>> {
  const file = moduleFile(app);
  if (file === undefined) throw noModule(app, allowed);
  readTypeScript(file);
  try {
    return (await evaluated(file)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw explained(app, error);
  }
}

async function evaluated(file: string): Promise<unknown> {
  if (isEsModule(file)) return import(pathToFileURL(file).href);
  try {
    return createRequire(file)(file) as unknown;
  } catch (error) {
    // By its syntax it is an ES module, though nothing calls it one.
    if (/^ERR_REQUIRE_(ESM|ASYNC_MODULE)$/.test(codeOf(error))) return import(pathToFileURL(file).href);
    throw error;
  }
}

function explained(app: string, error: unknown): unknown {
  if (error instanceof Error && error.name === 'LakehouseError') return error;
  const message = messageOf(error);
  const missing = missingPackage(error);
  const issues =
    missing === undefined
      ? [
          {
            code: 'LH9204',
            at: 'lakehouse',
            prop: 'app',
            got: `is "${app}", which fails while it is loaded: ${message}${placeOf(error)}`,
            change: remedyOf(message, codeOf(error)),
          } as const,
        ]
      : missingIssues(missing, `"${app}" needs it`);
  const said = new LakehouseError('lakehouse', issues);
  said.cause = error;
  return said;
}

function remedyOf(message: string, code: string): string {
  if (code.endsWith('MODULE_NOT_FOUND') && /\.[cm]?js'/.test(message))
    return 'correct the path; TypeScript that is imported as .js is found by tsx, and in ES modules by ts-node: npm install --save-dev tsx';
  if (/^Cannot find module '[^']*[\\/][^.\\/']+' imported from /.test(message))
    return "write the file's ending in the import, as ES modules do: './company.js', or './company.ts' where Node.js itself reads it";
  if (code.endsWith('MODULE_NOT_FOUND'))
    return "correct the path; without tsx or ts-node, Node.js wants the file's ending in it";
  if (/(?:require|module|exports) is not defined in ES module scope/.test(message))
    return 'end its name in .cjs or .cts, or take "type": "module" out of package.json, or use import and export in it';
  return 'correct it there; --verbose shows the calls that led there';
}

/** What an error says, in one line: what ends with a colon goes on in the next. */
function messageOf(error: unknown): string {
  // ts-node hands what it throws from one thread to another, and nothing is left of the error but how it is shown.
  const said = error instanceof Error ? error.message : inspect(error);
  const [first = '', second = ''] = said.trim().split(/\s*\n\s*/);
  return first.endsWith(':') ? `${first} ${second}` : first;
}

/** Where in the app it happened: the first place that is of no package and not of Node.js. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const [, path = '', line = ''] of stack.matchAll(
    /(?<![\w.])((?:file:\/\/)?\/[^\s():]+|[A-Z]:\\[^\s():]+):(\d+)/g,
  )) {
    const file = path.startsWith('file:') ? fileURLToPath(path) : path;
    if (!/[\\/]node_modules[\\/]/.test(file)) return ` (${relative('.', file)}, line ${line})`;
  }
  return '';
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
