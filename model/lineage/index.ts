export {
  type ColumnDefinition,
  type ColumnInfluence,
  ColumnLineage,
  type ColumnOrigin,
  idOf,
  type LineageColumn,
  type LineageDataset,
  type LineageTree,
  type SourceDataset,
  type TableDataset,
  type TableLineage,
} from './column-lineage';
export { expressionText } from './expression-text';
