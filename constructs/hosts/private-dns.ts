/**
 * The private DNS zones, by the name of the construct that makes each.
 *
 * Source: "Azure Private Endpoint private DNS zone values".
 */
export const PRIVATE_DNS_ZONES = Object.freeze({
  Blob: 'privatelink.blob.core.windows.net',
  Dfs: 'privatelink.dfs.core.windows.net',
  EventHubs: 'privatelink.servicebus.windows.net',
  KeyVault: 'privatelink.vaultcore.azure.net',
  SynapseDev: 'privatelink.dev.azuresynapse.net',
  SynapseSql: 'privatelink.sql.azuresynapse.net',
} as const);

/** One of the {@link PRIVATE_DNS_ZONES}. */
export type PrivateDnsZoneId = keyof typeof PRIVATE_DNS_ZONES;

/** The zone of each part of a service that can have a private endpoint. */
export const ZONE_OF_SUBRESOURCE = Object.freeze({
  blob: 'Blob',
  Dev: 'SynapseDev',
  dfs: 'Dfs',
  namespace: 'EventHubs',
  SqlOnDemand: 'SynapseSql',
  vault: 'KeyVault',
} as const satisfies Readonly<Record<string, PrivateDnsZoneId>>);

/** The part of a service that a private endpoint leads to, as Azure spells it. */
export type Subresource = keyof typeof ZONE_OF_SUBRESOURCE;
