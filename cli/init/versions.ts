import { ownManifest } from '../../packages/manifests';

/** The versions that this package is tested with, where its manifest says ranges or nothing. */
export const TESTED_VERSIONS: Readonly<Record<string, string>> = {
  '@cdktf/provider-azurerm': '14.23.1',
  '@duckdb/node-api': '1.5.5-r.5',
  '@polyglot-sql/sdk': '0.12.1',
  '@types/node': '20.19.43',
  avsc: '5.7.9',
  cdktf: '0.21.0',
  constructs: '10.8.1',
  tsx: '4.23.15',
  typescript: '5.9.3',
};

/** Packages that a new project depends on, with exact versions: the peers, but those of SQL and Avro. */
export function projectDependencies(library: string): Readonly<Record<string, string>> {
  const { name, peerDependencies = {} } = ownManifest();
  const peers = Object.entries(peerDependencies).filter(
    ([peer]) => !['@polyglot-sql/sdk', 'avsc'].includes(peer),
  );
  const all = [
    [name, library] as const,
    ...peers.map(([peer, range]) => [peer, TESTED_VERSIONS[peer] ?? range] as const),
  ];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Packages for the development of a new project, with exact versions. */
export function projectDevDependencies(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['@types/node', 'tsx', 'typescript'].map((name) => [name, TESTED_VERSIONS[name] ?? '*']),
  );
}
