import { readFileSync } from 'node:fs';
import {
  assumedWith,
  assumptionIssues,
  type Bill,
  type BillInput,
  billLimitIssues,
  billOf,
  type PriceList,
  pricesOf,
  type Saving,
  savingsOf,
  streamIssues,
  type SynthesizedStack,
  volumeIssues,
} from '../cost';
import { type Company, type Environment, type Issue } from '../model';

/** What the bills of an environment are made of. */
export interface BillsOf {
  /** The company. */
  readonly company: Company;
  /** The environment. */
  readonly environment: Environment;
  /** Its stacks, as they were written. */
  readonly stacks: readonly SynthesizedStack[];
}

/** An environment's bills. */
export interface Bills {
  /** What they are made of, with everything running. */
  readonly input: BillInput & { readonly prices: PriceList };
  /** A month in which everything runs. */
  readonly running: Bill;
  /** A month in which everything is there and stopped. */
  readonly idle: Bill;
  /** What changes would save of the running month. */
  readonly savings: readonly Saving[];
  /** What is wrong with what the bills are made of, or with what they come to. */
  readonly issues: readonly Issue[];
}

/** Computes the bills of an environment. */
export function billsOf({ company, environment, stacks }: BillsOf): Bills {
  const at = `environment ${environment.name}`;
  const { cost = {} } = environment;
  const { prices, issues } = pricesOf(environment, (file) => readFileSync(file, 'utf8'));
  const wrong = [...issues, ...volumeIssues(company), ...assumptionIssues(cost.assumptions ?? {}, at)];
  const assumptions = assumedWith(cost.assumptions);
  const input = { stacks, company, environment, prices, assumptions, running: true };
  const running = billOf(input);
  const idle = billOf({ ...input, running: false });
  return {
    input,
    running,
    idle,
    savings: savingsOf(input, running),
    issues: wrong.length > 0 ? wrong : [...streamIssues(input), ...billLimitIssues(environment, running)],
  };
}
