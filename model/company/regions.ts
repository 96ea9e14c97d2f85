import { type Mistake, mistakeIf, nearest } from '../errors';
import { type Replication } from './settings';

/** What is known of a region. */
export interface AzureRegion {
  /** Whether it has availability zones. */
  readonly zones: boolean;
  /** Where geo-redundant accounts of it keep their copy. @default nowhere: there can be none */
  readonly pair?: string;
}

/** Regions with availability zones, each with its pair after a colon. Source: "Azure regions list", 23 September 2025. */
const WITH_ZONES =
  'australiaeast:australiasoutheast austriaeast belgiumcentral brazilsouth:southcentralus canadacentral:canadaeast ' +
  'centralindia:southindia centralus:eastus2 chilecentral denmarkeast eastasia:southeastasia eastus:westus ' +
  'eastus2:centralus francecentral:francesouth germanywestcentral:germanynorth indonesiacentral israelcentral italynorth ' +
  'japaneast:japanwest japanwest:japaneast koreacentral:koreasouth malaysiawest mexicocentral newzealandnorth ' +
  'northeurope:westeurope norwayeast:norwaywest polandcentral qatarcentral southafricanorth:southafricawest ' +
  'southcentralus:northcentralus southeastasia:eastasia spaincentral swedencentral:swedensouth ' +
  'switzerlandnorth:switzerlandwest uaenorth:uaecentral uksouth:ukwest westeurope:northeurope westus2:westcentralus ' +
  'westus3:eastus';
/** Those without. */
const WITHOUT_ZONES =
  'australiacentral:australiacentral2 australiacentral2:australiacentral australiasoutheast:australiaeast ' +
  'brazilsoutheast:brazilsouth canadaeast:canadacentral francesouth:francecentral germanynorth:germanywestcentral ' +
  'koreasouth:koreacentral northcentralus:southcentralus norwaywest:norwayeast southafricawest:southafricanorth ' +
  'southindia:centralindia switzerlandwest:switzerlandnorth uaecentral:uaenorth ukwest:uksouth westcentralus:westus2 ' +
  'westindia:southindia westus:eastus';

const REGIONS: ReadonlyMap<string, AzureRegion> = new Map(
  [WITH_ZONES, WITHOUT_ZONES].flatMap((list) =>
    list.split(' ').map((entry): [string, AzureRegion] => {
      const [name = '', pair] = entry.split(':');
      return [name, { zones: list === WITH_ZONES, ...(pair !== undefined && { pair }) }];
    }),
  ),
);

/** What is known of a region, by its short form; nothing of one that the list does not have. */
export function azureRegion(name: string): AzureRegion | undefined {
  return REGIONS.get(name);
}

/**
 * The region that a name is a slip of the pen of: one letter is missing, too many or wrong, or two changed places. Nothing of a
 * name that may be a region newer than the list, whose number alone is another, or of which more is.
 */
export function misspeltRegion(name: string): string | undefined {
  if (REGIONS.has(name)) return undefined;
  const letters = (text: string): string => text.replace(/\d/g, '');
  const near = nearest(name, REGIONS.keys(), 1);
  return near === undefined || letters(near) === letters(name) ? undefined : near;
}

/** Where an account keeps the copy of its data that is outside of its region; nothing where it has none, or where that is not known. */
export function copyRegion(location: string, replication: string): string | undefined {
  return /^(?:RA)?GZ?RS$/.test(replication) ? azureRegion(location)?.pair : undefined;
}

/** What is wrong with keeping files in so many places in a region; of a region that is not known, nothing. */
export function replicationMistakes(prop: string, location: string, replication: Replication): Mistake[] {
  const region = azureRegion(location);
  if (region === undefined) return [];
  const isZonal = replication === 'ZRS' || replication === 'GZRS';
  const isCopied = replication === 'GRS' || replication === 'GZRS';
  const allowed = [
    'LRS',
    ...(region.zones ? ['ZRS'] : []),
    ...(region.pair === undefined ? [] : ['GRS']),
    ...(region.zones && region.pair !== undefined ? ['GZRS'] : []),
  ].join(', ');
  const change = 'choose one of these, or another region';
  return [
    ...mistakeIf(isZonal && !region.zones, {
      code: 'LH5058',
      prop,
      got: `is "${replication}", and ${location} has no availability zones`,
      allowed,
      change,
    }),
    ...mistakeIf(isCopied && region.pair === undefined, {
      code: 'LH5059',
      prop,
      got: `is "${replication}", and ${location} is paired with no other region`,
      allowed,
      change,
    }),
  ];
}
