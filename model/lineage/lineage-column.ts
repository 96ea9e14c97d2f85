import { type OwnedTable } from '../company/graph';

/** The rows of a source, as they are delivered. */
export interface SourceDataset {
  readonly kind: 'source';
  /** Name of the source. */
  readonly name: string;
}

/** The rows of a table. */
export interface TableDataset extends OwnedTable {
  readonly kind: 'table';
}

/** Where rows are. */
export type LineageDataset = SourceDataset | TableDataset;

/** A column of a dataset. */
export interface LineageColumn {
  /** Where it is. */
  readonly dataset: LineageDataset;
  /** Name of the column; a field of the elements of an array is `array.field`. */
  readonly column: string;
}

/** Names a column in its company: `source.column`, or `department.table.column`. */
export function idOf({ dataset, column }: LineageColumn): string {
  return `${datasetId(dataset)}.${column}`;
}

/** Names a dataset in its company: `source`, or `department.table`. */
export function datasetId(dataset: LineageDataset): string {
  return dataset.kind === 'source' ? dataset.name : `${dataset.department.name}.${dataset.table.name}`;
}
