import { AZURE_LIMITS, TRIGGERED_LANDING, TRIGGERED_LANDING_RUN } from '../../model';
import { computedOnce } from '../../model/collections';
import { MONTH_DAYS, MONTH_HOURS } from '../prices/meters';
import { combined, exactly, product, type Range, sumOf } from '../range';
import {
  numberOf,
  pathOf,
  type SynthesizedStacks,
  textOf,
  type WrittenResource,
} from '../synthesized-stacks';
import { MEGABYTE, streamNamed, type Volume } from '../volumes';
import { type UsageContext, type UsageOf } from './usage';

/** An event is billed for each 64 KB that it has. Source: "Event Hubs pricing", ingress events. */
const EVENT_BYTES = 64 * 1024;

/** What a namespace costs by its units. */
export const namespaceUsage: UsageOf = (resource) => {
  const { block } = resource;
  const units = numberOf(block, 'capacity', 1);
  const most =
    block.auto_inflate_enabled === true ? numberOf(block, 'maximum_throughput_units', units) : units;
  const sku = textOf(block, 'sku');
  return [
    {
      resource,
      what: `${units} throughput ${units === 1 ? 'unit' : 'units'}`,
      meter:
        sku === 'Standard'
          ? 'event-hubs/throughput-unit'
          : { unknown: `Event Hubs ${sku}, by the unit and hour` },
      quantity: product({ low: units, likely: units, high: Math.max(units, most) }, MONTH_HOURS),
    },
  ];
};

/** How much of a source comes in by a hub. */
export function hubVolume(hub: WrittenResource, volumes: readonly Volume[]): Volume | undefined {
  // Where stacks are written without their construct paths, an id ends with a checksum.
  const [, source] = /Hub-([\w-]+?)(?:_[0-9A-F]{8})?$/.exec(pathOf(hub)) ?? [];
  return source === undefined ? undefined : streamNamed(volumes, source);
}

/** What the events of a source cost that come in by a hub. */
export const hubUsage: UsageOf = (resource, { volumes }) => {
  const volume = hubVolume(resource, volumes);
  if (volume === undefined) return [];
  const billed = combined([volume.textBytes], (bytes) => Math.max(1, Math.ceil(bytes / EVENT_BYTES)));
  return [
    {
      resource,
      what: `events of ${volume.source}`,
      meter: 'event-hubs/events',
      quantity: product(billed, volume.rowsPerDay * MONTH_DAYS),
      assumptions: ['rowTextFill'],
    },
  ];
};

/** What a streaming job costs while it runs. */
export const jobUsage: UsageOf = (resource, context) => {
  const { block } = resource;
  const units = numberOf(block, 'streaming_units', 1);
  const isV2 = textOf(block, 'sku_name') === 'StandardV2';
  const hours = jobHours(resource, context);
  return [
    {
      resource,
      what: `${isV2 ? describeUnits(units) : `${units} units`}, while it runs`,
      meter: isV2 ? 'stream-analytics/unit-v2' : 'stream-analytics/unit',
      quantity: product(hours, isV2 ? unitsOfV2(units) : units),
      assumptions: [isTriggered(resource, context) ? 'triggeredLandingMinutes' : 'jobHoursPerDay'],
    },
  ];
};

/**
 * Streaming units of StandardV2 by azurerm's numbers: 3 and 7 are a third and two thirds of one, ten are one. Source:
 * "Understand and adjust Streaming Units".
 */
export function unitsOfV2(units: number): number {
  if (units === 3) return 1 / 3;
  return units === 7 ? 2 / 3 : units / 10;
}

function describeUnits(units: number): string {
  if (units === 3) return 'a third of a V2 unit';
  if (units === 7) return 'two thirds of a V2 unit';
  return units === 10 ? 'one V2 unit' : `${units / 10} V2 units`;
}

/** Hours of a month that a job runs: all day where it is scheduled, once a day where pipelines may start and stop it. */
export function jobHours(job: WrittenResource, context: UsageContext): Range {
  const { assumed, running } = context;
  if (!running) return exactly(0);
  if (isTriggered(job, context)) return product(landingMinutes(job, context), MONTH_DAYS / 60);
  return isScheduled(job, context) ? product(assumed.jobHoursPerDay, MONTH_DAYS) : exactly(0);
}

/** A job without a schedule stands still; where no job has one, the environment is stopped, and priced as if it ran. */
function isScheduled(job: WrittenResource, { stacks }: UsageContext): boolean {
  const { scheduled } = startedJobs(stacks);
  return scheduled.size === 0 || scheduled.has(keyOf(job, stacks));
}

/**
 * Minutes that a job runs to land a day: the assumed ones, in which it reads for as long as it is not asked what is left, and what longer
 * reading takes; no more than there are.
 */
function landingMinutes(job: WrittenResource, { assumed, stacks, volumes }: UsageContext): Range {
  const inputs = stacks
    .ofTypeIn('azurerm_stream_analytics_stream_input_eventhub_v2', job.stack)
    .filter(
      ({ stack, block }) => stacks.placeOf(stack, block.stream_analytics_job_id).key === keyOf(job, stacks),
    );
  const day = sumOf(
    inputs.flatMap(({ stack, block }) => {
      const hub = stacks.placeOf(stack, block.eventhub_name).resource;
      const volume = hub && hubVolume(hub, volumes);
      return volume === undefined ? [] : [product(volume.textBytes, volume.rowsPerDay / MEGABYTE)];
    }),
  );
  const perMinute =
    60 * unitsOfV2(numberOf(job.block, 'streaming_units', 1)) * AZURE_LIMITS.megabytesPerStreamingUnit.most;
  const { minutes } = TRIGGERED_LANDING;
  return combined([assumed.triggeredLandingMinutes, day], (run, megabytes) => {
    const reading = (megabytes * (1 + TRIGGERED_LANDING_RUN.overlap / minutes)) / perMinute;
    return Math.min(minutes, run + Math.max(0, reading - TRIGGERED_LANDING_RUN.catchUp));
  });
}

/** Who may start a job does so once a day. */
function isTriggered(job: WrittenResource, { stacks }: UsageContext): boolean {
  return startedJobs(stacks).triggered.has(keyOf(job, stacks));
}

/** The jobs that land once a day: pipelines may start them. */
export function triggeredJobs(stacks: SynthesizedStacks): ReadonlySet<string> {
  return startedJobs(stacks).triggered;
}

interface StartedJobs {
  readonly scheduled: ReadonlySet<string>;
  readonly triggered: ReadonlySet<string>;
}

/** Each job asks for all schedules and permissions: they are gone through once. */
const STARTED = new WeakMap<SynthesizedStacks, StartedJobs>();

function startedJobs(stacks: SynthesizedStacks): StartedJobs {
  const keys = (
    type: string,
    attribute: string,
    counts: (resource: WrittenResource) => boolean,
  ): Set<string> =>
    new Set(
      stacks
        .ofType(type)
        .filter(counts)
        .map(({ stack, block }) => stacks.placeOf(stack, block[attribute]).key),
    );
  return computedOnce(STARTED, stacks, () => ({
    scheduled: keys('azurerm_stream_analytics_job_schedule', 'stream_analytics_job_id', () => true),
    triggered: keys(
      'azurerm_role_assignment',
      'scope',
      ({ block }) => block.role_definition_name === 'Lakehouse Landing Operator',
    ),
  }));
}

function keyOf({ stack, type, name }: WrittenResource, stacks: SynthesizedStacks): string {
  return stacks.placeOf(stack, `\${${type}.${name}.id}`).key;
}
