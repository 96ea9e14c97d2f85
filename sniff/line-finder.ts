import { csvLayout } from '../model';
import { CsvRecord, readCsvRecord } from '../preview/sources/csv-record';
import { readCsvHeader } from '../preview/sources/csv-file';
import { DecodedFiles } from '../preview/sources/decoded-files';
import { extensionOf, MAY_BE_CSV } from '../preview/sources/file-sniffer';
import { records, type Splitter } from '../preview/sources/records';
import { type SourceToSniff } from './forms/source-form';
import { type ContractProposal } from './proposal';

/** Finds lines of files by a value that they hold. */
export class LineFinder {
  private readonly decoded: DecodedFiles;

  /** `folder` is for decoded copies. */
  constructor(
    private readonly proposal: Pick<ContractProposal, 'options' | 'columns'>,
    source: SourceToSniff,
    folder: string,
  ) {
    this.decoded = new DecodedFiles(source.home, proposal.options, folder);
  }

  /** The line of the first row of CSV with a text in a column; nothing of files that have no lines. */
  async find(file: string, place: string, text: string): Promise<number | undefined> {
    if (!MAY_BE_CSV.includes(extensionOf(file))) return undefined;
    const path = await this.decoded.readable(file);
    if (typeof path !== 'string') return undefined;
    const layout = csvLayout(this.proposal.options);
    const header = readCsvHeader(path, {
      layout,
      columns: this.proposal.columns.map((column) => column.place),
    });
    const index = header?.columns.indexOf(place) ?? -1;
    if (header === undefined || index < 0) return undefined;
    const record = new CsvRecord(layout);
    const split: Splitter = (bytes, from, atEnd) => {
      if (!readCsvRecord(bytes, from, atEnd, record)) return undefined;
      return { end: record.end, fields: record.fields(bytes), blank: record.blank, open: record.open };
    };
    for (const { line, fields } of records(path, split))
      if (line >= header.nextLine && fields?.[index] === text) return line;
    return undefined;
  }
}
