import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { PipelineSet } from '../constructs/pipeline-set';
import type { Environment } from '../model';
import { computedOnce } from '../model/collections';
import { LakehouseStack } from './lakehouse-stack';

/** Those of all stacks that are an environment's. */
export function stacksOf(environment: Environment, all: readonly TerraformStack[]): LakehouseStack[] {
  return all
    .filter((stack) => stack instanceof LakehouseStack)
    .filter((stack) => stack.environment === environment);
}

/** Constructs of stacks that nothing comes to any more. */
const NODES = new WeakMap<IConstruct, readonly IConstruct[]>();

/** All constructs of a stack, itself first; found once, when nothing can come to them any more: every page asks for them. */
export function nodesOf(stack: TerraformStack): readonly IConstruct[] {
  const { node } = stack;
  return node.locked ? computedOnce(NODES, stack, () => node.findAll()) : node.findAll();
}

/** The pipelines of all departments in some stacks. */
export function pipelineSetsIn(stacks: readonly TerraformStack[]): PipelineSet[] {
  return stacks.flatMap(nodesOf).filter((node) => node instanceof PipelineSet);
}
