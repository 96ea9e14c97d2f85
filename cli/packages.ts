import { createRequire } from 'node:module';
import { type Issue, LakehouseError } from '../model';
import { ownManifest } from './package-manifest';

const load = createRequire(__filename);

/**
 * Looks whether packages are there that this one does not bring along, before anything is computed.
 *
 * @param names the packages.
 * @param why what needs them, as in "the preview runs on it".
 * @throws LakehouseError with an issue for each that is missing (LH9201).
 */
export function requirePackages(names: readonly string[], why: string): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length > 0)
    throw new LakehouseError(
      'lakehouse',
      missing.map((name) => notInstalled(name, why)),
    );
}

/** The issue of a package that is not installed, with the command that installs it. */
export function notInstalled(name: string, why: string): Issue {
  return {
    code: 'LH9201',
    at: 'lakehouse',
    prop: name,
    got: `is not installed, and ${why}`,
    change: `npm install ${name}${version(name)}`,
  };
}

/** The range that this package takes, or else the version that it is tested with. */
function version(name: string): string {
  const { peerDependencies, devDependencies } = ownManifest();
  const range = peerDependencies?.[name];
  const found = range === '*' ? devDependencies?.[name] : range;
  return found === undefined ? '' : `@${found}`;
}

function isInstalled(name: string): boolean {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}
