import { type ColumnProposal } from './proposal';

/** The columns inside of an array: those of its objects, or its single value. */
export function columnsInside({ elements, single }: ColumnProposal): readonly ColumnProposal[] {
  return elements ?? (single ? [single.value] : []);
}

/** Columns and all that are inside of them. */
export function allColumns(columns: readonly ColumnProposal[]): ColumnProposal[] {
  return columns.flatMap((column) => [column, ...allColumns(columnsInside(column))]);
}

/** Columns with each, inside of arrays too, changed. */
export function changedColumns(
  columns: readonly ColumnProposal[],
  change: (column: ColumnProposal) => ColumnProposal,
): ColumnProposal[] {
  return columns.map((column) => {
    const { elements, single } = column;
    const [value] = single ? changedColumns([single.value], change) : [];
    return change({
      ...column,
      ...(elements && { elements: changedColumns(elements, change) }),
      ...(single && value && { single: { ...single, value } }),
    });
  });
}

/** Whether a call is among those of a column. */
export function hasCall({ calls }: ColumnProposal, method: string): boolean {
  return calls.some((call) => call.method === method);
}
