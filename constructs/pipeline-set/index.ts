export { PIPELINE_DEFAULTS, PipelineSet } from './pipeline-set';
export type { GoldDatabase, PipelineSetProps } from './pipeline-set';
