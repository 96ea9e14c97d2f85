export * from './consumer-access';
export * from './core';
export * from './hosts';
export * from './ingestion-layer';
export * from './lakehouse';
export * from './pipeline-set';
export * from './stream-analytics';
export * from './synapse-gold';
