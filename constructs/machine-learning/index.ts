export { MACHINE_LEARNING_DEFAULTS, MachineLearning } from './machine-learning';
export type { MachineLearningProps } from './machine-learning';
export { ModelStorage, SCORES_CONTAINER } from './model-storage';
export type { ModelStorageProps } from './model-storage';
export { MACHINE_LEARNING_DNS_ZONES, PrivateModelNames } from './private-names';
export type {
  ExistingModelNamesProps,
  IPrivateModelNames,
  ModelEndpointProps,
  PrivateModelNamesProps,
} from './private-names';
export type { ModelPath } from './private-paths';
