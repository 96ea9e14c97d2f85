import { AZURE_LIMITS, type AzureLimit, TRIGGERED_LANDING, TRIGGERED_LANDING_RUN } from '../model';
import { groupBy } from '../model/collections';
import { type Assumed } from './assumptions';
import { assumedIn, type BillInput } from './bill-input';
import { type Capacity, capacity } from './capacity';
import { hubVolume, triggeredJobs, unitsOfV2 } from './meters/streams';
import { type Range } from './range';
import { numberOf, SynthesizedStacks, textOf, type WrittenResource } from './synthesized-stacks';
import { MEGABYTE, type Volume, volumesOf } from './volumes';

/** The service whose units are throughput units. */
export const NAMESPACE = 'Event Hubs namespace';
/** The service whose units are streaming units. */
export const JOB = 'streaming job';

const DAY_SECONDS = 86_400;
const INPUT = 'azurerm_stream_analytics_stream_input_eventhub_v2';

/** By which figures capacities are judged. */
interface Judged {
  /** Events of a second, of the mean. */
  readonly peak: number;
  /** Bytes of a row. */
  readonly bytes: (row: Range) => number;
  /** Minutes in which a job that lands once a day has to have caught up. */
  readonly catchUpMinutes: number;
}

/** What takes streams, by what is likely at the busiest time; of a job that lands once a day, within one run. */
export function likelyStreamCapacities(
  stacks: SynthesizedStacks,
  volumes: readonly Volume[],
  { peakOfMean }: Assumed,
): Capacity[] {
  return streamCapacities(stacks, volumes, {
    peak: peakOfMean.likely,
    bytes: ({ likely }) => likely,
    catchUpMinutes: TRIGGERED_LANDING_RUN.mostToCatchUp,
  });
}

/**
 * What takes streams and surely cannot: with events spread evenly over the day, and as small as they may be, and where they land once a
 * day, with all tries that a window has. What only the busiest hour fills is {@link likelyStreamCapacities}'.
 */
export function overfilledBy(input: BillInput): Capacity[] {
  const stacks = new SynthesizedStacks(input.stacks);
  const volumes = volumesOf(input.company, assumedIn(input));
  const judged: Judged = {
    peak: 1,
    bytes: ({ low }) => low,
    catchUpMinutes: TRIGGERED_LANDING_RUN.allTries,
  };
  return streamCapacities(stacks, volumes, judged).filter(({ givesOutAt }) => givesOutAt < 1);
}

function streamCapacities(stacks: SynthesizedStacks, volumes: readonly Volume[], judged: Judged): Capacity[] {
  const streams = streamsOf(stacks, volumes, judged);
  return [
    ...namespaceCapacities(stacks, streams),
    ...streams.map(partitionCapacity),
    ...jobCapacities(stacks, streams),
  ];
}

/** A streamed source, and the hub that it comes in by. */
interface Stream {
  readonly hub: WrittenResource;
  readonly namespace: string;
  /** Who reads it all day. */
  readonly readers: number;
  /** Who reads a day of it at once. */
  readonly landings: number;
  readonly eventsPerSecond: number;
  readonly megabytesPerSecond: number;
  /** What a job has to read in a second that lands a day of it at once. */
  readonly landedMegabytesPerSecond: number;
}

/**
 * How much faster than the mean a job has to read that lands a day at once: the day, what it reads twice, and what comes while it
 * catches up.
 */
function landingSpeed(catchUpMinutes: number): number {
  return (TRIGGERED_LANDING.minutes + TRIGGERED_LANDING_RUN.overlap + catchUpMinutes) / catchUpMinutes;
}

function streamsOf(
  stacks: SynthesizedStacks,
  volumes: readonly Volume[],
  { peak, bytes, catchUpMinutes }: Judged,
): Stream[] {
  const hubOf = ({ stack, block }: WrittenResource): string => stacks.placeOf(stack, block.eventhub_name).key;
  const groups = groupBy(stacks.ofType('azurerm_eventhub_consumer_group'), hubOf);
  const triggered = triggeredJobs(stacks);
  const inputs = groupBy(stacks.ofType(INPUT), hubOf);
  return stacks.ofType('azurerm_eventhub').flatMap((hub): Stream[] => {
    const volume = hubVolume(hub, volumes);
    if (volume === undefined) return [];
    const key = keyOf(hub);
    const mean = volume.rowsPerDay / DAY_SECONDS;
    const megabytes = (mean * bytes(volume.textBytes)) / MEGABYTE;
    const read = groups.get(key) ?? [];
    const landings = (inputs.get(key) ?? []).filter(({ stack, block }) =>
      triggered.has(stacks.placeOf(stack, block.stream_analytics_job_id).key),
    ).length;
    return [
      {
        hub,
        namespace: stacks.placeOf(hub.stack, hub.block.namespace_id).key,
        readers: read.length - landings,
        landings,
        eventsPerSecond: mean * peak,
        megabytesPerSecond: megabytes * peak,
        landedMegabytesPerSecond: megabytes * landingSpeed(catchUpMinutes),
      },
    ];
  });
}

function keyOf({ stack, type, name }: WrittenResource): string {
  return `${stack} ${type}.${name}`;
}

function namespaceCapacities(stacks: SynthesizedStacks, streams: readonly Stream[]): Capacity[] {
  const { eventsPerUnit, megabytesInPerUnit, megabytesOutPerUnit, throughputUnits } = AZURE_LIMITS;
  const byNamespace = groupBy(streams, ({ namespace }) => namespace);
  return stacks.ofType('azurerm_eventhub_namespace').flatMap((resource) => {
    const own = byNamespace.get(keyOf(resource)) ?? [];
    if (own.length === 0) return [];
    const units = Math.max(
      numberOf(resource.block, 'capacity', 1),
      resource.block.auto_inflate_enabled === true
        ? numberOf(resource.block, 'maximum_throughput_units', 1)
        : 1,
    );
    const of = (measure: string, perUnit: AzureLimit, used: (stream: Stream) => number): Capacity =>
      capacity(
        {
          service: NAMESPACE,
          name: textOf(resource.block, 'name'),
          measure,
          used: own.reduce((sum, stream) => sum + used(stream), 0),
          has: units * perUnit.most,
          most: throughputUnits.most * perUnit.most,
          then: 'raise settings.eventHubs.throughputUnits, or set autoInflateTo',
          beyond: "a namespace of its own for a department (hosting: 'dedicated'), or the tier Premium",
        },
        perUnit,
      );
    return [
      of('events a second in', eventsPerUnit, ({ eventsPerSecond }) => eventsPerSecond),
      of('MB a second in', megabytesInPerUnit, ({ megabytesPerSecond }) => megabytesPerSecond),
      of(
        'MB a second out',
        megabytesOutPerUnit,
        ({ megabytesPerSecond, readers, landedMegabytesPerSecond, landings }) =>
          megabytesPerSecond * readers + landedMegabytesPerSecond * landings,
      ),
    ];
  });
}

/** A partition takes what a unit takes, by events or by megabytes, whichever comes first. */
function partitionCapacity(stream: Stream): Capacity {
  const { hub, eventsPerSecond, megabytesPerSecond, landings, landedMegabytesPerSecond } = stream;
  const { eventsPerUnit, megabytesInPerUnit, megabytesOutPerUnit, partitionsPerHub } = AZURE_LIMITS;
  return capacity(
    {
      service: 'hub',
      name: textOf(hub.block, 'name'),
      measure: 'partitions',
      used: Math.max(
        eventsPerSecond / eventsPerUnit.most,
        megabytesPerSecond / megabytesInPerUnit.most,
        landings === 0 ? 0 : landedMegabytesPerSecond / megabytesOutPerUnit.most,
      ),
      has: numberOf(hub.block, 'partition_count', 1),
      most: partitionsPerHub.most,
      then: 'give the stream more partitions before it starts: later it is another hub',
      beyond: 'split the source into several, or the tier Premium',
    },
    eventsPerUnit,
    false,
  );
}

function jobCapacities(stacks: SynthesizedStacks, streams: readonly Stream[]): Capacity[] {
  const { megabytesPerStreamingUnit: perUnit, streamingUnitsPerJob } = AZURE_LIMITS;
  const inputs = groupBy(
    stacks.ofType(INPUT),
    ({ stack, block }) => stacks.placeOf(stack, block.stream_analytics_job_id).key,
  );
  const byHub = groupBy(streams, ({ hub }) => keyOf(hub));
  const triggered = triggeredJobs(stacks);
  return stacks.ofType('azurerm_stream_analytics_job').flatMap((job) => {
    const hubs = new Set(
      (inputs.get(keyOf(job)) ?? []).map(
        ({ stack, block }) => stacks.placeOf(stack, block.eventhub_name).key,
      ),
    );
    const read = [...hubs].flatMap((hub) => byHub.get(hub) ?? []);
    if (read.length === 0) return [];
    const lands = triggered.has(keyOf(job));
    return [
      capacity(
        {
          service: JOB,
          name: textOf(job.block, 'name'),
          measure: lands ? 'MB a second, to land a day within its run' : 'MB a second',
          used: read.reduce(
            (sum, { megabytesPerSecond, landedMegabytesPerSecond }) =>
              sum + (lands ? landedMegabytesPerSecond : megabytesPerSecond),
            0,
          ),
          has: unitsOfV2(numberOf(job.block, 'streaming_units', 3)) * perUnit.most,
          most: streamingUnitsPerJob.most * perUnit.most,
          then: lands
            ? "raise settings.streaming, or land all day: landing: { mode: 'continuous' }"
            : 'raise settings.streaming',
          beyond: 'divide the sources among departments: each has a job of its own',
        },
        perUnit,
      ),
    ];
  });
}
