import type { IResourceGroup } from '../constructs/hosts';
import { MACHINE_LEARNING_DEFAULTS, type MachineLearning } from '../constructs/machine-learning';
import { type Department, type Environment, MODEL_INPUTS, scoreOf, type Table } from '../model';
import type { ManualStep } from '../compilers/internal';
import { inSubscription, managedEndpointApprovals } from './endpoint-approvals';

/** What the manual steps of machine learning refer to. */
interface Models {
  readonly department: Department;
  readonly environment: Environment;
  readonly machineLearning: MachineLearning;
  /** The resource group that the workspace is in. */
  readonly resourceGroup: Pick<IResourceGroup, 'name' | 'subscriptionId'>;
  /** Name of the data factory. */
  readonly factory: string;
}

/** The tables of a department that fallbacks compute in an environment, with the reasons. */
export function fallbacks(
  { tables }: Department,
  { models = {} }: Environment,
): [table: string, reason: string][] {
  return tables.flatMap((table): [string, string][] => {
    const binding = models[table.name];
    return scoreOf(table) && binding && 'fallback' in binding ? [[table.name, binding.fallback]] : [];
  });
}

/** Names of batch endpoints that somebody else in the region may have taken: they begin neither with the company nor say the environment. */
export function endpointsOfAnyName(
  { tables }: Department,
  { name, models = {} }: Environment,
  code: string,
): string[] {
  return tables.flatMap((table) => {
    const binding = models[table.name];
    if (scoreOf(table)?.run.kind !== 'batchEndpoint' || !binding || !('endpoint' in binding)) return [];
    const { endpoint } = binding;
    return endpoint.startsWith(`${code}-`) && endpoint.split('-').includes(name) ? [] : [endpoint];
  });
}

/** What is left to people once a department's machine learning is deployed. */
export function machineLearningManualSteps(models: Models): ManualStep[] {
  const { department, environment, machineLearning, resourceGroup } = models;
  const scored = department.tables.filter((table) => scoreOf(table));
  const { name } = machineLearning;
  return [
    {
      title: `Models of ${department.name}`,
      // A fallback needs none of it.
      ...(scored.some(({ name: table }) => 'endpoint' in (environment.models?.[table] ?? {})) && {
        acknowledgedAs: 'models',
      }),
      steps: [
        [
          `Let the workspace \`${name}\` reach its storage account by identity; the provider cannot say so:`,
          '',
          '```sh',
          `az ml workspace update${inSubscription(resourceGroup)} --resource-group ${resourceGroup.name} --name ${name} --system-datastores-auth-mode identity`,
          '```',
        ].join('\n'),
        `Give whoever trains models the role AzureML Data Scientist on \`${name}\`, as a group.`,
        ...scored.map((table) => publish(table, environment)),
      ],
    },
    ...approvals(models),
  ];
}

function publish(table: Table, environment: Environment): string {
  const score = scoreOf(table);
  const binding = environment.models?.[table.name];
  const kind =
    score?.run.kind === 'publishedPipeline'
      ? 'a published pipeline'
      : `a batch endpoint whose deployment is a pipeline component, and whose name no other has in the region, such as \`<company>-${environment.name}-<model>\``;
  const inputs = [...MODEL_INPUTS, ...Object.keys(score?.run.parameters ?? {})]
    .map((input) => `\`${input}\``)
    .join(', ');
  const columns = Object.entries(score?.contractColumns ?? {})
    .map(([name, { physicalName }]) => `\`${physicalName ?? name}\``)
    .join(', ');
  const what =
    binding && 'endpoint' in binding
      ? `See that the model of ${table.name}, \`${binding.endpoint}\`, is there:`
      : `When there is a model of ${table.name}, publish it and put its endpoint into \`models\` of environment "${environment.name}":`;
  return (
    `${what} ${kind}, on the cluster \`${MACHINE_LEARNING_DEFAULTS.computeName}\`, with ${inputs}. ` +
    `It reads \`features\` as a Delta table and writes CSV files with a header to \`scores\`: ${columns}.`
  );
}

function approvals({ machineLearning, factory, department }: Models): ManualStep[] {
  const { name, outboundRules: paths, managedEndpoints } = machineLearning;
  const [{ lake } = { lake: undefined }] = paths;
  if (!lake) return [];
  const parts = paths.map(({ subresource }) => subresource).join(', ');
  const toLake = [
    `Approve the private endpoints from \`${name}\` to \`${lake.name}\` (${parts}): in the portal under Networking, Private endpoint connections, or`,
    '',
    '```sh',
    `az network private-endpoint-connection list${inSubscription(lake)} --resource-group ${lake.resourceGroupName} --name ${lake.name} --type Microsoft.Storage/storageAccounts \\`,
    `  --query "[?properties.privateLinkServiceConnectionState.status=='Pending'].{id:id, from:properties.privateEndpoint.id}" --output table`,
    `az network private-endpoint-connection approve --description "${name}" --id <id>`,
    '```',
  ].join('\n');
  return [
    {
      title: `Private endpoints of the models of ${department.name} that wait for approval`,
      acknowledgedAs: 'model-private-endpoints',
      steps: [toLake],
    },
    ...managedEndpointApprovals(factory, managedEndpoints, 'factory-to-model-private-endpoints'),
  ];
}
