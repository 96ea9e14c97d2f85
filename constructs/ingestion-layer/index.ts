export {
  INGESTION_DEFAULTS,
  IngestionLayer,
  LANDING_CONSUMER_GROUP,
  RULES_CONSUMER_GROUP,
  TIMED_CONSUMER_GROUP,
} from './ingestion-layer';
export type { AlertReceiver, IngestionLayerProps } from './ingestion-layer';
