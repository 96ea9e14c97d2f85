import { anyCalmPlan, anyPlan, anyUnsteadyPlan } from './azure/plan';
import { firstCounterexample, seedsFrom, written } from './azure/search';
import type { Subject } from './azure/simulation';
import { referenceSubject, simulatedSubject } from './azure/subjects';

/** Random times of a platform, played from its Terraform JSON: whatever happens, the invariants hold. */

const subject = simulatedSubject();
const reference = referenceSubject();
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
