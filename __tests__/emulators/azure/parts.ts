import { type Json, objectIn, textIn, textOr } from './json';
import { type Activity, caseOf, everyActivity } from './pipeline';
import type { Platform } from './platform';

/** What a run of a pipeline may do: all of it, or what belongs to the one table that it is asked for. */
export interface Part {
  /** The pipeline. */
  readonly pipeline: string;
  /** What an alert calls such a run. */
  readonly about: string;
  /** Those inside others included. */
  readonly activities: readonly Activity[];
}

/** What an alert calls a run: its pipeline, and the table where it was asked for one. */
export function aboutOf(pipeline: string, parameters: Readonly<Record<string, unknown>> = {}): string {
  const { table } = parameters;
  return typeof table === 'string' && table !== '' ? `${pipeline} ${table}` : pipeline;
}

/** A run of a pipeline, for one table where one is given, and those that it starts. */
export function partsRunBy(platform: Platform, pipeline: string, table = ''): Part[] {
  const all = platform.pipelines.get(pipeline)?.activities ?? [];
  const chosen = all.flatMap(({ inner }) => inner[caseOf(table)] ?? []);
  const activities = everyActivity(chosen.length > 0 ? chosen : all);
  const started = activities
    .filter(({ type }) => type === 'ExecutePipeline')
    .flatMap(({ properties }) =>
      partsRunBy(
        platform,
        textIn(objectIn(properties, 'pipeline'), 'referenceName'),
        textOr((properties['parameters'] ?? {}) as Json, 'table', ''),
      ),
    );
  return [{ pipeline, about: aboutOf(pipeline, { table }), activities }, ...started];
}
