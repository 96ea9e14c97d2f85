import { resourceCounts } from '../../stacks';
import { resourcesPage } from '../../stacks/resource-counts';
import { stacksIn } from '../support/crossing-company';
import { addresses, synthAll } from '../support/synth';

const { platform, departments, all } = stacksIn('dev');

describe('the resources by layer', () => {
  test('add up to what is synthesized', () => {
    const counted = all.map((stack) =>
      resourceCounts(stack).reduce((sum, { resources }) => sum + resources, 0),
    );
    expect(counted).toEqual(synthAll(all).map((terraform) => addresses(terraform).length));
  });

  test('are counted by layer, in hosts that are shared', () => {
    expect(resourceCounts(departments.counting!).map(({ layer, hosting }) => [layer, hosting])).toEqual([
      ['ResourceGroup', 'shared'],
      ['Lakehouse', 'shared'],
      ['PipelineSet', 'shared'],
    ]);
    expect(resourceCounts(platform).find(({ layer }) => layer === 'DepartmentIdentity')?.resources).toBe(4);
  });

  test("count a department's own hosts one by one", () => {
    const counts = resourceCounts(departments.watching!);
    expect(counts.map(({ layer }) => layer)).toEqual([
      'ResourceGroup',
      'KeyVault',
      'EventHubsNamespace',
      'DataLake',
      'SynapseWorkspace',
      'DataFactory',
      'Lakehouse',
      'IngestionLayer',
      'PipelineSet',
    ]);
    expect(new Set(counts.map(({ hosting }) => hosting))).toEqual(new Set(['dedicated']));
  });

  test('are a page', () => {
    const counts = resourceCounts(departments.counting!);
    const page = resourcesPage([departments.counting!]);
    expect(page.split('\n').slice(0, 4)).toEqual([
      '# Resources by layer',
      '',
      '| stack | layer | resources | hosts |',
      '| --- | --- | --- | --- |',
    ]);
    expect(page).toContain(`| counting-dev | Lakehouse | ${counts[1]!.resources} | shared |`);
  });
});
