import {
  choiceMistakes,
  countMistakes,
  csvLayout,
  type DataContract,
  type FileEncoding,
  type FileFormat,
  type FileOptions,
  formattedColumns,
  isTypedFormat,
  listed,
  type Mistake,
  mistakeIf,
} from '../../model';
import { namesMistakes } from './checks';

/** Names of encodings in Data Factory; source: "Delimited text format", "JSON format". */
export const ENCODING_NAMES: Readonly<Record<FileEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16': 'UTF-16',
  'utf-16be': 'UTF-16BE',
  'windows-1252': 'WINDOWS-1252',
  'iso-8859-1': 'ISO-8859-1',
};

/** Formats, as people call them. */
export const FORMAT_NAMES: Readonly<Record<FileFormat, string>> = {
  csv: 'CSV',
  'json-lines': 'JSON Lines',
  parquet: 'Parquet',
  avro: 'Avro',
};

/** Options of one format alone. */
const OF_CSV = ['delimiter', 'quote', 'escape', 'header', 'skipLines', 'comment', 'extension'] as const;

/** Extensions of files that are no CSV. */
const NOT_CSV = ['json', 'jsonl', 'ndjson', 'parquet', 'gz'];

/** Most lines that are skipped: longer preambles are no preambles. */
const MOST_SKIPPED = 1000;

/** Everything wrong with how the files of a source are said to be written; properties are named as below `delivery.from`. */
export function optionMistakes(
  { format, options }: { readonly format: FileFormat; readonly options?: FileOptions | undefined },
  contract: DataContract,
): Mistake[] {
  if (isTypedFormat(format)) return typedOptionMistakes(format, options ?? {});
  const common = options === undefined ? [] : [...strangers(format, options), ...encodingMistakes(options)];
  if (format !== 'csv')
    return options?.records === undefined
      ? common
      : [...common, ...namesMistakes('options.records', options.records)];
  return [...common, ...csvMistakes(options ?? {}), ...contractMistakes(options ?? {}, contract)];
}

/** Files whose values have types say themselves how they are written. */
function typedOptionMistakes(format: 'parquet' | 'avro', options: FileOptions): Mistake[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          {
            code: 'LH1410' as const,
            prop: `options.${name}`,
            got: `is an option of text, and the files are ${FORMAT_NAMES[format]}, which say themselves how they are written`,
            change: 'remove it, or change the format',
          },
        ],
  );
}

function strangers(format: FileFormat, options: FileOptions): Mistake[] {
  const others: readonly (keyof FileOptions)[] = format === 'csv' ? ['records'] : OF_CSV;
  return others
    .filter((name) => options[name] !== undefined)
    .map((name) => ({
      code: 'LH1410',
      prop: `options.${name}`,
      got: `is an option of ${format === 'csv' ? 'JSON' : 'CSV'}, and the files are ${format === 'csv' ? 'CSV' : 'JSON'}`,
      change: 'remove it, or change the format',
    }));
}

function encodingMistakes({ encoding, compression }: FileOptions): Mistake[] {
  const isArchive = compression !== undefined && /zip|tar/.test(compression);
  return [
    ...(encoding === undefined
      ? []
      : choiceMistakes('options.encoding', encoding, Object.keys(ENCODING_NAMES)).map((mistake) =>
          Object.assign(mistake, { code: 'LH1413' as const }),
        )),
    ...mistakeIf(compression !== undefined && compression !== 'gzip', {
      code: 'LH1414',
      prop: 'options.compression',
      got: `is "${String(compression)}"`,
      allowed: 'gzip, of one file each',
      change: isArchive
        ? 'let the files be unpacked, or packed with gzip one by one, before they are delivered'
        : 'use gzip, or none',
    }),
  ];
}

function csvMistakes(options: FileOptions): Mistake[] {
  const { delimiter, quote, escape } = csvLayout(options);
  const { comment, extension, skipLines } = options;
  const wrong = (name: string, value: string, allowed: string): Mistake => ({
    code: 'LH1411',
    prop: `options.${name}`,
    got: `is ${JSON.stringify(value)}`,
    allowed,
    change: 'give the character that the files have',
  });
  const isQuoted = quote === '' || /^[!-/:-@[-`{-~]$/.test(quote);
  return [
    ...(isDelimiter(delimiter) && delimiter !== quote && delimiter !== escape
      ? []
      : [
          wrong(
            'delimiter',
            delimiter,
            'one character of ASCII that is no letter, digit, blank, point, plus, minus or quote, such as ; or \\t',
          ),
        ]),
    ...(isQuoted ? [] : [wrong('quote', quote, "one sign of ASCII, or '' where values are never quoted")]),
    ...(escape === quote || escape === '\\'
      ? []
      : [
          wrong('escape', escape, quote === '' ? 'a backslash, or none' : 'a backslash, or the quote itself'),
        ]),
    ...(skipLines === undefined
      ? []
      : countMistakes('options.skipLines', skipLines, { least: 0, most: MOST_SKIPPED, of: 'lines' })),
    ...mistakeIf(
      extension !== undefined && (!/^[a-z0-9]{1,10}$/.test(extension) || NOT_CSV.includes(extension)),
      {
        code: 'LH1452',
        prop: 'options.extension',
        got: `is ${JSON.stringify(extension)}`,
        allowed: `1 to 10 lower-case letters and digits without a point, and none of ${listed(NOT_CSV)}`,
        change: "give what the names of the CSV files end in, such as 'tsv' or 'txt'",
      },
    ),
    ...mistakeIf(comment !== undefined, {
      code: 'LH1415',
      prop: 'options.comment',
      got: `is "${String(comment)}", and Data Factory knows no lines of comment`,
      allowed: 'rows alone, after the lines that skipLines leaves out',
      change: 'count the lines before the table in skipLines, or let the source leave out the others',
    }),
  ];
}

/** Signs of ASCII that numbers, names and words are not made of, and control characters that end no line. */
function isDelimiter(text: string): boolean {
  const code = text.length === 1 ? text.charCodeAt(0) : 0;
  return code > 0 && code < 0x7f && !/[A-Za-z0-9 \r\n".+-]/.test(text);
}

/** What contradicts the columns. */
function contractMistakes(options: FileOptions, contract: DataContract): Mistake[] {
  const { delimiter, quote, escape, header } = csvLayout(options);
  const columns = formattedColumns(contract);
  // In quotes, or behind a backslash, it is plain which of both the sign is.
  const isToldApart = quote !== '' || escape !== '';
  const decimal = columns.flatMap(([name, { format }]) =>
    !isToldApart && format?.number?.decimal === delimiter ? [name] : [],
  );
  const inFolders = columns.flatMap(([name, { folder }]) => (folder === undefined ? [] : [name]));
  const named = columns.flatMap(([name, { physicalName }]) => (physicalName === undefined ? [] : [name]));
  return [
    ...mistakeIf(decimal.length > 0, {
      code: 'LH1412',
      prop: 'options.delimiter',
      got: `is "${delimiter}"${options.delimiter === undefined ? ' by default' : ''}, which is also the decimal sign of ${listed(decimal)}, and values are never quoted`,
      allowed: 'a delimiter that no number has, or quotes around values',
      change: "name the delimiter that the files have, such as ';', or remove quote: ''",
    }),
    ...mistakeIf(!header && named.length > 0, {
      code: 'LH1416',
      prop: 'options.header',
      got: `is false, and ${listed(named)} ${named.length === 1 ? 'has a name' : 'have names'} in the files`,
      allowed: 'columns by their place, in the order of the contract',
      change: 'remove physicalName(), or header: false',
    }),
    ...mistakeIf(!header && inFolders.length > 0, {
      code: 'LH1416',
      prop: 'options.header',
      got: `is false, and ${listed(inFolders)} ${inFolders.length === 1 ? 'comes' : 'come'} from the names of folders`,
      allowed:
        'columns by their place alone, or names alone: no page of Data Factory says which place a folder has',
      change: 'let the files have a header, or the values be in the files',
    }),
  ];
}
