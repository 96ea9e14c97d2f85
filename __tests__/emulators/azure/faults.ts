import { FOR_NO_REASON, type Run, type World } from './activities';
import type { DataFlows } from './data-flows';
import { type Span, timeOf } from './deliveries';
import { iso } from './engine';
import { aboutOf } from './parts';
import type { Plan } from './plan';
import { tableFolders } from './tables';

/** Minutes that all tries of a window take, with the pauses between. */
const TRIES_TAKE = 90;
/** Failures for no reason of one kind within that time: more is an outage, which nobody promises to sit out. */
const MOST_IN_A_ROW = 2;

/** A table that cannot be written for some windows, until somebody mends what is wrong. */
export interface BrokenTable {
  /** Its container and folder. */
  readonly folder: string;
  readonly from: number;
  readonly to: number;
  mended: boolean;
  /** When it failed first, and in which pipelines it failed, as alerts call them. */
  struck: { readonly at: number; readonly pipelines: Set<string> } | undefined;
}

/** Why something fails: an outage, a table that cannot be written, or no reason at all. */
export class Faults {
  /** Tables that cannot be written at some time. */
  readonly tables: readonly BrokenTable[];
  private readonly outages: readonly { from: number; to: number; type: string }[];
  private readonly transient = new Map<string, number[]>();

  constructor(
    private readonly plan: Plan,
    private readonly span: Span,
    private readonly world: Pick<World, 'engine' | 'dice'>,
    dataFlows: DataFlows,
  ) {
    const time = ({ at, minutes }: { readonly at: number; readonly minutes: number }) => {
      const from = timeOf(span, at);
      return { from, to: Math.min(from + minutes, span.end) };
    };
    this.outages = plan.outages.map((outage) => ({ ...time(outage), type: outage.type }));
    const folders = tableFolders(dataFlows);
    this.tables = plan.broken.map((broken) => ({
      ...time(broken),
      folder: folders[broken.table % folders.length]!,
      mended: false,
      struck: undefined,
    }));
  }

  /** Why an activity of a type fails now, if it does. */
  failure: World['failure'] = (type) => {
    const { now } = this.world.engine;
    const outage = this.outages.find(
      (each) => now >= each.from && now < each.to && [type, 'all'].includes(each.type),
    );
    if (outage !== undefined) return `${type} fails from ${iso(outage.from)} to ${iso(outage.to)}`;
    if (now >= this.span.end || this.world.dice.next() * 1000 >= this.plan.transient) return undefined;
    const recent = (this.transient.get(type) ?? []).filter((time) => time > now - TRIES_TAKE);
    if (recent.length >= MOST_IN_A_ROW) return undefined;
    this.transient.set(type, [...recent, now]);
    return FOR_NO_REASON;
  };

  /** Which of some folders cannot be written by a run for its window: one that begins, or may have begun, in the time of a fault. */
  broken(folders: readonly string[], { parameters = {}, pipeline }: Run): string | undefined {
    const start = Date.parse(String(parameters['windowStart'])) / 60_000;
    const found = this.tables.find(
      ({ folder, from, to, mended }) =>
        !mended && folders.includes(folder) && start > from - 1440 && start <= to,
    );
    if (found === undefined) return undefined;
    found.struck ??= { at: this.world.engine.now, pipelines: new Set() };
    found.struck.pipelines.add(aboutOf(pipeline, parameters));
    return found.folder;
  }
}
