export { classificationOf } from './classification';
export { CustomerManagedKey, encryptedWith, modelsKey } from './customer-managed-key';
export type { CustomerManagedKeyProps, ICustomerManagedKey } from './customer-managed-key';
export { DATA_FACTORY_DEFAULTS, DATA_FACTORY_SUPPRESSIONS, DataFactory } from './data-factory';
export type { DataFactoryProps, IDataFactory } from './data-factory';
export { DATA_LAKE_DEFAULTS, DataLake, lakeAddress } from './data-lake';
export type { DataLakeProps, ExistingDataLakeProps, LakeEndpoint } from './data-lake';
export { dataFlowRuntime } from './data-flow-runtime';
export type { DataFlowRuntimeProps } from './data-flow-runtime';
export { DedicatedHosts } from './dedicated-hosts';
export type { DedicatedHostsProps, Hosts } from './dedicated-hosts';
export { DepartmentIdentity } from './department-identity';
export type { DepartmentIdentityProps, IDepartmentIdentity } from './department-identity';
export { EVENT_HUBS_DEFAULTS, EventHubsNamespace } from './event-hubs-namespace';
export type { EventHubsNamespaceProps, IEventHubsNamespace } from './event-hubs-namespace';
export type { ExistingFactoryProps } from './existing-factory';
export type { ExistingIdentityProps } from './existing-identity';
export type { ExistingDnsZones, ExistingNetworkProps } from './existing-network';
export type { ExistingWorkspaceProps } from './existing-workspace';
export { FABRIC_CAPACITY_DEFAULTS, FabricCapacity } from './fabric-capacity';
export type { FabricCapacityProps } from './fabric-capacity';
export { networkOf } from './host';
export type { HostProps } from './host';
export { KEY_VAULT_DEFAULTS, KEY_VAULT_SUPPRESSIONS, KeyVault, securedKeyVault } from './key-vault';
export type { IKeyVault, KeyVaultProps, SecuredKeyVaultProps } from './key-vault';
export { existingContainer } from './lake-container';
export type { IDataLake, ILakeContainer } from './lake-container';
export { lifecycleRules } from './lifecycle';
export type { LifecycleRule } from './lifecycle';
export { lakeByName, managedEndpoint } from './managed-endpoint';
export type { EndpointTarget, ManagedEndpoint, ManagedEndpointProps } from './managed-endpoint';
export { LIFECYCLE_LIMITS, policyDocument, policyRules } from './management-policy';
export { Network, NETWORK_DEFAULTS } from './network';
export type { NetworkProps } from './network';
export { Observability, OBSERVABILITY_DEFAULTS } from './observability';
export type { IObservability, ObservabilityProps } from './observability';
export { DIAGNOSTICS } from './diagnostics';
export type { DiagnoseOptions, HostDiagnostics, MetricCategory } from './diagnostics';
export { PRIVATE_DNS_ZONES } from './private-dns';
export type { PrivateDnsZoneId, Subresource } from './private-dns';
export { endpointConfig } from './private-endpoint';
export type { EndpointPlace, INetwork, PrivateEndpointProps } from './private-endpoint';
export { ResourceGroup, resourceGroupName } from './resource-group';
export type { ExistingResourceGroupProps, IResourceGroup } from './resource-group';
export {
  checkStorage,
  CONTAINER_SUPPRESSIONS,
  securedStorageAccount,
  STORAGE_SUPPRESSIONS,
} from './storage-account';
export type { SecuredStorageAccountProps } from './storage-account';
export { SYNAPSE_DEFAULTS, SYNAPSE_SUPPRESSIONS, SynapseWorkspace } from './synapse-workspace';
export type { ISynapseWorkspace, SynapseEndpoint, SynapseWorkspaceProps } from './synapse-workspace';
