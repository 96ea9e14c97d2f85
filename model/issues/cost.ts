import { type IssueKinds } from './kind';

/** LH91xx: what an environment costs, and was billed. */
export const COST_ISSUES = {
  LH9101: {
    title: "an environment's bill passes its monthly limit",
    why: 'The limit is compared with the high figure of a running month, so that a bill that comes true stays below it.',
    example: 'cost: { monthlyLimit: 500 }, where the bill may come to 1,200',
    mend: 'cost: { monthlyLimit: 1500 }, or less often, less of what the issue names',
  },
  LH9102: {
    title: 'prices cannot be read',
    why: "A price that is guessed makes every total wrong. Prices are read as Azure's Retail Prices API gives them.",
    example:
      "cost: { prices: { items: [{ meterName: 'Cloud Data Movement', retailPrice: 0.25, unitOfMeasure: '1 Day' }] } }",
    mend: "cost: { prices: { items: [{ meterName: 'Cloud Data Movement', retailPrice: 0.25, unitOfMeasure: '1 Hour' }] } }",
  },
  LH9103: {
    title: 'a limit is set, and the price of something is not known',
    why: 'A total that leaves something out may stay below a limit that the bill will pass.',
    example: 'cost: { monthlyLimit: 500 }, and machines of a size that no price is known of',
    mend: "cost: { monthlyLimit: 500, prices: { file: 'prices.json' } }, with that price in it",
  },
  LH9104: {
    title: 'a bill cannot be made of a volume',
    why: 'Events, storage and time of processing follow the rows that a contract promises.',
    example: 'expectedRowsPerDay: 0',
    mend: 'expectedRowsPerDay: 1000',
  },
  LH9105: {
    title: 'an assumption of the bill is not one, or its figures are out of order',
    why: 'Low, likely and high are figures of one thing; a name that no bill uses would change nothing.',
    example: 'cost: { assumptions: { copyMinutes: { low: 3, likely: 2, high: 1 } } }',
    mend: 'cost: { assumptions: { copyMinutes: { low: 1, likely: 2, high: 3 } } }',
  },
  LH9106: {
    title: "a company's prices hold in other regions, or in several currencies",
    why: 'A price of another region is another price, and nothing here knows what one currency is worth in another.',
    example: "prices of the region eastus, for an environment with the location 'westeurope'",
    mend: "prices of the region westeurope: armRegionName eq 'westeurope' in the question to the Retail Prices API",
  },
  LH9107: {
    title: 'the file of prices cannot be read',
    why: 'A bill without them would be computed with other prices than those that were asked for.',
    example: "cost: { prices: { file: 'prices.jsn' } }",
    mend: "cost: { prices: { file: 'prices.json' } }",
  },
  LH9108: {
    title: 'an export of costs cannot be read',
    why: 'Estimates are set beside what was billed by resource and day: an export without them, or with other days and numbers, says nothing of either.',
    example: 'lakehouse cost --actual services.csv, with one row for each service',
    mend: 'lakehouse cost --actual details.csv, an export of "Cost and usage details (actual)"',
  },
  LH9109: {
    title: 'an export of costs is of another subscription',
    why: 'Set beside an estimate, costs of other resources would make it look wrong, or right.',
    example: 'lakehouse cost --environment prod --actual dev.csv',
    mend: 'lakehouse cost --environment prod --actual prod.csv',
  },
  LH9110: {
    title: 'an export of costs is in another currency than the bill',
    why: 'Nothing here knows what one currency is worth in another.',
    example: 'an export in EUR, beside a bill in USD',
    mend: "cost: { prices: { file: 'prices-eur.json' } }, and an export in EUR",
  },
  LH9111: {
    title: 'there are no bills to show',
    why: 'The command shows what a synthesis wrote: without one, or with one that failed, there is nothing to show.',
    example: 'lakehouse cost --out cdktf.out, before anything is synthesized',
    mend: 'lakehouse cost --app main.ts, which synthesizes it first',
  },
  LH9130: {
    title: 'a silver table reads what the platform is estimated to cost',
    why: 'The estimate is deployed with gold, as a view of constants: nothing in the lake holds it.',
    example: "silverTable('platform_estimate', { flow: read(estimatedCosts), … })",
    mend: "goldView('platform_estimate', { flow: read(estimatedCosts), … })",
  },
  LH9131: {
    title: 'streams are landed once a day, and windows of one are not a day',
    why: 'The copy of a shorter window would find nothing all day, and that of a longer one would not wait for each landing.',
    example: "landing: { mode: 'triggered' }, and delivery: { kind: 'stream', every: hours(1), … }",
    mend: "landing: { mode: 'triggered' }, cadence: { atLeast: days(1) }",
  },
  LH9132: {
    title: 'streams are landed once a day, and a hub does not keep events for long enough',
    why: 'Between two landings the hub alone has the events. A landing that fails is mended by a person, who may need a day or two.',
    example: "landing: { mode: 'triggered' }, and delivery: { kind: 'stream', retentionDays: 1, … }",
    mend: "delivery: { kind: 'stream', retentionDays: 7, … }",
  },
  LH9137: {
    title: 'the days of an export of costs do not follow each other',
    why: 'The estimate is for all days from the first to the last. Where most of them have no row, or there are more than a year, something else was exported, or day and month changed places.',
    example:
      'lakehouse cost --actual november.csv, with 01/11/2026 to 12/11/2026 for the first days of November',
    mend: 'lakehouse cost --actual november.csv, with 11/01/2026 to 11/12/2026, as Azure writes it',
  },
  LH9138: {
    title: 'an export of costs is packed, or no text',
    why: 'Exports are written as CSV or Parquet, with or without gzip. The command reads CSV.',
    example: 'lakehouse cost --actual november.csv.gz',
    mend: 'gunzip november.csv.gz && lakehouse cost --actual november.csv',
  },
} as const satisfies IssueKinds;
