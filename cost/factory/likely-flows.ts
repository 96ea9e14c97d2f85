import { type Pipeline } from './factory';
import { dataFlowOf } from './runs';
import { type RunContext, type StepVisitor, visitRun, visitSteps } from './walk';

/** Minutes of a data flow, as likely as they are known, by how many times as many rows come. */
interface LikelyFlow {
  readonly times: number;
  readonly standing: number;
  readonly least: number;
  readonly reading: number;
}

/**
 * Minutes of all data flows of a run, one after the other, when so many times as many rows come as in the context: its pipelines are gone through once for all
 * factors.
 */
export function likelyFlowMinutes(
  pipeline: Pipeline,
  minutes: number,
  context: RunContext,
): (factor: number) => number {
  const flows: LikelyFlow[] = [];
  const collecting: StepVisitor = {
    steps: ({ dataFlows }, within, { likely: times }) => {
      for (const step of dataFlows) {
        const { standing, least, reading } = dataFlowOf(step, within);
        flows.push({
          times,
          standing: standing.likely,
          least: least.likely,
          reading: reading.likely,
        });
      }
    },
    model: () => undefined,
    // What is likely of what nobody knows is the same as in the work of runs: the first branch, and each case as often as any other.
    branch: (steps, _otherwise, within, times) => visitSteps(steps, within, times, collecting),
    choice: (cases, within, { low, likely, high }) => {
      const times = { low, likely: likely / cases.length, high };
      for (const steps of cases) visitSteps(steps, within, times, collecting);
    },
  };
  visitRun(pipeline, minutes, context, collecting);
  return (factor) =>
    flows.reduce(
      (sum, { times, standing, least, reading }) =>
        sum + times * (standing + Math.max(least, reading * factor)),
      0,
    );
}
