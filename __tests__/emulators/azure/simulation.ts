import type { World } from './activities';
import { dataFlowsOf } from './data-flows';
import { anyDeliveries, companyDeliveries, type Deliveries, type Span, spanOf, timeOf } from './deliveries';
import { Dice, Engine, iso } from './engine';
import { Faults } from './faults';
import { Marks } from './marks';
import { Operator, type Tools } from './operator';
import { Pipelines } from './pipelines';
import type { Plan } from './plan';
import type { Platform } from './platform';
import { RunOrder } from './run-order';
import { Lake } from './storage';
import { Streams } from './streams';
import { type Changes, planned } from './terraform';
import { Triggers } from './triggers';
import { Watch } from './watch';
import { Writers } from './writers';

/** What is simulated: an environment, and what it is changed to in the middle. */
export interface Subject {
  readonly platform: Platform;
  readonly next: Platform;
  /** Rows are computed; if not, only who runs when, and what arrives in bronze. */
  readonly rows: boolean;
}

/** A plan that was carried out. */
export interface Outcome {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly deliveries: Deliveries;
  readonly lake: Lake;
  readonly triggers: Triggers;
  readonly operator: Operator;
  readonly span: Span;
  readonly changes: readonly { readonly changes: Changes; readonly same: boolean }[];
  readonly marks: Marks;
  readonly faults: Faults;
  readonly order: RunOrder;
  readonly writers: Writers;
}

/**
 * Carries out a plan, and lets everything come to rest.
 *
 * @param intervene what somebody does besides, at times of its own.
 */
export function simulate(subject: Subject, asked: Plan, intervene?: (tools: Tools) => void): Outcome {
  const { platform } = subject;
  const first = Math.min(...[...platform.triggers.values()].map(({ start }) => start));
  const span = spanOf(first, asked);
  const plan = withShorterStops(asked, subject, span);
  const engine = new Engine(span.deployed);
  const lake = new Lake();
  const dice = new Dice(plan.seed);
  const deliveries = (subject.rows ? companyDeliveries : anyDeliveries)(plan, span, platform);
  const streams = new Streams(engine, lake, plan.latency);
  const watch = new Watch(engine, streams, () => world.platform.stacks);
  const order = new RunOrder();
  const writers = new Writers();
  const dataFlows = dataFlowsOf(platform, subject.rows);
  const faults = new Faults(plan, span, { engine, dice }, dataFlows);
  const world: World = {
    engine,
    lake,
    dice,
    platform,
    dataFlows,
    fetch: (url) => deliveries.page(url, engine.now),
    failure: faults.failure,
    broken: (folders, run) => faults.broken(folders, run),
    writesInPart: () => plan.outages.some(({ inPart }) => inPart),
    reads: (flow, parameters, run) => order.reads(flow, parameters, run, iso(engine.now)),
    writes: (flow, parameters, run) => writers.begin(flow, parameters, run, engine.now),
    wrote: (folders, { parameters = {} }) =>
      order.wrote(folders, String(parameters['windowStart']), engine.now),
    completed: (pipeline, windowStart) => order.completed(pipeline, windowStart, engine.now),
    ran: (pipeline, status, parameters) => watch.ran(pipeline, status, parameters),
    did: (pipeline, activity, status, output) => watch.did(pipeline, activity, status, output),
  };
  secrets(world);
  const pipelines = new Pipelines(world);
  const triggers = new Triggers(engine, pipelines, () => span.end);
  const marks = new Marks(world, pipelines, triggers, watch);
  const tools = { world, marks, pipelines, streams, triggers, watch, faults, plan, span };
  const operator = new Operator(tools);
  order.follow(platform);
  streams.deploy(platform, new Set());
  triggers.deploy(platform, new Set());

  const changes: { changes: Changes; same: boolean }[] = [];
  for (const { at, next } of plan.deployments)
    engine.at(timeOf(span, at), () => {
      const to = next ? subject.next : world.platform;
      const plans = planned(world.platform.stacks, to.stacks);
      changes.push({ changes: plans, same: to === world.platform });
      world.platform = to;
      world.dataFlows = dataFlowsOf(to, subject.rows);
      order.follow(to);
      operator.deployed();
      const restarted = restartedBy(plans, to);
      streams.deploy(to, restarted);
      triggers.deploy(to, replacedTriggers(plans, to));
    });
  for (const delivery of deliveries.sent) {
    const { time } = delivery;
    const arrive = (): void => {
      if (delivery.kind === 'event') streams.send(delivery.hub, delivery.row);
      else lake.write(delivery.folder, delivery.name, delivery.rows, time);
    };
    // Landing is there before anything runs.
    if (time < engine.now) arrive();
    else engine.at(time, arrive);
  }
  operator.work();
  intervene?.(tools);
  engine.run(span.end);
  operator.settle();
  return {
    subject,
    plan,
    deliveries,
    lake,
    triggers,
    operator,
    marks,
    faults,
    order,
    writers,
    span,
    changes,
  };
}

/** Minutes that hubs of the simulated company are to keep events, whatever a mutant makes of that. */
const KEPT_BY_SIMULATED_HUBS = 3 * 1440;
/** Minutes until a job that goes on has written what came in the meantime, beside what each of its events takes. */
const CATCHES_UP = 15;

/**
 * Stops that are shorter than events stay in any hub. A job that is stopped again before it has written what it had missed stood still all
 * the time.
 */
function withShorterStops(plan: Plan, { platform: { hubs }, rows }: Subject, span: Span): Plan {
  const kept = [...hubs.values()].map(({ retention }) => retention);
  const most = (rows ? KEPT_BY_SIMULATED_HUBS : Math.min(...kept)) - 60;
  let [since, until] = [-Infinity, -Infinity];
  const stops = [...plan.stops]
    .sort((one, other) => one.at - other.at)
    .map((stop) => {
      const from = timeOf(span, stop.at);
      if (from > until + plan.latency + CATCHES_UP) since = from;
      const minutes = Math.max(0, Math.min(stop.minutes, since + most - from));
      until = Math.max(until, from + minutes);
      return { ...stop, minutes };
    });
  return { ...plan, stops };
}

/** The schedule of a job is replaced: the job stops, and starts again. */
function restartedBy({ replaced }: Changes, { stacks }: Platform): ReadonlySet<string> {
  const jobs = new Set<string>();
  for (const { resource = {} } of stacks)
    for (const [name, block] of Object.entries(resource['azurerm_stream_analytics_job_schedule'] ?? {})) {
      const [job] = /azurerm_stream_analytics_job\.[A-Za-z0-9_-]+/.exec(JSON.stringify(block)) ?? [];
      if (job !== undefined && replaced.has(`azurerm_stream_analytics_job_schedule.${name}`)) jobs.add(job);
    }
  return jobs;
}

function replacedTriggers({ replaced }: Changes, { stacks }: Platform): ReadonlySet<string> {
  const type = 'azurerm_data_factory_trigger_tumbling_window';
  return new Set(
    stacks.flatMap(({ resource = {} }) =>
      Object.entries(resource[type] ?? {})
        .filter(([name]) => replaced.has(`${type}.${name}`))
        .map(([, block]) => String(block['name'])),
    ),
  );
}

/** What people put there by hand before the first run, as the manual steps say. */
function secrets({ platform, lake, engine }: World): void {
  for (const { location } of platform.datasets.values())
    if (/-secrets$/.test(String(location['fileSystem'])) && typeof location['fileName'] === 'string')
      lake.write(
        String(location['fileSystem']),
        location['fileName'],
        [{ id: 'secret', cells: { pepper: 'pepper' } }],
        engine.now,
      );
}
