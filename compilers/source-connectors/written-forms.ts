import { type FileFormat, type FileOptions, type ValueFormat } from '../../model';
import { notOffered, type Offer } from '../core/target';

/** What reads a declared form, in a few words. */
interface ReadBy {
  /** What does it. */
  readonly by: string;
}

/** A form that a contract can declare, and what each engine does with it. */
export interface WrittenForm {
  /** How a contract says it. */
  readonly call: string;
  /** What it says. */
  readonly does: string;
  /** Data Factory: its copies and mapping data flows. */
  readonly dataFactory: Offer<ReadBy>;
  /** The preview. */
  readonly preview: Offer<ReadBy>;
  /** Alert rules, in Stream Analytics. */
  readonly alertRules: Offer<ReadBy>;
}

const MAPPING: ReadBy = { by: 'the mapping' };
const ISO_ONLY = notOffered(
  'Stream Analytics reads ISO 8601 and numbers with a point',
  'let the producer write these',
);
const NO_FILES = notOffered('events of a stream are JSON in UTF-8', 'let the producer write these');

const value = (call: string, does: string): WrittenForm => ({
  call,
  does,
  dataFactory: MAPPING,
  preview: MAPPING,
  alertRules: ISO_ONLY,
});
const file = (call: string, does: string, dataFactory: Offer<ReadBy>, preview: ReadBy): WrittenForm => ({
  call,
  does,
  dataFactory,
  preview: 'notOffered' in dataFactory ? dataFactory : preview,
  alertRules: NO_FILES,
});
const setting = (name: string): ReadBy => ({ by: `\`${name}\`` });
const READER: ReadBy = { by: 'the reader of CSV' };
const DECODER: ReadBy = { by: 'decoding each file once' };

/** Every form, once: one that a contract learns does not compile until each engine says what it does with it. */
export const WRITTEN_FORMS: {
  readonly values: Readonly<Record<keyof ValueFormat, WrittenForm>>;
  readonly files: Readonly<Record<keyof FileOptions, WrittenForm>>;
  readonly formats: Readonly<Record<FileFormat, WrittenForm>>;
} = {
  formats: {
    csv: file("format: 'csv'", 'text in columns', setting('DelimitedTextSource'), READER),
    'json-lines': file("format: 'json-lines'", 'documents', setting('JsonSource'), {
      by: 'the reader of JSON',
    }),
    parquet: file(
      "format: 'parquet'",
      'values with types, none of them lists or objects',
      setting('ParquetSource'),
      {
        by: 'the engine',
      },
    ),
    avro: file(
      "format: 'avro'",
      'values with types, of Avro, none of them lists or objects',
      setting('AvroSource'),
      {
        by: '`avsc`, and the engine',
      },
    ),
  },
  values: {
    patterns: value("t.date().writtenAs('dd/MM/yyyy')", 'patterns of days and timestamps'),
    epoch: value("t.timestamp().epoch('milliseconds')", 'numbers since 1970'),
    clock: value("t.timestamp().clockOf('Europe/Berlin')", 'the clock of a place'),
    nullMarkers: value("t.decimal(9, 2).nullMarkers('N/A')", 'texts for a missing value'),
    number: value("t.decimal(9, 2).writtenAs({ decimal: ',' })", 'separators, symbols and signs of numbers'),
    boolean: value("t.boolean().writtenAs({ true: ['yes'], false: ['no'] })", 'words for true and false'),
  },
  files: {
    delimiter: file(
      "options: { delimiter: ';' }",
      'what is between values',
      setting('columnDelimiter'),
      READER,
    ),
    quote: file("options: { quote: '' }", 'what is around values', setting('quoteChar'), READER),
    escape: file(
      "options: { escape: '\\\\' }",
      'what is before a quote in quotes, or before a delimiter without these',
      setting('escapeChar'),
      READER,
    ),
    header: file(
      'options: { header: false }',
      'columns by their place',
      { by: '`firstRowAsHeader`, `ordinal`' },
      READER,
    ),
    skipLines: file('options: { skipLines: 2 }', 'lines before the table', setting('skipLineCount'), READER),
    comment: file(
      "options: { comment: '#' }",
      'lines of comment',
      notOffered('a copy reads every line of CSV as a row', 'count the lines before the table in skipLines'),
      READER,
    ),
    extension: file(
      "options: { extension: 'tsv' }",
      'the names of CSV files',
      { by: 'the wildcard of the copy' },
      { by: 'the look at each file' },
    ),
    records: file("options: { records: ['data'] }", 'a wrapper of JSON', setting('collectionReference'), {
      by: 'the reader of JSON',
    }),
    encoding: file(
      "options: { encoding: 'utf-16' }",
      'the encoding of text',
      setting('encodingName'),
      DECODER,
    ),
    compression: file(
      "options: { compression: 'gzip' }",
      'one compressed file each',
      { by: '`compressionCodec`, `compression`' },
      DECODER,
    ),
  },
};
