import { Factory } from '../../cost/factory/factory';
import { FactoryRuns } from '../../cost/factory/factory-runs';
import { type SynthesizedStack, SynthesizedStacks } from '../../cost/synthesized-stacks';
import { activity, billOfStack, factoryStack } from '../support/bills';

/** A company of a hundred departments has thousands of pipelines, and each line of a bill asks about all of them. */
describe('what a bill looks up again and again is worked out once', () => {
  const stack = factoryStack(
    { main: [activity('One', 'Copy')], alone: [activity('Two', 'Copy')] },
    { main: 60 },
  );

  it('the factories in some stacks', () => {
    const stacks = new SynthesizedStacks([stack]);
    expect(Factory.in(stacks)).toHaveLength(1);
    expect(Factory.in(stacks)).toBe(Factory.in(stacks));
    expect(Factory.in(new SynthesizedStacks([stack]))).not.toBe(Factory.in(stacks));
  });

  it('the pipelines that nothing starts', () => {
    const { runs } = billOfStack(stack);
    expect(runs.inactivePipelines().map(({ pipeline }) => pipeline.name)).toEqual(['alone']);
    expect(runs.inactivePipelines()).toBe(runs.inactivePipelines());
  });

  it('what a pipeline does, whatever is assumed', () => {
    const { assumed } = billOfStack(stack);
    const other = factoryStack({ main: [activity('One', 'Copy')] }, { main: 60 });
    const stacks = new SynthesizedStacks([other]);
    const [main] = stacks.ofType('azurerm_data_factory_pipeline').map(({ block }) => block);
    const json = main!.activities_json;
    let reads = 0;
    Object.defineProperty(main, 'activities_json', { get: () => ((reads += 1), json) });
    const inactive = (): unknown => FactoryRuns.of(stacks, { ...assumed }, [], true).inactivePipelines();
    expect(inactive()).toEqual([]);
    expect(inactive()).toEqual([]);
    expect(reads).toBe(1);
  });

  it('the resources of a type', () => {
    const stacks = new SynthesizedStacks([stack]);
    const pipelines = stacks.ofType('azurerm_data_factory_pipeline');
    expect(pipelines.map(({ block }) => block['name']).sort()).toEqual(['alone', 'main']);
    expect(stacks.ofType('azurerm_data_factory_pipeline')).toBe(pipelines);
    expect(stacks.ofType('azurerm_nothing')).toEqual([]);
  });

  it('the runs, where what is tried leaves the factories as they are', () => {
    const assumed = { ...billOfStack(stack).assumed };
    const stacks = new SynthesizedStacks([stack]);
    const volumes: [] = [];
    const runs = FactoryRuns.of(stacks, assumed, volumes, false);
    expect(FactoryRuns.of(new SynthesizedStacks([{ ...stack }]), assumed, volumes, false)).toBe(runs);
    expect(FactoryRuns.of(stacks, assumed, volumes, true)).not.toBe(runs);
    expect(FactoryRuns.of(new SynthesizedStacks([hourly(stack)]), assumed, volumes, false)).not.toBe(runs);
  });
});

function hourly(stack: SynthesizedStack): SynthesizedStack {
  const { resource = {} } = stack.terraform;
  const triggers = Object.entries(resource['azurerm_data_factory_trigger_tumbling_window'] ?? {});
  const azurerm_data_factory_trigger_tumbling_window = Object.fromEntries(
    triggers.map(([name, block]) => [name, { ...block, frequency: 'Hour', interval: 1 }]),
  );
  return { ...stack, terraform: { resource: { ...resource, azurerm_data_factory_trigger_tumbling_window } } };
}
