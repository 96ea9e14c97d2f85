import { type IssueKinds } from './kind';

/** LH505x: the rules of landing zones, and regions that lack what is asked for. */
export const LANDING_ZONE_ISSUES = {
  LH5050: {
    title: 'a resource, or a copy of its data, is in a region that the landing zone does not allow',
    why: 'Where data are is a rule of the landing zone; Azure Policy would refuse the resource in the middle of a deployment.',
    example:
      "location: 'westeurope', landingZone: { allowedRegions: ['westeurope'] }, and a resource in northeurope",
    mend: "landingZone: { allowedRegions: ['westeurope', 'northeurope'] }",
  },
  LH5051: {
    title: 'a resource lacks a tag that the landing zone asks for, or has another value',
    why: 'Costs and owners are found by tags. A value that is known only after the deployment is not looked at.',
    example: "landingZone: { requiredTags: { 'cost-centre': 'any' } }, and no such tag",
    mend: "settings: { tags: { 'cost-centre': '4711' } }",
  },
  LH5052: {
    title: 'a name does not have the form that the landing zone asks for',
    why: 'The pattern has to match the whole name. A name that is known only after the deployment is not looked at.',
    example: "landingZone: { namePatterns: { azurerm_storage_account: 'acme[a-z0-9]+' } }",
    mend: 'settings: { naming: { resourceName: ({ purpose }) => `acme${purpose}` } }',
  },
  LH5053: {
    title: 'something is reached from the internet where the landing zone forbids it',
    why: 'An endpoint is public unless its resource says otherwise: Azure opens most of them by default.',
    example: "landingZone: { publicEndpoints: 'forbidden' }, and new StorageAccount(stack, 'Mine', { … })",
    mend: "new StorageAccount(stack, 'Mine', { publicNetworkAccessEnabled: false, … })",
  },
  LH5054: {
    title: 'a landing zone contradicts its environment, or itself',
    why: 'No stack could be made that keeps such a rule.',
    example: "network: { kind: 'public', … }, landingZone: { publicEndpoints: 'forbidden' }",
    mend: "network: { kind: 'private', … }, landingZone: { publicEndpoints: 'forbidden' }",
  },
  LH5055: {
    title: 'a rule of a landing zone is about nothing that is made',
    why: 'A type that is misspelt would never be looked at. It is a warning: a rule may be there for later.',
    example: "namePatterns: { azurerm_storage_acount: 'st.*' }",
    mend: "namePatterns: { azurerm_storage_account: 'st.*' }",
  },
  LH5056: {
    title: 'an exemption of a landing zone is for nothing that breaks its rule',
    why: 'It would let through what is made later under the same name.',
    example: "exemptions: [{ rule: 'publicEndpoints', resource: 'platform-prod/azurerm_key_vault.Gone', … }]",
    mend: 'exemptions: []',
  },
  LH5057: {
    title: 'a pattern of a landing zone is no regular expression',
    why: 'It is compiled as one, and has to match the whole text.',
    example: "namePatterns: { azurerm_storage_account: '*lake' }",
    mend: "namePatterns: { azurerm_storage_account: '.*lake' }",
  },
  LH5058: {
    title: 'files are to be kept in zones of a region that has none',
    why: 'ZRS, the default, and GZRS keep each file in three availability zones; Azure refuses the account where there are none.',
    example: "location: 'westus', without settings",
    mend: "location: 'westus', settings: { storage: { replication: 'GRS' } }",
  },
  LH5059: {
    title: 'files are to be copied from a region that has no pair',
    why: 'GRS and GZRS copy to the region that Azure has paired with this one; newer regions have none.',
    example: "location: 'italynorth', settings: { storage: { replication: 'GZRS' } }",
    mend: "location: 'italynorth', settings: { storage: { replication: 'ZRS' } }",
  },
} as const satisfies IssueKinds;
