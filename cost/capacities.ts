import { AZURE_LIMITS, type AzureLimit } from '../model';
import { type Assumed, assumedWith } from './assumptions';
import { type BillInput, billOf } from './bill';
import { FactoryRuns, type TriggeredRuns } from './factory/factory-runs';
import { unitsOfV2 } from './meters/streams';
import { type MeterId, meterOf, MONTH_HOURS } from './prices/meters';
import { type Range } from './range';
import { numberOf, pathOf, SynthesizedStacks, textOf, type WrittenResource } from './synthesized-stacks';
import { GIGABYTE, MEGABYTE, type Volume, volumesOf } from './volumes';

/** The service whose units are throughput units. */
export const NAMESPACE = 'Event Hubs namespace';
/** The service whose units are streaming units. */
export const JOB = 'streaming job';

const DAY_SECONDS = 86_400;
const DAY_MINUTES = 1440;

/** Something that has an end, and when it comes if more rows come. */
export interface Capacity {
  /** The service. */
  readonly service: string;
  /** Which one of it. */
  readonly name: string;
  /** What is counted, with its unit. */
  readonly measure: string;
  /** How much is used now, likely, at the busiest time. */
  readonly used: number;
  /** How much there is, as it is synthesized. */
  readonly has: number;
  /** So many times as many rows fill it; never, where it is Infinity. */
  readonly givesOutAt: number;
  /** How much there can be. */
  readonly most: number;
  /** So many times as many rows fill that too. */
  readonly endsAt: number;
  /** What to do when it gives out. */
  readonly then: string;
  /** What to do when that ends. */
  readonly beyond: string;
  /** Whether it can be changed later without making it, and what is in it, anew. */
  readonly laterChange: boolean;
  /** Who says what there can be. */
  readonly source: string;
}

/** Everything of an environment that has an end, that which comes first first. */
export function capacitiesOf(input: BillInput): Capacity[] {
  const assumed = assumedIn(input);
  const stacks = new SynthesizedStacks(input.stacks);
  const volumes = volumesOf(input.company, assumed);
  const streams = streamsOf(stacks, volumes, (bytes) => ({
    peak: assumed.peakOfMean.likely,
    bytes: bytes.likely,
  }));
  return [
    ...streamCapacities(stacks, streams),
    ...windowCapacities(stacks, volumes, assumed),
    ...storageCapacity(input),
    ...fileCapacity(stacks, volumes, assumed),
  ].sort((a, b) => a.givesOutAt - b.givesOutAt || (a.name < b.name ? -1 : 1));
}

/**
 * What takes streams and surely cannot: with events spread evenly over the day, and as small as they may be. What only the busiest hour fills
 * is {@link capacitiesOf}'s.
 */
export function overfilledBy(input: BillInput): Capacity[] {
  const stacks = new SynthesizedStacks(input.stacks);
  const volumes = volumesOf(input.company, assumedIn(input));
  const streams = streamsOf(stacks, volumes, (bytes) => ({ peak: 1, bytes: bytes.low }));
  return streamCapacities(stacks, streams).filter(({ givesOutAt }) => givesOutAt < 1);
}

function streamCapacities(stacks: SynthesizedStacks, streams: readonly Stream[]): Capacity[] {
  return [
    ...namespaceCapacities(stacks, streams),
    ...streams.map(partitionCapacity),
    ...jobCapacities(stacks, streams),
  ];
}

/** What a bill's input assumes. */
export function assumedIn({ assumptions, environment }: BillInput): Assumed {
  return assumptions ?? assumedWith(environment.cost?.assumptions);
}

/** A streamed source, and the hub that it comes in by. */
interface Stream {
  readonly hub: WrittenResource;
  readonly namespace: string;
  readonly readers: number;
  readonly eventsPerSecond: number;
  readonly megabytesPerSecond: number;
}

function streamsOf(
  stacks: SynthesizedStacks,
  volumes: readonly Volume[],
  assume: (bytes: Range) => { readonly peak: number; readonly bytes: number },
): Stream[] {
  const groups = stacks.ofType('azurerm_eventhub_consumer_group');
  return stacks.ofType('azurerm_eventhub').flatMap((hub): Stream[] => {
    // Where stacks are written without their construct paths, an id ends with a checksum.
    const [, source] = /Hub-([\w-]+?)(?:_[0-9A-F]{8})?$/.exec(pathOf(hub)) ?? [];
    const volume = volumes.find(({ source: name, kind }) => name === source && kind === 'stream');
    if (volume === undefined) return [];
    const key = keyOf(hub);
    const { peak, bytes } = assume(volume.textBytes);
    const eventsPerSecond = (volume.rowsPerDay / DAY_SECONDS) * peak;
    return [
      {
        hub,
        namespace: stacks.placeOf(hub.stack, hub.block.namespace_id).key,
        readers: groups.filter(({ stack, block }) => stacks.placeOf(stack, block.eventhub_name).key === key)
          .length,
        eventsPerSecond,
        megabytesPerSecond: (eventsPerSecond * bytes) / MEGABYTE,
      },
    ];
  });
}

function keyOf({ stack, type, name }: WrittenResource): string {
  return `${stack} ${type}.${name}`;
}

type Measured = Pick<Capacity, 'service' | 'name' | 'measure' | 'used' | 'has' | 'most' | 'then' | 'beyond'>;

function capacity(measured: Measured, source: AzureLimit, laterChange = true): Capacity {
  const { used, has, most } = measured;
  return {
    ...measured,
    givesOutAt: has / used,
    endsAt: most / used,
    laterChange,
    source: source.source,
  };
}

function namespaceCapacities(stacks: SynthesizedStacks, streams: readonly Stream[]): Capacity[] {
  const { eventsPerUnit, megabytesInPerUnit, megabytesOutPerUnit, throughputUnits } = AZURE_LIMITS;
  return stacks.ofType('azurerm_eventhub_namespace').flatMap((resource) => {
    const own = streams.filter(({ namespace }) => namespace === keyOf(resource));
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
      of('MB a second out', megabytesOutPerUnit, (stream) => stream.megabytesPerSecond * stream.readers),
    ];
  });
}

/** A partition takes what a unit takes, by events or by megabytes, whichever comes first. */
function partitionCapacity({ hub, eventsPerSecond, megabytesPerSecond }: Stream): Capacity {
  const { eventsPerUnit, megabytesInPerUnit, partitionsPerHub } = AZURE_LIMITS;
  return capacity(
    {
      service: 'hub',
      name: textOf(hub.block, 'name'),
      measure: 'partitions',
      used: Math.max(eventsPerSecond / eventsPerUnit.most, megabytesPerSecond / megabytesInPerUnit.most),
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
  const inputs = stacks.ofType('azurerm_stream_analytics_stream_input_eventhub_v2');
  return stacks.ofType('azurerm_stream_analytics_job').flatMap((job) => {
    const hubs = inputs
      .filter(({ stack, block }) => stacks.placeOf(stack, block.stream_analytics_job_id).key === keyOf(job))
      .map(({ stack, block }) => stacks.placeOf(stack, block.eventhub_name).key);
    const read = streams.filter(({ hub }) => hubs.includes(keyOf(hub)));
    if (read.length === 0) return [];
    return [
      capacity(
        {
          service: JOB,
          name: textOf(job.block, 'name'),
          measure: 'MB a second',
          used: read.reduce((sum, { megabytesPerSecond }) => sum + megabytesPerSecond, 0),
          has: unitsOfV2(numberOf(job.block, 'streaming_units', 3)) * perUnit.most,
          most: streamingUnitsPerJob.most * perUnit.most,
          then: 'raise settings.streaming',
          beyond: 'divide the sources among departments: each has a job of its own',
        },
        perUnit,
      ),
    ];
  });
}

/** The longest run of each length of window: all its data flows one after the other, which is the slowest way. */
function windowCapacities(
  stacks: SynthesizedStacks,
  volumes: readonly Volume[],
  assumed: Assumed,
): Capacity[] {
  // Every length of window looks at the same factors.
  const known = new Map<number, ReadonlyMap<number, TriggeredRuns>>();
  const longestAt = (factor: number): ReadonlyMap<number, TriggeredRuns> => {
    const longest = known.get(factor) ?? longestOf(factor);
    known.set(factor, longest);
    return longest;
  };
  const longestOf = (factor: number): ReadonlyMap<number, TriggeredRuns> => {
    const more = volumes.map((volume) => ({ ...volume, rowsPerDay: volume.rowsPerDay * factor }));
    const longest = new Map<number, TriggeredRuns>();
    for (const run of FactoryRuns.of(stacks, assumed, more, true).triggered) {
      const before = longest.get(run.trigger.minutes);
      if (before === undefined || minutesOf(run) > minutesOf(before)) longest.set(run.trigger.minutes, run);
    }
    return longest;
  };
  const cores = AZURE_LIMITS.dataFlowCores;
  const runtimes = stacks.ofType('azurerm_data_factory_integration_runtime_azure');
  const now = Math.max(LEAST_CORES, ...runtimes.map(({ block }) => numberOf(block, 'core_count')));
  return [...longestAt(1)].map(([minutes, run]) => {
    const isTooLong = (factor: number): boolean => {
      const there = longestAt(factor).get(minutes);
      return there !== undefined && minutesOf(there) > minutes;
    };
    const givesOutAt = factorOf(isTooLong);
    const then = longestAt(Math.min(givesOutAt, MOST_FACTOR)).get(minutes);
    return {
      service: 'window of pipelines',
      name: (then ?? run).pipeline.name,
      measure: 'minutes of data flows',
      used: minutesOf(run),
      has: minutes,
      givesOutAt,
      most: minutes,
      // Cores divide what rows take, and not the start of a cluster.
      endsAt: factorOf((factor) => isTooLong((factor * now) / cores.most)),
      then: `raise settings.integrationRuntime.coreCount, up to ${cores.most}`,
      beyond: 'longer windows, or another engine for this table',
      laterChange: true,
      source: cores.source,
    };
  });
}

function minutesOf({ run }: TriggeredRuns): number {
  return run.amount('dataFlowMinutes').likely;
}

/** Cores of the smallest cluster of a data flow. */
const LEAST_CORES = 8;
const MOST_FACTOR = 1e6;

/** The smallest factor at which something is too much, to a hundredth; Infinity, where nothing reached is. */
function factorOf(tooMuch: (factor: number) => boolean): number {
  if (!tooMuch(MOST_FACTOR)) return Infinity;
  let [low, high] = [0, MOST_FACTOR];
  while (high - low > Math.max(0.01, high / 100)) {
    const middle = low === 0 ? high / 10 : Math.sqrt(low * high);
    if (middle < 0.01) return high;
    if (tooMuch(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Requests of all lakes, as if they were one, at ten times their mean: windows end at the same minute. */
function storageCapacity(input: BillInput): Capacity[] {
  const { lines } = billOf(input);
  const requests = lines
    .filter(({ meter }) => meter === 'storage/reads' || meter === 'storage/writes')
    .reduce((sum, { meter, quantity }) => sum + quantity.likely * (meterOf(meter as MeterId).per ?? 1), 0);
  if (requests === 0) return [];
  const { storageRequests } = AZURE_LIMITS;
  const used = (requests / (MONTH_HOURS * 3600)) * WINDOWS_TOGETHER;
  // They follow the windows, and hardly the rows: ten times the rows are not ten times the files.
  return [
    {
      ...capacity(
        {
          service: 'storage accounts',
          name: 'all lakes together',
          measure: 'requests a second',
          used,
          has: storageRequests.most,
          most: storageRequests.most,
          then: 'longer windows; requests follow the windows, not the rows',
          beyond: "a lake of its own for a department (hosting: 'dedicated')",
        },
        storageRequests,
      ),
      ...NEVER,
    },
  ];
}

const WINDOWS_TOGETHER = 10;
const NEVER = { givesOutAt: Infinity, endsAt: Infinity } as const;

/** The largest file of a window: a source writes one for each. */
function fileCapacity(stacks: SynthesizedStacks, volumes: readonly Volume[], assumed: Assumed): Capacity[] {
  const { triggered } = FactoryRuns.of(stacks, assumed, volumes, true);
  const copying = triggered.filter(({ pipeline }) => pipeline.name.includes('_copy_'));
  const sizes = volumes.map((volume) => {
    const suffix = `_copy_${volume.source.replaceAll('-', '_')}`;
    const windows = copying
      .filter(({ pipeline }) => pipeline.name.endsWith(suffix))
      .map(({ trigger }) => trigger.minutes);
    const share = Math.max(...windows, windows.length === 0 ? DAY_MINUTES : 0) / DAY_MINUTES;
    return { name: volume.source, used: (volume.rowsPerDay * share * volume.parquetBytes.likely) / GIGABYTE };
  });
  const [largest] = sizes.sort((a, b) => b.used - a.used);
  if (largest === undefined) return [];
  const { fileGigabytes } = AZURE_LIMITS;
  return [
    capacity(
      {
        service: 'file of a window',
        ...largest,
        measure: 'GB in bronze',
        has: fileGigabytes.most,
        most: fileGigabytes.most,
        then: 'shorter windows: delivery.every of the contract',
        beyond: 'several files for a window, which the copy does not make',
      },
      fileGigabytes,
    ),
  ];
}
