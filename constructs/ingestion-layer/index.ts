export {
  INGESTION_DEFAULTS,
  IngestionLayer,
  LANDING_CONSUMER_GROUP,
  TIMED_CONSUMER_GROUP,
} from './ingestion-layer';
export type { IngestionLayerProps } from './ingestion-layer';
