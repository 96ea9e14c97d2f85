/** A limit of Azure that a platform can grow into. */
export interface AzureLimit {
  /** The most that Azure takes. */
  readonly most: number;
  /** Title of the page of Microsoft's documentation that says so. */
  readonly source: string;
}

const EVENT_HUBS = 'Azure Event Hubs quotas and limits, Standard';
const LIFECYCLE = 'Azure Blob Storage lifecycle management policy structure';
const SCALING = 'Scaling with Event Hubs';
const STREAMING = 'Understand and adjust Streaming Units';
const SERVICES = 'Azure subscription and service limits, quotas, and constraints';
const DEPENDENCIES = 'Create a tumbling window trigger dependency';

/** The limits of Azure that definitions and stacks are checked for, as documented in August 2026. */
export const AZURE_LIMITS = Object.freeze({
  /** Hubs of a namespace, those of alerts included. */
  hubsPerNamespace: limit(10, EVENT_HUBS),
  /** Consumer groups of a hub. `$Default` is one of them: the tier Basic, which has that alone, is listed with one. */
  consumerGroupsPerHub: limit(20, EVENT_HUBS),
  /** Partitions of a hub. */
  partitionsPerHub: limit(32, EVENT_HUBS),
  /** Days that a hub keeps events. */
  eventRetentionDays: limit(7, EVENT_HUBS),
  /** Throughput units of a namespace. */
  throughputUnits: limit(40, EVENT_HUBS),
  /** Events that a throughput unit, or a partition, takes in a second. */
  eventsPerUnit: limit(1000, SCALING),
  /** Megabytes that a throughput unit, or a partition, takes in a second. */
  megabytesInPerUnit: limit(1, SCALING),
  /** Megabytes that a throughput unit gives out in a second, to all readers together. */
  megabytesOutPerUnit: limit(2, SCALING),
  /** Megabytes of input that a streaming unit of version 2, which is six of the older ones, takes in a second, roughly. */
  megabytesPerStreamingUnit: limit(6, STREAMING),
  /** Streaming units of version 2 that a job of this library may have. */
  streamingUnitsPerJob: limit(12, STREAMING),
  /** Requests that a storage account answers in a second; more in large regions. */
  storageRequests: limit(20_000, 'Scalability and performance targets for standard storage accounts'),
  /** Gigabytes of a file that serverless SQL reads well. */
  fileGigabytes: limit(10, 'Best practices for serverless SQL pool in Azure Synapse Analytics'),
  /** Cores of a data flow's cluster. */
  dataFlowCores: limit(272, 'Integration Runtime Performance'),
  /** Lifecycle policies of an account. */
  lifecyclePolicies: limit(1, 'Microsoft.Storage storageAccounts/managementPolicies'),
  /** Rules of a lifecycle policy. */
  lifecycleRules: limit(100, LIFECYCLE),
  /** Prefixes of a rule. */
  lifecyclePrefixes: limit(10, LIFECYCLE),
  /** Pipelines, data flows, datasets, triggers, linked services, credentials, runtimes and private endpoints of a data factory. */
  factoryEntities: limit(5000, `${SERVICES}, Data Factory`),
  /** Activities of a pipeline, those inside of others included. */
  pipelineActivities: limit(120, `${SERVICES}, Data Factory`),
  /** Characters of an expression. */
  expressionCharacters: limit(8192, `${SERVICES}, Data Factory`),
  /** Items that a loop runs at once. */
  loopItemsAtOnce: limit(50, `${SERVICES}, Data Factory`),
  /** Triggers that one waits for. */
  triggerDependencies: limit(5, DEPENDENCIES),
  /** Days that a trigger waits for another; then its window fails. */
  triggerWaitDays: limit(7, DEPENDENCIES),
  /** Role assignments of a subscription, at its resources and groups. */
  roleAssignments: limit(5000, `${SERVICES}, Azure RBAC`),
  /** Resources of one type in a resource group, for types that are not exempt. */
  resourcesOfOneType: limit(800, 'Resources not limited to 800 instances per resource group'),
});

function limit(most: number, source: string): AzureLimit {
  return Object.freeze({ most, source });
}

/** What a message says of where a limit comes from. */
export function sourceOf({ source }: AzureLimit): string {
  return `source: "${source}"`;
}
