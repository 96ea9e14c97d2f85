import { azProof, type ManualStep } from '../compilers/internal';
import type {
  DataFactory,
  DataLake,
  FabricCapacity,
  INetwork,
  IResourceGroup,
  SynapseWorkspace,
} from '../constructs/hosts';
import type { IMachineLearningDnsZones } from '../constructs/machine-learning';
import type { Company, Environment } from '../model';
import { isDelivered } from './delivered';
import { managedEndpointApprovals } from './endpoint-approvals';
import { privateNetworkSteps } from './private-network-steps';
import { synapseEndpointStep } from './synapse-endpoint-steps';

/** What the manual steps of the platform refer to. */
interface Platform {
  readonly node: { readonly id: string };
  readonly company: Company;
  readonly environment: Environment;
  readonly resourceGroup: IResourceGroup;
  readonly network?: INetwork;
  readonly machineLearningDnsZones?: IMachineLearningDnsZones;
  readonly runInside?: string;
  readonly lake: DataLake;
  readonly synapse: SynapseWorkspace;
  readonly dataFactory: DataFactory;
  readonly powerBiCapacity?: FabricCapacity;
}

/** What is left to people once the platform is deployed. */
export function platformManualSteps(platform: Platform): ManualStep[] {
  const { environment, dataFactory, powerBiCapacity } = platform;
  const { name, objectId } = environment.sqlAdministrators;
  const administrators: ManualStep = {
    title: `Members of the group "${name}"`,
    byHand:
      "members of groups are the tenant's: pipelines that could add some could make themselves administrators",
    acknowledgedAs: 'sql-administrators',
    commands: [
      `az ad group member add --group ${objectId} --member-id "$(az ad user show --id '<who runs scripts>' --query id --output tsv)"`,
    ],
    proof: [
      azProof('the group has members', ['ad', 'group', 'member', 'list', '--group', objectId], 'length(@)', {
        atLeast: 1,
      }),
    ],
    steps: [
      `Add whoever runs SQL scripts by hand to the Entra group "${name}" (\`${objectId}\`): only its members administer Synapse SQL.`,
    ],
  };
  return [
    administrators,
    ...networkSteps(platform),
    ...managedEndpointApprovals(dataFactory.name, dataFactory.managedEndpoints, {
      isDelivered: isDelivered(platform.company, environment),
    }),
    ...(powerBiCapacity ? [powerBi(powerBiCapacity)] : []),
  ];
}

function networkSteps(platform: Platform): ManualStep[] {
  const { node, network, machineLearningDnsZones, lake, synapse, runInside } = platform;
  if (network === undefined) return [];
  return [
    ...privateNetworkSteps({
      stack: node.id,
      company: platform.company,
      environment: platform.environment,
      resourceGroup: platform.resourceGroup,
      network,
      models: machineLearningDnsZones !== undefined,
    }),
    synapseEndpointStep({ synapse, lake, acknowledgedAs: 'synapse-private-endpoints', runInside }),
  ];
}

function powerBi({ name, capacity }: FabricCapacity): ManualStep {
  return {
    title: `Power BI in the capacity ${name}`,
    byHand: 'rights in Power BI are given in its own service, by an administrator of it',
    proof: { none: 'workspaces and tenant settings of Power BI are no resources of Azure' },
    steps: [
      'In the tenant settings of Power BI, let the administrators of the capacity make workspaces in it: Terraform knows neither the setting nor the workspaces.',
      `Assign the workspaces that reports live in to \`${name}\`. Pause the capacity in the portal while nobody looks at them: ${capacity.sku} bills by the hour.`,
    ],
  };
}
