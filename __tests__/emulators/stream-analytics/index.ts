export { runJob } from './interpreter';
export type { Delivered, JobInputs } from './interpreter';
export { iso, Moment } from './values';
export type { Value } from './values';
