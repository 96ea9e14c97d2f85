export { sniff } from './sniff';
export type { SniffOptions, SniffResult } from './sniff';
export { proposalReport } from './report';
