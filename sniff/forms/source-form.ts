import { type FileFormat, type FileOptions, csvLayout, isTypedFormat } from '../../model';
import { type DuckDb } from '../../preview/duckdb';
import { DecodedFiles } from '../../preview/sources/decoded-files';
import { extensionOf, MAY_BE_CSV, type SniffedFile, sniffFile } from '../../preview/sources/file-sniffer';
import { containerOf } from '../../preview/sources/first-bytes';
import { BrokenLayout } from '../../preview/sources/json-documents';
import { foldersOf, type Format } from '../../preview/sources/readers';
import { csvForm, type CsvReading } from './csv-form';
import { type EncodingReading, encodingOf } from './encoding';
import { type Field } from './field';
import { JsonForm } from './json-form';
import { parquetFields, typedFields } from './parquet-form';

/** The files of a source. */
export interface SourceToSniff {
  /** Name of the source. */
  readonly name: string;
  /** Its folder. */
  readonly home: string;
  /** Paths inside it, with forward slashes, sorted. */
  readonly files: readonly string[];
  /** Paths of files without a byte, which are not among them. @default none */
  readonly empty?: readonly string[];
}

/** How the files of a source are written, and what they hold. */
export interface SourceForm {
  /** What a connector calls it. */
  readonly format: FileFormat;
  /** What a connector has to say of the files; empty where that is nothing. */
  readonly options: FileOptions;
  /** The places of values, in the order of the files. */
  readonly fields: readonly Field[];
  /** Files that cannot be read, and why. */
  readonly unread: readonly string[];
  /** Whether there is nothing in any of them. */
  readonly isEmpty: boolean;
  /** What is not sure. */
  readonly doubts: readonly string[];
  /** What documents of JSON are instead of rows with names. */
  readonly notRows?: string;
}

/** Files of which the form is looked for; those that follow are read by it. */
const LOOKED_AT = 50;

const JSON_FILES: readonly string[] = ['.json', '.jsonl', '.ndjson'];

/** Finds how the files of a source are written. `folder` is for decoded copies. */
export async function sourceForm(source: SourceToSniff, engine: DuckDb, folder: string): Promise<SourceForm> {
  return new FormReader(source, engine, folder).read();
}

class FormReader {
  private readonly doubts: string[] = [];
  private readonly unread: string[] = [];
  private empty = 0;
  private readonly fields = new Map<string, Field>();
  private readonly csv: { readonly file: string; readonly reading: CsvReading }[] = [];

  constructor(
    private readonly source: SourceToSniff,
    private readonly engine: DuckDb,
    private readonly folder: string,
  ) {}

  async read(): Promise<SourceForm> {
    const { home, files } = this.source;
    const looked = files.slice(0, LOOKED_AT);
    const typed = this.typedFormat(looked);
    if (typed !== undefined) return this.readTyped(looked, typed);
    const isZipped = this.isZipped(looked);
    const extension = this.csvExtension(looked);
    const texts = looked.filter((file) => [...MAY_BE_CSV, ...JSON_FILES].includes(extensionOf(file)));
    const encoding = await this.encoding(texts, isZipped);
    const options: FileOptions = {
      ...(encoding !== 'utf-8' && { encoding }),
      ...(isZipped && { compression: 'gzip' as const }),
    };
    const decoded = new DecodedFiles(home, options, this.folder);
    const json = new JsonForm();
    for (const file of looked) await this.look(file, decoded, json, extension);
    const kinds = looked.map(extensionOf);
    const csv = kinds.filter((kind) => kind === extension).length;
    const isCsv = csv * 2 >= kinds.filter((kind) => kind !== '.parquet').length && csv > 0;
    const layout = this.layout();
    const answer = json.result(this.source.name);
    for (const field of answer.fields) this.add(field);
    this.doubts.push(...answer.doubts);
    this.addFolders(layout.header !== false);
    const { records, notRows } = answer;
    if (!isCsv) this.doubts.push(...endingDoubts(looked));
    return {
      format: isCsv ? 'csv' : 'json-lines',
      options: {
        ...layout,
        ...(isCsv && extension !== '.csv' && { extension: extension.slice(1) }),
        ...(records && { records }),
        ...options,
      },
      fields: [...this.fields.values()],
      unread: this.unread,
      isEmpty: this.empty === files.length,
      doubts: this.doubts,
      ...(notRows !== undefined && { notRows }),
    };
  }

  /** The format of most files, where that is one whose values have types. */
  private typedFormat(files: readonly string[]): TypedFormat | undefined {
    const kinds = files.map((file) => extensionOf(file).slice(1));
    return kinds
      .filter(isTyped)
      .find((kind) => kinds.filter((other) => other === kind).length * 2 > kinds.length);
  }

  /** Files with types say themselves how they are written; what lies beside them, a copy does not look at. */
  private async readTyped(files: readonly string[], format: TypedFormat): Promise<SourceForm> {
    const { home } = this.source;
    for (const file of files) {
      const why = notOf(format, file);
      if (why !== undefined) {
        this.unread.push(`${file} ${why}`);
        continue;
      }
      const sniffed = await this.sniffed(file, `${home}/${file}`);
      if (sniffed?.format === 'parquet' || sniffed?.format === 'avro')
        for (const field of typedFields(sniffed, NAMES[format])) this.addTyped(field, file);
    }
    this.addFolders(true);
    return {
      format,
      options: {},
      fields: [...this.fields.values()],
      unread: this.unread,
      isEmpty: this.empty === this.source.files.length,
      doubts: [...this.doubts, ...this.unread],
    };
  }

  /** Of one column with several types, what its values are is said by these. */
  private addTyped(field: Field, file: string): void {
    const known = this.fields.get(keyOf(field));
    if (known === undefined || known.omitted !== undefined || known.typed === field.typed)
      return this.add(field);
    if (field.omitted !== undefined) {
      this.fields.set(keyOf(field), field);
      return;
    }
    this.doubts.push(
      `"${field.path.join('.')}" is ${field.typed ?? 'text'} in ${file} and ${known.typed ?? 'text'} before: read by its values`,
    );
    this.fields.set(keyOf(field), { path: field.path });
  }

  /** Whether most files are gzip; what else is packed is doubted. */
  private isZipped(files: readonly string[]): boolean {
    const containers = files.map((file) => containerOf(`${this.source.home}/${file}`));
    const zipped = files.filter((_, index) => containers[index] === 'gzip');
    const isZipped = zipped.length * 2 > files.length;
    const misnamed = zipped.filter((file) => !file.toLowerCase().endsWith('.gz'));
    if (isZipped && misnamed.length > 0)
      this.doubts.push(
        `gzip in a file that does not end in ".gz", so that it is not read: ${misnamed.join(', ')}`,
      );
    const archives = files.filter((_, index) => containers[index] === 'zip');
    if (archives.length > 0)
      this.doubts.push(`archives, which are not read: unpack them (${archives.join(', ')})`);
    return isZipped;
  }

  /** What the names of the CSV files end in: those of one source end alike. */
  private csvExtension(files: readonly string[]): string {
    const counts = new Map<string, number>();
    for (const kind of files.map(extensionOf).filter((one) => MAY_BE_CSV.includes(one)))
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    // Beside tables a text is a README.
    const [most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] === '.txt' ? 1 : -1));
    return most?.[0] ?? '.csv';
  }

  private async encoding(
    files: readonly string[],
    compressed: boolean,
  ): Promise<EncodingReading['encoding']> {
    const found: (EncodingReading & { readonly file: string })[] = [];
    for (const file of files)
      found.push({ ...(await encodingOf(`${this.source.home}/${file}`, compressed)), file });
    const others = found.filter(({ encoding }) => encoding !== 'utf-8');
    const [first] = others;
    if (first === undefined) return 'utf-8';
    const beyond = found.filter(({ encoding, ascii }) => encoding === 'utf-8' && !ascii);
    if (beyond.length > others.length) {
      this.doubts.push(
        `in ${first.encoding}, while the others are in UTF-8, and so not read right: ${others.map(({ file }) => file).join(', ')}`,
      );
      return 'utf-8';
    }
    this.doubts.push(...first.doubts);
    if (beyond.length > 0)
      this.doubts.push(
        `in UTF-8, while the others are in ${first.encoding}: ${beyond.map(({ file }) => file).join(', ')}`,
      );
    return first.encoding;
  }

  private async look(
    file: string,
    decoded: DecodedFiles,
    json: JsonForm,
    csvExtension: string,
  ): Promise<void> {
    const path = await decoded.readable(file);
    if (typeof path !== 'string') {
      this.unread.push(`${file} ${path.reason}`);
      return;
    }
    if (extensionOf(file) === csvExtension) {
      const reading = csvForm(path);
      if (reading) this.csv.push({ file, reading });
      if (!reading?.columns.some((name) => name.trim() !== '')) this.empty += 1;
      return;
    }
    const sniffed = await this.sniffed(file, path);
    if (sniffed === undefined || sniffed.format === 'empty' || sniffed.format === 'csv') return;
    if (sniffed.format === 'parquet' || sniffed.format === 'avro') {
      for (const field of parquetFields(sniffed.columns, sniffed.types)) this.add(field);
    } else readJson(json, path, sniffed.format);
  }

  private async sniffed(file: string, path: string): Promise<SniffedFile | undefined> {
    const sniffed = await sniffFile(path, this.engine, { layout: csvLayout(), columns: [] });
    if ('format' in sniffed) {
      if (sniffed.format === 'empty') this.empty += 1;
      return sniffed;
    }
    this.unread.push(`${file} ${sniffed.reason}`);
    return undefined;
  }

  /** What most of the CSV files are written in. */
  private layout(): FileOptions {
    const keyOf = ({ layout, columns }: CsvReading): string =>
      JSON.stringify({ ...layout, ...(!layout.header && { width: columns.length }) });
    const counts = new Map<string, number>();
    for (const { reading } of this.csv) counts.set(keyOf(reading), (counts.get(keyOf(reading)) ?? 0) + 1);
    const [[most] = []] = [...counts].sort((a, b) => b[1] - a[1]);
    const alike = this.csv.filter(({ reading }) => keyOf(reading) === most);
    const [first] = alike;
    if (first === undefined) return {};
    const others = this.csv.filter((one) => !alike.includes(one)).map(({ file }) => file);
    if (others.length > 0) this.doubts.push(`written otherwise than the others: ${others.join(', ')}`);
    this.doubts.push(...new Set(alike.flatMap(({ reading }) => reading.doubts)));
    for (const { reading } of alike)
      for (const name of reading.columns)
        this.add(
          name.trim() === '' ? { path: [name], omitted: 'a column without a name' } : { path: [name] },
        );
    const { delimiter, quote, escape, header, skipLines } = first.reading.layout;
    return {
      ...(delimiter !== ',' && { delimiter }),
      ...(quote !== '"' && { quote }),
      ...(escape !== quote && { escape }),
      ...(!header && { header }),
      ...(skipLines > 0 && { skipLines }),
    };
  }

  private addFolders(hasHeader: boolean): void {
    const names = [...new Set(this.source.files.flatMap(foldersOf))];
    for (const name of names)
      this.add(
        hasHeader
          ? { path: [name], isFolder: true }
          : {
              path: [name],
              isFolder: true,
              omitted: 'a folder around files without a header, whose columns have no place for it',
            },
      );
  }

  private add(field: Field): void {
    const key = keyOf(field);
    const known = this.fields.get(key);
    if (known === undefined || (known.omitted !== undefined && field.omitted === undefined))
      this.fields.set(key, field);
  }
}

/** A copy of JSON takes files by one ending. */
function endingDoubts(files: readonly string[]): string[] {
  const other = files.find(
    (file) => JSON_FILES.includes(extensionOf(file)) && extensionOf(file) !== '.jsonl',
  );
  return other === undefined
    ? []
    : [
        `${other} and others do not end in .jsonl, as all files do that a copy of dropped JSON takes: let the source name them so`,
      ];
}

/** Formats whose values have types. */
type TypedFormat = Extract<FileFormat, 'parquet' | 'avro'>;

const NAMES: Readonly<Record<TypedFormat, string>> = { parquet: 'Parquet', avro: 'Avro' };

/** Why a copy does not look at a file of a source of such a format. */
function notOf(format: TypedFormat, file: string): string | undefined {
  if (extensionOf(file) !== `.${format}`)
    return `is no ${NAMES[format]}, as most of the files are, and a copy does not look at it`;
  return file.toLowerCase().endsWith('.gz')
    ? `is a gzip around ${NAMES[format]}, which is compressed inside: let the source leave it out`
    : undefined;
}

function isTyped(kind: string): kind is TypedFormat {
  return isTypedFormat(kind as FileFormat);
}

function keyOf({ path, isFolder }: Field): string {
  return JSON.stringify([path, isFolder]);
}

function readJson(json: JsonForm, path: string, format: Format): void {
  try {
    json.read(path, format);
  } catch (error) {
    if (!(error instanceof BrokenLayout)) throw error;
    if (format !== 'json-array') json.read(path, 'json-lines');
  }
}
