import { type CompanyGraph } from '../model';
import { hubChanges } from './hub-changes';
import { type EnvironmentRecord, type RecordedTable } from './record';
import { folders, type Replay, type ReplayPlace, replaysOf, replaySteps } from './replays';
import {
  arrivingChanges,
  type ChangeNote,
  isDelta,
  issueAt,
  lastingChanges,
  type LastingIssue,
  lies,
  placeOf,
  type TablePair,
} from './table-changes';
import { triggerChanges } from './trigger-changes';

/** What is other than it was at the last record. */
export interface Changes {
  /** What arrives by itself. */
  readonly notes: readonly ChangeNote[];
  /** What does not, with the steps to take. */
  readonly issues: readonly LastingIssue[];
  /** What has to run again so that tables hold what their changed flows give. */
  readonly replays: readonly Replay[];
}

/** What two records are compared by. */
export interface ChangesSource {
  /** The last record. */
  readonly before: EnvironmentRecord;
  /** The record of what the definitions are now. */
  readonly now: EnvironmentRecord;
  /** The tables as they are now. */
  readonly graph: CompanyGraph;
  /** The day, `YYYY-MM-DD`, before which windows have ended. @default not known: windows are not counted */
  readonly asOf?: string;
  /** What triggers run for, `<department>.<source or table>`, by their names. @default not known: triggers are named */
  readonly subjects?: Readonly<Record<string, string>>;
}

/** Compares what the definitions are now with the last record. */
export function changesSince({ before, now, graph, asOf, subjects }: ChangesSource): Changes {
  const place: ReplayPlace = { graph, record: now, ...(asOf !== undefined && { asOf }) };
  const pairs = Object.entries(now.tables).flatMap(([name, table]): TablePair[] => {
    const old = before.tables[name];
    return old && isDelta(old) === isDelta(table) ? [{ name, before: old, now: table }] : [];
  });
  const known = new Set(pairs.map(({ name }) => name));
  const triggers = triggerChanges(before, now, { asOf, subjects });
  const changed = new Set(pairs.filter(isChanged).map(({ name }) => name));
  return {
    notes: [
      ...pairs.flatMap(arrivingChanges),
      ...newTables(now, known),
      ...goneTables(before, known),
      ...triggers.notes,
    ],
    issues: [
      ...pairs.flatMap((pair) => tableIssues(pair, place)),
      ...hubChanges(before, now),
      ...triggers.issues,
    ],
    replays: replaysOf(changed, place),
  };
}

/** Whether nothing is other than it was. */
export function isUnchanged({ notes, issues }: Changes): boolean {
  return notes.length === 0 && issues.length === 0;
}

/** A table whose rows would not be the same if all its windows ran again. */
function isChanged({ before, now, ...pair }: TablePair): boolean {
  const lasting = isDelta(now) && lastingChanges({ ...pair, before, now }).length > 0;
  return before.flow !== now.flow || lasting;
}

function tableIssues(pair: TablePair, place: ReplayPlace): LastingIssue[] {
  if (!isDelta(pair.now)) return [];
  const mistakes = lastingChanges(pair);
  if (mistakes.length === 0) return [];
  const steps = stepsFor(pair, place);
  return mistakes.map((mistake) => issueAt(pair, mistake, steps));
}

/** What to do where a change that does not arrive by itself is deployed all the same. */
function stepsFor({ name, before, now }: TablePair, place: ReplayPlace): string[] {
  const replays = replaysOf(new Set([name]), place);
  const own = replays.filter(({ because }) => because === 'changed');
  const runs = own.flatMap((replay) => replaySteps({ ...replay, emptied: [] }));
  const readers = replays.filter((replay) => !own.includes(replay)).flatMap(replaySteps);
  // Until all readers have moved, the old rows can be gone back to.
  if (lies(before) !== lies(now)) return ['deploy', ...runs, ...readers, `delete ${lies(before)}`];
  return [
    ...own.map(({ pipeline }) => `stop the trigger ${pipeline}`),
    `delete the ${folders(now.folders)}`,
    'deploy',
    ...runs,
    ...own.map(({ pipeline }) => `start the trigger ${pipeline}, where the deployment has not`),
    ...readers,
  ];
}

function newTables({ tables }: EnvironmentRecord, known: ReadonlySet<string>): ChangeNote[] {
  return others(tables, known).map(([name, table]) => ({ at: placeOf(table, name), text: 'is new' }));
}

function goneTables({ tables }: EnvironmentRecord, known: ReadonlySet<string>): ChangeNote[] {
  return others(tables, known).map(([name, table]) => {
    const rows =
      table.folders.length === 0
        ? 'its view stays in the database until somebody drops it'
        : `the ${folders(table.folders)} stays with its rows until somebody deletes it`;
    return { at: placeOf(table, name), text: `is gone: nothing fills it, and ${rows}` };
  });
}

function others(tables: EnvironmentRecord['tables'], known: ReadonlySet<string>): [string, RecordedTable][] {
  return Object.entries(tables).filter(([name]) => !known.has(name));
}
