import { type AssumptionName, type Assumed } from '../assumptions';
import { type FactoryRuns } from '../factory/factory-runs';
import { type MeterId } from '../prices/meters';
import { type Range } from '../range';
import { type SynthesizedStacks, type WrittenResource } from '../synthesized-stacks';
import { type Volume } from '../volumes';

/** How much of a meter something uses in a month. */
export interface Usage {
  /** The resource that is billed. */
  readonly resource: WrittenResource;
  /** The stack that it is counted for. @default that of the resource */
  readonly stack?: string;
  /** What it is used for, in words. */
  readonly what: string;
  /** What is counted; a size of machines that nobody has a price of is a name alone. */
  readonly meter: MeterId | { readonly unknown: string };
  /** How much, as it is counted. */
  readonly quantity: Range;
  /** Assumptions that it is computed with. */
  readonly assumptions?: readonly AssumptionName[];
}

/** What usage is computed from. */
export interface UsageContext {
  /** All stacks of the environment. */
  readonly stacks: SynthesizedStacks;
  /** How much of each source comes; nothing, where nothing runs. */
  readonly volumes: readonly Volume[];
  /** What is assumed. */
  readonly assumed: Assumed;
  /** Whether triggers and streaming jobs run. */
  readonly running: boolean;
  /** What runs in the data factories. */
  readonly runs: FactoryRuns;
}

/** Reads what a resource uses in a month. */
export type UsageOf = (resource: WrittenResource, context: UsageContext) => Usage[];
