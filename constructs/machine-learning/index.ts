export { MACHINE_LEARNING_DEFAULTS, MachineLearning } from './machine-learning';
export type { MachineLearningProps } from './machine-learning';
export { ModelStorage, SCORES_CONTAINER } from './model-storage';
export type { ModelStorageProps } from './model-storage';
export { MACHINE_LEARNING_DNS_ZONES, MachineLearningDnsZones } from './private-dns-zones';
export type {
  ExistingMachineLearningDnsZonesProps,
  IMachineLearningDnsZones,
  ModelEndpointProps,
  MachineLearningDnsZonesProps,
} from './private-dns-zones';
export type { OutboundRule } from './outbound-rules';
