import { MUTANTS, mutated } from './azure/mutants';
import { anyPlan } from './azure/plan';
import { firstCounterexample, seedsFrom } from './azure/search';
import { simulatedSubject } from './azure/subjects';

/** Random times of a platform in which one fact is put back: an invariant notices. */

const subject = simulatedSubject();
const SEEDS = 200;

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('is noticed: %s', (_, mutant) => {
  const { from = 0, plans = anyPlan } = mutant;
  const found = firstCounterexample(mutated(subject, mutant), seedsFrom(from, from + SEEDS), { plans });
  expect(found?.found.map(({ invariant }) => invariant)).toContain(mutant.caughtBy);
});
