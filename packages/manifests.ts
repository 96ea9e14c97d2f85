import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What is read of a package's description. */
export interface Manifest {
  /** Its name. */
  readonly name?: string;
  /** Its version. */
  readonly version?: string;
  /** Packages whose versions its user chooses, with the ranges that it takes. */
  readonly peerDependencies?: Readonly<Record<string, string>>;
  /** Which of them only some need. */
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  /** Packages that it uses, with their ranges. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Packages that its development uses. */
  readonly devDependencies?: Readonly<Record<string, string>>;
  /** The versions of Node.js that it runs on. */
  readonly engines?: { readonly node?: string };
  /** `module` where `.js` and `.ts` files are ES modules. */
  readonly type?: string;
}

/** The description of this package: the nearest one above, compiled or not. */
export function ownManifest(): Manifest & { readonly name: string; readonly version: string } {
  const [[, { name = '', version = '', ...further }] = ['', {}]] = manifestsAbove(__dirname);
  return { ...further, name, version };
}

/** The descriptions in a folder and in those above it, the nearest first, with the folder of each. */
export function manifestsAbove(folder: string): (readonly [folder: string, manifest: Manifest])[] {
  const own = readManifest(folder);
  const above = dirname(folder) === folder ? [] : manifestsAbove(dirname(folder));
  return own === undefined ? above : [[folder, own], ...above];
}

/** A copy of a package. */
export interface Copy {
  /** Where it is. */
  readonly folder: string;
  /** Its description. */
  readonly manifest: Manifest;
}

/** The copy of a package that a module in a folder gets. */
export function copyOf(name: string, folder: string): Copy | undefined {
  try {
    const entry = createRequire(join(folder, 'package.json')).resolve(name);
    const found = manifestsAbove(dirname(realpathSync(entry))).find(([, manifest]) => manifest.name === name);
    return found && { folder: found[0], manifest: found[1] };
  } catch {
    return undefined;
  }
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
