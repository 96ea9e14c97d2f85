import { type Company } from '../../model';
import { type SmokeTestPlace } from '../../stacks/smoke-document';
import { type RunProgram } from '../doctor/run-program';
import { chainOf, expectedRows } from './expected';
import { runPipeline, type Waiting } from './factory';
import { type LayerResult, layerResults } from './judge';

/** What a smoke test of a department showed. */
export interface SmokeResult {
  /** The department. */
  readonly department: string;
  /** The source whose row it was. */
  readonly source: string;
  /** What each layer did with it, in order. */
  readonly layers: readonly LayerResult[];
}

/** Runs smoke tests, one after the other. */
export async function runTests(
  company: Company,
  tests: readonly SmokeTestPlace[],
  {
    run,
    waiting,
    memoryMiB,
  }: { readonly run: RunProgram; readonly waiting: Waiting; readonly memoryMiB?: number },
): Promise<SmokeResult[]> {
  const results: SmokeResult[] = [];
  for (const place of tests) {
    const expected = await expectedRows(company, place, memoryMiB);
    const { factory, pipeline, department, source } = place;
    const parameters = { [place.parameters.row]: JSON.stringify(expected.row) };
    const activities = await runPipeline({ factory, pipeline, parameters }, run, waiting);
    const layers = layerResults(place, activities, expected, chainOf(company, place));
    results.push({ department, source, layers });
  }
  return results;
}
