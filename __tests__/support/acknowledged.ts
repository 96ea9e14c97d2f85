import type { TerraformStack } from 'cdktf';
import type { Company, Environment } from '../../model';
import { LakehouseStack } from '../../stacks';
import { idsOf } from '../../stacks/stack-with-steps';

/** Makes the stacks of a company's one environment. */
export type Build<S> = (company: Company, environment: Environment) => readonly S[];

/** The stacks of an environment all of whose manual steps are done, where it is to run. */
export function acknowledging<S extends TerraformStack>(
  company: Company,
  environment: Environment,
  build: Build<S>,
): readonly S[] {
  const stacksOf = (changed: Environment): readonly S[] =>
    build({ ...company, environments: [changed], delivery: undefined }, changed);
  const { running, ...stopped } = environment;
  if (running === undefined) return stacksOf(environment);
  const acknowledged = stacksOf(stopped).flatMap((stack) =>
    stack instanceof LakehouseStack
      ? stack.manualSteps.flatMap((step) => idsOf(step).map((id) => `${stack.node.id}/${id}`))
      : [],
  );
  return stacksOf({ ...environment, running: { ...running, acknowledged } });
}
