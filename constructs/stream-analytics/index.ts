export { BEFORE_ALL_EVENTS } from '../../compilers/internal';
export { STREAM_ANALYTICS_DEFAULTS, StreamAnalyticsJob } from './stream-analytics-job';
export type { StreamAnalyticsJobProps } from './stream-analytics-job';
