export * from '../model/lineage';
export { columnReaders } from './column-readers';
export type { ColumnReader, ColumnReaders, DecidingColumn, Reach, ReadableColumn } from './column-readers';
export { placesOf } from './column-places';
export type { ColumnPlace, ColumnZone, Shown } from './column-places';
export { columnReadersText, howText } from './column-readers-text';
export { declaredReach } from './declared-reach';
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
