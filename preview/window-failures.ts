import { connectorOf, mayLackColumns } from '../compilers/internal';
import { type DataContract, isTypedFormat } from '../model';
import { type LoadedSource, UNFINISHED } from './sources';

/** Files that the copy does not look at: it takes names that end as its source's format does. */
export const NOT_LOOKED_AT: readonly string[] = ['unknown-format', UNFINISHED];

/** These, and those that it reads as other letters. */
const UNNOTICED: readonly string[] = [...NOT_LOOKED_AT, 'unlikely-encoding'];

/**
 * The rules that a source's deliveries broke, the nullable columns that its tables lack where no second copy fills them, and those that hold
 * what a copy does not read: the copy in Azure fails the window of the file for them. It leaves out single rows of CSV, and nothing else. See "Delivered files" of `docs/semantics.md`.
 */
export function windowFailures(
  contract: DataContract,
  { quarantined, files, drift, complex }: Pick<LoadedSource, 'quarantined' | 'files' | 'drift' | 'complex'>,
): string[] {
  const connector = connectorOf(contract);
  // What is sent to a stream and is no document is not landed, and so in no window.
  if (connector === undefined) return [];
  const isCsv = connector.format === 'csv';
  // All but documents have their columns by name.
  const isTable = connector.format !== 'json-lines';
  const ofFiles = new Set(files.map(({ rule }) => rule));
  const broken = Object.keys(quarantined).filter((rule) => {
    if (rule === 'malformed-row') return !isCsv;
    if (UNNOTICED.includes(rule) || !ofFiles.has(rule)) return false;
    return isTable || !rule.startsWith('missing-column:');
  });
  // The copy finds the columns of a table by name, and fails without one, nullable or not; of CSV another one takes the window then.
  const lacking =
    isTable && !mayLackColumns(contract) ? drift.filter((column) => column.drift === 'lacking') : [];
  return [
    ...broken,
    ...lacking.map(({ column }) => `missing-column:${column}`),
    // Files of another format than the source's are not looked at.
    ...(isTypedFormat(connector.format) ? complex.map((column) => `complex-type:${column}`) : []),
  ];
}
