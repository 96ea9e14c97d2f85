export * from '../model/lineage';
export { documentedColumn, lineageDocument } from './lineage-document';
export type {
  DocumentedColumn,
  DocumentedUse,
  LineageDocument,
  LineageEdge,
  LineageInfluence,
} from './lineage-document';
export { openLineageEvents, openLineageText } from './open-lineage';
export type {
  OpenLineageDataset,
  OpenLineageDatasetEvent,
  OpenLineageFacet,
  OpenLineageOptions,
  OpenLineageRunEvent,
} from './open-lineage';
export { lineageText } from './lineage-text';
