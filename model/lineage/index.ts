export {
  type ColumnDefinition,
  type ColumnInfluence,
  ColumnLineage,
  type ColumnOrigin,
  type DecidedTable,
  type LineageBasis,
  type LineageTree,
  type TableLineage,
} from './column-lineage';
export { type ColumnUse, ColumnUses } from './column-uses';
export { expressionText } from './expression-text';
export { columnNames, datasets, findColumn } from './find-column';
export {
  datasetId,
  idOf,
  type LineageColumn,
  type LineageDataset,
  type SourceDataset,
  type TableDataset,
} from './lineage-column';
export { leastMasked, type Masking, maskedTwice } from './masking';
export { ruleColumns, type RuleColumn } from './rule-lineage';
