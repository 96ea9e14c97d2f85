import { type Bill } from './bill';
import { Work } from './factory/work';
import { type PriceList } from './prices/price-list';
import { type Range } from './range';
import { workCost } from './work-cost';

/** What runs once, and what it costs. */
export interface OneTime {
  /** Windows of triggers that it runs; of a backfill, days. */
  readonly windows: number;
  /** Data flows that it runs. */
  readonly dataFlows: Range;
  /** What it costs, in the bill's currency. */
  readonly cost: Range;
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * What an environment runs when it is started on a day: every window that has ended by the beginning of that day.
 *
 * @param bill the environment's, with everything running.
 * @param prices its prices.
 * @param asOf the day, `YYYY-MM-DD`, in UTC.
 */
export function firstStartCost(bill: Bill, prices: PriceList, asOf: string): OneTime {
  const until = Date.parse(`${asOf}T00:00:00Z`);
  let windows = 0;
  const works = bill.runs.triggered.map(({ trigger, run }) => {
    const since = Date.parse(trigger.from ?? '');
    const ended = Number.isNaN(since) ? 0 : Math.floor((until - since) / (trigger.minutes * 60_000));
    windows += Math.max(0, ended);
    return run.times(Math.max(0, ended));
  });
  return oneTime(Work.sum(works), windows, bill, prices);
}

/**
 * What it costs to bring days again, by the pipelines that take days from one to another; nothing, where there are none.
 *
 * @param bill the environment's, with everything running.
 * @param prices its prices.
 * @param days how many.
 */
export function backfillCost(bill: Bill, prices: PriceList, days: number): OneTime {
  return oneTime(bill.runs.backfill(days), days, bill, prices);
}

/** Days from one to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MILLISECONDS);
}

function oneTime(work: Work, windows: number, { region }: Bill, prices: PriceList): OneTime {
  return { windows, dataFlows: work.amount('dataFlowRuns'), cost: workCost(work, prices, region) };
}
