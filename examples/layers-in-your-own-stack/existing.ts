/** What somebody else made; yours to replace. */
const OURS = '/subscriptions/5a5a0000-0000-4000-8000-000000000001/resourceGroups';
/** The subscription of a central team. */
const THEIRS = '/subscriptions/5a5a0000-0000-4000-8000-000000000002/resourceGroups';

/** The subscription that the stacks are in. */
export const SUBSCRIPTION = '5a5a0000-0000-4000-8000-000000000001';
/** A resource group that was given to the team. */
export const GROUP = 'rg-sales';
/** A lake, in a resource group beside. */
export const LAKE = `${OURS}/rg-data/providers/Microsoft.Storage/storageAccounts/stsalesdata`;
/** A data factory. */
export const FACTORY = `${OURS}/rg-data/providers/Microsoft.DataFactory/factories/adf-sales`;
/** A Synapse workspace, and its identity's object id. */
export const WORKSPACE = `${OURS}/rg-data/providers/Microsoft.Synapse/workspaces/syn-sales`;
/** See {@link WORKSPACE}. */
export const WORKSPACE_IDENTITY = '5a5a0000-0000-4000-8000-000000000011';
/** Whom pipelines act as, and its object id. */
export const IDENTITY = `${OURS}/rg-data/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-sales`;
/** See {@link IDENTITY}. */
export const IDENTITY_OBJECT = '5a5a0000-0000-4000-8000-000000000012';
/** A namespace of the central team. */
export const NAMESPACE = `${THEIRS}/rg-events/providers/Microsoft.EventHub/namespaces/evhns-company`;
/** The central team's network, private DNS zones and logs. */
export const NETWORK = `${THEIRS}/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-company`;
/** See {@link NETWORK}. */
export const DNS_GROUP = `${THEIRS}/rg-dns`;
/** See {@link NETWORK}. */
export const LOGS = `${THEIRS}/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-company`;
