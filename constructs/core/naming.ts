import { type Issue, LakehouseError } from '../../model';

/** What a name is made of, besides its type's prefix. */
export interface NameParts {
  /** The company's code, 2 to 8 lower-case letters or digits. */
  readonly company: string;
  /** The environment's name. */
  readonly environment: string;
  /** The department that owns the resource. @default none: it belongs to the platform */
  readonly department?: string;
  /** Tells two resources of one type and one owner apart. @default none */
  readonly purpose?: string;
}

interface AzureType {
  readonly label: string;
  readonly prefix: string;
  readonly pattern: RegExp;
  /** The rule in words, as Azure states it. */
  readonly allowed: string;
  /** Whether the parts are joined by dashes. @default true */
  readonly dashes?: boolean;
}

/**
 * The rules of the Azure types that get a name here.
 *
 * Sources: "Naming rules and restrictions for Azure resources"; the checks of the azurerm provider.
 */
const AZURE_TYPES = {
  resourceGroup: {
    label: 'resource group',
    prefix: 'rg',
    pattern: /^[\w().-]{0,89}[\w()-]$/,
    allowed: '1 to 90 letters, digits, dashes, dots, underscores and parentheses, not ending with a dot',
  },
  virtualNetwork: {
    label: 'virtual network',
    prefix: 'vnet',
    pattern: /^[a-zA-Z0-9][\w.-]{0,62}\w$/,
    allowed: '2 to 64 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  subnet: {
    label: 'subnet',
    prefix: 'snet',
    pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
    allowed: '2 to 80 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  networkSecurityGroup: {
    label: 'network security group',
    prefix: 'nsg',
    pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
    allowed: '2 to 80 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  privateEndpoint: {
    label: 'private endpoint',
    prefix: 'pep',
    pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
    allowed: '2 to 80 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  logAnalytics: {
    label: 'Log Analytics workspace',
    prefix: 'log',
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
    allowed: '4 to 63 letters, digits and dashes, beginning and ending with a letter or digit',
  },
  actionGroup: {
    label: 'action group',
    prefix: 'ag',
    pattern: /^[a-zA-Z0-9-]{1,260}$/,
    allowed: '1 to 260 letters, digits and dashes',
  },
  keyVault: {
    label: 'key vault',
    prefix: 'kv',
    pattern: /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
    allowed: '3 to 24 letters, digits and single dashes, beginning with a letter, unique in the world',
  },
  eventHubsNamespace: {
    label: 'Event Hubs namespace',
    prefix: 'evhns',
    pattern: /^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$/,
    allowed: '6 to 50 letters, digits and dashes, beginning with a letter, unique in the world',
  },
  storageAccount: {
    label: 'storage account',
    prefix: 'st',
    pattern: /^[a-z0-9]{3,24}$/,
    allowed: '3 to 24 lower-case letters and digits, unique in the world',
    dashes: false,
  },
  synapseWorkspace: {
    label: 'Synapse workspace',
    prefix: 'syn',
    pattern: /^(?!.*-ondemand)[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/,
    allowed: '1 to 50 lower-case letters, digits and dashes, without "-ondemand", unique in the world',
  },
  dataFactory: {
    label: 'data factory',
    prefix: 'adf',
    pattern: /^(?=.{3,63}$)[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/,
    allowed: '3 to 63 letters, digits and single dashes, unique in the world',
  },
  streamAnalyticsJob: {
    label: 'Stream Analytics job',
    prefix: 'asa',
    pattern: /^[\w-]{3,63}$/,
    allowed: '3 to 63 letters, digits, dashes and underscores',
  },
  machineLearningWorkspace: {
    label: 'Machine Learning workspace',
    prefix: 'mlw',
    pattern: /^[a-zA-Z0-9][\w-]{2,32}$/,
    allowed: '3 to 33 letters, digits, dashes and underscores, beginning with a letter or digit',
  },
  applicationInsights: {
    label: 'Application Insights',
    prefix: 'appi',
    pattern: /^[\w().-]{0,254}[\w()-]$/,
    allowed: '1 to 255 letters, digits, dashes, dots, underscores and parentheses, not ending with a dot',
  },
  fabricCapacity: {
    label: 'Fabric capacity',
    prefix: 'fc',
    pattern: /^[a-z][a-z0-9]{2,62}$/,
    allowed: '3 to 63 lower-case letters and digits, beginning with a letter',
    dashes: false,
  },
  userAssignedIdentity: {
    label: 'user-assigned identity',
    prefix: 'id',
    pattern: /^[a-zA-Z0-9][\w-]{2,127}$/,
    allowed: '3 to 128 letters, digits, dashes and underscores, beginning with a letter or digit',
  },
} as const satisfies Readonly<Record<string, AzureType>>;

/** The Azure types that get a name here. */
export type AzureKind = keyof typeof AZURE_TYPES;

/** All {@link AzureKind | kinds}, for checks over every one. */
export const AZURE_KINDS = Object.freeze(Object.keys(AZURE_TYPES)) as readonly AzureKind[];

/**
 * The physical name of an Azure resource: its type's prefix, the company, the environment, the department and the
 * purpose. Names that belong to the platform fit for every valid company and environment.
 *
 * @throws LakehouseError when the name breaks its type's rule.
 */
export function azureName(kind: AzureKind, parts: NameParts): string {
  const { label, prefix, pattern, allowed, dashes = true }: AzureType = AZURE_TYPES[kind];
  const { company, environment, department, purpose } = parts;
  const words = [prefix, company, environment, department, purpose].filter((word) => word !== undefined);
  const name = dashes ? words.join('-') : words.join('').replaceAll('-', '');
  if (pattern.test(name)) return name;
  throw brokenName(label, name, allowed, parts);
}

/**
 * The zones of a department; each is a container. `secrets` holds the file that pseudonyms are made with, `products` the
 * silver tables that other departments may read.
 */
export const ZONES = ['landing', 'bronze', 'silver', 'gold', 'quarantine', 'secrets', 'products'] as const;

/** One of the {@link ZONES}. */
export type Zone = (typeof ZONES)[number];

/**
 * The container that holds a department's zone, `<department>-<zone>`.
 *
 * @throws LakehouseError when the name breaks the rule of containers.
 */
export function zoneContainer(department: string, zone: Zone): string {
  const name = `${department}-${zone}`;
  // The provider lets "--" and a dash at the end pass; the service does not.
  if (/^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return name;
  const allowed = '3 to 63 lower-case letters, digits and single dashes';
  throw brokenName('container', name, allowed, { department, purpose: zone });
}

function brokenName(label: string, name: string, allowed: string, parts: Partial<NameParts>): LakehouseError {
  const at = [parts.company, parts.environment, parts.department, parts.purpose]
    .filter((part) => part)
    .join('/');
  const owner = parts.department === undefined ? '' : ", or the department's name";
  const issue: Issue = {
    code: 'LH6001',
    at,
    prop: 'name',
    got: `would be "${name}" for its ${label}, ${name.length} characters`,
    allowed,
    change: `shorten the company's code, the environment's name${owner}`,
  };
  return new LakehouseError(`${label} "${name}"`, [issue]);
}
