import { type DataFlows, dataFlowsOf, type Flow } from './data-flows';
import type { Platform } from './platform';

/** Container and folder of every Delta table that data flows write, in the order of their names. */
export function tableFolders(dataFlows: DataFlows): string[] {
  const folders = dataFlows
    .all()
    .flatMap(({ sinks }) => sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder({})));
  return [...new Set(folders)].sort();
}

/** Folders of tables with all that belongs to them, and of those that read them, directly or by others. */
export function readersOf(platform: Platform, folders: readonly string[]): ReadonlySet<string> {
  const found = new Set(folders);
  const flows = dataFlowsOf(platform).all();
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const { sources, reached } of flows)
      for (const source of sources.filter((each) => found.has(each.folder({}))))
        for (const sink of reached.get(source.stream) ?? []) found.add(sink.folder({}));
    for (const folder of [...found]) for (const other of belonging(flows, folder)) found.add(other);
  }
  return found;
}

/** Folders of the tables that a table reads, directly or by others. */
export function upstreamOf(platform: Platform, folder: string): string[] {
  const flows = dataFlowsOf(platform).all();
  const found = new Set<string>();
  for (const pending = [folder]; pending.length > 0;) {
    const next = pending.pop()!;
    for (const { sources, reached } of flows)
      for (const source of sources.filter(({ format }) => format === 'delta')) {
        const from = source.folder({});
        const reads = reached.get(source.stream)?.some((sink) => sink.folder({}) === next) === true;
        if (!reads || from === folder || found.has(from)) continue;
        found.add(from);
        pending.push(from);
      }
  }
  return [...found];
}

/** Delta folders that the smallest data flow writes which writes a folder: one table may keep several. */
function belonging(flows: readonly Flow[], folder: string): string[] {
  const written = flows
    .map(({ sinks }) => sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder({})))
    .filter((folders) => folders.includes(folder))
    .sort((a, b) => a.length - b.length);
  return written[0] ?? [];
}
