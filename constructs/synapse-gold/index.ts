export { SynapseGold } from './synapse-gold';
export type { SynapseGoldProps } from './synapse-gold';
