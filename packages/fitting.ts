import { ENGINE } from '../model/engine';
import { type Issue, LakehouseError, listed } from '../model/errors';
import { satisfies, specifierOf } from './version-range';
import { ARCHIVED, SUCCESSOR } from './engines';
import { copyOf, manifestsAbove, ownManifest } from './manifests';

/**
 * Looks whether what synthesizes can be run with the packages that are here, and on this Node.js.
 *
 * @param folder the project, or one inside of it.
 * @throws LakehouseError when it asks for both engines (LH9375), when a peer is of a version that this package does not take (LH9374), or when
 * Node.js is too old (LH9203).
 */
export function requireFittingPackages(folder: string): void {
  requireOneEngine(folder);
  requireFitting(synthesisPackages());
}

/**
 * Looks whether packages, where they are installed, and Node.js are of versions that this package takes.
 *
 * @param names the packages.
 * @throws LakehouseError with an issue for each that is not (LH9374, LH9203).
 */
export function requireFitting(names: readonly string[]): void {
  const issues = [...olderNode(), ...misfits(names)];
  if (issues.length > 0) throw new LakehouseError('lakehouse', issues);
}

/** Npm only warns of it. */
function olderNode(): Issue[] {
  const { node: range = '*' } = ownManifest().engines ?? {};
  if (satisfies(process.versions.node, range)) return [];
  return [
    {
      code: 'LH9203',
      at: 'lakehouse',
      prop: 'node',
      got: `is ${process.version}`,
      allowed: `${range.replace('>=', '')} or later`,
      change: 'install a newer Node.js, or choose it with your version manager: nvm install --lts',
    },
  ];
}

/** DuckDB's releases carry a suffix (`1.5.5-r.5`), which npm's ranges leave out: its range cannot stand in the manifest. */
const DUCKDB = { '@duckdb/node-api': '>=1.4 <2' } as const;

/** The peers of this package, with the versions of each that it takes. */
export function peerRanges(): Readonly<Record<string, string>> {
  const { peerDependencies = {} } = ownManifest();
  return { ...peerDependencies, ...DUCKDB };
}

/** The packages that are needed to synthesize: the peers that nobody can do without. */
function synthesisPackages(): string[] {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = ownManifest();
  return Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
}

/**
 * Packages that are installed in versions that this one does not take: what npm overlooks when it is forced would fail somewhere inside.
 *
 * @param names the packages; one that is not there is for others to say.
 * @returns an issue for each, with the command that installs all of them (LH9374).
 */
export function misfits(names: readonly string[]): Issue[] {
  const ranges = peerRanges();
  const found = names.flatMap((name) => {
    const [range, version] = [ranges[name] ?? '*', copyOf(name, __dirname)?.manifest.version];
    return version === undefined || satisfies(version, range) ? [] : [{ name, range, version }];
  });
  const install = found.map(({ name, range }) => specifierOf(name, range)).join(' ');
  return found.map(({ name, range, version }) => ({
    code: 'LH9374',
    at: 'lakehouse',
    prop: name,
    got: `is ${version}`,
    allowed: range,
    change: `npm install ${install}`,
  }));
}

/**
 * Looks whether a project asks for both engines, whose constructs do not know each other.
 *
 * @param folder the project, or one inside of it.
 * @throws LakehouseError when its package.json names packages of both (LH9375).
 */
function requireOneEngine(folder: string): void {
  const [[, manifest] = ['', {}]] = manifestsAbove(folder);
  const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const of = ({ library, engine, bindings }: typeof ARCHIVED | typeof SUCCESSOR): string[] =>
    named.filter((name) => name === library || name === engine || name === bindings);
  const [archived, successor] = [of(ARCHIVED), of(SUCCESSOR)];
  if (archived.length === 0 || successor.length === 0) return;
  const others = ENGINE.engine === ARCHIVED.engine ? successor : archived;
  throw new LakehouseError('lakehouse', [
    {
      code: 'LH9375',
      at: 'lakehouse',
      prop: 'package.json',
      got: `asks for two engines: ${listed(archived)}, and ${listed(successor)}`,
      allowed: `those of one; this library is of ${ENGINE.engine}`,
      change: `npm uninstall ${others.join(' ')}; or move the project: npx lakehouse move-engine --write`,
    },
  ]);
}
