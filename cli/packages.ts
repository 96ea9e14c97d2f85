import { createRequire } from 'node:module';
import { type Issue, LakehouseError } from '../model/errors';
import { misfits } from '../packages/fitting';
import { ownManifest } from '../packages/manifests';

const load = createRequire(__filename);

/**
 * Looks whether packages are there that this one does not bring along, before anything is computed.
 *
 * @param names the packages.
 * @param why what needs them, as in "the preview runs on it".
 * @throws LakehouseError with an issue for each that is missing (LH9201), or of a version that this one does not take (LH9374).
 */
export function requirePackages(names: readonly string[], why: string): void {
  const missing = names.filter((name) => !isInstalled(name));
  const issues = [...missing.map((name) => notInstalled(name, why)), ...misfits(names)];
  if (issues.length > 0) throw new LakehouseError('lakehouse', issues);
}

/**
 * The package that could not be loaded.
 *
 * @returns its name, or undefined for any other error.
 */
export function missingPackage(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string' || !/MODULE_NOT_FOUND$/.test(code)) return undefined;
  const [, module = ''] = /Cannot find (?:module|package) '([^']+)'/.exec(String(message)) ?? [];
  return /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?=\/|$)/.exec(module)?.[0];
}

/**
 * The issues of a package that is missing: where it is a peer of this one, of all its peers that are, so that one command installs them.
 *
 * @param name the package.
 * @param why what needs it, as in "the preview runs on it".
 */
export function missingIssues(name: string, why: string): Issue[] {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = ownManifest();
  const needed = Object.keys(peerDependencies).filter(
    (peer) => peerDependenciesMeta[peer]?.optional !== true,
  );
  const missing = needed.includes(name)
    ? needed.filter((peer) => peer === name || !isInstalled(peer))
    : [name];
  return missing.map((each) => notInstalled(each, why, missing));
}

/**
 * The issue of a package that is not installed (LH9201), with the command that installs it.
 *
 * @param name the package.
 * @param why what needs it.
 * @param together all that this command installs. @default the package alone
 */
export function notInstalled(name: string, why: string, together: readonly string[] = [name]): Issue {
  return {
    code: 'LH9201',
    at: 'lakehouse',
    prop: name,
    got: `is not installed, and ${why}`,
    change: `npm install ${together.map((each) => `${each}${version(each)}`).join(' ')}`,
  };
}

function isInstalled(name: string): boolean {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** The range that this package takes, or else the version that it is tested with. */
function version(name: string): string {
  const { peerDependencies, devDependencies } = ownManifest();
  const range = peerDependencies?.[name];
  const found = range === '*' ? devDependencies?.[name] : range;
  return found === undefined ? '' : `@${found}`;
}
