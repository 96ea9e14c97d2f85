export { PIPELINE_DEFAULTS, PipelineSet } from './pipeline-set';
export type { PipelineSetProps } from './pipeline-set';
