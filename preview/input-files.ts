import { type DataContract } from '../model';
import { otherFiles } from './other-files';
import { type RunReport } from './report';
import { type SkippedFile } from './source-files';
import { type LoadedSource } from './sources';

/** The files of a source. */
export interface FoundFiles {
  /** Its folder. */
  readonly home: string;
  /** Paths inside it. */
  readonly names: readonly string[];
  /** Paths of files with nothing in them. */
  readonly empty: readonly string[];
}

/** The files of a source with nothing in them, by their paths in its folder. */
export function emptyFiles(skipped: readonly SkippedFile[], source: string): string[] {
  return skipped.flatMap(({ path, because }) =>
    because === 'empty' && path.startsWith(`${source}/`) ? [path.slice(source.length + 1)] : [],
  );
}

/** What became of the files of a run that read some: which were read, left aside or quarantined, and which columns nobody reads. */
export function describeFiles(
  contracts: readonly DataContract[],
  files: ReadonlyMap<string, readonly string[]>,
  skipped: readonly SkippedFile[],
  loaded: ReadonlyMap<string, LoadedSource>,
): Omit<Extract<RunReport['input'], { kind: 'files' }>, 'kind'> {
  const ignored = [...loaded].flatMap(([source, { ignored: columns }]) =>
    Object.entries(columns).map(([file, names]) => [`${source}/${file}`, names] as const),
  );
  const empty = [...loaded].flatMap(([source, of]) =>
    of.empty.map((file) => ({ path: `${source}/${file}`, because: 'empty' as const })),
  );
  const others = contracts.flatMap((contract) =>
    otherFiles(contract, readOf(files.get(contract.name), loaded.get(contract.name))),
  );
  return {
    files: Object.fromEntries(files),
    ...(others.length > 0 && { otherFiles: others }),
    skippedFiles: [...skipped, ...empty].sort((a, b) => (a.path < b.path ? -1 : 1)),
    ignoredColumns: Object.fromEntries(ignored),
    driftedColumns: Object.fromEntries(
      [...loaded].flatMap(([source, { drift }]) => (drift.length > 0 ? [[source, drift] as const] : [])),
    ),
    quarantinedFiles: [...loaded.values()].flatMap((source) => source.files),
  };
}

/** The files of a source from which rows could come. */
function readOf(names: readonly string[] = [], loaded: LoadedSource | undefined): string[] {
  const unread = new Set([...(loaded?.empty ?? []), ...(loaded?.files ?? []).map(({ file }) => file)]);
  return names.filter((name) => !unread.has(name));
}
