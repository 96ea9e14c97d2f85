import {
  type Issue,
  LakehouseError,
  NAMED_RESOURCES,
  type NamedResource,
  type NamingSettings,
  type ResourceNaming,
  type ResourceNameParts,
  WORLDWIDE_NAMES,
} from '../../model';

/** What a name is made of, besides its type. */
export interface NameParts {
  /** The company's code, 2 to 8 lower-case letters or digits. */
  readonly company: string;
  /** The environment's name. */
  readonly environment: string;
  /** The environment's region. */
  readonly location: string;
  /** The department that owns the resource. @default none: it belongs to the platform */
  readonly department?: string;
  /** Tells two resources of one type and one owner apart. @default none */
  readonly purpose?: string;
  /** How the company names resources. @default {@link defaultName}, without a suffix */
  readonly naming?: NamingSettings;
}

interface AzureType {
  readonly label: string;
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
    pattern: /^[\w().-]{0,89}[\w()-]$/,
    allowed: '1 to 90 letters, digits, dashes, dots, underscores and parentheses, not ending with a dot',
  },
  virtualNetwork: {
    label: 'virtual network',
    pattern: /^[a-zA-Z0-9][\w.-]{0,62}\w$/,
    allowed: '2 to 64 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  subnet: {
    label: 'subnet',
    pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
    allowed: '2 to 80 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  networkSecurityGroup: {
    label: 'network security group',
    pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
    allowed: '2 to 80 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  privateEndpoint: {
    label: 'private endpoint',
    pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
    allowed: '2 to 80 letters, digits, dashes, dots and underscores, beginning with a letter or digit',
  },
  logAnalytics: {
    label: 'Log Analytics workspace',
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
    allowed: '4 to 63 letters, digits and dashes, beginning and ending with a letter or digit',
  },
  actionGroup: {
    label: 'action group',
    pattern: /^[a-zA-Z0-9-]{1,260}$/,
    allowed: '1 to 260 letters, digits and dashes',
  },
  keyVault: {
    label: 'key vault',
    pattern: /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
    allowed: '3 to 24 letters, digits and single dashes, beginning with a letter, unique in the world',
  },
  eventHubsNamespace: {
    label: 'Event Hubs namespace',
    pattern: /^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$/,
    allowed: '6 to 50 letters, digits and dashes, beginning with a letter, unique in the world',
  },
  storageAccount: {
    label: 'storage account',
    pattern: /^[a-z0-9]{3,24}$/,
    allowed: '3 to 24 lower-case letters and digits, unique in the world',
    dashes: false,
  },
  synapseWorkspace: {
    label: 'Synapse workspace',
    pattern: /^(?!.*-ondemand)[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/,
    allowed: '1 to 50 lower-case letters, digits and dashes, without "-ondemand", unique in the world',
  },
  dataFactory: {
    label: 'data factory',
    pattern: /^(?=.{3,63}$)[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/,
    allowed: '3 to 63 letters, digits and single dashes, unique in the world',
  },
  streamAnalyticsJob: {
    label: 'Stream Analytics job',
    pattern: /^[\w-]{3,63}$/,
    allowed: '3 to 63 letters, digits, dashes and underscores',
  },
  machineLearningWorkspace: {
    label: 'Machine Learning workspace',
    pattern: /^[a-zA-Z0-9][\w-]{2,32}$/,
    allowed: '3 to 33 letters, digits, dashes and underscores, beginning with a letter or digit',
  },
  applicationInsights: {
    label: 'Application Insights',
    pattern: /^[\w().-]{0,254}[\w()-]$/,
    allowed: '1 to 255 letters, digits, dashes, dots, underscores and parentheses, not ending with a dot',
  },
  fabricCapacity: {
    label: 'Fabric capacity',
    pattern: /^[a-z][a-z0-9]{2,62}$/,
    allowed: '3 to 63 lower-case letters and digits, beginning with a letter',
    dashes: false,
  },
  userAssignedIdentity: {
    label: 'user-assigned identity',
    pattern: /^[a-zA-Z0-9][\w-]{2,127}$/,
    allowed: '3 to 128 letters, digits, dashes and underscores, beginning with a letter or digit',
  },
} as const satisfies Readonly<Record<NamedResource, AzureType>>;

/** All kinds of resources that get a name here, for checks over every one. */
export const AZURE_KINDS = Object.freeze(Object.keys(AZURE_TYPES)) as readonly NamedResource[];

/**
 * The physical name of an Azure resource, as the company names it.
 *
 * @throws LakehouseError when the name breaks its type's rule, or the company's function does not give one name.
 */
export function azureName(type: NamedResource, parts: NameParts): string {
  const { label, pattern, allowed }: AzureType = AZURE_TYPES[type];
  const name =
    parts.naming?.resourceName === undefined
      ? defaultName(namePartsOf(type, parts))
      : named(type, parts, parts.naming.resourceName);
  if (pattern.test(name)) return name;
  throw brokenName(label, name, allowed, parts);
}

/**
 * The name of a resource where the company decides nothing else: its type's abbreviation, the company, the environment, the
 * department, the purpose and the suffix. Names that belong to the platform fit for every valid company and environment.
 */
export function defaultName(parts: ResourceNameParts): string {
  const { type, abbreviation, organisation, environment, department, purpose, suffix } = parts;
  const { dashes = true }: AzureType = AZURE_TYPES[type];
  const words = [abbreviation, organisation, environment, department, purpose, suffix].filter(
    (word) => word !== undefined,
  );
  return dashes ? words.join('-') : words.join('').replaceAll('-', '');
}

/** What a naming function is reported of a resource. */
function namePartsOf(type: NamedResource, parts: NameParts): ResourceNameParts {
  const { company, environment, location, department, purpose, naming } = parts;
  const suffix = WORLDWIDE_NAMES.includes(type) ? naming?.suffix : undefined;
  return Object.freeze({
    type,
    abbreviation: NAMED_RESOURCES[type],
    organisation: company,
    environment,
    location,
    ...(department !== undefined && { department }),
    ...(purpose !== undefined && { purpose }),
    ...(suffix !== undefined && { suffix }),
  });
}

/** The name that a company's function gives, asked twice: Terraform would make anew what is named otherwise each time. */
function named(type: NamedResource, parts: NameParts, resourceName: ResourceNaming): string {
  const answers = [1, 2].map((): unknown => {
    try {
      return resourceName(namePartsOf(type, parts));
    } catch (error) {
      throw badNaming(type, parts, `throws "${error instanceof Error ? error.message : String(error)}"`);
    }
  });
  const [name, again] = answers;
  if (typeof name !== 'string') throw badNaming(type, parts, `gives ${String(name)}`);
  if (name !== again)
    throw badNaming(type, parts, `gives "${name}", and "${String(again)}" when asked again`);
  return name;
}

function badNaming(type: NamedResource, parts: NameParts, got: string): LakehouseError {
  const { label } = AZURE_TYPES[type];
  const issue: Issue = {
    code: 'LH5003',
    at: pathOf(parts),
    prop: 'settings.naming.resourceName',
    got: `${got} for the ${label}`,
    allowed: 'a text that depends on nothing but the parts: no clock, no dice, no counter',
    change: 'correct the function',
  };
  return new LakehouseError(label, [issue]);
}

function pathOf({ company, environment, department, purpose }: Partial<NameParts>): string {
  return [company, environment, department, purpose].filter((part) => part).join('/');
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
  const owner = parts.department === undefined ? '' : ", or the department's name";
  const issue: Issue = {
    code: 'LH6001',
    at: pathOf(parts),
    prop: 'name',
    got: `would be "${name}" for its ${label}, ${name.length} characters`,
    allowed,
    change:
      parts.naming?.resourceName === undefined
        ? `shorten the company's code, the environment's name${owner}`
        : 'let settings.naming.resourceName give a name that fits',
  };
  return new LakehouseError(`${label} "${name}"`, [issue]);
}
