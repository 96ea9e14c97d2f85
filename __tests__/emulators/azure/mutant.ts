import type fc from 'fast-check';
import type { Invariant } from './invariants';
import type { Drafts } from './mutate';
import type { Plan } from './plan';

/** A fact put back: a way in which the environment could be wrong, that an invariant has to notice. */
export interface Mutant {
  readonly name: string;
  readonly caughtBy: Invariant;
  /** Seed from which it is looked for: about the first that shows it, because that is faster. @default 0 */
  readonly from?: number;
  /** Plans among which it is looked for. @default anyPlan */
  readonly plans?: fc.Arbitrary<Plan>;
  /** Changes what is deployed. */
  readonly change?: (draft: Drafts) => void;
  /** Changes what is deployed later only. */
  readonly changeLater?: (draft: Drafts) => void;
}
