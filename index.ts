/** What a team starts with: the model, its validation, the stacks, and the five layers. Everything else is on the sub-paths. */
export * from './model';
export * from './stacks';
export * from './validation';
export { ConsumerAccess } from './constructs/consumer-access';
export { IngestionLayer } from './constructs/ingestion-layer';
export { Lakehouse } from './constructs/lakehouse';
export { PipelineSet } from './constructs/pipeline-set';
export { SynapseGold } from './constructs/synapse-gold';
