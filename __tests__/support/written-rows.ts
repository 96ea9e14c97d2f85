import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type FileOptions, soundParts, writeDate } from '../../model';

/** A column of rows that are written in a form of their source, as somebody else than the library would. */
interface WrittenColumn {
  readonly name: string;
  /** Values in the library's own form; null where one is missing. */
  readonly values: readonly (string | null)[];
  /** The same as they are written. */
  readonly written: readonly string[];
}

/** A file, and the rows that are in it. */
export interface WrittenFile {
  readonly name: string;
  readonly content: Buffer;
  /** How it was written, for messages. */
  readonly form: unknown;
  /** Rows with the values of columns in the order of the file. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly columns: readonly string[];
}

type WrittenBoolean = readonly [yes: string, no: string];

const BOOLEANS: readonly WrittenBoolean[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['Y', 'N'],
  ['ja', 'nein'],
  ['oui', 'non'],
  ['on', 'off'],
  ['t', 'f'],
  ['J', 'N'],
];
const DATES = [
  'yyyy-MM-dd',
  'dd.MM.yyyy',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'd/M/yyyy',
  'yyyyMMdd',
  'dd-MMM-yyyy',
  'M/d/yy',
];
const TIMES = [
  'yyyy-MM-dd HH:mm:ss',
  "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
  'dd.MM.yyyy HH:mm:ss',
  'MM/dd/yyyy hh:mm:ss a',
  'dd/MM/yy HH:mm:ss',
  "yyyyMMdd'T'HHmmssX",
  'yyyy/MM/dd HH:mm:ss',
  'dd-MMM-yyyy HH:mm:ss',
];
const MARKERS = ['', 'N/A', 'NULL', '\\N', '-', '#N/A', '(null)'];
/** Units since 1970 in a second. */
const EPOCHS = [1, 1000, 1_000_000];

interface NumberForm {
  readonly decimal: '.' | ',';
  readonly thousands: string;
  readonly symbol: string;
  readonly negative: 'minus' | 'trailing' | 'parentheses';
}

/** What a source has in common: how it writes numbers, days and nothing. */
interface Writing {
  readonly delimiter: string;
  readonly number: NumberForm;
  readonly date: string;
  readonly time: string;
  readonly boolean: WrittenBoolean;
  readonly epoch: number;
  readonly marker: string;
}

const writing: fc.Arbitrary<Writing> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    number: fc.record({
      decimal: fc.constantFrom<'.' | ','>('.', ','),
      grouped: fc.constantFrom('', '.,', ' ', "'"),
      symbol: fc.constantFrom('', ' €', '$'),
      negative: fc.constantFrom<NumberForm['negative']>('minus', 'trailing', 'parentheses'),
    }),
    date: fc.constantFrom(...DATES),
    time: fc.constantFrom(...TIMES),
    boolean: fc.constantFrom(...BOOLEANS),
    epoch: fc.constantFrom(...EPOCHS),
    marker: fc.constantFrom(...MARKERS),
  })
  .map(({ number, ...rest }) => {
    const { decimal } = number;
    const { grouped, symbol, negative } = number;
    const thousands = grouped === '.,' ? (decimal === '.' ? ',' : '.') : grouped;
    return { ...rest, number: { decimal, thousands, symbol, negative } };
  });

const day = fc
  .date({ min: new Date(Date.UTC(2021, 0, 1)), max: new Date(Date.UTC(2026, 11, 31)), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Of the first rows, what makes a column what it is: days after the 12th, both words, a fraction. */
const LEAST_ROWS = 6;

function columnsOf(rows: number, form: Writing): fc.Arbitrary<WrittenColumn[]> {
  const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
    fc
      .array(fc.option(values, { freq: 4 }), { minLength: rows, maxLength: rows })
      .map((list) => list.map((value, index) => (index < LEAST_ROWS && value === null ? undefined : value)))
      .chain((list) => fc.tuple(...list.map((value) => (value === undefined ? values : fc.constant(value)))));
  const always = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(values, { minLength: rows, maxLength: rows });
  const made = <T>(
    name: string,
    values: fc.Arbitrary<(T | null)[]>,
    canonical: (value: T, index: number) => string,
    written: (value: string) => string,
  ): fc.Arbitrary<WrittenColumn> =>
    values.map((list) => {
      const own = list.map((value, index) => (value === null ? null : canonical(value, index)));
      return {
        name,
        values: own,
        written: own.map((value) => (value === null ? form.marker : written(value))),
      };
    });
  const byDay = (date: string, index: number): string =>
    index < LEAST_ROWS ? `${date.slice(0, 8)}${20 + index}` : date;
  const amounts = fc.integer({ min: -9_999_999, max: 9_999_999 });
  const others = fc.tuple(
    made('Net Amount', nullable(amounts), amountText, (text) => writtenNumber(text, form.number)),
    made('pieces', nullable(fc.integer({ min: -5000, max: 90_000 })), String, String),
    made('ShippedOn', nullable(day), byDay, (text) => byPattern(form.date, `${text} 00:00:00.000`)),
    made(
      'accepted',
      nullable(fc.boolean()),
      (value, index) => String(index < 2 ? index === 0 : value),
      (text) => (text === 'true' ? form.boolean[0] : form.boolean[1]),
    ),
    made(
      'remark',
      form.marker === '-' ? always(words) : nullable(words),
      (text, index) => `${text} ${'abcdef'.charAt(index % 6)}`,
      String,
    ),
    made('seconds', always(fc.integer({ min: 1_600_000_000, max: 1_800_000_000 })), epochText, (text) =>
      String((Date.parse(`${text.replace(' ', 'T')}Z`) / 1000) * form.epoch),
    ).map((column) => ({ ...column, name: 'seen_at' })),
  );
  const time = fc.tuple(day, fc.integer({ min: 0, max: 86_399 })).map(([date, seconds]) => {
    const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
    return [date, clock] as const;
  });
  return fc
    .tuple(
      made(
        'placed',
        always(time),
        ([date, clock], index) => `${byDay(date, index)} ${clock}`,
        (text) => byPattern(form.time, `${text}.000`),
      ),
      others,
      fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
    )
    .map(([placed, further, chosen]) => [
      { name: 'Order No', values: numbers(rows), written: numbers(rows) },
      placed,
      ...chosen.map((index) => further[index] as WrittenColumn),
    ]);
}

const words = fc
  .array(
    fc.constantFrom('blue', 'small', 'says "so"', 'über', 'l’été', 'x, y', 'a; b', 'one | two', "it's"),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((list) => list.join(' '));

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(1001 + index));
}

function amountText(cents: number, index: number): string {
  // The first ones have thousands and a fraction that no separator of thousands could be.
  const value = index < 2 ? 123_456_78 + index : cents;
  return (value / 100).toFixed(2);
}

function epochText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function byPattern(pattern: string, canonical: string): string {
  return writeDate(soundParts(pattern), canonical);
}

function writtenNumber(text: string, { decimal, thousands, symbol, negative }: NumberForm): string {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const grouped = thousands === '' ? whole : whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  const plain = `${grouped}${decimal}${fraction}${symbol}`;
  if (!text.startsWith('-')) return plain;
  return { minus: `-${plain}`, trailing: `${plain}-`, parentheses: `(${plain})` }[negative];
}

/** Columns that could be the time of a row. */
const TIMES_OF_ROWS: readonly string[] = ['placed', 'ShippedOn', 'seen_at'];

/** Files of CSV with one source's rows, in any form that a contract can say. */
export const csvFiles: fc.Arbitrary<WrittenFile> = fc
  .record({ form: writing, rows: fc.integer({ min: 12, max: 40 }) })
  .chain(({ form, rows }) =>
    fc.record({
      form: fc.constant(form),
      columns: columnsOf(rows, form),
      header: fc.boolean(),
      preamble: fc.constantFrom<readonly string[]>(
        [],
        ['Export of all orders'],
        ['Report', '', 'created by the shop'],
      ),
      encoding: fc.constantFrom<NonNullable<FileOptions['encoding']>>(
        'utf-8',
        'utf-16',
        'utf-16be',
        'windows-1252',
      ),
      mark: fc.boolean(),
      compressed: fc.boolean(),
      extension: fc.constantFrom('csv', 'tsv', 'txt', 'psv'),
      timed: fc.boolean(),
      quote: fc.constantFrom('"', "'"),
      end: fc.constantFrom('\n', '\r\n'),
    }),
  )
  .map(({ columns, header, timed, ...rest }) => {
    // Without a name nothing says that a number is a time, and without a time the file is a snapshot.
    const named = columns.filter(({ name }) => header || name !== 'seen_at');
    const timeless = named.filter(({ name }) => !TIMES_OF_ROWS.includes(name));
    return { ...rest, header, columns: timed || timeless.length < 2 ? named : timeless };
  })
  .map(({ form, columns, header, preamble, encoding, mark, compressed, extension, quote, end }) => {
    const cell = (text: string): string =>
      text.includes(form.delimiter) || text.includes(quote) || quote === "'"
        ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
        : text;
    const lines = [
      ...preamble,
      ...(header ? [columns.map(({ name }) => cell(name)).join(form.delimiter)] : []),
      ...rowsOf(columns, ({ written }) => written).map((row) =>
        row.map((text) => cell(text ?? '')).join(form.delimiter),
      ),
    ];
    const text = `${lines.join(end)}${end}`;
    const bytes = encoded(text, encoding, mark);
    return {
      name: `orders.${extension}${compressed ? '.gz' : ''}`,
      content: compressed ? gzipSync(bytes) : bytes,
      form: { ...form, header, preamble, encoding, mark, compressed, quote, end },
      rows: rowsOf(columns, ({ values }) => values),
      columns: columns.map(({ name }) => name),
    };
  });

/** The same rows in JSON: documents to a line, one array, or the answer of an interface. */
export const jsonFiles: fc.Arbitrary<WrittenFile> = fc
  .record({ form: writing, rows: fc.integer({ min: 12, max: 40 }) })
  .chain(({ form, rows }) =>
    fc.record({
      columns: columnsOf(rows, form),
      layout: fc.constantFrom('lines', 'array', 'answer', 'deep answer'),
      typed: fc.boolean(),
    }),
  )
  .map(({ columns, layout, typed }) => {
    const documents = rowsOf(columns, (column) => (typed ? column.values : column.written)).map((row) => {
      const flat = row.map((text, index) => {
        const name = columns[index]?.name ?? '';
        return [name, text === '' || text === null ? null : typed ? typedValue(name, text) : text] as const;
      });
      const [id, placed, ...others] = flat;
      return {
        ...Object.fromEntries([id, placed].filter((one) => one !== undefined)),
        detail: Object.fromEntries(others),
      };
    });
    const text = {
      lines: () => documents.map((document) => JSON.stringify(document)).join('\n'),
      array: () => JSON.stringify(documents),
      answer: () => JSON.stringify({ data: documents, has_more: false }, undefined, 2),
      'deep answer': () => JSON.stringify({ status: 'ok', result: { orders: documents }, page: 1 }),
    }[layout]?.();
    return {
      name: 'orders.json',
      content: Buffer.from(text ?? ''),
      form: { layout, typed },
      rows: rowsOf(columns, ({ values }) => values),
      columns: columns.map(({ name }) => name),
    };
  });

/** A value as JSON gives it with a type. */
function typedValue(name: string, text: string): string | number | boolean {
  if (name === 'accepted') return text === 'true';
  return ['Order No', 'Net Amount', 'pieces'].includes(name) ? Number(text) : text;
}

function rowsOf(
  columns: readonly WrittenColumn[],
  of: (column: WrittenColumn) => readonly (string | null)[],
): (string | null)[][] {
  return (columns[0]?.values ?? []).map((_, index) => columns.map((column) => of(column)[index] ?? null));
}

function encoded(text: string, encoding: FileOptions['encoding'], mark: boolean): Buffer {
  const marked = `${mark ? '\uFEFF' : ''}${text}`;
  if (encoding === 'utf-16') return Buffer.from(`\uFEFF${text}`, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  if (encoding !== 'windows-1252') return Buffer.from(marked);
  return Buffer.from(text.replaceAll('’', '\u0092').replaceAll('€', '\u0080'), 'latin1');
}
