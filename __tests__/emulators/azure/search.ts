import fc from 'fast-check';
import { type Violation, violations } from './invariants';
import { anyPlan, type Plan } from './plan';
import { simulate, type Subject } from './simulation';

/** A plan after which something does not hold. */
export interface Counterexample {
  readonly seed: number;
  readonly plan: Plan;
  readonly found: readonly Violation[];
}

/** How plans are made. */
export interface SearchOptions {
  /** @default anyPlan */
  readonly plans?: fc.Arbitrary<Plan>;
  /** Makes the plan as small as it can be, which takes a while. @default false */
  readonly shrink?: boolean;
}

/** The plan of a seed, as small as it can be, if something does not hold after it. */
export function counterexample(
  subject: Subject,
  seed: number,
  { plans = anyPlan, shrink = false }: SearchOptions = {},
): Counterexample | undefined {
  const holds = fc.property(plans, (plan) => violations(simulate(subject, plan)).length === 0);
  const { counterexample: found } = fc.check(holds, { seed, numRuns: 1, endOnFailure: !shrink });
  if (found === null) return undefined;
  const [plan] = found;
  return { seed, plan, found: violations(simulate(subject, plan)) };
}

/** The first counterexample among seeds. */
export function firstCounterexample(
  subject: Subject,
  seeds: Iterable<number>,
  options?: SearchOptions,
): Counterexample | undefined {
  for (const seed of seeds) {
    const found = counterexample(subject, seed, options);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Seeds from one up to another, the latter not included. */
export function* seedsFrom(first: number, end: number): Generator<number> {
  for (let seed = first; seed < end; seed++) yield seed;
}

/** A counterexample as a person reads it. */
export function written({ seed, plan, found }: Counterexample): string {
  const lines = found.slice(0, 8).map(({ invariant, message }) => `  ${invariant}: ${message}`);
  const more = found.length > 8 ? [`  and ${found.length - 8} more`] : [];
  return [`seed ${seed}`, ...lines, ...more, `  after ${JSON.stringify(plan)}`].join('\n');
}
