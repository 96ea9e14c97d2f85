import { columnsInside, hasCall } from './columns-inside';
import { type ColumnProposal, type ContractProposal } from './proposal';

/** The table of the elements of an array, as `mapping` makes it. */
export interface ElementTable {
  /** The way to the array. */
  readonly each: string;
  /** Name of the table. */
  readonly name: string;
  /** Columns of the row that every element repeats. */
  readonly with?: readonly string[];
}

/** Longest name of a table. */
const LONGEST = 40;

/** The tables of all arrays of a contract, also of those inside of elements. */
export function elementTables({ name, columns }: Pick<ContractProposal, 'name' | 'columns'>): ElementTable[] {
  const own = name.replaceAll('-', '_');
  const taken = new Set([own]);
  const subjects = columns.filter((column) => hasCall(column, 'subject')).map((column) => column.name);
  return arraysOf(columns, '').map(({ each, column }) => {
    const parts = [own.replace(/s$/, ''), ...each.split('.')].join('_');
    const table = shortName(parts, taken);
    taken.add(table);
    // Rows about persons keep what identifies these.
    const isPersonal = columnsInside(column).some((one) => hasCall(one, 'personal'));
    return { each, name: table, ...(isPersonal && subjects.length > 0 && { with: subjects }) };
  });
}

function arraysOf(
  columns: readonly ColumnProposal[],
  around: string,
): { readonly each: string; readonly column: ColumnProposal }[] {
  return columns
    .filter(({ type }) => type.kind === 'array')
    .flatMap((column) => {
      const each = `${around}${column.name}`;
      return [{ each, column }, ...arraysOf(column.elements ?? [], `${each}.`)];
    });
}

function shortName(name: string, taken: ReadonlySet<string>): string {
  const short = name.slice(0, LONGEST).replace(/_+$/, '');
  for (let number = 2, other = short; ; number++) {
    if (!taken.has(other)) return other;
    other = `${short.slice(0, LONGEST - 3)}_${number}`;
  }
}
