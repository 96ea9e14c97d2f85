import { type Company, type Environment } from '../model';
import { type Assumed, assumedWith } from './assumptions';
import { type PriceList } from './prices/price-list';
import { type SynthesizedStack } from './synthesized-stacks';

/** What a bill is made of. */
export interface BillInput {
  /** The stacks of one environment, as they were synthesized, by any version of the library. */
  readonly stacks: readonly SynthesizedStack[];
  /** Whose contracts say how much comes. */
  readonly company: Pick<Company, 'departments'>;
  /** The environment: its region decides which prices hold. */
  readonly environment: Pick<Environment, 'name' | 'location' | 'cost'>;
  /** Prices. @default those that the library knows */
  readonly prices?: PriceList;
  /** What is assumed. @default the library's assumptions, with the environment's in their place */
  readonly assumptions?: Assumed;
  /** Whether triggers and streaming jobs run; stopped, everything is there, and no rows come. */
  readonly running: boolean;
}

/** What a bill's input assumes. */
export function assumedIn({
  assumptions,
  environment,
}: Pick<BillInput, 'assumptions' | 'environment'>): Assumed {
  return assumptions ?? assumedWith(environment.cost?.assumptions);
}
