import { connectorOf } from '../compilers/internal';
import { type DataContract } from '../model';
import { type LoadedSource } from './sources';

/** Files that the copy does not look at, or reads as other letters. */
const UNNOTICED: readonly string[] = ['unknown-format', 'unlikely-encoding'];

/**
 * The rules that a source's deliveries broke, and the nullable columns that its CSV files lack, for which the copy in Azure fails the window of the file: it leaves out
 * single rows of CSV, and nothing else. See "Delivered files" of `docs/semantics.md`.
 */
export function windowFailures(
  contract: DataContract,
  { quarantined, files, drift }: Pick<LoadedSource, 'quarantined' | 'files' | 'drift'>,
): string[] {
  const connector = connectorOf(contract);
  // What is sent to a stream and is no document is not landed, and so in no window.
  if (connector === undefined) return [];
  const isCsv = connector.format === 'csv';
  const ofFiles = new Set(files.map(({ rule }) => rule));
  const broken = Object.keys(quarantined).filter((rule) => {
    if (rule === 'malformed-row') return !isCsv;
    if (UNNOTICED.includes(rule) || !ofFiles.has(rule)) return false;
    return isCsv || !rule.startsWith('missing-column:');
  });
  // The copy finds the columns of CSV by name, and fails without one, nullable or not.
  const lacking = isCsv ? drift.filter((column) => column.drift === 'lacking') : [];
  return [...broken, ...lacking.map(({ column }) => `missing-column:${column}`)];
}
