import type { TerraformStack } from 'cdktf';
import { PipelineSet } from '../constructs/pipeline-set';
import type { Environment } from '../model';
import { LakehouseStack } from './lakehouse-stack';

/** Those of all stacks that are an environment's. */
export function stacksOf(environment: Environment, all: readonly TerraformStack[]): LakehouseStack[] {
  return all
    .filter((stack) => stack instanceof LakehouseStack)
    .filter((stack) => stack.environment === environment);
}

/** The pipelines of all departments in some stacks. */
export function pipelineSetsIn(stacks: readonly TerraformStack[]): PipelineSet[] {
  return stacks.flatMap((stack) => stack.node.findAll()).filter((node) => node instanceof PipelineSet);
}
