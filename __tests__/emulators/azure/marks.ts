import type { World } from './activities';
import { iso, type Process } from './engine';
import { objectIn, textIn } from './json';
import { type Part, partsRunBy } from './parts';
import { caseOf } from './pipeline';
import type { Pipelines } from './pipelines';
import { upstreamOf } from './tables';
import type { Triggers } from './triggers';
import type { Watch } from './watch';

/** A window of a table that was left out because it failed, or because something failed that it reads. */
export interface Mark {
  readonly container: string;
  readonly table: string;
  readonly window: number;
  /** The department that fills the table, as names of pipelines begin. */
  readonly department: string;
  readonly written: number;
}

const MARK = /^([^/]+)\/_failed\/([^/]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\/(\d\d)\//;
/** Minutes within which an alert has fired about what a mark is of: failures end up in one after all tries. */
const HEARD_BEFORE = 240;

/** Marks of windows that failed: those of tables with a gate are repaired by it, the others by somebody. */
export class Marks {
  /** Whether somebody is at it. */
  mending = false;

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
        return [{ container, table, window, department, written: modified }];
      }),
    );
  }

  /** Whether an alert tells of a mark: about what fills its table alone, what that runs, or the same of a table before. */
  hears(mark: Mark): boolean {
    const { platform } = this.world;
    const own = this.folders(mark);
    const before = this.before(mark);
    const fills = [...platform.pipelines.keys()].flatMap((name) => {
      const parts = [
        partsRunBy(platform, name),
        ...this.casesOf(name).map((table) => partsRunBy(platform, name, table)),
      ];
      return parts.filter(
        ([first]) =>
          this.writes(first!).some((folder) => before.includes(folder)) ||
          (first!.about !== name && this.writes(first!).some((folder) => own.includes(folder))),
      );
    });
    return fills
      .flat()
      .some(({ about }) => (this.watch.last(about) ?? -Infinity) >= mark.written - HEARD_BEFORE);
  }

  /** Somebody runs again what no gate repairs, each after what it reads. */
  *mend(): Process {
    this.mending = true;
    for (let mended = true; mended;) {
      mended = false;
      const pending = this.pending();
      for (const mark of pending.filter((each) => !this.isRepaired(each) && this.hears(each))) {
        const before = this.before(mark);
        const gate = this.gateOf(mark);
        if (
          gate === undefined ||
          pending.some((other) => this.folders(other).some((folder) => before.includes(folder)))
        )
          continue;
        const run = this.pipelines.run(gate, { windowStart: iso(mark.window) });
        if ((yield* run).ending !== 'Succeeded') continue;
        // A gate takes the mark away itself.
        if (!this.pending().some((other) => keyOf(other) === keyOf(mark))) mended = true;
      }
    }
    this.mending = false;
  }

  /** Whether a gate will look at a mark, or look again. */
  private isRepaired({ department, table, window }: Mark): boolean {
    const gate = gateOf(department, table);
    return [...this.world.platform.triggers.values()].some(
      ({ name, pipeline }) => gate.test(pipeline) && !this.triggers.succeeded(name, window, window + 1),
    );
  }

  /** The gate of a table for its own windows, which are the shortest. */
  private gateOf({ department, table }: Mark): string | undefined {
    const gate = gateOf(department, table);
    const minutes = (name: string): number => Number(gate.exec(name)?.[1]);
    return [...this.world.platform.pipelines.keys()]
      .filter((name) => gate.test(name))
      .sort((a, b) => minutes(a) - minutes(b))[0];
  }

  /** Folders that a mark's table reads. */
  private before(mark: Mark): string[] {
    const own = this.folders(mark);
    const before = own.flatMap((folder) => upstreamOf(this.world.platform, folder));
    return before.filter((folder) => !own.includes(folder));
  }

  /** Delta folders of a mark's table. */
  private folders({ department, table }: Mark): string[] {
    return this.sinksOf(`${department}_flow_${table}`);
  }

  /** Delta folders that the data flows of a part write. */
  private writes({ activities }: Part): string[] {
    return activities
      .filter(({ type }) => type === 'ExecuteDataFlow')
      .flatMap(({ properties }) => this.sinksOf(textIn(objectIn(properties, 'dataFlow'), 'referenceName')));
  }

  private sinksOf(flow: string): string[] {
    const { sinks } = this.world.dataFlows.named(flow);
    return sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder({}));
  }

  /** The tables that a pipeline can be asked for. */
  private casesOf(pipeline: string): string[] {
    const activities = this.world.platform.pipelines.get(pipeline)?.activities ?? [];
    return activities.flatMap(({ inner }) =>
      Object.keys(inner).flatMap((name) =>
        name.startsWith(caseOf('')) ? [name.slice(caseOf('').length)] : [],
      ),
    );
  }
}

const keyOf = ({ container, table, window, written }: Mark): string =>
  [container, table, window, written].join(' ');

function gateOf(department: string, table: string): RegExp {
  return new RegExp(`^${department}_complete_${table}_(\\d+)$`);
}
