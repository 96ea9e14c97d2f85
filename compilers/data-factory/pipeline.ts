import { AZURE_LIMITS } from '../../model';
import { computedOnce } from '../../model/collections';
import { type Activity } from './activities';

/** A pipeline as plain data. */
export interface Pipeline {
  /** Unique in a factory, 140 characters at most. */
  readonly name: string;
  /** What it does, for its reader in Data Factory. */
  readonly description: string;
  /** Names and default values; Data Factory's provider knows text only. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether several runs go at a time. @default false: further ones queue */
  readonly atOnce?: boolean;
  /** What it does, in any order: dependencies decide. */
  readonly activities: readonly Activity[];
}

/** Most activities of one pipeline. */
export const MAX_ACTIVITIES = AZURE_LIMITS.pipelineActivities.most;
/** Most cases of a choice. Source: "Switch activity in Azure Data Factory". */
export const MAX_CASES = 25;
/** Longest name of an activity in characters. */
export const MAX_ACTIVITY_NAME = 55;
/** Longest name of a pipeline in characters. */
export const MAX_PIPELINE_NAME = 140;
/** Longest expression in characters. */
export const MAX_EXPRESSION = AZURE_LIMITS.expressionCharacters.most;
/** Most items that a loop runs at once. */
export const MAX_BATCH_COUNT = AZURE_LIMITS.loopItemsAtOnce.most;

const WRITTEN = new WeakMap<Pipeline, string>();

/** The activities of a pipeline as the provider takes them: a JSON array. Written once: it is checked, searched and synthesized. */
export function activitiesJson(pipeline: Pipeline): string {
  return computedOnce(WRITTEN, pipeline, () => JSON.stringify(pipeline.activities));
}
