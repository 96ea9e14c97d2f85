import { AZURE_LIMITS } from '../model';
import { groupBy } from '../model/collections';
import { type Assumed } from './assumptions';
import { billOf } from './bill';
import { assumedIn, type BillInput } from './bill-input';
import { type Capacity, capacity } from './capacity';
import { FactoryRuns, type TriggeredRuns } from './factory/factory-runs';
import { likelyFlowMinutes } from './factory/likely-flows';
import { type MeterId, meterOf, MONTH_HOURS } from './prices/meters';
import { likelyStreamCapacities } from './stream-capacities';
import { numberOf, SynthesizedStacks } from './synthesized-stacks';
import { GIGABYTE, type Volume, volumesOf } from './volumes';

const DAY_MINUTES = 1440;

/** Everything of an environment that has an end, that which comes first first. */
export function capacitiesOf(input: BillInput): Capacity[] {
  const assumed = assumedIn(input);
  const stacks = new SynthesizedStacks(input.stacks);
  const volumes = volumesOf(input.company, assumed);
  return [
    ...likelyStreamCapacities(stacks, volumes, assumed),
    ...windowCapacities(stacks, volumes, assumed),
    ...storageCapacity(input),
    ...fileCapacity(stacks, volumes, assumed),
  ].sort((a, b) => a.givesOutAt - b.givesOutAt || (a.name < b.name ? -1 : 1));
}

/** A run that a trigger starts, with how long its data flows take when so many times as many rows come. */
interface Growing {
  readonly run: TriggeredRuns;
  readonly minutesAt: (factor: number) => number;
}

/** The longest run of each length of window: all its data flows one after the other, which is the slowest way. */
function windowCapacities(
  stacks: SynthesizedStacks,
  volumes: readonly Volume[],
  assumed: Assumed,
): Capacity[] {
  const growing = FactoryRuns.of(stacks, assumed, volumes, true).triggered.map((run): Growing => {
    const context = { factory: run.factory, assumed, volumes };
    return { run, minutesAt: likelyFlowMinutes(run.pipeline, run.trigger.minutes, context) };
  });
  const cores = AZURE_LIMITS.dataFlowCores;
  const runtimes = stacks.ofType('azurerm_data_factory_integration_runtime_azure');
  const now = Math.max(LEAST_CORES, ...runtimes.map(({ block }) => numberOf(block, 'core_count')));
  return [...groupBy(growing, ({ run }) => run.trigger.minutes)].map(([minutes, runs]) => {
    const isTooLong = (factor: number): boolean => runs.some(({ minutesAt }) => minutesAt(factor) > minutes);
    const givesOutAt = factorOf(isTooLong);
    return {
      service: 'window of pipelines',
      name: longestOf(runs, Math.min(givesOutAt, MOST_FACTOR))?.run.pipeline.name ?? '',
      measure: 'minutes of data flows',
      used: Math.max(...runs.map(({ minutesAt }) => minutesAt(1))),
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

/** The run that takes the longest when so many times as many rows come; of several, the first. */
function longestOf(runs: readonly Growing[], factor: number): Growing | undefined {
  const most = Math.max(...runs.map(({ minutesAt }) => minutesAt(factor)));
  return runs.find(({ minutesAt }) => minutesAt(factor) === most);
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
  const windows = longestCopies(triggered);
  const sizes = volumes.map((volume) => {
    const minutes = windows.get(volume.source.replaceAll('-', '_')) ?? DAY_MINUTES;
    const share = minutes / DAY_MINUTES;
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

/** The longest window of the pipelines that copy a source, by its name as their names end with it. */
function longestCopies(triggered: readonly TriggeredRuns[]): Map<string, number> {
  const longest = new Map<string, number>();
  for (const { pipeline, trigger } of triggered) {
    const [, ...names] = pipeline.name.split(COPY);
    for (const index of names.keys()) {
      const source = names.slice(index).join(COPY);
      longest.set(source, Math.max(trigger.minutes, longest.get(source) ?? 0));
    }
  }
  return longest;
}

const COPY = '_copy_';
