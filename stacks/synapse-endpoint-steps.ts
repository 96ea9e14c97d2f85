import type { ManualStep } from '../compilers/internal';
import type { IDataLake, ISynapseWorkspace } from '../constructs/hosts';
import { approvalCommands, approvalProof, inSubscription } from './endpoint-approvals';

/** The version of the workspace's own interface. Source: "Managed Private Endpoints - Create", Synapse data plane. */
const API_VERSION = '2020-12-01';

/** The parts of a lake that a workspace goes through. */
const LAKE_PARTS = ['dfs', 'blob'];

/** What a workspace reads and writes. */
export interface SynapseEndpoints {
  /** The workspace. */
  readonly synapse: ISynapseWorkspace;
  /** The lake. */
  readonly lake: IDataLake;
  /** Id of the step in its stack. */
  readonly acknowledgedAs: string;
  /** The script that runs something inside of the network, beside the manual steps. @default none */
  readonly runInside?: string | undefined;
}

/**
 * The managed private endpoints that serverless SQL writes to a lake through: a workspace with protection against exfiltration
 * writes nowhere else. They are made in the workspace itself, which Terraform does not reach from outside of the network.
 *
 * Source: "Data exfiltration protection for Azure Synapse Analytics workspaces".
 */
export function synapseEndpointStep({
  synapse,
  lake,
  acknowledgedAs,
  runInside,
}: SynapseEndpoints): ManualStep {
  const address = `https://${synapse.name}.dev.azuresynapse.net/managedVirtualNetworks/default/managedPrivateEndpoints/${lake.name}-$part?api-version=${API_VERSION}`;
  const id = `id="$(az storage account show${inSubscription(lake)} --resource-group ${lake.resourceGroupName} --name ${lake.name} --query id --output tsv)"`;
  const connections = { of: synapse.name, endpoints: LAKE_PARTS.map((part) => `${lake.name}-${part}`) };
  const inside = [
    `printf '{"privateLinkResourceId":"%s","groupId":"%s"}' "$id" "$part" > endpoint.json`,
    `az synapse managed-private-endpoints create --workspace-name ${synapse.name} --pe-name ${lake.name}-$part --file @endpoint.json`,
  ];
  const outside = [
    `printf '{"properties":{"privateLinkResourceId":"%s","groupId":"%s"}}' "$id" "$part" > endpoint.json`,
    `bash ${runInside} put "${address}" endpoint.json`,
  ];
  const loop = (lines: readonly string[]): string =>
    [
      '',
      '',
      '```sh',
      id,
      `for part in ${LAKE_PARTS.join(' ')}; do`,
      ...lines.map((line) => `  ${line}`),
      'done',
      '```',
    ].join('\n');
  return {
    title: `Private endpoints of ${synapse.name} to ${lake.name}`,
    byHand:
      'they are made in the workspace, which no pipeline reaches from outside of the network; nor could it see there whose connection waits',
    acknowledgedAs,
    proof: [
      // Both parts of the lake: files are written by one, and listed by the other.
      approvalProof(lake, 'Microsoft.Storage/storageAccounts', connections),
    ],
    steps: [
      `As Synapse Administrator, which whoever deployed the workspace is, make its managed private endpoints to the lake: without, serverless SQL stores nothing. On a machine inside of the private network:${loop(inside)}`,
      ...(runInside === undefined ? [] : [`Or from anywhere, beside \`${runInside}\`:${loop(outside)}`]),
      [
        `Approve them at \`${lake.name}\`, once they are there: in the portal under Networking, Private endpoint connections, or`,
        '',
        '```sh',
        ...approvalCommands(lake, 'Microsoft.Storage/storageAccounts', connections),
        '```',
      ].join('\n'),
    ],
  };
}
