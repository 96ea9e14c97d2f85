import type { ShellCommand } from '../support/azure-commands';
import { azureCommands, does, given, runbook } from '../support/runbook-pages';
import { simulatedCompany, terraformOf } from '../support/simulated-company';
import { iso, type Process } from './azure/engine';
import { violations } from './azure/invariants';
import { type Tools } from './azure/operator';
import { type Plan } from './azure/plan';
import { platformOf } from './azure/platform';
import { simulate } from './azure/simulation';

/** The simulated company, as it is deployed. */
export const platform = platformOf(terraformOf(simulatedCompany()));
const subject = { platform, next: platform, rows: true };
/** Minutes. */
export const DAY = 1440;

/** A quiet week, in which nobody but a runbook mends anything. */
export const WEEK: Plan = {
  seed: 7,
  days: 7,
  deployedAfter: 0,
  orders: Array.from({ length: 40 }, (_, index) => ({
    at: 250 * index,
    order: index,
    late: 0,
    status: 'placed',
    amount: 100 + index,
    currency: 'EUR',
    lines: [{ product: index % 3, quantity: 1 }],
    again: undefined,
  })),
  rates: [],
  counts: [],
  lateFiles: [],
  outages: [],
  transient: 0,
  latency: 1,
  stops: [],
  deployments: [],
  backfills: [],
  broken: [],
  lookEvery: 100,
};

/** The commands of a page's part, for the department that the simulated company has. */
export function commandsOf(
  page: string,
  filledIn: Readonly<Record<string, string>>,
  heading: string,
): ShellCommand[] {
  return azureCommands(runbook(page, { department: 'shop', lake: 'lake', ...filledIn }, heading));
}

/** Does what a command says; one that is not known here was never tried. */
export function* carriedOut(
  { world: { engine, lake }, span, pipelines, streams, triggers }: Tools,
  command: ShellCommand,
  parameters?: Readonly<Record<string, string>>,
): Process {
  const name = given(command, 'name');
  switch (does(command)) {
    case 'datafactory trigger stop': {
      triggers.stopOne(name);
      const inProgress = (): boolean =>
        triggers
          .within(name, span.start, engine.now)
          .some(([, { state }]) => state === 'running' || state === 'retrying');
      while (inProgress()) yield 5;
      return;
    }
    case 'datafactory trigger start':
      triggers.startOne(name);
      return;
    case 'datafactory trigger-run rerun': {
      // A run is known by its window here.
      const at = Date.parse(given(command, 'run-id')) / 60_000;
      const [found] = triggers.within(given(command, 'trigger-name'), at, engine.now);
      expect(found?.[1]).toMatchObject({ start: at, state: 'failed' });
      triggers.rerun(...found!);
      return;
    }
    case 'storage fs directory delete': {
      const folder = `${given(command, 'file-system')}/${name}`;
      expect([folder, lake.table(folder)]).not.toEqual([folder, undefined]);
      lake.drop(folder);
      return;
    }
    case 'datafactory pipeline create-run': {
      const asked = JSON.parse(given(command, 'parameters')) as Readonly<Record<string, string>>;
      if (!platform.pipelines.has(name)) throw new Error(`no pipeline ${name}`);
      const { ending } = yield* pipelines.run(name, { ...asked, ...parameters });
      expect([name, ending]).toEqual([name, 'Succeeded']);
      return;
    }
    case 'stream-analytics job stop':
      streams.stop(given(command, 'job-name'));
      return;
    case 'stream-analytics job start':
      expect(given(command, 'output-start-mode')).toBe('CustomTime');
      streams.start(given(command, 'job-name'), 'CustomTime', given(command, 'output-start-time'));
      return;
    default:
      throw new Error(`never tried: ${does(command)}`);
  }
}

/** The windows that a trigger has run, "to the last that the trigger has run", from a time on. */
export function windowsRun({ span, triggers, world }: Tools, trigger: string, from = span.start): string[] {
  return triggers
    .within(trigger, from, world.engine.now)
    .filter(([, { state }]) => state === 'succeeded')
    .map(([, { start }]) => iso(start));
}

/** When something is broken, and when somebody comes: minutes after the deployment. */
export interface Times {
  readonly plan?: Plan;
  readonly broken?: number;
  readonly mended?: number;
}

/** What is out of order after the week: with something broken on the third day, and with its runbook on the fifth or without. */
export function afterwards(
  damage: (tools: Tools) => void,
  runbook?: (tools: Tools) => Process,
  { plan = WEEK, broken = 3 * DAY, mended = 5 * DAY + 30 }: Times = {},
): string[] {
  let done = runbook === undefined;
  const outcome = simulate(subject, plan, (tools) => {
    const { engine } = tools.world;
    engine.at(tools.span.deployed + broken, () => damage(tools));
    if (runbook !== undefined)
      engine.at(tools.span.deployed + mended, () =>
        engine.spawn(runbook(tools), () => {
          done = true;
        }),
      );
  });
  expect(done).toBe(true);
  // Whoever stops triggers makes tables late, and knows it.
  return violations(outcome)
    .map(({ invariant }) => invariant)
    .filter((invariant) => invariant !== 'alone');
}
