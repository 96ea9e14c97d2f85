import type { World } from './activities';
import { iso, type Process } from './engine';
import { everyActivity } from './pipeline';
import type { Pipelines } from './pipelines';
import { runBy } from './run-order';
import { upstreamOf } from './tables';
import type { Triggers } from './triggers';
import type { Watch } from './watch';

/** A window of a table that was left out because it failed, or because something failed that it reads. */
export interface Mark {
  readonly container: string;
  readonly table: string;
  readonly window: number;
  /** The pipeline that fills the table. */
  readonly pipeline: string;
  readonly written: number;
}

const MARK = /^([^/]+)\/_failed\/([^/]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\/(\d\d)\//;
/** Minutes within which an alert has fired about what a mark is of: failures end up in one after all tries. */
const HEARD_BEFORE = 240;

/** Marks of windows that failed: those of tables with a gate are repaired by it, the others by somebody. */
export class Marks {
  /** Whether somebody is at it. */
  mending = false;
  private readonly mended = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly pipelines: Pipelines,
    private readonly triggers: Triggers,
    private readonly watch: Watch,
  ) {}

  /** What is not repaired yet. */
  pending(): Mark[] {
    const { lake, platform } = this.world;
    const containers = new Set(
      [...platform.datasets.values()].map(({ location }) => String(location['fileSystem'])),
    );
    return [...containers].flatMap((container) =>
      lake.files(`${container}/_failed`).flatMap(({ path, modified }) => {
        const [, , table, year, month, day, hour, minute] = MARK.exec(path) ?? [];
        if (table === undefined) return [];
        const window = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) / 60_000;
        const department = container.replace(/-\w+$/, '').replaceAll('-', '_');
        const mark = { container, table, window, pipeline: `${department}_fill_${table}`, written: modified };
        return this.mended.has(keyOf(mark)) ? [] : [mark];
      }),
    );
  }

  /** Whether an alert tells of a mark: about the pipeline that fills its table, what that runs, or the same of a table before. */
  hears(mark: Mark): boolean {
    const { platform } = this.world;
    const before = this.before(mark);
    const fills = [...platform.pipelines.keys()].filter((name) =>
      before.some((folder) => this.writes(name).includes(folder)),
    );
    return [mark.pipeline, ...fills]
      .flatMap((name) => runBy(platform, name))
      .some((name) => (this.watch.last(name) ?? -Infinity) >= mark.written - HEARD_BEFORE);
  }

  /** Somebody runs again what no gate repairs, each after what it reads. */
  *mend(): Process {
    this.mending = true;
    for (let mended = true; mended;) {
      mended = false;
      const pending = this.pending();
      for (const mark of pending.filter((each) => !this.isRepaired(each) && this.hears(each))) {
        const before = this.before(mark);
        if (pending.some(({ pipeline }) => this.writes(pipeline).some((folder) => before.includes(folder))))
          continue;
        const gate = this.gateOf(mark);
        const run = this.pipelines.run(gate ?? mark.pipeline, { windowStart: iso(mark.window) });
        if ((yield* run).ending !== 'Succeeded') continue;
        // A gate takes the mark away itself.
        if (gate !== undefined && this.pending().some((other) => keyOf(other) === keyOf(mark))) continue;
        if (gate === undefined) this.mended.add(keyOf(mark));
        mended = true;
      }
    }
    this.mending = false;
  }

  /** Whether a gate will look at a mark, or look again. */
  private isRepaired({ pipeline, table, window }: Mark): boolean {
    const gate = gateOf(pipeline, table);
    return [...this.world.platform.triggers.values()].some(
      ({ name, pipeline: runs }) => gate.test(runs) && !this.triggers.succeeded(name, window, window + 1),
    );
  }

  /** The gate of a table for its own windows, which are the shortest. */
  private gateOf({ pipeline, table }: Mark): string | undefined {
    const gate = gateOf(pipeline, table);
    const minutes = (name: string): number => Number(gate.exec(name)?.[1]);
    return [...this.world.platform.pipelines.keys()]
      .filter((name) => gate.test(name))
      .sort((a, b) => minutes(a) - minutes(b))[0];
  }

  /** Folders that a mark's table reads. */
  private before({ pipeline }: Mark): string[] {
    const own = this.writes(pipeline);
    const before = own.flatMap((folder) => upstreamOf(this.world.platform, folder));
    return before.filter((folder) => !own.includes(folder));
  }

  /** Delta folders that a pipeline's own data flows write. */
  private writes(pipeline: string): string[] {
    const { platform, dataFlows } = this.world;
    return everyActivity(platform.pipelines.get(pipeline)?.activities ?? [])
      .filter(({ type }) => type === 'ExecuteDataFlow')
      .flatMap(({ properties }) => {
        const { referenceName } = properties['dataFlow'] as { readonly referenceName: string };
        const { sinks } = dataFlows.named(referenceName);
        return sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder({}));
      });
  }
}

const keyOf = ({ container, table, window, written }: Mark): string =>
  [container, table, window, written].join(' ');

function gateOf(fill: string, table: string): RegExp {
  return new RegExp(`^${fill.slice(0, -`fill_${table}`.length)}complete_${table}_(\\d+)$`);
}
