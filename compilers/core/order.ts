import { type Dedupe } from '../../model';

/** Columns that decide between rows which the declared order leaves equal: all others, left to right. */
export function tieBreakers(step: Dedupe): string[] {
  return step.columns
    .map(({ name }) => name)
    .filter((name) => !step.by.includes(name) && !step.newest.includes(name));
}
