import type { Run } from './activities';
import type { Flow, FlowParameters } from './data-flows';
import { iso } from './engine';

/** Watches that a Delta table is written by one data flow at a time: from when it reads until it has written. */
export class Writers {
  /** What was written by two at once. */
  readonly found: string[] = [];
  private readonly writing = new Map<string, string>();

  /** A data flow begins; gives what is to be done when it has ended, well or not. */
  begin(
    flow: Flow,
    parameters: FlowParameters,
    { pipeline, parameters: given = {} }: Run,
    now: number,
  ): () => void {
    const run = `${pipeline} of ${String(given['windowStart'])}`;
    const folders = flow.sinks
      .filter(({ format }) => format === 'delta')
      .map((sink) => sink.folder(parameters));
    for (const folder of folders) {
      const other = this.writing.get(folder);
      if (other !== undefined) this.found.push(`${folder} was written at ${iso(now)} by ${run} and ${other}`);
      this.writing.set(folder, run);
    }
    return () => {
      for (const folder of folders) if (this.writing.get(folder) === run) this.writing.delete(folder);
    };
  }
}
