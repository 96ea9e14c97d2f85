import {
  type CompanyGraph,
  type DataContract,
  type Department,
  type Interval,
  type Table,
} from '../../model';
import { prefixOf, underscored } from './department-datasets';
import { firstDay, type FirstDays } from './first-day';
import { LANDED_MINUTES, landsByPipeline } from './landing';
import { delayOf, readyMinutesBehind } from './ready-after';
import { type StoredTable, triggerOf } from './stored-table';
import { DAY, type Place, type Waits, waitsOf } from './upstream';

/** A table of a wave. */
export interface WaveTable {
  /** The table. */
  readonly table: Table;
  /** Tables of the same wave that it reads. */
  readonly upstream: readonly Table[];
  /** Sources that the wave copies for it. */
  readonly sources: readonly DataContract[];
  /** Tables that no trigger can wait for, and which it does not have in common with the wave: it does without the wave where they are late. */
  readonly awaited: readonly StoredTable[];
}

/** Silver tables of a department that one trigger fills together: they wait for the same, and each can fail alone. */
export interface Wave {
  /** Name of its pipeline and of its trigger. */
  readonly name: string;
  /** Begins the names of the data flows that fill several of its tables. */
  readonly together: string;
  /** Length of its windows. */
  readonly interval: Interval;
  /** Minutes to wait after a window's end. */
  readonly delayMinutes: number;
  /** Its tables, each after those it reads. */
  readonly tables: readonly WaveTable[];
  /** Sources that it copies first. */
  readonly copies: readonly DataContract[];
  /** Names of triggers outside it that it waits for, besides {@link gates}. */
  readonly triggers: readonly string[];
  /** Tables of the department in other waves that it waits for. */
  readonly gates: readonly StoredTable[];
  /** Tables that no trigger can wait for. */
  readonly awaited: readonly StoredTable[];
  /** Triggers among {@link triggers} that are other departments', with their windows. */
  readonly others: ReadonlyMap<string, Interval>;
}

/** Where waves are planned. */
export interface WavePlace extends Place, FirstDays {
  /** The trigger that a table waits for in place of what it reads: that of its model. @default none */
  readonly scoredBy?: (table: Table) => string | undefined;
}

/**
 * Minutes that a table of a day may wait for others of its wave to be ready. In shorter windows, and longer ones, as much less or more. A
 * cluster of its own costs more than it is worth to be there so much earlier.
 */
export const LATER_A_DAY = 60;
/** Most tables of a wave: a pipeline holds 120 activities, and a script of so many stays readable. */
export const TABLES_A_WAVE = 20;

/** The waves of a department, each after those it waits for. */
export function wavesOf(place: WavePlace): Wave[] {
  const { graph, department } = place;
  const others = department.tables.filter(({ zone }) => zone !== 'silver');
  const apart = new Set(others.flatMap((table) => graph.bronzeOf(table).map(({ name }) => name)));
  for (;;) {
    const drafts = new Assignment(place, apart).drafts();
    // What two waves read would hold one up for the other: it keeps a trigger of its own, and both wait for that.
    const read = drafts.flatMap((draft) => [...draft.reads].filter((name) => !apart.has(name)));
    const shared = read.filter((name, index) => read.indexOf(name) !== index);
    if (shared.length === 0) return named(drafts, place);
    shared.forEach((name) => apart.add(name));
  }
}

/** What a table needs, whichever wave it joins. */
interface Need {
  readonly table: Table;
  readonly interval: Interval;
  readonly from: string | undefined;
  readonly waits: Pick<Waits, 'deployments' | 'stored' | 'awaited' | 'others'>;
  /** The same, also where a model waits in its place. */
  readonly reads: Pick<Waits, 'stored' | 'awaited'>;
  readonly sources: readonly DataContract[];
  /** Triggers besides those of tables and sources. */
  readonly triggers: readonly string[];
  /** Minutes after a window's end until what it brings itself is ready. */
  readonly delayMinutes: number;
}

interface Draft extends Omit<Wave, 'name' | 'together' | 'tables' | 'copies' | 'delayMinutes'> {
  readonly from: string | undefined;
  /** The delay of the table that is ready last. */
  delayMinutes: number;
  /** That of the one that is ready first. */
  earliestMinutes: number;
  readonly tables: WaveTable[];
  readonly copies: Set<DataContract>;
  /** Names of all sources that its tables read. */
  readonly reads: Set<string>;
  /** All that it waits for outside itself, as names. */
  readonly waits: ReadonlySet<string>;
}

/** How a table would join a wave. */
interface Joining extends WaveTable {
  /** Tables of the department outside of the wave. */
  readonly gates: readonly StoredTable[];
  readonly triggers: readonly string[];
  /** All that is waited for outside the wave, by the tables it reads as well. */
  readonly waits: ReadonlySet<string>;
}

class Assignment {
  private readonly made: Draft[] = [];
  private readonly waitsOfTable = new Map<Table, ReadonlySet<string>>();

  constructor(
    private readonly place: WavePlace,
    private readonly apart: ReadonlySet<string>,
  ) {}

  drafts(): Draft[] {
    const { graph, department } = this.place;
    const needs = graph
      .inOrderOf(department)
      .filter(({ zone }) => zone === 'silver')
      .map((table) => this.needOf(table));
    // Who waits for other factories joins who does not, and comes later, with all that reads it.
    const awaiting = new Set<Table>();
    for (const { table, reads } of needs)
      if (reads.awaited.length > 0 || reads.stored.some((read) => awaiting.has(read.table)))
        awaiting.add(table);
    const isAwaiting = ({ table }: Need): boolean => awaiting.has(table);
    for (const need of needs.filter((each) => !isAwaiting(each))) this.assign(need);
    for (const need of needs.filter(isAwaiting)) this.assign(need);
    return this.made;
  }

  private assign(need: Need): void {
    for (const draft of this.made) {
      const joining = this.joining(need, draft);
      if (joins(need, draft, joining)) return this.join(need, draft, joining);
    }
    const joining = this.joining(need);
    const { interval, from, delayMinutes, waits } = need;
    const { gates, triggers } = joining;
    const draft = {
      ...{ interval, from, delayMinutes, earliestMinutes: delayMinutes },
      ...{ gates, triggers, waits: joining.waits },
      ...{ awaited: waits.awaited, others: waits.others },
      ...{ tables: [], copies: new Set<DataContract>(), reads: new Set<string>() },
    };
    this.made.push(draft);
    this.join(need, draft, joining);
  }

  private join(need: Need, draft: Draft, { table, upstream, sources, awaited, waits }: Joining): void {
    draft.tables.push({ table, upstream, sources, awaited });
    sources.forEach((source) => draft.copies.add(source));
    need.sources.forEach(({ name }) => draft.reads.add(name));
    draft.delayMinutes = Math.max(draft.delayMinutes, need.delayMinutes);
    // One that reads another of the wave waits for it anyway.
    if (upstream.length === 0) draft.earliestMinutes = Math.min(draft.earliestMinutes, need.delayMinutes);
    this.waitsOfTable.set(table, waits);
  }

  private needOf(table: Table): Need {
    const { place } = this;
    const { graph, department } = place;
    const interval = graph.intervalOf(table);
    const scoredBy = place.scoredBy?.(table);
    const none = {
      sources: [],
      deployments: [],
      stored: [],
      awaited: [],
      others: new Map<string, Interval>(),
    };
    const reads = waitsOf(place, { table, own: interval });
    const waits = scoredBy === undefined ? reads : none;
    const sources = waits.sources.flatMap((name) => graph.source(name)?.contract ?? []);
    return {
      table,
      interval,
      from: firstDay(place, subjectOf(department, table)),
      waits,
      reads,
      sources,
      triggers: [...(scoredBy === undefined ? [] : [scoredBy]), ...waits.deployments],
      delayMinutes: Math.max(
        0,
        ...waits.awaited.map((read) => readyMinutesBehind(graph, read.table)),
        ...sources
          .filter(({ delivery }) => delivery.every.minutes === interval.minutes)
          .map((source) => broughtAfter(source, graph)),
      ),
    };
  }

  private joining(need: Need, draft?: Draft): Joining {
    const { department } = this.place;
    const { table, interval, waits, sources } = need;
    const delayMinutes = Math.max(draft?.delayMinutes ?? 0, need.delayMinutes);
    const own = waits.stored.filter((read) => read.department === department && read.table.zone === 'silver');
    const inside = own.filter((read) => draft?.tables.some((other) => other.table === read.table));
    const gates = own.filter((read) => !inside.includes(read));
    const copied = sources.filter((source) => this.isCopied(source, need, delayMinutes));
    const triggers = [
      ...need.triggers,
      ...sources.filter((source) => !copied.includes(source)).map((source) => copyOf(department, source)),
      ...waits.stored.filter((read) => !own.includes(read)).map((read) => triggerOf(read, interval)),
    ];
    const upstream = inside.map((read) => read.table);
    return {
      ...{ table, upstream, sources: copied, gates, triggers },
      awaited: draft ? waits.awaited.filter((read) => !draft.waits.has(awaitedAs(read, interval))) : [],
      waits: new Set([
        ...triggers,
        ...gates.map((read) => triggerOf(read, interval)),
        ...waits.awaited.map((read) => awaitedAs(read, interval)),
        ...upstream.flatMap((read) => [...(this.waitsOfTable.get(read) ?? [])]),
      ]),
    };
  }

  /** Whether a wave of some delay can bring a source itself. */
  private isCopied(source: DataContract, { interval, from }: Need, delayMinutes: number): boolean {
    return (
      !this.apart.has(source.name) &&
      source.delivery.every.minutes === interval.minutes &&
      delayMinutes - broughtAfter(source, this.place.graph) <= laterIn(interval) &&
      firstDay(this.place, subjectOf(this.place.department, source)) === from
    );
  }
}

/**
 * Minutes after a window's end at which a wave brings a source. Of a stream that is landed once a day it looks then whether that is done, and waits
 * for it no longer: its other tables do not need it.
 */
function broughtAfter(source: DataContract, graph: CompanyGraph): number {
  return landsByPipeline(graph, { sources: [source] }) ? LANDED_MINUTES : delayOf(source);
}

const AWAITED = 'awaited ';

/** A table that no trigger can wait for, among names of what is waited for. */
function awaitedAs(read: StoredTable, interval: Interval): string {
  return `${AWAITED}${triggerOf(read, interval)}`;
}

/** Minutes that a table may be later for others of its wave. */
export function laterIn({ minutes }: Interval): number {
  return (LATER_A_DAY * minutes) / DAY.minutes;
}

/**
 * A wave is never held up by something that one of its tables does not need, beside a little time. In windows of a day that is enough to wait for
 * another factory: where it is not complete by then, the others are filled without what reads it.
 */
function joins(need: Need, draft: Draft, { upstream, waits }: Joining): boolean {
  const { interval, from, delayMinutes } = need;
  const latest = Math.max(draft.delayMinutes, delayMinutes);
  // A table that reads one of the wave waits for that anyway.
  const earliest =
    upstream.length > 0 ? draft.earliestMinutes : Math.min(draft.earliestMinutes, delayMinutes);
  const inTime = latest - earliest <= laterIn(interval) || latest === earliest;
  return (
    inTime &&
    interval.minutes === draft.interval.minutes &&
    from === draft.from &&
    draft.tables.length < TABLES_A_WAVE &&
    [...draft.waits].every((name) => waits.has(name)) &&
    [...waits].every(
      (name) => draft.waits.has(name) || (interval.minutes >= DAY.minutes && name.startsWith(AWAITED)),
    )
  );
}

/** The first wave of a cadence has its name, the others that of their first table. */
function named(drafts: readonly Draft[], { department }: WavePlace): Wave[] {
  const prefix = prefixOf(department);
  const taken = new Set<string>();
  return drafts.map((draft) => {
    const cadence = cadenceOf(draft.interval);
    const [first] = draft.tables.map(({ table }) => table.name);
    const suffix = taken.has(cadence) && first !== undefined ? besides(first, cadence) : cadence;
    taken.add(cadence);
    return {
      ...draft,
      name: `${prefix}_wave_${suffix}`,
      together: `${prefix}_together_${suffix}`,
      copies: [...draft.copies],
    };
  });
}

/** A table may have the name of a cadence. */
function besides(table: string, cadence: string): string {
  return /^(hourly|daily|every_\d+_minutes)$/.test(table) ? `${cadence}_${table}` : table;
}

function cadenceOf({ minutes }: Interval): string {
  if (minutes === 60) return 'hourly';
  return minutes === 24 * 60 ? 'daily' : `every_${minutes}_minutes`;
}

/** Name of the pipeline that copies a source, and of its trigger where it has one. */
export function copyOf(department: Department, { name }: Pick<DataContract, 'name'>): string {
  return `${prefixOf(department)}_copy_${underscored(name)}`;
}

/** A source or table as first days name it. */
export function subjectOf(department: Department, { name }: { readonly name: string }): string {
  return `${department.name}.${name}`;
}

/** Sources of a department that none of its waves copies: they have a trigger of their own. */
export function sourcesApart({ graph, department }: Place, waves: readonly Wave[]): DataContract[] {
  return graph.sourcesOf(department).filter((source) => !waves.some(({ copies }) => copies.includes(source)));
}
