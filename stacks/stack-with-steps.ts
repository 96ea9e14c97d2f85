import type { TerraformStack } from 'cdktf';
import type { ManualStep } from '../compilers/internal';
import type { Environment } from '../model';

/** A stack, as far as people have something to do for it. */
export interface StackWithSteps extends Pick<TerraformStack, 'node' | 'dependencies'> {
  /** The environment. */
  readonly environment: Environment;
  /** What people do by hand. */
  readonly manualSteps: readonly ManualStep[];
}

/** The ids of a step; none where nothing waits for it. */
export function idsOf({ acknowledgedAs, acknowledgedToo = [] }: ManualStep): string[] {
  return acknowledgedAs === undefined ? [] : [acknowledgedAs, ...acknowledgedToo];
}

/** How the environment acknowledges a step of a stack. */
export function stepId(stack: string, acknowledgedAs: string): string {
  return `${stack}/${acknowledgedAs}`;
}
