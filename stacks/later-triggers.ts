import { type TumblingWindow } from '../compilers/internal';
import { type Environment, type Issue, listed, suggestion } from '../model';
import { pipelineSetsIn } from './environment-stacks';
import type { LakehouseStack } from './lakehouse-stack';

/** The triggers of an environment, and what is known of when they are deployed. */
export interface LaterTriggers {
  /** The environment. */
  readonly environment: Environment;
  /** Those of all its stacks. */
  readonly triggers: readonly TumblingWindow[];
  /** The day, `YYYY-MM-DD`, of the deployment. @default not known: what was there before is taken to have run by then */
  readonly asOf?: string | undefined;
}

const DAY = 24 * 60 * 60_000;

/** The triggers of stacks, in order. */
export function triggersIn(stacks: readonly LakehouseStack[]): TumblingWindow[] {
  return pipelineSetsIn(stacks).flatMap(({ definition }) => definition.triggers);
}

/** Everything wrong with the later first days of an environment. */
export function laterIssues({ environment, triggers, asOf }: LaterTriggers): Issue[] {
  const { running, name } = environment;
  if (running?.since === undefined) return [];
  const at = `environment ${name}`;
  const known = new Set(triggers.flatMap(namesOf));
  const unknown = Object.keys(running.since).filter((key) => !known.has(key));
  return [
    ...unknown.map((key): Issue => ({
      code: 'LH5013',
      at,
      prop: 'running.since',
      got: `has "${key}", which is nothing that a trigger runs for${suggestion(key, known)}`,
      allowed: listed([...known].filter((each) => each.includes('.'))),
      change: 'correct it, or take it out',
    })),
    ...triggers.flatMap((trigger) => outOfStep(at, trigger, running.from)),
    // What begins with the environment has run by the day of the deployment: no window of it waits for one before that.
    ...waits(triggers).flatMap(([reader, read]) =>
      reader.from !== running.from || (asOf !== undefined && read.from > asOf)
        ? [waitIssue(at, reader, read)]
        : [],
    ),
  ];
}

/** What is wrong with later first days where nothing has run yet: what begins with the environment runs every window since. */
export function firstWaitIssues({ environment, triggers }: LaterTriggers): Issue[] {
  const from = environment.running?.from;
  return waits(triggers)
    .filter(([reader]) => reader.from === from)
    .map(([reader, read]) => waitIssue(`environment ${environment.name}`, reader, read));
}

/** What a first day of its own can be given by: the trigger, and what it runs for. */
function namesOf({ name, subject, fills = [], copies = [] }: TumblingWindow): string[] {
  return [...(subject === undefined ? [] : [subject]), ...fills, ...copies.map((copy) => copy.subject), name];
}

type Dated = TumblingWindow & { readonly from: string };

/** Triggers that begin before another that they wait for. */
function waits(triggers: readonly TumblingWindow[]): (readonly [reader: Dated, read: Dated])[] {
  const dated = triggers.filter((trigger): trigger is Dated => trigger.from !== undefined);
  const named = new Map(dated.map((trigger) => [trigger.name, trigger]));
  return dated.flatMap((reader) =>
    [...reader.dependsOn, ...(reader.awaits ?? [])].flatMap((name) => {
      const read = named.get(name);
      return read && reader.from < read.from ? [[reader, read] as const] : [];
    }),
  );
}

function waitIssue(at: string, reader: Dated, read: Dated): Issue {
  const key = reader.subject ?? reader.name;
  return {
    code: 'LH5015',
    at,
    prop: `running.since.${key}`,
    got: `is ${reader.from}, and ${reader.name} waits for windows of ${read.name}, of which the first begins on ${read.from}`,
    allowed: `${read.from} or a later day; what has run by the day of the deployment may keep its own`,
    change: `give ${read.from}, or ${read.subject ?? read.name} the day of the deployment`,
  };
}

/** Windows are counted from the environment's first day, by the pipelines that run days by hand too. */
function outOfStep(at: string, { name, subject, interval, from }: TumblingWindow, first: string): Issue[] {
  if (from === undefined) return [];
  const length = interval.minutes * 60_000;
  const passed = Date.parse(from) - Date.parse(first);
  if (passed % length === 0) return [];
  let next = Date.parse(from);
  while ((next - Date.parse(first)) % length !== 0) next += DAY;
  const day = new Date(next).toISOString().slice(0, 10);
  return [
    {
      code: 'LH5016',
      at,
      prop: `running.since.${subject ?? name}`,
      got: `is ${from}, in the middle of a window of ${name}, of which one begins on ${first} and every ${interval.minutes} minutes after`,
      allowed: 'a day with which a window begins',
      change: `give ${day}`,
    },
  ];
}
