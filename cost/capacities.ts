import { AZURE_LIMITS } from '../model';
import { type Assumed } from './assumptions';
import { assumedIn, type BillInput, billOf } from './bill';
import { type Capacity, capacity } from './capacity';
import { FactoryRuns, type TriggeredRuns } from './factory/factory-runs';
import { computedOnce } from './memo';
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

/** The longest run of each length of window: all its data flows one after the other, which is the slowest way. */
function windowCapacities(
  stacks: SynthesizedStacks,
  volumes: readonly Volume[],
  assumed: Assumed,
): Capacity[] {
  // Every length of window looks at the same factors.
  const known = new Map<number, ReadonlyMap<number, TriggeredRuns>>();
  const longestAt = (factor: number): ReadonlyMap<number, TriggeredRuns> =>
    computedOnce(known, factor, () => longestOf(factor));
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
