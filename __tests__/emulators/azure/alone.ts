import { dataFlowsOf } from './data-flows';
import { iso } from './engine';
import type { Plan } from './plan';
import type { Outcome } from './simulation';
import { readersOf, tableFolders } from './tables';

/** Hours in which what is in the past is done after a first deployment, also where each window is tried again and again. */
const FIRST_HOURS = 30;

/** Minutes that it takes until all is tried in vain that comes before a table. */
const TAKES = 45;

/**
 * Tables that do not read one that fails, and are not done when their next window is over: where nothing else is out of order, or
 * nothing but what fails once for no reason.
 */
export function late({ plan, subject: { platform }, span, order, faults }: Outcome): string[] {
  if (!isCalm(plan)) return [];
  const spared = readersOf(
    platform,
    faults.tables.filter(({ struck }) => struck !== undefined).map(({ folder }) => folder),
  );
  return tableFolders(dataFlowsOf(platform))
    .filter((folder) => !spared.has(folder))
    .flatMap((folder) =>
      order.triggersOf(folder).flatMap(({ start, length, delay }) => {
        const found: string[] = [];
        for (let at = start; at + 2 * length + delay + TAKES <= span.end; at += length) {
          const [from, due] = [at + length, at + 2 * length + delay + TAKES];
          const done = order.doneAt(folder, at) ?? Infinity;
          if (from >= span.deployed + FIRST_HOURS * 60 && done > due)
            found.push(
              `${folder} of ${iso(at)} was ${done === Infinity ? 'never done' : `done at ${iso(done)}`}`,
            );
        }
        return found;
      }),
    );
}

function isCalm(plan: Plan): boolean {
  const { outages, stops, deployments, backfills, rates, lateFiles, broken, transient } = plan;
  return (
    (transient === 0 || broken.length === 0) &&
    [outages, stops, deployments, backfills, rates, lateFiles].every(({ length }) => length === 0)
  );
}
