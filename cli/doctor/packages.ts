import { ENGINE, listed } from '../../model';
import { ARCHIVED, SUCCESSOR } from '../../packages/engines';
import { copyOf, ownManifest } from '../../packages/manifests';
import { peerRanges } from '../../packages/fitting';
import { type Finding } from './finding';
import { satisfies, specifierOf } from '../../packages/version-range';

/** Whether the packages that this one works with are there, in versions that it takes. */
export function peerFindings(folder: string): Finding[] {
  const { peerDependenciesMeta = {} } = ownManifest();
  return Object.entries(peerRanges()).map(([name, range]): Finding => {
    const copy = copyOf(name, folder);
    const isOptional = peerDependenciesMeta[name]?.optional === true;
    const install = `npm install ${specifierOf(name, range)}`;
    if (copy === undefined)
      return {
        check: name,
        status: isOptional ? 'note' : 'mend',
        found: `is not installed${isOptional ? `; ${OPTIONAL[name] ?? 'only some need it'}` : ''}`,
        remedy: install,
      };
    const version = copy.manifest.version ?? 'without a version';
    return satisfies(version, range)
      ? { check: name, status: 'ok', found: version }
      : { check: name, status: 'mend', found: `${version}, and ${range} is needed`, remedy: install };
  });
}

const OPTIONAL: Readonly<Record<string, string>> = {
  '@duckdb/node-api': 'the preview and tests of flows run on it',
  '@polyglot-sql/sdk': 'the preview of tables in T-SQL without a DuckDB override needs it',
  avsc: 'the preview of sources that deliver Avro needs it',
};

/** Whether the other engine is here, too: constructs of one are nothing to the other. */
export function otherEngineFindings(folder: string): Finding[] {
  const other = ENGINE.engine === ARCHIVED.engine ? SUCCESSOR : ARCHIVED;
  const found = [other.engine, other.bindings, other.library].filter(
    (name) => copyOf(name, folder) !== undefined,
  );
  if (found.length === 0) return [];
  return [
    {
      check: 'engines',
      status: 'mend',
      found: `${ENGINE.engine}, and of the other engine ${listed(found)}`,
      remedy: `npm uninstall ${found.join(' ')}, or move the project: npx lakehouse move-engine`,
    },
  ];
}

/** Whether there is one copy of each package whose objects are passed between others. */
export function duplicateFindings(folder: string): Finding[] {
  const users = [
    folder,
    ...[ENGINE.engine, ENGINE.bindings, ownManifest().name].flatMap(
      (name) => copyOf(name, folder)?.folder ?? [],
    ),
  ];
  return ['constructs', ENGINE.engine].flatMap((name): Finding[] => {
    const copies = new Map(
      users.flatMap((user) => {
        const copy = copyOf(name, user);
        return copy === undefined ? [] : [[copy.folder, copy.manifest.version ?? '']];
      }),
    );
    if (copies.size === 0) return [];
    if (copies.size === 1) return [{ check: `copies of ${name}`, status: 'ok', found: 'one' }];
    return [
      {
        check: `copies of ${name}`,
        status: 'mend',
        found: [...copies].map(([home, version]) => `${version} in ${home}`).join(', '),
        remedy: `npm dedupe, or one version of it everywhere: what one copy makes is nothing to the other`,
      },
    ];
  });
}
