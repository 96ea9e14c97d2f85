import { AZURE_LIMITS, type Interval } from '../../model';

/** A tumbling window trigger as plain data: it starts one pipeline for each window, in order. */
export interface TumblingWindow {
  /** Unique in a factory. */
  readonly name: string;
  /** Name of the pipeline it starts. */
  readonly pipeline: string;
  /** Length of a window. */
  readonly interval: Interval;
  /** Minutes to wait after a window's end. */
  readonly delayMinutes: number;
  /** Names of triggers whose windows inside this one must have succeeded. */
  readonly dependsOn: readonly string[];
  /** The day, `YYYY-MM-DD`, with which its first window begins; absent while triggers are stopped. */
  readonly from?: string | undefined;
  /** What it runs for, `<department>.<source or table>`; absent where that is several. */
  readonly subject?: string | undefined;
  /** Tables that its pipeline fills together, `<department>.<table>`. @default none */
  readonly fills?: readonly string[];
  /** Pipelines that its pipeline runs first for the same window, and the source that each copies, `<department>.<source>`. @default none */
  readonly copies?: readonly { readonly pipeline: string; readonly subject: string }[];
  /** Names of triggers in other factories, for whose marks the pipeline waits. @default none */
  readonly awaits?: readonly string[];
  /** Whether the pipeline has a window parameter. */
  readonly passesWindow: boolean;
}

/** Most triggers that one can depend on. */
export const MAX_DEPENDENCIES = AZURE_LIMITS.triggerDependencies.most;

/** Leaves out what is already waited for through another dependency. */
export function withoutTransitive(
  names: readonly string[],
  dependsOn: (name: string) => readonly string[],
): string[] {
  const reachable = (name: string, seen = new Set<string>()): Set<string> => {
    for (const next of dependsOn(name)) {
      if (!seen.has(next)) {
        seen.add(next);
        reachable(next, seen);
      }
    }
    return seen;
  };
  const unique = [...new Set(names)];
  const indirect = new Set(unique.flatMap((name) => [...reachable(name)]));
  return unique.filter((name) => !indirect.has(name));
}
