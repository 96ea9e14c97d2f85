import { Lazy, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { estimateQuery } from '../compilers/internal';
import type { SynthesizedStack } from '../cost';
import { type Environment, type EstimatedRows, NO_ESTIMATE, type PlatformEstimate } from '../model';
import { billsOf } from './bills';
import { stacksOf } from './environment-stacks';
import { estimatedRows } from './estimates';
import type { LakehouseStack } from './lakehouse-stack';

/** What is known of an app: each environment's estimate, or that it is being computed. */
const known = new WeakMap<IConstruct, Map<Environment, EstimatedRows | 'computing'>>();

/**
 * The query of what an environment is estimated to cost, as a token within JSON text: it is computed from all stacks of the
 * environment, once they are written out. The estimate itself bills nothing, so that the stacks are priced without it.
 */
export function estimateToken(stack: LakehouseStack, estimate: PlatformEstimate): string {
  return Lazy.stringValue({
    produce: ({ preparing }) => {
      // References between stacks are still being found.
      const rows = preparing ? NO_ESTIMATE : rowsFor(stack);
      return JSON.stringify(estimateQuery(estimate, rows)).slice(1, -1);
    },
  });
}

function rowsFor({ company, environment, node }: LakehouseStack): EstimatedRows {
  const environments = known.get(node.root) ?? new Map<Environment, EstimatedRows | 'computing'>();
  known.set(node.root, environments);
  const found = environments.get(environment);
  if (found !== undefined) return found === 'computing' ? NO_ESTIMATE : found;
  environments.set(environment, 'computing');
  try {
    const all = node.root.node.findAll().filter((each) => TerraformStack.isStack(each));
    const stacks = stacksOf(environment, all).map((stack): SynthesizedStack => ({
      name: stack.node.id,
      environment: environment.name,
      terraform: stack.toTerraform() as SynthesizedStack['terraform'],
    }));
    const rows = estimatedRows(billsOf({ company, environment, stacks }));
    environments.set(environment, rows);
    return rows;
  } finally {
    if (environments.get(environment) === 'computing') environments.delete(environment);
  }
}
