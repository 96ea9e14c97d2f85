import { type IssueKinds } from './kind';

/** LH14xx: how a source writes its values and files, and how it knows who reads it. */
export const FORMAT_ISSUES = {
  LH1401: {
    title: 'a pattern of days or times cannot be read back',
    why: 'A text that has a pattern means one day or timestamp, on every engine: each field is there once, and where it ends is plain.',
    example: "ordered_on: t.date().writtenAs('DD/MM/YYYY')",
    mend: "ordered_on: t.date().writtenAs('dd/MM/yyyy')",
  },
  LH1402: {
    title: 'two patterns read one text differently',
    why: 'Patterns are tried one after the other: 03/01/2019 has both, and which is meant nobody could tell.',
    example: "ordered_on: t.date().writtenAs('dd/MM/yyyy', 'MM/dd/yyyy')",
    mend: "ordered_on: t.date().writtenAs('dd/MM/yyyy', 'dd/MM/yy')",
  },
  LH1403: {
    title: 'how numbers are written contradicts itself',
    why: 'The sign before the fraction, the one between thousands and the digits have to be told apart in every number.',
    example: "amount: t.decimal(12, 2).writtenAs({ decimal: ',', thousands: ',' })",
    mend: "amount: t.decimal(12, 2).writtenAs({ decimal: ',', thousands: '.' })",
  },
  LH1404: {
    title: 'a text means true and false, or neither has one',
    why: 'A boolean is read by its two lists of words, A to Z in any case.',
    example: "paid: t.boolean().writtenAs({ true: ['y'], false: ['Y', 'n'] })",
    mend: "paid: t.boolean().writtenAs({ true: ['y'], false: ['n'] })",
  },
  LH1405: {
    title: 'a text that stands for a missing value is also a value',
    why: 'Markers are looked for first, as they are written: the value would be lost in silence.',
    example: "status: t.string(10).nullable().oneOf('open', 'NULL').nullMarkers('NULL')",
    mend: "status: t.string(10).nullable().oneOf('open').nullMarkers('NULL')",
  },
  LH1406: {
    title: 'a column is written in two ways at once',
    why: 'A number of units since 1970 has no pattern, and shows no clock: it is an instant by itself.',
    example: "created: t.timestamp().epoch('seconds').clockOf('Europe/Berlin')",
    mend: "created: t.timestamp().epoch('seconds')",
  },
  LH1407: {
    title: 'a form is declared for a type that has none',
    why: 'Patterns, epochs and clocks are of days and timestamps, separators of numbers, words of booleans; text is kept as it is.',
    example: "code: t.string(10).writtenAs('dd/MM/yyyy')",
    mend: "day: t.date().writtenAs('dd/MM/yyyy')",
  },
  LH1408: {
    title: 'a form of text is declared for rows of a database',
    why: 'A database has types: the query that extracts its rows writes them in the form that mappings read.',
    example: "ordered_on: t.date().writtenAs('dd/MM/yyyy'), from: { kind: 'sql', … }",
    mend: "ordered_on: t.date(), from: { kind: 'sql', … }",
  },
  LH1409: {
    title: 'an alert rule reads a stream whose values are written in a form of their own',
    why: 'Rules run in Stream Analytics, which reads ISO 8601, numbers with a point, true and false, and no others; mappings read any declared form.',
    example: "created: t.timestamp().epoch('milliseconds'), of a stream that an alert rule reads",
    mend: 'let the producer write ISO 8601, or make the alert of a gold table',
  },
  LH1410: {
    title: 'an option is for files of another format',
    why: 'Delimiters, quotes and headers are of CSV, the way to records is of JSON.',
    example: "from: { kind: 'files', format: 'json-lines', options: { delimiter: ';' } }",
    mend: "from: { kind: 'files', format: 'csv', options: { delimiter: ';' } }",
  },
  LH1411: {
    title: 'values or quotes of CSV cannot be told apart',
    why: 'One character of ASCII stands between values, another around them: Data Factory reads no longer delimiters, and letters, digits and signs are part of values.',
    example: "options: { delimiter: ', ' }",
    mend: "options: { delimiter: ',' }",
  },
  LH1412: {
    title: 'the delimiter is also the decimal sign of values that are never quoted',
    why: 'Nothing tells one from the other: 1,50 would be two values. In quotes it is one, in the cloud and in the preview, and a row with one that somebody forgot to quote has a value too many and goes to quarantine.',
    example:
      "total: t.decimal(9, 2).writtenAs({ decimal: ',' }), from: { kind: 'files', format: 'csv', options: { quote: '' } }",
    mend: "from: { kind: 'files', format: 'csv', options: { quote: '', delimiter: ';' } }",
  },
  LH1413: {
    title: 'an encoding is not known',
    why: 'The encodings are those that Data Factory and the preview read alike.',
    example: "options: { encoding: 'latin9' }",
    mend: "options: { encoding: 'windows-1252' }",
  },
  LH1414: {
    title: 'a compression is not offered',
    why: 'A gzip holds one file, as its name says. Archives hold any number of files under names that nobody declared, and Data Factory unpacks them into folders.',
    example: "options: { compression: 'zip' }",
    mend: "options: { compression: 'gzip' }",
  },
  LH1415: {
    title: 'lines of comment are not offered',
    why: 'Data Factory reads every line of CSV as a row.',
    example: "options: { comment: '#' }",
    mend: 'options: { skipLines: 2 }',
  },
  LH1416: {
    title: 'a column has a name where files have no header',
    why: 'Without a header columns are found by their place, in the order of the contract. Names in files or of folders have none.',
    example: "id: t.long().key().physicalName('Id'), …, options: { header: false }",
    mend: 'id: t.long().key(), …, options: { header: false }',
  },
  LH1417: {
    title: 'a source needs a key, and its pipelines have no vault',
    why: 'The value of a header with a key is read from a key vault when the pipeline runs; it stands in no definition and no state.',
    example: "new PipelineSet(this, 'Pipelines', { … }), of a department whose source has an api-key",
    mend: "new PipelineSet(this, 'Pipelines', { keyVault: hosts.keyVault, … })",
  },
  LH1453: {
    title: 'a form of text is declared for files whose values have types',
    why: 'A copy in Data Factory writes the numbers, booleans and timestamps of Parquet and Avro in one form of its own, whatever a source says of text; a timestamp without a zone is in UTC.',
    example: "total: t.decimal(9, 2).writtenAs({ decimal: ',' }), from: { kind: 'files', format: 'parquet' }",
    mend: "total: t.decimal(9, 2), from: { kind: 'files', format: 'parquet' }",
  },
  LH1454: {
    title: 'a column of Parquet or Avro has a blank in its name',
    why: 'A copy in Data Factory reads no such column ("Parquet format", "Avro format").',
    example: "id: t.long().key().physicalName('Order ID'), from: { kind: 'files', format: 'parquet' }",
    mend: "id: t.long().key().physicalName('order_id'), from: { kind: 'files', format: 'parquet' }",
  },
} as const satisfies IssueKinds;
