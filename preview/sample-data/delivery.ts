import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorOf } from '../../compilers/internal';
import { type DataContract, type FileFormat } from '../../model';
import { byFolder, type Cells, csv, encoded, jsonLines } from './files';

/**
 * Writes rows as a source delivers them: CSV or JSON Lines with the options of its connector, JSON Lines for all others, below the
 * folders that hold some of their values.
 *
 * @param contract what the source promises, and how it writes.
 * @param rows as text, in the library's own form.
 * @param folder that of the source.
 * @param name of the file, without an ending; it may lie in folders of its own.
 */
export function writeDelivery(
  contract: DataContract,
  rows: readonly Cells[],
  folder: string,
  name: string,
): void {
  const connector = connectorOf(contract);
  // Events of a stream are JSON.
  const format: FileFormat = connector?.format ?? 'json-lines';
  const options = connector?.options;
  const compressed = options?.compression === undefined ? '' : '.gz';
  for (const [below, part] of byFolder(contract, rows)) {
    mkdirSync(join(folder, below), { recursive: true });
    const text = format === 'csv' ? csv(contract, part, options) : jsonLines(contract, part, options);
    const file = `${name}.${format === 'csv' ? (options?.extension ?? 'csv') : 'jsonl'}${compressed}`;
    writeFileSync(join(folder, below, file), encoded(text, options));
  }
}
