import type { ApplicationInsights } from '@cdktf/provider-azurerm/lib/application-insights';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { MachineLearningComputeCluster } from '@cdktf/provider-azurerm/lib/machine-learning-compute-cluster';
import { MachineLearningDatastoreBlobstorage } from '@cdktf/provider-azurerm/lib/machine-learning-datastore-blobstorage';
import { MachineLearningDatastoreDatalakeGen2 } from '@cdktf/provider-azurerm/lib/machine-learning-datastore-datalake-gen2';
import { MachineLearningWorkspace } from '@cdktf/provider-azurerm/lib/machine-learning-workspace';
import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import { featuresZone, type FeaturesZone, runsPublished, type ScoringTarget } from '../../compilers/internal';
import { DEFAULT_SETTINGS, type Department, type DepartmentSettings, scoreOf } from '../../model';
import { grant, nameAt, placeIn, protect, settingIssues, throwAt } from '../core';
import {
  DIAGNOSTICS,
  type HostProps,
  type IDataFactory,
  type IDepartmentIdentity,
  type ManagedEndpoint,
  modelsKey,
  networkOf,
  securedKeyVault,
} from '../hosts';
import type { ILakehouse } from '../lakehouse';
import { keylessInsights } from './insights';
import { ModelStorage, SCORES_CONTAINER } from './model-storage';
import { factoryEndpoints, type OutboundRule, outboundRulesToLake } from './outbound-rules';
import type { IMachineLearningDnsZones } from './private-dns-zones';
import { shortNameAt } from './short-names';

/** What applies when nobody decides otherwise. */
export const MACHINE_LEARNING_DEFAULTS = Object.freeze({
  /** Name of the cluster: the same everywhere, so that a model's job names it once. */
  computeName: 'models',
  ...DEFAULT_SETTINGS.modelCompute,
  /** Machines that run between jobs: none, because every one bills by the hour. */
  minNodes: 0,
  /** How long a machine waits for the next job, as ISO 8601 writes it. */
  idleBeforeScaleDown: 'PT120S',
  /** Datastores of the zones that features lie in. */
  featuresDatastores: Object.freeze({ silver: 'silver', products: 'products' }),
  /** Datastore that models write to. */
  scoresDatastore: 'scores',
  /** How long Terraform waits for the first machines in a private network, which they provision. */
  networkTimeout: '90m',
} as const);

/** What a department's machine learning is made of. */
export interface MachineLearningProps extends HostProps {
  /** Whose models they are. */
  readonly department: Department;
  /** Its zones: models read silver, and what is published of it. */
  readonly lakehouse: ILakehouse;
  /** Whom its pipelines act as: they start models and fetch what these wrote. */
  readonly identity: Pick<IDepartmentIdentity, 'name' | 'principalId' | 'credentialName'>;
  /** The factory whose pipelines start models. */
  readonly dataFactory: IDataFactory;
  /** The department's own vault, where it has one. @default one for the workspace alone: no other department's secrets are in it */
  readonly keyVault?: { readonly id: string; readonly name?: string };
  /** Names in the private network; needed where there is one. @default none */
  readonly dnsZones?: IMachineLearningDnsZones;
  /** What is decided about the machines, the storage account and the vault. @default {@link DEFAULT_SETTINGS} */
  readonly settings?: Pick<DepartmentSettings, 'modelCompute' | 'storage' | 'keyVault'>;
}

/**
 * A department's Azure Machine Learning workspace, made where one of its tables is filled by a model.
 *
 * It is the department's own: nobody else's models or data are in it, and an idle workspace costs next to nothing.
 */
export class MachineLearning extends Construct {
  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** The workspace. */
  readonly resource: MachineLearningWorkspace;
  /** The storage account of the workspace. */
  readonly storage: ModelStorage;
  /** The vault that was made for the workspace; absent where the department has its own. It holds what people connect. */
  readonly keyVault?: KeyVault;
  /** Traces of the workspace, in the platform's logs. */
  readonly insights: ApplicationInsights;
  /** Whom models run as: reads features and writes to the workspace's storage, and nothing else. */
  readonly identity: UserAssignedIdentity;
  /** The machines, none of which runs between jobs. */
  readonly cluster: MachineLearningComputeCluster;
  /** The zones that features lie in, reached by the identity of the job. */
  readonly featuresDatastores: Readonly<Partial<Record<FeaturesZone, MachineLearningDatastoreDatalakeGen2>>>;
  /** The container that models write to. */
  readonly scoresDatastore: MachineLearningDatastoreBlobstorage;
  /** Diagnostics of the workspace and of its vault. */
  readonly diagnostics: readonly MonitorDiagnosticSetting[];
  /** Private endpoints of the workspace and of its vault, in a private environment. */
  readonly privateEndpoints: readonly PrivateEndpoint[];
  /** Private ways from models to the lake that wait for approval; none in a public environment. */
  readonly outboundRules: readonly OutboundRule[];
  /** Private ways of the factory to models that wait for approval; none in a public environment, or before a model is there. */
  readonly managedEndpoints: readonly ManagedEndpoint[];
  /** Where pipelines find models. */
  readonly scoring: ScoringTarget;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department and what its models use.
   * @throws LakehouseError when a name breaks Azure's rule, or a private environment's network is missing.
   */
  constructor(scope: Construct, id: string, props: MachineLearningProps) {
    super(scope, id);
    const { department, resourceGroup, observability, dnsZones: names, lakehouse, dataFactory } = props;
    this.checkSettings(props);
    const { placement, location } = resourceGroup;
    const { environment } = placement;
    const network = networkOf(this, props);
    placeIn(this, resourceGroup);
    const place = { location, resourceGroupName: resourceGroup.nameToken };

    this.storage = this.account(props);
    let keyVaultId = props.keyVault?.id;
    if (keyVaultId === undefined) {
      this.keyVault = this.vault(props, network !== undefined);
      keyVaultId = this.keyVault.id;
    }
    this.insights = keylessInsights(this, {
      ...place,
      name: nameAt(placement, 'applicationInsights', 'models'),
      workspaceId: observability.id,
    });
    this.name = shortNameAt(placement, 'machineLearningWorkspace');
    this.resource = new MachineLearningWorkspace(this, 'Resource', {
      ...place,
      name: this.name,
      description: `Models of ${department.name}`,
      applicationInsightsId: this.insights.id,
      keyVaultId,
      storageAccountId: this.storage.id,
      ...modelsKey(this, props),
      publicNetworkAccessEnabled: network === undefined,
      managedNetwork: network
        ? // The first machines provision it, once the workspace may approve its own endpoints.
          { isolationMode: 'AllowOnlyApprovedOutbound', provisionOnCreationEnabled: false }
        : { isolationMode: 'Disabled' },
      lifecycle: {
        ...protect(environment),
        // It counts when the workspace is made, and Azure has no way to change it: another value would replace the workspace.
        ...(network && { ignoreChanges: ['managed_network[0].provision_on_creation_enabled'] }),
      },
    });
    this.id = this.resource.id;
    this.identity = new UserAssignedIdentity(this, 'Identity', {
      ...place,
      name: nameAt(placement, 'userAssignedIdentity', 'models'),
    });
    const approvals = network === undefined ? [] : this.grantApprovals(props, keyVaultId);
    this.cluster = this.machines(props, network === undefined ? undefined : approvals);
    this.featuresDatastores = Object.fromEntries(
      featuresZones(department).map((zone) => [
        zone,
        new MachineLearningDatastoreDatalakeGen2(this, `FeaturesDatastore-${zone}`, {
          name: MACHINE_LEARNING_DEFAULTS.featuresDatastores[zone],
          workspaceId: this.id,
          storageContainerId: lakehouse.container(zone).id,
          description: `${zone} of ${department.name}`,
          // Without credentials: whoever runs a job reads as who they are.
          serviceDataIdentity: 'None',
        }),
      ]),
    );
    this.scoresDatastore = new MachineLearningDatastoreBlobstorage(this, 'ScoresDatastore', {
      name: MACHINE_LEARNING_DEFAULTS.scoresDatastore,
      workspaceId: this.id,
      storageContainerId: this.storage.scores.id,
      description: 'what models write, until it is fetched',
      // The provider knows no datastore of blobs without credentials but by the workspace's identity.
      serviceDataAuthIdentity: 'WorkspaceSystemAssignedIdentity',
    });
    this.diagnostics = [
      observability.diagnose(this, 'Diagnostics', this.id, DIAGNOSTICS.machineLearning),
      ...(this.keyVault
        ? [observability.diagnose(this, 'KeyVaultDiagnostics', this.keyVault.id, DIAGNOSTICS.keyVault)]
        : []),
    ];
    const endpoints = [
      names?.endpoint(this, 'Endpoint', {
        resourceGroup,
        targetId: this.id,
        subresource: 'amlworkspace',
        name: nameAt(placement, 'privateEndpoint', 'models'),
      }),
      this.keyVault &&
        network?.privateEndpoint(this, 'KeyVaultEndpoint', {
          targetId: this.keyVault.id,
          subresource: 'vault',
          name: nameAt(placement, 'privateEndpoint', 'models-vault'),
        }),
    ];
    this.privateEndpoints = endpoints.filter((endpoint) => endpoint !== undefined);
    this.outboundRules =
      network === undefined
        ? []
        : outboundRulesToLake(this, { lake: lakehouse.lake, models: this, after: approvals });
    this.managedEndpoints =
      network === undefined
        ? []
        : factoryEndpoints(this, { department, environment, resourceGroup, dataFactory, models: this });
    this.scoring = this.target(props);
    this.grantToModels(props);
    this.grantToPipelines(props);
  }

  private checkSettings({ settings }: MachineLearningProps): void {
    throwAt(this, [
      ...settingIssues('modelCompute', settings?.modelCompute ?? {}, 'settings.modelCompute.'),
      ...settingIssues('storage', settings?.storage ?? {}, 'settings.storage.'),
      ...settingIssues('keyVault', settings?.keyVault ?? {}, 'settings.keyVault.'),
    ]);
  }

  private account(props: MachineLearningProps): ModelStorage {
    const { department, resourceGroup, observability, dnsZones, settings, customerManagedKey } = props;
    const network = networkOf(this, props);
    return new ModelStorage(this, 'Storage', {
      resourceGroup,
      observability,
      ...(network && { network }),
      ...(dnsZones && { dnsZones }),
      ...(customerManagedKey && { customerManagedKey }),
      scoresRetentionDays: department.retention.landing,
      replication: settings?.storage?.replication,
      softDeleteDays: settings?.storage?.softDeleteDays,
    });
  }

  private vault({ resourceGroup, settings }: MachineLearningProps, isPrivate: boolean): KeyVault {
    const { placement } = resourceGroup;
    return new KeyVault(this, 'KeyVault', {
      ...securedKeyVault(this, {
        name: shortNameAt(placement, 'keyVault'),
        resourceGroup,
        isPrivate,
        softDeleteDays: settings?.keyVault?.softDeleteDays,
      }),
      lifecycle: protect(placement.environment),
    });
  }

  private machines(
    { resourceGroup, settings }: MachineLearningProps,
    approvals: readonly RoleAssignment[] | undefined,
  ): MachineLearningComputeCluster {
    const { vmSize, maxNodes, priority } = settings?.modelCompute ?? {};
    return new MachineLearningComputeCluster(this, 'Cluster', {
      name: MACHINE_LEARNING_DEFAULTS.computeName,
      machineLearningWorkspaceId: this.id,
      location: resourceGroup.location,
      vmSize: vmSize ?? MACHINE_LEARNING_DEFAULTS.vmSize,
      vmPriority: priority ?? MACHINE_LEARNING_DEFAULTS.priority,
      scaleSettings: {
        minNodeCount: MACHINE_LEARNING_DEFAULTS.minNodes,
        maxNodeCount: maxNodes ?? MACHINE_LEARNING_DEFAULTS.maxNodes,
        scaleDownNodesAfterIdleDuration: MACHINE_LEARNING_DEFAULTS.idleBeforeScaleDown,
      },
      identity: { type: 'UserAssigned', identityIds: [this.identity.id] },
      localAuthEnabled: false,
      sshPublicAccessEnabled: false,
      // Without a network of its own, an address is the only way out that a machine has.
      nodePublicIpEnabled: approvals === undefined,
      ...(approvals && {
        dependsOn: [...approvals],
        // Of the first cluster, the managed network's provisioning is a part: "around 30 minutes" ("Managed virtual network isolation").
        timeouts: { create: MACHINE_LEARNING_DEFAULTS.networkTimeout },
      }),
    });
  }

  private target({ department, resourceGroup, identity }: MachineLearningProps): ScoringTarget {
    const { environment } = resourceGroup.placement;
    const bindings = environment.models ?? {};
    return {
      bindings,
      location: resourceGroup.location,
      workspace: {
        id: this.id,
        name: this.name,
        resourceGroup: resourceGroup.name,
        // Only the connection to published pipelines names it.
        subscriptionId: runsPublished(department.tables, { bindings })
          ? new DataAzurermClientConfig(this, 'Deployer', {}).subscriptionId
          : '',
      },
      datastores: {
        features: MACHINE_LEARNING_DEFAULTS.featuresDatastores,
        scores: MACHINE_LEARNING_DEFAULTS.scoresDatastore,
      },
      storage: { blobEndpoint: this.storage.blobEndpoint, container: SCORES_CONTAINER },
      credential: identity.credentialName,
    };
  }

  /**
   * Since 2025 a workspace needs a role to approve the private endpoints of its managed network into what belongs to it. Its own
   * identity is there once the workspace is, and so before the network is provisioned.
   */
  private grantApprovals(
    { department, keyVault, resourceGroup }: MachineLearningProps,
    keyVaultId: string,
  ): RoleAssignment[] {
    const vault = keyVault === undefined ? shortNameAt(resourceGroup.placement, 'keyVault') : keyVault.name;
    const targets = [
      { key: 'Storage', scopeId: this.storage.id, on: this.storage.name },
      { key: 'Vault', scopeId: keyVaultId, on: vault },
    ];
    return targets.map(({ key, scopeId, on }) =>
      grant(this, `Approves${key}`, {
        scopeId,
        role: 'Azure AI Enterprise Network Connection Approver',
        principalId: this.resource.identity.principalId,
        reason: `the managed network of the models of ${department.name} reaches it`,
        ...(on !== undefined && { on }),
        to: this.name,
        kind: 'service identity',
      }),
    );
  }

  private grantToModels({ department, lakehouse, resourceGroup }: MachineLearningProps): void {
    const { principalId } = this.identity;
    const name = nameAt(resourceGroup.placement, 'userAssignedIdentity', 'models');
    for (const zone of featuresZones(department)) {
      lakehouse.grantRead(zone, {
        key: 'Models',
        principalId,
        name,
        kind: 'service identity',
        reason: `models of ${department.name} read their features`,
      });
    }
    // On the account, which is the workspace's alone: the service makes containers in it under names of its own.
    grant(this, 'ModelsWrite', {
      scopeId: this.storage.id,
      role: 'Storage Blob Data Contributor',
      principalId,
      reason: `models of ${department.name} keep their code, logs and scores there`,
      on: this.storage.name,
      to: name,
      kind: 'service identity',
    });
  }

  private grantToPipelines({ department, identity, dataFactory }: MachineLearningProps): void {
    const started = Object.entries(this.scoring.bindings).filter(
      ([table, binding]) => 'endpoint' in binding && department.tables.some(({ name }) => name === table),
    );
    if (started.length === 0) return;
    const { principalId, name } = identity;
    const batch = department.tables.some(
      (table) =>
        scoreOf(table)?.run.kind === 'batchEndpoint' && started.some(([scored]) => scored === table.name),
    );
    if (batch) {
      grant(this, 'PipelinesRun', {
        scopeId: this.id,
        role: 'AzureML Data Scientist',
        principalId,
        reason: `pipelines of ${department.name} start its models`,
        on: this.name,
        to: name,
        kind: 'pipeline identity',
      });
    }
    if (runsPublished(department.tables, this.scoring)) {
      grant(this, 'FactoryRuns', {
        scopeId: this.id,
        role: 'AzureML Data Scientist',
        principalId: dataFactory.identityPrincipalId,
        reason: `published pipelines of ${department.name} are started by the factory: its connection knows no other identity`,
        on: this.name,
        to: dataFactory.name,
        kind: 'service identity',
      });
    }
    grant(this, 'PipelinesFetch', {
      scopeId: this.storage.scores.id,
      role: 'Storage Blob Data Contributor',
      principalId,
      reason: `jobs that pipelines of ${department.name} start write scores in their name, and pipelines fetch them`,
      on: `${this.storage.name}/${SCORES_CONTAINER}`,
      to: name,
      kind: 'pipeline identity',
    });
  }
}

/** The zones that the features of a department's models lie in. */
function featuresZones({ tables }: Department): FeaturesZone[] {
  return [...new Set(tables.flatMap((table) => scoreOf(table) ?? []).map(featuresZone))].sort();
}
