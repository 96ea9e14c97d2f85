import type { Node } from 'constructs';
import { azProof, type ManualStep, PEPPER_FILE, sourceSteps } from '../compilers/internal';
import { zoneContainer } from '../constructs/core';
import type { Hosts, IDepartmentIdentity, IResourceGroup } from '../constructs/hosts';
import type { IngestionLayer } from '../constructs/ingestion-layer';
import type { Lakehouse } from '../constructs/lakehouse';
import type { MachineLearning } from '../constructs/machine-learning';
import type { PipelineSet } from '../constructs/pipeline-set';
import type { SynapseGold } from '../constructs/synapse-gold';
import { type CompanyGraph, type Department, type Environment, listed } from '../model';
import type { FactoryEndpoints } from './cross-lake-endpoints';
import type { DeploymentOrder } from './deployment-order';
import { firstLogin } from './first-login-step';
import { existingHostSteps } from './existing-host-steps';
import { machineLearningManualSteps } from './machine-learning-manual-steps';
import { isDelivered } from './delivered';
import { managedEndpointApprovals } from './endpoint-approvals';
import type { IPlatform } from './platform';
import { powerBiConnection } from './power-bi-connection';
import { producerManualSteps } from './producer-manual-steps';
import { streamingManualSteps } from './streaming-manual-steps';
import { synapseEndpointStep } from './synapse-endpoint-steps';

/** A department's stack, as far as somebody has something to do for it. */
interface DepartmentParts {
  readonly node: Node;
  readonly department: Department;
  readonly environment: Environment;
  readonly resourceGroup: IResourceGroup;
  readonly hosts: Hosts;
  readonly lakehouse: Lakehouse;
  readonly ingestion: IngestionLayer;
  readonly gold: SynapseGold;
  readonly machineLearning?: MachineLearning;
  readonly pipelines: PipelineSet;
  readonly crossLakeEndpoints: readonly FactoryEndpoints[];
}

/** What the manual steps of a department refer to besides. */
interface Context {
  readonly platform: IPlatform;
  readonly identity: IDepartmentIdentity;
  readonly order: DeploymentOrder;
  readonly graph: CompanyGraph;
}

/** What is left to people once a department's stack is deployed. */
export function departmentManualSteps(stack: DepartmentParts, context: Context): ManualStep[] {
  const { platform, identity, order } = context;
  const { department, environment, hosts } = stack;
  return [
    ...circleSteps(stack, order),
    ...endpointSteps(stack, platform),
    ...synapseSteps(stack, platform, context.graph),
    ...(hosts === platform ? existingHostSteps(stack.node.id, department, identity, platform) : []),
    // Every pipeline can come to need it: a failure is written down by a query.
    ...(stack.pipelines.definition.pipelines.length > 0 ? [firstLogin(stack, platform)] : []),
    ...powerBiSteps(stack),
    ...pepperSteps(stack, platform),
    ...producerManualSteps(department, {
      stack: stack.node.id,
      environment,
      // A department without streams makes nothing in a namespace.
      namespace: hosts.eventHubs ?? platform.eventHubs,
    }),
    ...streamingManualSteps(department, environment, {
      job: stack.ingestion.rulesJob?.name ?? '',
      factory: hosts.dataFactory.name,
      lake: stack.lakehouse.lake.name,
      landing: zoneContainer(department.name, 'landing'),
    }),
    ...ownersSteps(stack, identity),
    ...modelSteps(stack, platform),
  ];
}

/** Only a plan knows what a stack lacks. */
const DEPLOYED_AGAIN = { none: 'a plan of the stack that is empty shows it' };

/** Where departments need each other, no order of their stacks is right the first time. */
function circleSteps({ department, node: { id } }: DepartmentParts, order: DeploymentOrder): ManualStep[] {
  const { triggers, lakes } = order.circular(department);
  const names = (owners: typeof triggers): string => listed(owners.map(({ name }) => name));
  return [
    ...(lakes.length === 0
      ? []
      : [
          {
            title: `Deploying ${department.name} after ${names(lakes)}`,
            byHand:
              'departments that wait for each other in a circle have no order that Terraform could keep',
            acknowledgedAs: 'deployed-after-lakes',
            proof: DEPLOYED_AGAIN,
            steps: [
              `Deploy the stack of ${names(lakes)} before \`${id}\`: its data factory gets a private endpoint into a lake that has to be there. They need each other: deploy them again once all are there.`,
            ],
          },
        ]),
    ...(triggers.length === 0
      ? []
      : [
          {
            title: `Triggers of ${department.name} that wait for others`,
            byHand:
              'departments that wait for each other in a circle have no order that Terraform could keep',
            acknowledgedAs: 'deployed-after-triggers',
            proof: DEPLOYED_AGAIN,
            steps: [
              `Deploy ${names(triggers)} before \`${id}\`: a trigger can only wait for one that is there. They wait for each other: deploy them again once all are there.`,
            ],
          },
        ]),
  ];
}

function endpointSteps({ hosts, crossLakeEndpoints }: DepartmentParts, platform: IPlatform): ManualStep[] {
  const delivered = { isDelivered: isDelivered(platform.company, platform.environment) };
  const across = crossLakeEndpoints.flatMap(({ factory, endpoints }) =>
    managedEndpointApprovals(factory, endpoints, {
      ...delivered,
      acknowledgedAs:
        factory === platform.dataFactory.name ? 'platform-private-endpoints' : 'lake-private-endpoints',
    }),
  );
  if (hosts === platform) return across;
  const { name, managedEndpoints } = hosts.dataFactory;
  return [...across, ...managedEndpointApprovals(name, managedEndpoints, delivered)];
}

/** Workspaces that write to, or read, a lake which is the department's own. */
function synapseSteps(stack: DepartmentParts, platform: IPlatform, graph: CompanyGraph): ManualStep[] {
  const { department, hosts } = stack;
  const { network, runInside, synapse } = platform;
  if (network === undefined || hosts === platform) return [];
  const { lake } = hosts;
  const readByPlatform = platform.company.departments.some(
    (reader) => reader.hosting === 'shared' && graph.zonesReadingSilverOf(department, reader).has('gold'),
  );
  return [
    synapseEndpointStep({
      synapse: hosts.synapse,
      lake,
      acknowledgedAs: 'synapse-private-endpoints',
      runInside,
    }),
    ...(readByPlatform
      ? [
          synapseEndpointStep({
            synapse,
            lake,
            acknowledgedAs: 'platform-synapse-private-endpoints',
            runInside,
          }),
        ]
      : []),
  ];
}

function powerBiSteps({ department, environment, gold, hosts, node: { id } }: DepartmentParts): ManualStep[] {
  const inside =
    environment.network.kind === 'private'
      ? [
          `Power BI Desktop runs where the private network is reached. What is published is read by Power BI's service, from outside: over a data gateway only, with \`${hosts.synapse.serverlessEndpoint}\` as its data source.`,
        ]
      : [];
  return department.consumers.flatMap((consumer): ManualStep[] => {
    if (consumer.kind !== 'group' || consumer.powerBi === undefined) return [];
    const file = `${id}-${consumer.name}.pbids`;
    const content = powerBiConnection(hosts.synapse.serverlessEndpoint, gold.database, consumer.powerBi);
    return [
      {
        title: `Power BI for ${consumer.name}`,
        byHand: 'a connection in Power BI is made there, by whoever builds the reports',
        proof: { none: 'who has a file is not known to Azure' },
        steps: [
          `Give \`${file}\` to the members of \`${consumer.name}\`: Power BI Desktop opens it, they sign in as themselves, and see the views they may read.`,
          ...inside,
        ],
        files: { [file]: content },
      },
    ];
  });
}

function pepperSteps(
  { department: { name }, environment, lakehouse, pipelines }: DepartmentParts,
  { runInside }: IPlatform,
): ManualStep[] {
  if (!pipelines.definition.datasets.some((dataset) => dataset.name.endsWith('_pepper'))) return [];
  const container = zoneContainer(name, 'secrets');
  const address = `https://${lakehouse.lake.name}.blob.core.windows.net/${container}/${PEPPER_FILE.name}`;
  const inside = environment.network.kind === 'private' ? ', from a machine in the private network' : '';
  return [
    {
      title: `Pepper of ${name}`,
      byHand: 'Terraform would keep it in its state, which whoever plans may read',
      acknowledgedAs: 'pepper',
      commands: [
        'umask 077',
        `printf '{"${PEPPER_FILE.field}": "%s"}\\n' "$(openssl rand -hex 32)" > ${PEPPER_FILE.name}`,
        `az storage blob upload --auth-mode login --account-name ${lakehouse.lake.name} --container-name ${container} --name ${PEPPER_FILE.name} --file ${PEPPER_FILE.name} --overwrite false`,
        `# Keep what is in ${PEPPER_FILE.name} where secrets are kept, then: rm ${PEPPER_FILE.name}`,
      ],
      proof: [
        {
          // Whether it is there, and not what is in it.
          ...azProof(
            `${PEPPER_FILE.name} is in ${container}`,
            [
              ...['storage', 'blob', 'exists', '--auth-mode', 'login', '--account-name', lakehouse.lake.name],
              ...['--container-name', container, '--name', PEPPER_FILE.name],
            ],
            'exists',
            { equals: true },
          ),
          inside: environment.network.kind === 'private',
        },
      ],
      steps: [
        `Put \`${PEPPER_FILE.name}\` into the container \`${container}\` of \`${lakehouse.lake.name}\`${inside}: one line, \`{"${PEPPER_FILE.field}": "<64 random hexadecimal digits>"}\`. ` +
          'Make the digits with a generator for secrets and keep them: with another pepper every pseudonym changes.',
        ...(runInside === undefined
          ? []
          : [
              `Without such a machine: \`bash ${runInside} blob ${address} ${PEPPER_FILE.name}\`, with the role Storage Blob Data Contributor on the container; delete the file afterwards.`,
            ]),
      ],
    },
  ];
}

/** What the owners of sources do, so that pipelines can reach them. */
function ownersSteps(stack: DepartmentParts, identity: IDepartmentIdentity): ManualStep[] {
  const { name: department, sources } = stack.department;
  const reader = {
    stack: stack.node.id,
    department,
    privateNetwork: stack.environment.network.kind === 'private',
    identity: identity.name,
    vault: stack.hosts.keyVault.name,
    lake: stack.lakehouse.lake.name,
    landing: zoneContainer(department, 'landing'),
  };
  return sourceSteps(sources, reader);
}

function modelSteps(stack: DepartmentParts, { company }: IPlatform): ManualStep[] {
  const { department, environment, machineLearning, resourceGroup, hosts } = stack;
  if (!machineLearning) return [];
  const factory = hosts.dataFactory.name;
  return machineLearningManualSteps({
    ...{ department, environment, machineLearning, resourceGroup, factory },
    isDelivered: isDelivered(company, environment),
  });
}
