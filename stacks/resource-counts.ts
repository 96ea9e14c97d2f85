import { TerraformResource, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { DedicatedHosts } from '../constructs/hosts';
import { DepartmentStack } from './department-stack';
import { markdownTable } from './markdown-table';

/** How many resources a layer or host makes in a stack. */
export interface ResourceCount {
  /** The stack. */
  readonly stack: string;
  /** The construct that makes them: one of the five layers, machine learning, or a host. */
  readonly layer: string;
  /** How many. */
  readonly resources: number;
  /** Whether they are, or live in, hosts that departments share, or those of one department. */
  readonly hosting: 'shared' | 'dedicated';
}

/** The resources of a stack, counted by what makes them, in the order in which they are made. */
export function resourceCounts(stack: TerraformStack): ResourceCount[] {
  const hosting = stack instanceof DepartmentStack ? stack.department.hosting : 'shared';
  const counts = new Map<string, number>();
  for (const layer of stack.node.children.flatMap(partsOf)) {
    const resources = resourcesIn(layer);
    if (resources === 0) continue;
    const name = layer.constructor.name;
    counts.set(name, (counts.get(name) ?? 0) + resources);
  }
  return [...counts].map(([layer, resources]) => ({ stack: stack.node.id, layer, resources, hosting }));
}

/** How many resources a construct is made of, itself included. */
function resourcesIn(construct: IConstruct): number {
  const own = TerraformResource.isTerraformResource(construct) ? 1 : 0;
  return construct.node.children.reduce((sum, child) => sum + resourcesIn(child), own);
}

/** The resources of all stacks by layer, as a page. */
export function resourcesPage(stacks: readonly TerraformStack[]): string {
  const counts = stacks.flatMap(resourceCounts);
  const rows = counts.map(({ stack, layer, resources, hosting }) => [stack, layer, resources, hosting]);
  const table = markdownTable(['stack', 'layer', 'resources', 'hosts'], rows);
  return ['# Resources by layer', '', ...table, ''].join('\n');
}

/** A department's own hosts count one by one, as the platform's do. */
function partsOf(construct: IConstruct): IConstruct[] {
  return construct instanceof DedicatedHosts ? construct.node.children : [construct];
}
