import { pipelineOf } from '../compilers/internal';
import { type CompanyGraph, type OwnedTable, timeRangeRead } from '../model';
import { type EnvironmentRecord } from './record';
import { describeWindows, type WindowRange, type Windows, windowsIn } from './windows';

/** What has to run so that a table is what its flow gives from the first window on. */
export interface Replay {
  /** Owner and table, as `department/table`. */
  readonly table: string;
  /** The pipeline that fills it, alone or with others; its trigger has the same name. */
  readonly pipeline: string;
  /** The value of the pipeline's `table`, which has it fill this one alone; none where it fills no other. */
  readonly onlyTable?: string;
  /** Folders to empty before, because rows that are there would stay or win; none where a run replaces them. */
  readonly emptied: readonly string[];
  /** The values of the pipeline's `windowStart`. */
  readonly windows: Windows;
  /** Length of its windows. */
  readonly everyMinutes: number;
  /** Days that bronze keeps what the windows read; there where the windows go back no further. */
  readonly keptDays?: number;
  /** Changed itself, or reads what changed. */
  readonly because: 'changed' | 'reads';
}

/** Where the replays of tables are looked for. */
export interface ReplayPlace {
  /** The tables. */
  readonly graph: CompanyGraph;
  /** Where they lie, and since when windows run. */
  readonly record: EnvironmentRecord;
  /** The day, `YYYY-MM-DD`, before which windows have ended. @default not known: windows are not counted */
  readonly asOf?: string;
}

/** What runs again where some tables changed: these, then the stored tables that are computed from them, in order. */
export function replaysOf(changed: ReadonlySet<string>, place: ReplayPlace): Replay[] {
  if (changed.size === 0) return [];
  const affected = new Set<string>();
  return place.graph.inOrder().flatMap((owned) => {
    const { table } = owned;
    const own = changed.has(table.name);
    if (!own && !place.graph.upstreamOf(table).some((read) => affected.has(read.table.name))) return [];
    affected.add(table.name);
    const replay = replayOf(owned, place);
    return replay ? [{ ...replay, because: own ? ('changed' as const) : ('reads' as const) }] : [];
  });
}

/** What runs again for one table, or nothing where it is computed at each query. */
export function replayOf(
  owned: OwnedTable,
  { graph, record, asOf }: ReplayPlace,
): Omit<Replay, 'because'> | undefined {
  const { department, table } = owned;
  const recorded = record.tables[table.name];
  if (recorded?.everyMinutes === undefined) return undefined;
  // Beside its wave a table is never filled by its own pipeline: two writers may leave an older row.
  const wave = waveOf(owned, record);
  const pipeline = wave ?? pipelineOf(owned);
  const from = record.triggers[pipeline]?.from;
  if (from === undefined) return undefined;
  const range: WindowRange = { from, ...(asOf !== undefined && { asOf }) };
  const raw = graph.bronzeOf(table).map(({ contract }) => contract.retentionDays);
  const whole = {
    table: `${department.name}/${table.name}`,
    pipeline,
    ...(wave !== undefined && { onlyTable: table.name }),
    everyMinutes: recorded.everyMinutes,
  };
  // One run computes all rows where no windows of bronze are read.
  if (raw.length === 0 && recorded.write !== 'append') {
    // A range of time reaches from the window to the newest rows, and is replaced: the first window's is everything.
    if (timeRangeRead(table.relation)) return { ...whole, windows: { first: from, count: 1 }, emptied: [] };
    const { last } = windowsIn(range, recorded.everyMinutes);
    const windows = { ...(last !== undefined && { first: last }), count: 1 };
    return { ...whole, windows, emptied: recorded.write === 'upsert' ? recorded.folders : [] };
  }
  const keptDays = raw.length > 0 ? Math.min(...raw) : undefined;
  const windows = windowsIn(range, recorded.everyMinutes, keptDays);
  return { ...whole, windows, emptied: recorded.folders, ...(keptDays !== undefined && { keptDays }) };
}

/** Name of the pipeline, and its trigger, that fills a table with others. */
function waveOf({ department, table }: OwnedTable, { triggers }: EnvironmentRecord): string | undefined {
  const subject = `${department.name}.${table.name}`;
  return Object.keys(triggers).find((name) => triggers[name]?.fills?.includes(subject));
}

/** Runs in all, or undefined where they cannot be counted. */
export function runsOf(replays: readonly Replay[]): number | undefined {
  return replays.reduce<number | undefined>(
    (sum, { windows: { count } }) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
}

/** How to run a table again, in words, step by step. */
export function replaySteps({
  pipeline,
  onlyTable,
  windows,
  everyMinutes,
  keptDays,
  emptied,
}: Omit<Replay, 'because'>): string[] {
  const { first, count } = windows;
  const start = first === undefined ? 'the start of its last window' : `"${first}"`;
  const only = onlyTable === undefined ? '' : `table = "${onlyTable}" and `;
  const more = count === 1 ? '' : `, and so on every ${everyMinutes} minutes (${describeWindows(windows)})`;
  return [
    ...(emptied.length > 0 ? [`delete the ${folders(emptied)}`] : []),
    `run ${pipeline} with ${only}windowStart = ${start}${more}`,
    ...(keptDays === undefined
      ? []
      : [`mind that bronze keeps ${keptDays} days, and that rows of older windows are not made again`]),
  ];
}

/** Names folders, `container/folder` each. */
export function folders(names: readonly string[]): string {
  return `${names.length === 1 ? 'folder' : 'folders'} ${names.join(' and ')}`;
}
