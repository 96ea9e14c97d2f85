import { type Interval } from '../../model';
import * as activities from './activities';
import { type Pipeline } from './pipeline';
import { MAX_DEPENDENCIES, type TumblingWindow } from './trigger';
import { WINDOW_START } from './window';

/** A pipeline's trigger, after those of the gates that it takes. */
export interface GatedTriggers {
  /** Pipelines that do nothing. */
  readonly gates: readonly Pipeline[];
  /** The gates' triggers, each after those it waits for, then the pipeline's own. */
  readonly triggers: readonly TumblingWindow[];
}

/** A trigger; where it would wait for more than it can, pipelines that do nothing wait for some, like a tree. */
export function gatedTriggers(
  pipeline: Pipeline,
  props: {
    readonly interval: Interval;
    readonly dependsOn: readonly string[];
    readonly delayMinutes: number;
    /** The day with which the first window of the first of some triggers begins that has one of its own. */
    readonly firstDay: (...triggers: readonly string[]) => string | undefined;
    readonly subject?: string | undefined;
    readonly fills?: TumblingWindow['fills'];
    readonly copies?: TumblingWindow['copies'];
    readonly awaits: readonly string[];
  },
): GatedTriggers {
  const { interval, delayMinutes, firstDay, subject, fills, copies, awaits } = props;
  const about = (name: string): Pick<TumblingWindow, 'from' | 'subject'> => {
    const from = firstDay(name, pipeline.name);
    return { ...(from !== undefined && { from }), ...(subject !== undefined && { subject }) };
  };
  const waiting = [...props.dependsOn];
  const gates: Pipeline[] = [];
  const triggers: TumblingWindow[] = [];
  for (let number = 1; waiting.length > MAX_DEPENDENCIES; number++) {
    const gate = `${pipeline.name}_gate_${number}`;
    gates.push({
      name: gate,
      description: `Waits for a part of what ${pipeline.name} depends on`,
      parameters: {},
      activities: [activities.wait({ name: 'AllThere', seconds: 1 })],
    });
    // No more than are too many: the fewest gates.
    const some = waiting.splice(0, Math.min(MAX_DEPENDENCIES, waiting.length - MAX_DEPENDENCIES + 1));
    triggers.push({
      name: gate,
      pipeline: gate,
      interval,
      delayMinutes: 0,
      dependsOn: some,
      ...about(gate),
      passesWindow: false,
    });
    waiting.push(gate);
  }
  triggers.push({
    name: pipeline.name,
    pipeline: pipeline.name,
    interval,
    delayMinutes,
    dependsOn: waiting,
    ...about(pipeline.name),
    ...(fills && { fills }),
    ...(copies && { copies }),
    ...(awaits.length > 0 && { awaits }),
    passesWindow: WINDOW_START in pipeline.parameters,
  });
  return { gates, triggers };
}
