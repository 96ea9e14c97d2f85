import { AnnotationMetadataEntryType } from 'cdktf';
import type { Environment } from '../../model';
import { grantsOf } from '../../constructs/core';
import { DedicatedHosts } from '../../constructs/hosts';
import { DepartmentStack, PlatformStack, resourceCounts } from '../../stacks';
import { modelling, placed, planning, sold, untrained } from '../support/models';
import { dev, prod } from '../support/small-company';
import { addresses, resources, synth, testApp, theResource } from '../support/synth';

function stackIn(environment: Environment, owner = planning()): DepartmentStack {
  const company = modelling([environment], owner);
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
  return new DepartmentStack(app, `planning-${environment.name}`, {
    department: company.departments[0]!,
    platform,
  });
}
const approvalsIn = (stack: DepartmentStack): (string | undefined)[] =>
  stack.manualSteps
    .filter(({ title }) => title.includes('wait for approval'))
    .flatMap(({ steps }) => steps.map((step) => step.split('\n')[0]));
const warningsOf = (stack: DepartmentStack): string[] =>
  stack.node.metadata
    .filter(({ type }) => type === (AnnotationMetadataEntryType.WARN as string))
    .map(({ data }) => String(data));

describe('the stack of a department with models', () => {
  const stack = stackIn({ ...dev, models: placed });
  const terraform = synth(stack);

  test('has these addresses: one that leaves the list is a resource destroyed', () => {
    expect(addresses(terraform)).toMatchSnapshot();
  });

  test('makes a pipeline for each model', () => {
    const pipelines = Object.keys(stack.pipelines.pipelines).filter((name) => name.includes('_score_'));
    expect(pipelines).toEqual(['planning_score_demand_forecast', 'planning_score_return_risk']);
    expect(Object.keys(stack.pipelines.linkedServices)).toEqual(
      expect.arrayContaining([
        'planning_demand_forecast_model',
        'planning_models',
        'planning_models_storage',
      ]),
    );
  });

  test('warns of a name that others may have, and says how a model is made known', () => {
    expect(warningsOf(stack)).toEqual([
      'the batch endpoint "demand-dev" has a name that others may have in the region: begin it with "mdl-dev-"',
    ]);
    const [models] = stack.manualSteps.filter(({ title }) => title === 'Models of planning');
    expect(models?.steps.join('\n')).toContain(
      'az ml workspace update --resource-group rg-mdl-dev-planning --name mlw-mdl-dev-planning --system-datastores-auth-mode identity',
    );
    expect(models?.steps).toContainEqual(
      expect.stringContaining(
        'See that the model of demand_forecast, `demand-dev`, is there: a batch endpoint',
      ),
    );
    expect(models?.steps.join('\n')).toContain(
      'to `scores`: `item`, `Forecast`, `model_version`, `computed_at`.',
    );
    expect(stack.manualSteps.map(({ title }) => title)).not.toContainEqual(
      expect.stringContaining('wait for approval'),
    );
  });

  test('lists the private ways to approve', () => {
    const hidden = stackIn({ ...prod, models: placed });
    expect(approvalsIn(hidden)).toEqual([
      expect.stringContaining('from `mlw-mdl-prod-planning` to `stmdlprodlake` (dfs, blob)'),
      expect.stringContaining('`adf-mdl-prod.planning-models` (amlworkspace) at `mlw-mdl-prod-planning`'),
      expect.stringContaining('`adf-mdl-prod.planning-scores` (blob) at `stmdlprodplanningml`'),
    ]);
    const commands = hidden.manualSteps.flatMap(({ steps }) => steps).join('\n');
    expect(commands).toContain('--resource-group rg-mdl-prod-platform --name stmdlprodlake');
    expect(commands).toContain(
      '--resource-group rg-mdl-prod-planning --name mlw-mdl-prod-planning --type Microsoft.MachineLearningServices/workspaces',
    );
  });
});

describe('the stack of a department whose models are not there yet', () => {
  const stack = stackIn({ ...dev, models: untrained });

  test('warns that fallbacks compute the tables, with the reason', () => {
    expect(warningsOf(stack)).toEqual([
      'demand_forecast is computed by its fallback, not by a model: not trained yet',
      'return_risk is computed by its fallback, not by a model: not trained yet',
    ]);
  });

  test('has a workspace to train them in, and no pipeline that asks for them', () => {
    expect(stack.machineLearning?.name).toBe('mlw-mdl-dev-planning');
    expect(Object.keys(stack.pipelines.pipelines).filter((name) => name.includes('_score_'))).toEqual([]);
    expect(stack.manualSteps.flatMap(({ steps }) => steps)).toContainEqual(
      expect.stringContaining(
        'When there is a model of return_risk, publish it and put its endpoint into `models` of environment "dev": a published pipeline',
      ),
    );
  });
});

describe('the stack of a department with models and hosts of its own', () => {
  const owner = planning({ hosting: 'dedicated' });
  const stack = stackIn({ ...dev, models: placed }, owner);
  const terraform = synth(stack);

  test('uses its vault, its lake and its factory', () => {
    const { hosts } = stack;
    if (!(hosts instanceof DedicatedHosts)) throw new Error('not dedicated');
    expect(stack.machineLearning?.keyVault).toBeUndefined();
    expect(resources(terraform, 'azurerm_key_vault').map(({ name }) => name)).toEqual([
      'kv-mdl-dev-planning',
    ]);
    expect(theResource(terraform, 'azurerm_machine_learning_workspace').key_vault_id).toBe(
      `\${azurerm_key_vault.${hosts.keyVault.resource.friendlyUniqueId}.id}`,
    );
    const accounts = resources(terraform, 'azurerm_storage_container').map(
      ({ name, storage_account_id: account }) => `${String(name)} ${String(account)}`,
    );
    expect(accounts).toContainEqual(
      `planning-silver \${azurerm_storage_account.${hosts.lake.resource.friendlyUniqueId}.id}`,
    );
    expect(grantsOf(stack)).toContainEqual(
      expect.objectContaining({ to: 'adf-mdl-dev-planning', on: 'mlw-mdl-dev-planning' }),
    );
  });

  test('approves the ways into its own lake, from its own factory', () => {
    const hidden = stackIn({ ...prod, models: placed }, owner);
    expect(approvalsIn(hidden)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('from `mlw-mdl-prod-planning` to `stmdlprodplanninglake` (dfs, blob)'),
        expect.stringContaining(
          '`adf-mdl-prod-planning.planning-models` (amlworkspace) at `mlw-mdl-prod-planning`',
        ),
      ]),
    );
    expect(hidden.manualSteps.flatMap(({ steps }) => steps).join('\n')).toContain(
      '--resource-group rg-mdl-prod-planning --name stmdlprodplanninglake',
    );
  });

  test('counts its machine learning as a layer', () => {
    const counts = resourceCounts(stack);
    expect(counts.map(({ layer }) => layer)).toContain('MachineLearning');
    expect(counts.reduce((sum, { resources: made }) => sum + made, 0)).toBe(addresses(terraform).length);
  });
});

test('a department without models has no workspace', () => {
  const stack = stackIn(dev, planning({ tables: [sold] }));
  expect(stack.machineLearning).toBeUndefined();
  expect(addresses(synth(stack)).filter((address) => /machine_learning|key_vault/.test(address))).toEqual([]);
});
