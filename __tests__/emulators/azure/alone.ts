import { dataFlowsOf, type Flow } from './data-flows';
import { iso } from './engine';
import { tableFolders } from './faults';
import type { Plan } from './plan';
import type { Platform } from './platform';
import type { Outcome } from './simulation';

/** Hours in which what is in the past is done after a first deployment. */
const FIRST_HOURS = 12;

/** Tables that do not read one that fails, and are not done when their next window is over: where nothing else is out of order. */
export function late({ plan, subject: { platform }, span, order, faults }: Outcome): string[] {
  if (!isCalm(plan)) return [];
  const spared = readersOf(
    platform,
    faults.tables.filter(({ struck }) => struck !== undefined).map(({ folder }) => folder),
  );
  return tableFolders(dataFlowsOf(platform))
    .filter((folder) => !spared.has(folder))
    .flatMap((folder) =>
      order.triggersOf(folder).flatMap(({ start, length, delay }) => {
        const found: string[] = [];
        for (let at = start; at + 2 * length + delay <= span.end; at += length) {
          const [from, due] = [at + length, at + 2 * length + delay];
          const done = order.doneAt(folder, at) ?? Infinity;
          if (from >= span.deployed + FIRST_HOURS * 60 && done > due)
            found.push(
              `${folder} of ${iso(at)} was ${done === Infinity ? 'never done' : `done at ${iso(done)}`}`,
            );
        }
        return found;
      }),
    );
}

function isCalm({ outages, stops, deployments, backfills, rates, lateFiles, transient }: Plan): boolean {
  return (
    transient === 0 &&
    [outages, stops, deployments, backfills, rates, lateFiles].every(({ length }) => length === 0)
  );
}

/** Folders of tables with all that belongs to them, and of those that read them, directly or by others. */
function readersOf(platform: Platform, folders: readonly string[]): ReadonlySet<string> {
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

/** Delta folders that the smallest data flow writes which writes a folder: one table may keep several. */
function belonging(flows: readonly Flow[], folder: string): string[] {
  const written = flows
    .map(({ sinks }) => sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder({})))
    .filter((folders) => folders.includes(folder))
    .sort((a, b) => a.length - b.length);
  return written[0] ?? [];
}
