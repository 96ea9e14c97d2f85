/** The kinds of Azure resources that are named here, each with its abbreviation in Microsoft's Cloud Adoption Framework or near it. */
export const NAMED_RESOURCES = Object.freeze({
  resourceGroup: 'rg',
  virtualNetwork: 'vnet',
  subnet: 'snet',
  networkSecurityGroup: 'nsg',
  privateEndpoint: 'pep',
  logAnalytics: 'log',
  actionGroup: 'ag',
  keyVault: 'kv',
  eventHubsNamespace: 'evhns',
  storageAccount: 'st',
  synapseWorkspace: 'syn',
  dataFactory: 'adf',
  streamAnalyticsJob: 'asa',
  machineLearningWorkspace: 'mlw',
  applicationInsights: 'appi',
  fabricCapacity: 'fc',
  userAssignedIdentity: 'id',
} as const);

/** One of the {@link NAMED_RESOURCES}. */
export type NamedResource = keyof typeof NAMED_RESOURCES;

/** The kinds whose names no other customer of Azure may have taken. Source: "Naming rules and restrictions for Azure resources". */
export const WORLDWIDE_NAMES: readonly NamedResource[] = Object.freeze([
  'keyVault',
  'eventHubsNamespace',
  'storageAccount',
  'synapseWorkspace',
  'dataFactory',
]);

/** What the name of an Azure resource is made of. */
export interface ResourceNameParts {
  /** What is named. */
  readonly type: NamedResource;
  /** Its usual abbreviation, e.g. `kv`. */
  readonly abbreviation: string;
  /** The company's code. */
  readonly organisation: string;
  /** The environment's name. */
  readonly environment: string;
  /** The environment's region in its short form, e.g. `westeurope`. */
  readonly location: string;
  /** The department that owns the resource; absent where it is the platform's. */
  readonly department?: string;
  /** Tells two resources of one type and one owner apart, e.g. `lake`; absent where there is one. */
  readonly purpose?: string;
  /** The suffix that was decided on, for names that are unique in the world only. */
  readonly suffix?: string;
}

/**
 * Names an Azure resource. It must give the same name each time it is asked, and different names for resources that cannot
 * share one; both are checked, and so is the rule that Azure has for the type.
 */
export type ResourceNaming = (parts: ResourceNameParts) => string;

/** How Azure resources are named. Containers, hubs, pipelines and databases are not: they have the names of what they hold. */
export interface NamingSettings {
  /** Names every resource. @default type, company, environment, department, purpose and suffix, joined by dashes */
  readonly resourceName?: ResourceNaming;
  /** Ends names that are unique in the world, 1 to 8 lower-case letters and digits. @default none */
  readonly suffix?: string;
}
