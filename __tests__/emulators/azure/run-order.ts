import { evaluate } from '../pipeline-expressions';
import type { Run } from './activities';
import { dataFlowsOf, type Flow, type FlowParameters } from './data-flows';
import { iso } from './engine';
import { type Json, objectIn, textIn, textOr } from './json';
import { partsRunBy } from './parts';
import type { Activity } from './pipeline';
import type { Platform, Trigger } from './platform';

/** Who writes a folder: the triggers of the shortest windows for which it is written, and the pipelines that copy into it. */
interface Writers {
  readonly triggers: readonly Trigger[];
  readonly copies: readonly string[];
}

/** Watches when folders are written for which window, and that nothing reads one that is still being written for its own. */
export class RunOrder {
  /** What was read too early. */
  readonly found: string[] = [];
  /** When a folder was written first for a window. */
  private readonly done = new Map<string, number>();
  private writers: ReadonlyMap<string, Writers> = new Map();
  private copied: ReadonlyMap<string, readonly string[]> = new Map();

  /** Looks at the triggers of a platform from now on. */
  follow(platform: Platform): void {
    this.writers = writersOf(platform);
    const copied = new Map<string, string[]>();
    for (const [folder, { copies }] of this.writers)
      for (const pipeline of new Set(copies)) copied.set(pipeline, [...(copied.get(pipeline) ?? []), folder]);
    this.copied = copied;
  }

  /** A run of a pipeline for a window succeeded: what it copies is there, or there is nothing. */
  completed(pipeline: string, windowStart: string, now: number): void {
    this.wrote(this.copied.get(pipeline) ?? [], windowStart, now);
  }

  /** Folders were written for a window. */
  wrote(folders: readonly string[], windowStart: string, now: number): void {
    for (const folder of folders) {
      const key = `${folder} ${windowStart}`;
      if (!this.done.has(key)) this.done.set(key, now);
    }
  }

  /** When a folder was written first for the window that begins at a time. */
  doneAt(folder: string, start: number): number | undefined {
    return this.done.get(`${folder} ${iso(start)}`);
  }

  /** The triggers that have a folder written. */
  triggersOf(folder: string): readonly Trigger[] {
    return this.writers.get(folder)?.triggers ?? [];
  }

  /** A data flow begins to read. */
  reads(
    flow: Flow,
    parameters: FlowParameters,
    { triggered, parameters: given = {} }: Run,
    now: string,
  ): void {
    // By hand, somebody runs what they want.
    if (!triggered) return;
    const windowStart = String(given['windowStart']);
    for (const source of flow.sources) {
      const folder = source.folder(parameters);
      const reached = flow.reached.get(source.stream) ?? [];
      // A table is read by the run that writes it, too: others get its rows from the run itself, which the rows of all tables show.
      if (flow.sinks.some((sink) => sink.folder(parameters) === folder)) continue;
      const own = reached.flatMap((sink) => this.triggersOf(baseOf(sink.folder(parameters))));
      const from = Date.parse(windowStart) / 60_000;
      const to = from + Math.min(...own.map(({ length }) => length));
      for (const { name, start, length } of this.triggersOf(baseOf(folder)))
        for (let at = Math.max(start, from); at + length <= to; at += length)
          if (this.doneAt(baseOf(folder), at) === undefined)
            this.found.push(
              `${flow.name} of ${windowStart} read ${folder} at ${now}, before ${name} of ${iso(at)} was done`,
            );
    }
  }
}

/** A folder without what depends on the window. */
function baseOf(folder: string): string {
  return folder.replace(/\/\d{4}\/.*$/, '').replace(/\/$/, '');
}

function writersOf(platform: Platform): ReadonlyMap<string, Writers> {
  const found = new Map<string, { triggers: Trigger[]; copies: string[] }>();
  for (const trigger of platform.triggers.values())
    for (const { pipeline, activities } of partsRunBy(platform, trigger.pipeline))
      for (const activity of activities)
        for (const folder of writtenBy(platform, activity)) {
          const writers = found.get(folder) ?? { triggers: [], copies: [] };
          found.set(folder, writers);
          if (activity.type === 'Copy') writers.copies.push(pipeline);
          // What runs for longer windows runs those inside again.
          const shortest = Math.min(trigger.length, ...writers.triggers.map(({ length }) => length));
          writers.triggers = [...new Set([...writers.triggers, trigger])].filter(
            ({ length }) => length === shortest,
          );
        }
  return found;
}

function writtenBy(platform: Platform, { type, properties, outputs }: Activity): string[] {
  if (type === 'ExecuteDataFlow') {
    const flow = dataFlowsOf(platform).named(textIn(objectIn(properties, 'dataFlow'), 'referenceName'));
    return flow.sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder({}));
  }
  if (type !== 'Copy') return [];
  return outputs.flatMap(({ name, parameters }) => {
    const { location } = platform.datasets.get(name)!;
    const { folder: given = '' } = parameters;
    const text = typeof given === 'string' ? given : textOr(given as Json, 'value', '');
    if (/activity\(|variables\(|item\(/.test(text)) return [];
    const folder = String(evaluate(text, { parameters: { windowStart: '2000-01-01T00:00:00Z' } }));
    return baseOf(`${String(location['fileSystem'])}/${folder}`);
  });
}
