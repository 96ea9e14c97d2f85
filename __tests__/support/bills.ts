import {
  assumedWith,
  type Bill,
  type BillDocument,
  type BillInput,
  billOf,
  type SynthesizedStack,
} from '../../cost';
import { company } from '../../departments';
import type { Environment } from '../../model';
import { referenceStacks } from './reference-stacks';
import { type Block, synthAll } from './synth';

/** The stacks of the reference company in one of its environments, as they are written. */
export function writtenReference(environment: string): SynthesizedStack[] {
  const stacks = referenceStacks(environment);
  return synthAll(stacks).map((terraform, index) => ({
    name: stacks[index]!.node.id,
    environment,
    terraform,
  }));
}

/** What the bill of the reference company is made of, in one of its environments. */
export function referenceInput(environment: string, stacks = writtenReference(environment)): BillInput {
  const found = company.environments.find(({ name }) => name === environment)!;
  return { stacks, company, environment: found, running: true };
}

/** An environment for stacks of a test, in the region that most prices are of. */
export const SOMEWHERE: Pick<Environment, 'name' | 'location' | 'cost'> = {
  name: 'dev',
  location: 'westeurope',
};

/** A stack of given resources. */
export function stackOf(resource: Record<string, Record<string, Block>>): SynthesizedStack {
  return { name: 'sales-dev', environment: 'dev', terraform: { resource } };
}

const FACTORY_ID = '${azurerm_data_factory.Factory.id}';

/** A factory with pipelines by name, each with its activities, and triggers: the minutes between their runs by the pipeline. */
export function factoryStack(
  pipelines: Record<string, readonly object[]>,
  triggers: Record<string, number>,
  others: Record<string, Record<string, Block>> = {},
): SynthesizedStack {
  const named = <T>(
    things: Record<string, T>,
    of: (name: string, thing: T) => Block,
  ): Record<string, Block> =>
    Object.fromEntries(
      Object.entries(things).map(([name, thing]) => [
        name,
        { name, data_factory_id: FACTORY_ID, ...of(name, thing) },
      ]),
    );
  return stackOf({
    azurerm_data_factory: { Factory: { name: 'adf' } },
    azurerm_data_factory_pipeline: named(pipelines, (_name, activities) => ({
      activities_json: JSON.stringify(activities),
    })),
    azurerm_data_factory_trigger_tumbling_window: named(triggers, (name, minutes) => ({
      frequency: 'Minute',
      interval: minutes,
      pipeline: { name },
      start_time: '2026-12-01T00:00:00Z',
    })),
    ...Object.fromEntries(
      Object.entries(others).map(([type, blocks]) => [type, named(blocks, (_name, block) => block)]),
    ),
  });
}

/** An activity that waits for others: with the condition `Succeeded`, unless others are given. */
export function activity(
  name: string,
  type: string,
  after: Record<string, readonly string[]> = {},
  typeProperties: object = {},
): object {
  const dependsOn = Object.entries(after).map(([before, conditions]) => ({
    activity: before,
    dependencyConditions: conditions.length > 0 ? conditions : ['Succeeded'],
  }));
  return { name, type, dependsOn, userProperties: [], typeProperties };
}

/** The bill of one stack, in which everything runs, without contracts. */
export function billOfStack(stack: SynthesizedStack, change: Partial<BillInput> = {}): Bill {
  return billOf({
    stacks: [stack],
    company: { departments: [] },
    environment: SOMEWHERE,
    running: true,
    ...change,
  });
}

/** The subscription of {@link billDocument}. */
export const SUBSCRIPTION = '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20';

const oneNamespace = stackOf({
  azurerm_resource_group: { Group: { name: 'rg-sales-dev' } },
  azurerm_eventhub_namespace: {
    Hubs: {
      name: 'evhns-dev',
      sku: 'Standard',
      capacity: 1,
      resource_group_name: '${azurerm_resource_group.Group.name}',
    },
  },
});
/** The bills of an environment that has a namespace of one unit, and is stopped. */
export function billDocument(change: Partial<BillDocument> = {}): BillDocument {
  const month = billOfStack(oneNamespace, { running: false });
  const nothing = { low: 0, likely: 0, high: 0 };
  return {
    environment: 'dev',
    region: 'westeurope',
    currency: 'USD',
    state: 'idle',
    subscriptions: [SUBSCRIPTION],
    running: month,
    idle: month,
    byDepartment: {},
    savings: [],
    backfillOfAYear: { windows: 365, dataFlows: nothing, cost: nothing },
    assumptions: assumedWith(),
    ...change,
  };
}
