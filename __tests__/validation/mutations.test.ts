import fc from 'fast-check';
import { company as meridian } from '../../departments';
import { type Company, LakehouseError } from '../../model';
import { companyIssues } from '../../validation';
import { acme } from '../support/acme';
import { companyStacks } from '../support/company-stacks';
import { mutated, type Mutation, slotsOf } from '../support/mutations';
import { synthAll, testApp } from '../support/synth';

/** One thing anywhere in a company's definitions is something else: that is reported, never a TypeError, and never written out wrong. */

const small = acme([]);

/** What a circular import, a misspelling, a cast or a computation gone wrong leaves. */
const wrong: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  undefined,
  null,
  Number.NaN,
  -1,
  3,
  1e99,
  '',
  'bach',
  true,
  {},
  [],
  [undefined],
  [null],
  [{}],
  () => 1,
  { kind: 'contract' },
  { zone: 'silver', relation: {} },
  10n,
  Symbol('wrong'),
  new Date(0),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: wrong.map((value): Mutation => ({ kind: 'replace', value })) },
  { weight: 1, arbitrary: fc.constant<Mutation>({ kind: 'remove' }) },
);

/** A company with one thing changed. */
function changed(company: Company, how: fc.Arbitrary<Mutation>): fc.Arbitrary<Company> {
  return fc
    .record({ slot: fc.constantFrom(...slotsOf(company)), mutation: how })
    .map(({ slot, mutation: change }) => mutated(company, slot, change));
}

/** Synthesizes every stack; what is refused only here is refused in words. */
function synthesize(company: Company): void {
  const app = testApp();
  synthAll(company.environments.flatMap((environment) => companyStacks(company, environment, app)));
}

const undisturbed = { seed: 20_261_130 };

test('a wrong value anywhere is reported, or harmless all the way into the Terraform JSON', () => {
  fc.assert(
    fc.property(changed(small, mutation), (company) => {
      if (companyIssues(company).length > 0) return;
      try {
        synthesize(company);
      } catch (error) {
        if (!(error instanceof LakehouseError)) throw error;
      }
    }),
    { ...undisturbed, numRuns: 600 },
  );
});

test('so in the whole company', () => {
  fc.assert(
    fc.property(changed(meridian, mutation), (company) => {
      companyIssues(company);
    }),
    { ...undisturbed, numRuns: 60 },
  );
});

test('a property that nothing knows is reported wherever it stands', () => {
  const named = slotsOf(small).filter(({ holder }) => !Array.isArray(holder));
  fc.assert(
    fc.property(fc.constantFrom(...named), (slot) => {
      const company = mutated(small, slot, { kind: 'add', name: 'nonsense', value: 1 });
      expect(companyIssues(company)).not.toEqual([]);
    }),
    { ...undisturbed, numRuns: 200 },
  );
});
