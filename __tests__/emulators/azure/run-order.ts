import { evaluate, type RunContext } from '../pipeline-expressions';
import { dataFlowsOf } from './data-flows';
import { iso } from './engine';
import { type Json, objectIn, textIn, textOr } from './json';
import { type Activity, everyActivity } from './pipeline';
import type { Platform, Trigger } from './platform';

/** Watches that a run which a trigger starts reads nothing that is still being written for the same time. */
export class RunOrder {
  /** What was read too early. */
  readonly found: string[] = [];
  private readonly done = new Set<string>();
  private writers: ReadonlyMap<string, readonly Trigger[]> = new Map();

  /** Looks at the triggers of a platform from now on. */
  follow(platform: Platform): void {
    this.writers = writersOf(platform);
  }

  /** A run of a pipeline for a window succeeded. */
  completed(pipeline: string, windowStart: string): void {
    this.done.add(`${pipeline} ${windowStart}`);
  }

  /** A data flow begins to read folders. */
  reads(flow: string, folders: readonly string[], { window, runId = '' }: RunContext, now: string): void {
    if (window === undefined) return;
    const [from, to] = [Date.parse(window.start) / 60_000, Date.parse(window.end) / 60_000];
    for (const folder of folders)
      for (const { name, pipeline, start, length } of this.writers.get(baseOf(folder)) ?? [])
        for (let at = Math.max(start, from); at + length <= to; at += length)
          // A table is read by the run that writes it, too.
          if (!this.done.has(`${pipeline} ${iso(at)}`) && runId.replace(/-\d+$/, '') !== pipeline)
            this.found.push(
              `${flow} of ${window.start} read ${folder} at ${now}, before ${name} of ${iso(at)} was done`,
            );
  }
}

/** A folder without what depends on the window. */
function baseOf(folder: string): string {
  return folder.replace(/\/\d{4}\/.*$/, '').replace(/\/$/, '');
}

/** Triggers whose pipelines write a folder, by the folder. */
function writersOf(platform: Platform): ReadonlyMap<string, readonly Trigger[]> {
  const found = new Map<string, Trigger[]>();
  const flows = dataFlowsOf(platform);
  const folders = ({ type, properties, outputs }: Activity): string[] => {
    if (type === 'ExecuteDataFlow') {
      const flow = flows.named(textIn(objectIn(properties, 'dataFlow'), 'referenceName'));
      return flow.sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder({}));
    }
    if (type !== 'Copy') return [];
    return outputs.map(({ name, parameters }) => {
      const { location } = platform.datasets.get(name)!;
      const { folder: given = '' } = parameters;
      const text = typeof given === 'string' ? given : textOr(given as Json, 'value', '');
      if (/activity\(|variables\(|item\(/.test(text)) return '';
      const folder = String(evaluate(text, { parameters: { windowStart: '2000-01-01T00:00:00Z' } }));
      return baseOf(`${String(location['fileSystem'])}/${folder}`);
    });
  };
  for (const trigger of platform.triggers.values())
    for (const activity of everyActivity(platform.pipelines.get(trigger.pipeline)?.activities ?? []))
      for (const folder of new Set(folders(activity)))
        found.set(folder, [...(found.get(folder) ?? []), trigger]);
  return found;
}
