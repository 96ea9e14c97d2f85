import { referenceCompany, simulatedCompany, terraformOf } from '../support/simulated-company';
import { MUTANTS, mutated } from './azure/mutants';
import { anyCalmPlan, anyPlan, anyUnsteadyPlan } from './azure/plan';
import { platformOf } from './azure/platform';
import { firstCounterexample, seedsFrom, written } from './azure/search';
import type { Subject } from './azure/simulation';

/** Random times of a platform, played from its Terraform JSON: whatever happens, the invariants hold. */

const platform = platformOf(terraformOf(simulatedCompany()));
const subject: Subject = {
  platform,
  next: platformOf(terraformOf(simulatedCompany(true))),
  rows: true,
};
const dev = platformOf(terraformOf(referenceCompany()));
const reference: Subject = { platform: dev, next: dev, rows: false };
const SEEDS = 200;

const none = (of: Subject, seeds: number, plans = anyPlan): void => {
  const found = firstCounterexample(of, seedsFrom(0, seeds), { plans });
  expect(found === undefined ? '' : written(found)).toBe('');
};

test('nothing is lost, stuck, read too early or computed wrongly, whatever happens', () => {
  none(subject, SEEDS);
});

test('every run of the reference company comes after what it reads, and in the end', () => {
  none(reference, 6);
});

test('a table that fails is heard of, and takes none with it but those that read it', () => {
  none(subject, 60, anyCalmPlan);
  none(reference, 4, anyCalmPlan);
});

test('what fails once for no reason makes no table late', () => {
  none(subject, 40, anyUnsteadyPlan);
  none(reference, 2, anyUnsteadyPlan);
});

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('is noticed: %s', (_, mutant) => {
  const { from = 0, plans = anyPlan } = mutant;
  const found = firstCounterexample(mutated(subject, mutant), seedsFrom(from, from + SEEDS), { plans });
  expect(found?.found.map(({ invariant }) => invariant)).toContain(mutant.caughtBy);
});
