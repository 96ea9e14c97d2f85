/** Ids of what somebody else runs, in a subscription of its own. */
export const CENTRAL = '0f1e2d3c-0000-4000-8000-00000000000a';

/** The id of something that exists. */
export function existingId(type: string, name: string, group = 'rg-central', subscription = CENTRAL): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${name}`;
}

/** A lake. */
export const LAKE = { id: existingId('Microsoft.Storage/storageAccounts', 'stcentrallake') };
/** A namespace. */
export const NAMESPACE = { id: existingId('Microsoft.EventHub/namespaces', 'evhns-central') };
/** A Log Analytics workspace. */
export const LOGS = { id: existingId('Microsoft.OperationalInsights/workspaces', 'log-central', 'rg-logs') };
/** A vault. */
export const VAULT = { id: existingId('Microsoft.KeyVault/vaults', 'kv-central') };
/** A data factory. */
export const FACTORY = { id: existingId('Microsoft.DataFactory/factories', 'adf-central') };
/** A Synapse workspace, whose identity is known. */
export const WORKSPACE = {
  id: existingId('Microsoft.Synapse/workspaces', 'syn-central'),
  identityPrincipalId: '0f1e2d3c-0000-4000-8000-0000000000f1',
};
/** A virtual network. */
export const NETWORK = { id: existingId('Microsoft.Network/virtualNetworks', 'vnet-hub', 'rg-network') };

/** The identity of a department. */
export function identityOf(department: string) {
  return {
    department,
    id: existingId('Microsoft.ManagedIdentity/userAssignedIdentities', `id-${department}`),
    principalId: '0f1e2d3c-0000-4000-8000-0000000000e1',
    clientId: '0f1e2d3c-0000-4000-8000-0000000000e2',
  };
}
