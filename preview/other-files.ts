import { extensionOf as extensionThatLands } from '../compilers/internal';
import { type DataContract, type FileFormat } from '../model';
import { csvExtensions, extensionOf, FORMATS } from './sources';

/** A file that the preview reads, and a copy in Azure does not. */
export interface OtherFile {
  /** Path inside the data folder, with forward slashes. */
  readonly path: string;
  /** What a copy takes instead: names, such as `*.jsonl`, or the format of what is fetched. */
  readonly taken: string;
}

const NAMES: Readonly<Record<FileFormat, string>> = {
  csv: 'CSV',
  'json-lines': 'JSON',
  parquet: 'Parquet',
  avro: 'Avro',
};

/**
 * The files among those of a source that were read, and that its copy would not take: of files that are dropped it takes those whose names
 * end as its format does, and what it fetches it reads in the format of its source. Rows of streams, databases and REST interfaces are no
 * files, and may be previewed from any.
 */
export function otherFiles(contract: DataContract, read: readonly string[]): OtherFile[] {
  const { name, delivery } = contract;
  if (delivery.kind !== 'batch' || !('format' in delivery.from)) return [];
  const { kind, format, options } = delivery.from;
  const ending = `.${extensionThatLands(format, options)}`;
  const csv = csvExtensions(contract);
  const isTaken = (file: string): boolean => {
    if (kind === 'files') return file.toLowerCase().endsWith(ending);
    const extension = extensionOf(file);
    return (csv.includes(extension) ? 'csv' : FORMATS[extension]) === format;
  };
  const taken = kind === 'files' ? `*${ending}` : NAMES[format];
  return read.flatMap((file) => (isTaken(file) ? [] : [{ path: `${name}/${file}`, taken }]));
}
