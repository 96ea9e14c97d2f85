import { connectorOf } from '../compilers/internal';
import { type DataContract } from '../model';
import { type LoadedSource } from './sources';

/**
 * The rules, among those that a source's deliveries broke, for which the copy in Azure fails the window of the file: it leaves out
 * single rows of CSV, and nothing else. See "Delivered files" of `docs/semantics.md`.
 */
export function windowFailures(
  contract: DataContract,
  { quarantined, files }: Pick<LoadedSource, 'quarantined' | 'files'>,
): string[] {
  const connector = connectorOf(contract);
  // What is sent to a stream and is no document is not landed, and so in no window.
  if (connector === undefined) return [];
  const isCsv = connector.format === 'csv';
  const ofFiles = new Set(files.map(({ rule }) => rule));
  return Object.keys(quarantined).filter((rule) => {
    if (rule === 'malformed-row') return !isCsv;
    if (rule === 'unknown-format' || !ofFiles.has(rule)) return false;
    return isCsv || !rule.startsWith('missing-column:');
  });
}
