import { groupBy } from '../model/collections';
import { type Bill, billOf } from './bill';
import { assumedIn, type BillInput } from './bill-input';
import { capacitiesOf } from './capacities';
import { type Capacity } from './capacity';
import { JOB, NAMESPACE } from './stream-capacities';
import { type Block, numberOf, textOf } from './synthesized-stacks';
import { withStacks } from './savings';
import { GIGABYTE, type Volume, volumesOf } from './volumes';

/** How often what comes may become more. */
export const GROWTH_FACTORS = Object.freeze([1, 10, 100, 1000] as const);

/** An environment at so many times as many rows. */
export interface Grown {
  /** How many times. */
  readonly factor: number;
  /** Rows a day. */
  readonly rowsPerDay: number;
  /** New rows a day as text, in GB. */
  readonly gigabytesPerDay: number;
  /** What lies in bronze, as Parquet, in GB. */
  readonly bronzeGigabytes: number;
  /** What has given out by then, the first first. */
  readonly givenOut: readonly Capacity[];
  /** The bill with the throughput and streaming units that it takes. */
  readonly bill: Bill;
}

/** What an environment becomes when more comes. */
export interface Growth {
  /** Everything that has an end, that which comes first first. */
  readonly capacities: readonly Capacity[];
  /** The environment at the {@link GROWTH_FACTORS}. */
  readonly grown: readonly Grown[];
}

/** What gives out first, and what it costs, when more rows come than the contracts promise. */
export function growthOf(input: BillInput): Growth {
  const capacities = capacitiesOf(input);
  return {
    capacities,
    grown: GROWTH_FACTORS.map((factor) => {
      const grown = grownInput(input, factor, capacities);
      const volumes = volumesOf(grown.company, assumedIn(input));
      const sum = (of: (volume: Volume) => number): number =>
        volumes.reduce((all, volume) => all + of(volume), 0);
      return {
        factor,
        rowsPerDay: sum(({ rowsPerDay }) => rowsPerDay),
        gigabytesPerDay: sum(({ rowsPerDay, textBytes }) => (rowsPerDay * textBytes.likely) / GIGABYTE),
        bronzeGigabytes: sum(
          ({ rowsPerDay, parquetBytes, bronzeDays }) =>
            (rowsPerDay * parquetBytes.likely * bronzeDays) / GIGABYTE,
        ),
        givenOut: capacities.filter(({ givesOutAt }) => givesOutAt < factor),
        bill: billOf(grown),
      };
    }),
  };
}

/** The input of a bill with so many times as many rows, and the units that these take, as far as there are any. */
export function grownInput(
  input: BillInput,
  factor: number,
  capacities: readonly Capacity[] = capacitiesOf(input),
): BillInput {
  const byResource = groupBy(capacities, ({ service, name }) => `${service} ${name}`);
  const need = (service: string, name: string): number =>
    Math.max(
      1,
      ...(byResource.get(`${service} ${name}`) ?? []).map(({ has, givesOutAt, most }) =>
        Math.min(most / has, factor / givesOutAt),
      ),
    );
  const raised =
    (type: string, attribute: string, service: string, size: (units: number) => number) =>
    (stack: BillInput['stacks'][number]): BillInput['stacks'][number] => {
      const before = stack.terraform.resource?.[type] ?? {};
      const blocks = Object.entries(before).map(([key, block]): [string, Block] => {
        const times = need(service, textOf(block, 'name'));
        return [
          key,
          times === 1 ? block : { ...block, [attribute]: size(numberOf(block, attribute, 1) * times) },
        ];
      });
      // What stays as it is remains the same object: bills know again what they have read.
      if (blocks.every(([key, block]) => block === before[key])) return stack;
      const resource = { ...stack.terraform.resource, [type]: Object.fromEntries(blocks) };
      return { ...stack, terraform: { ...stack.terraform, resource } };
    };
  const raisedInput = withStacks(
    withStacks(input, raised('azurerm_eventhub_namespace', 'capacity', NAMESPACE, Math.ceil)),
    raised('azurerm_stream_analytics_job', 'streaming_units', JOB, jobSize),
  );
  if (factor === 1) return raisedInput;
  return {
    ...raisedInput,
    company: {
      departments: input.company.departments.map((department) => ({
        ...department,
        sources: department.sources.map((source) => ({
          ...source,
          expectedRowsPerDay: source.expectedRowsPerDay * factor,
        })),
      })),
    },
  };
}

/** The next size that a job can have: a third, two thirds, or a multiple of a whole unit, as azurerm counts them. */
function jobSize(units: number): number {
  if (units <= 3) return 3;
  return units <= 7 ? 7 : Math.ceil(units / 10) * 10;
}
