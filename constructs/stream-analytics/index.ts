export { STREAM_ANALYTICS_DEFAULTS, StreamAnalyticsJob } from './stream-analytics-job';
export type { EventTimes, StreamAnalyticsJobProps } from './stream-analytics-job';
