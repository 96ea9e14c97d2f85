import type { IResourceGroup } from '../constructs/hosts';
import { MACHINE_LEARNING_DEFAULTS, type MachineLearning } from '../constructs/machine-learning';
import { type Department, type Environment, MODEL_INPUTS, scoreOf, type Table } from '../model';
import { type ManualStep, type Proof, resourceProof, type ResourcePath } from '../compilers/internal';
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
  /** Whether pipelines deploy the environment. */
  readonly isDelivered: boolean;
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
      byHand: 'who trains a model decides when it is good enough to be asked',
      // A fallback needs none of it.
      ...(scored.some(({ name: table }) => 'endpoint' in (environment.models?.[table] ?? {})) && {
        acknowledgedAs: 'models',
      }),
      commands: [
        `az role assignment create --role "AzureML Data Scientist" --assignee-object-id '<group>' --assignee-principal-type Group \\`,
        `  --scope "$(az ml workspace show${inSubscription(resourceGroup)} --resource-group ${resourceGroup.name} --name ${name} --query id --output tsv)"`,
      ],
      proof: workspaceProofs(models),
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

/** The version of the interface of workspaces. Source: "Workspaces - Get", "Batch Endpoints - Get", "Managed Network Settings Rule - List". */
const WORKSPACE_API = '2024-10-01';

/** The version of the interface of role assignments. Source: "Role Assignments - List For Scope". */
const ROLE_ASSIGNMENTS_API = '2022-04-01';

/** Id of the role AzureML Data Scientist. Source: "Azure built-in roles". */
const DATA_SCIENTIST = 'f6c7c914-8db3-469d-8ca1-694a8f32e121';

function workspaceOf({
  machineLearning,
  resourceGroup,
}: Models): ResourcePath & { readonly apiVersion: string } {
  return {
    subscriptionId: resourceGroup.subscriptionId,
    group: resourceGroup.name,
    resource: `Microsoft.MachineLearningServices/workspaces/${machineLearning.name}`,
    apiVersion: WORKSPACE_API,
  };
}

function workspaceProofs(models: Models): Proof[] {
  const { department, environment, machineLearning } = models;
  const workspace = workspaceOf(models);
  const endpoints = department.tables.flatMap((table) => {
    const binding = environment.models?.[table.name];
    // Published pipelines are known to the workspace's own interface, and not to Resource Manager.
    return scoreOf(table)?.run.kind === 'batchEndpoint' && binding && 'endpoint' in binding
      ? [binding.endpoint]
      : [];
  });
  return [
    resourceProof(
      `${machineLearning.name} reaches its storage by identity`,
      workspace,
      'properties.systemDatastoresAuthMode',
      { equals: 'identity' },
    ),
    resourceProof(
      'a group may train models',
      {
        ...workspace,
        resource: `${workspace.resource}/providers/Microsoft.Authorization/roleAssignments`,
        apiVersion: ROLE_ASSIGNMENTS_API,
      },
      `length(value[?properties.principalType=='Group' && ends_with(properties.roleDefinitionId, '${DATA_SCIENTIST}')])`,
      { atLeast: 1 },
    ),
    ...endpoints.map((endpoint) =>
      resourceProof(
        `the endpoint ${endpoint} is there`,
        { ...workspace, resource: `${workspace.resource}/batchEndpoints/${endpoint}` },
        'properties.provisioningState',
        { equals: 'Succeeded' },
      ),
    ),
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

function approvals(models: Models): ManualStep[] {
  const { machineLearning, factory, department, isDelivered } = models;
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
      byHand:
        'neither the workspace nor its rules tell the names that connections have at the lake, so no pipeline could tell them from those of strangers',
      acknowledgedAs: 'model-private-endpoints',
      proof: [
        resourceProof(
          `the outbound rules of ${name} to ${lake.name} are active`,
          { ...workspaceOf(models), resource: `${workspaceOf(models).resource}/outboundRules` },
          `length(value[?properties.type=='PrivateEndpoint' && properties.status=='Active' && contains(properties.destination.serviceResourceId, '${lake.name}')])`,
          { atLeast: paths.length },
        ),
      ],
      steps: [toLake],
    },
    ...managedEndpointApprovals(factory, managedEndpoints, {
      acknowledgedAs: 'factory-to-model-private-endpoints',
      isDelivered,
    }),
  ];
}
