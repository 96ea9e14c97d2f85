import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { connectorOf, duckDbText, identifier } from '../../compilers/internal';
import { bronzeRows, csvLayout, type DataContract } from '../../model';
import { type DuckDb } from '../duckdb';
import { ColumnDrift } from './column-drift';
import { columnError } from './column-error';
import { type CsvForm, type CsvHeader, type CsvRows, readSigns, rewrittenEnd, scanCsv } from './csv-file';
import { DecodedFiles } from './decoded-files';
import { mayBeOfFile, reasonOf } from './engine-error';
import { avroToParquet, countAvro } from './avro-file';
import { csvExtensions, type SniffedFile, sniffFile } from './file-sniffer';
import { folderError } from './folder-error';
import { type LoadError } from './load-error';
import { grouped } from './grouped';
import { headerHint } from './header-hint';
import { JsonFiles } from './json-file';
import {
  csvRows,
  type DeliveredColumn,
  deliveredColumns,
  FILE,
  FILE_NUMBER,
  folderValue,
  foldersOf,
  type Format,
  stagedRows,
} from './readers';
import { complexColumns, misreadError, ParquetFiles } from './parquet-files';
import { type LoadedSource, type LoadPaths, type QuarantinedFile } from './loaded-source';
import { MAX_TEXT, Rejects, StagedFile } from './staged-file';
import { unfinishedUpload } from './unfinished';

/** A CSV file whose rows have all been looked at. */
interface CsvFile {
  readonly name: string;
  readonly path: string;
  readonly header: CsvHeader;
  readonly rows: CsvRows;
  /** Where its rows are written anew. @default the engine reads the file itself */
  readonly staged?: string | undefined;
}

/**
 * Loads all files of a source into bronze, as text.
 *
 * Every row of text is looked at once, as it streams by: what cannot be used goes to quarantine with the reason, whatever else is
 * in the file. What can be is read by the engine: CSV from the file itself as long as any reader sees the same in it, otherwise
 * from a copy in the temporary folder.
 */
export async function loadSource(
  contract: DataContract,
  runId: string,
  paths: LoadPaths,
  engine: DuckDb,
): Promise<LoadedSource> {
  return new SourceLoad(contract, runId, { ...paths, home: resolve(paths.home) }, engine).load();
}

class SourceLoad {
  /** Columns that are in files. */
  private readonly columns: readonly DeliveredColumn[];
  /** Columns that are in the names of folders. */
  private readonly folders: readonly DeliveredColumn[];
  private readonly form: CsvForm;
  private readonly decoded: DecodedFiles;
  private readonly rejects: Rejects;
  private readonly jsonFiles: JsonFiles;
  private readonly quarantined: QuarantinedFile[] = [];
  private readonly ignored = new Map<string, readonly string[]>();
  private readonly drift: ColumnDrift;
  private readonly empty: string[] = [];
  private csv: CsvFile[] = [];
  private readonly json: string[] = [];
  private jsonRows = 0;
  private jsonShape = { multiline: false, longest: 0 };
  private jsonStaged: StagedFile | undefined;
  private readonly parquet: ParquetFiles;
  /** Columns of files that a copy in Data Factory is not documented to read. */
  private readonly complex = new Set<string>();
  private avroFolder: string | undefined;
  private readonly temporaries: string[] = [];

  constructor(
    private readonly contract: DataContract,
    private readonly runId: string,
    private readonly paths: LoadPaths,
    private readonly engine: DuckDb,
  ) {
    const all = deliveredColumns(contract);
    this.columns = all.filter(({ folder }) => folder === undefined);
    this.folders = all.filter(({ folder }) => folder !== undefined);
    this.parquet = new ParquetFiles(this.columns, engine);
    this.rejects = new Rejects(this.temporary('rejects.jsonl'));
    const connector = connectorOf(contract);
    const { options, records } = connector ?? {};
    const names = this.columns.map(({ delivered }) => delivered);
    this.form = { layout: csvLayout(options), columns: names, extensions: csvExtensions(contract) };
    this.drift = new ColumnDrift(names, contract.ignoredColumns ?? []);
    this.decoded = new DecodedFiles(paths.home, options, this.temporary('decoded'));
    this.jsonFiles = new JsonFiles(
      this.columns,
      records && { names: records, always: options?.records !== undefined },
      connector !== undefined,
      this.rejects,
      () => {
        return (this.jsonStaged ??= new StagedFile(this.temporary('documents.csv')));
      },
    );
  }

  async load(): Promise<LoadedSource> {
    for (const name of this.paths.names) await this.take(name);
    this.jsonStaged?.close();
    const written = await this.writeBronze();
    const quarantined = await this.writeQuarantine();
    for (const path of this.temporaries) rmSync(path, { force: true, recursive: true });
    return {
      written,
      quarantined,
      files: this.quarantined.sort((a, b) => (a.file < b.file ? -1 : 1)),
      ignored: Object.fromEntries([...this.ignored].filter(([, columns]) => columns.length > 0)),
      drift: this.drift.columnsOf(),
      empty: this.empty,
      complex: [...this.complex].sort(),
    };
  }

  private async take(name: string): Promise<void> {
    const path =
      unfinishedUpload(name, this.form.extensions ?? []) ??
      folderError(name, this.folders) ??
      (await this.decoded.readable(name));
    const sniffed = typeof path === 'string' ? await sniffFile(path, this.engine, this.form) : path;
    if (typeof path !== 'string' || 'rule' in sniffed) {
      this.quarantine(name, sniffed as LoadError);
      return;
    }
    this.rejects.begin(name);
    try {
      if (sniffed.format === 'empty') this.empty.push(name);
      else if (sniffed.format === 'csv') this.takeCsv(name, path, sniffed);
      else if (sniffed.format === 'parquet') await this.takeParquet(name, path, sniffed);
      else if (sniffed.format === 'avro') await this.takeAvro(name, path, sniffed);
      else this.takeJson(name, path, sniffed.format);
    } catch (error) {
      if (!mayBeOfFile(error)) throw error;
      this.rejects.discard();
      this.quarantine(name, { rule: 'unreadable-file', reason: reasonOf(error, path) });
    }
    this.rejects.accept();
  }

  private takeCsv(name: string, path: string, { columns, header }: Sniffed<'csv'>): void {
    const loadError = columnError(columns, this.columns, (names) =>
      headerHint(path, names, this.form.layout),
    );
    if (loadError !== undefined) {
      const { rows } = this.scanned(name, path, header, false);
      this.rejects.discard();
      this.quarantine(name, { ...loadError, rows: rows.good + rows.bad });
      return;
    }
    this.csv.push(this.scanned(name, path, header, false));
    this.ignore(name, this.drift.takeTable(name, columns));
  }

  private scanned(name: string, path: string, header: CsvHeader, all: boolean): CsvFile {
    let staged: string | undefined;
    const stage = (): StagedFile =>
      new StagedFile((staged = this.temporary(`${this.temporaries.length}.csv`)));
    const rows = scanCsv(path, header, { rejects: this.rejects, stage, all });
    return { name, path, header, rows, staged };
  }

  private async takeParquet(
    name: string,
    path: string,
    { columns, types, misread }: Sniffed<'parquet'>,
  ): Promise<void> {
    const loadError = columnError(columns, this.columns) ?? misreadError(misread, this.columns);
    if (loadError !== undefined) {
      this.quarantine(name, { ...loadError, rows: await this.parquet.countOf(path) });
      return;
    }
    this.parquet.take({ name, path, nameOf: (file) => this.nameOf(file), columns, types });
    for (const column of complexColumns(columns, types)) this.complex.add(column);
    this.ignore(name, this.drift.takeTable(name, columns));
  }

  private async takeAvro(name: string, path: string, avro: Sniffed<'avro'>): Promise<void> {
    const loadError = columnError(avro.columns, this.columns);
    if (loadError !== undefined) {
      const rows = countAvro(path);
      this.quarantine(name, rows === undefined ? loadError : { ...loadError, rows });
      return;
    }
    const root = (this.avroFolder ??= this.temporary('avro'));
    const names = this.columns.map(({ delivered }) => delivered);
    const target = join(root, `${name}${PARQUET}`);
    mkdirSync(dirname(target), { recursive: true });
    const rows = await avroToParquet(path, avro, names, { engine: this.engine, target });
    if ('rule' in rows) {
      this.quarantine(name, rows);
      return;
    }
    const nameOf = (file: string): string => nameInside(root, file, PARQUET.length);
    this.parquet.take({ name, path: target, nameOf, ...rows });
    for (const column of avro.complex) this.complex.add(column);
    this.ignore(name, this.drift.takeTable(name, avro.columns));
  }

  private takeJson(name: string, path: string, format: Format): void {
    const rows = this.jsonFiles.read(path, format, this.json.length);
    if ('rule' in rows) {
      this.quarantine(name, rows);
      return;
    }
    this.json.push(name);
    this.jsonRows += rows.good;
    this.jsonShape = {
      multiline: this.jsonShape.multiline || rows.multiline,
      longest: Math.max(this.jsonShape.longest, rows.longest),
    };
    this.ignore(name, rows.unknown);
    if (rows.good > 0) this.drift.takeDocuments(name, rows.unknown, rows.lacking);
    if (rows.good + rows.bad === 0) this.empty.push(name);
  }

  private ignore(name: string, columns: readonly string[]): void {
    const known = this.folders.map(({ delivered }) => delivered);
    const folders = foldersOf(name).filter((folder) => !known.includes(folder));
    this.ignored.set(name, [...columns, ...folders.map((folder) => `${folder}=`)]);
  }

  private async writeBronze(): Promise<number> {
    for (let careful = false; ; careful = true) {
      try {
        const written = await this.engine.write(this.query(), this.paths.bronze);
        if (careful || (await this.isComplete(written))) return written;
      } catch (error) {
        if (careful || !mayBeOfFile(error)) throw error;
      }
      // What the engine does not see as it was seen is written anew; a file of Parquet that it cannot read goes.
      this.rewriteCsv();
      await this.testParquet();
    }
  }

  private async isComplete(written: number): Promise<boolean> {
    const text = this.csv.reduce((sum, { rows }) => sum + rows.good, this.jsonRows);
    return written === text + (await this.parquet.count());
  }

  private rewriteCsv(): void {
    this.csv = this.csv.map((file) => {
      if (file.staged !== undefined) return file;
      this.rejects.begin(file.name);
      const again = this.scanned(file.name, file.path, file.header, true);
      this.rejects.discard();
      return again;
    });
  }

  private async testParquet(): Promise<void> {
    for (const { name, error } of await this.parquet.withoutUnreadable()) {
      this.ignored.delete(name);
      this.quarantine(name, error);
    }
  }

  private quarantine(name: string, { rule, reason, rows }: LoadError): void {
    this.quarantined.push({
      source: this.contract.name,
      file: name,
      rule,
      reason,
      bytes: statSync(join(this.paths.home, name), { throwIfNoEntry: false })?.size ?? 0,
      rows: rows ?? null,
    });
  }

  /** Query of all rows that can be used, in bronze's columns. */
  private query(): string {
    const values = this.columns.map(({ name }) => identifier(name)).join(', ');
    const delivered = [
      ...this.csvParts().map((rows) => ({ rows, file: this.nameOf(identifier(FILE)) })),
      ...this.parquet.rows().map(({ good, file }) => ({ rows: good, file })),
    ];
    const parts = delivered.map(
      ({ rows, file }) => `SELECT ${values}, ${file} AS _source_file FROM (${rows})`,
    );
    for (const { name, header, rows, staged } of this.csv)
      if (staged !== undefined) {
        const group = {
          paths: [staged],
          columns: header.columns,
          signs: readSigns(header),
          header: false,
          lineEnd: rewrittenEnd(header),
          ...rows,
        };
        parts.push(
          `SELECT ${values}, ${duckDbText(name)} AS _source_file FROM (${csvRows(group, this.columns)})`,
        );
      }
    if (this.jsonStaged !== undefined) {
      const names = `CAST([${this.json.map(duckDbText).join(', ')}] AS VARCHAR[])`;
      parts.push(
        `SELECT ${values}, ${names}[${identifier(FILE_NUMBER)} + 1] AS _source_file FROM (${stagedRows({ path: this.jsonStaged.path, ...this.jsonShape }, this.columns)})`,
      );
    }
    const { columns } = bronzeRows(this.contract);
    if (parts.length === 0)
      return `SELECT ${columns.map(({ name }) => `CAST(NULL AS VARCHAR) AS ${identifier(name)}`).join(', ')} WHERE false`;
    return `SELECT ${columns.map(({ name }) => identifier(name)).join(', ')}
      FROM (SELECT *, ${[...this.folderValues(), duckDbText(this.runId)].join(', ')} AS _run_id FROM (${parts.join(' UNION ALL ')}))`;
  }

  private folderValues(): string[] {
    return this.folders.map(
      ({ name, delivered }) => `${folderValue(delivered, '_source_file')} AS ${identifier(name)}`,
    );
  }

  private csvParts(): string[] {
    const direct = this.csv.filter(({ staged }) => staged === undefined);
    return grouped(direct, ({ header, rows }) => [header.columns, header.lineEnd, rows.multiline]).map(
      (files) => {
        const [{ header, rows }] = files;
        const longest = files.reduce((most, file) => Math.max(most, file.rows.longest), 0);
        const paths = files.map(({ path }) => path);
        const group = { ...header, ...rows, paths, longest, signs: readSigns(header) };
        const [lineEnd, named] = [rewrittenEnd(header), header.layout.header];
        return csvRows({ ...group, header: named, lineEnd }, this.columns);
      },
    );
  }

  /** The name of a file inside the source's folder, of its path. */
  private nameOf(path: string): string {
    const { root, suffix } = this.decoded;
    return `${nameInside(root, path)}${suffix === '' ? '' : ` || ${duckDbText(suffix)}`}`;
  }

  /** Writes what cannot be used, and counts it by rule. */
  private async writeQuarantine(): Promise<Record<string, number>> {
    const counts = new Map(this.rejects.byRule());
    const add = (rule: string, rows: number): unknown => counts.set(rule, (counts.get(rule) ?? 0) + rows);
    for (const { rule, rows } of this.quarantined) add(rule, rows ?? 1);
    const parts = this.quarantined.map(
      ({ file, rule, reason }) =>
        `SELECT ${duckDbText(file)} AS _source_file, CAST(NULL AS BIGINT) AS _line, ${duckDbText(`${rule}: ${reason}`)} AS _reason, CAST(NULL AS VARCHAR) AS _text`,
    );
    for (const { bad, file } of this.parquet.rows()) {
      if (bad === undefined) continue;
      parts.push(
        `SELECT ${file} AS _source_file, CAST(NULL AS BIGINT) AS _line, reason AS _reason, left(text, ${MAX_TEXT}) AS _text FROM (${bad})`,
      );
      const rules = await this.engine.rows(
        `SELECT split_part(reason, ': ', 1) AS rule, count(*) AS rows FROM (${bad}) GROUP BY rule`,
      );
      for (const { rule, rows } of rules) add(String(rule), Number(rows));
    }
    const rejected = this.rejects.query();
    if (rejected !== undefined) parts.push(rejected);
    if (parts.length === 0)
      parts.push(
        "SELECT '' AS _source_file, CAST(NULL AS BIGINT) AS _line, '' AS _reason, '' AS _text WHERE false",
      );
    await this.engine.write(
      `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY ALL`,
      this.paths.quarantine,
    );
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private temporary(name: string): string {
    const path = join(this.engine.temporary, `${this.contract.name}-${name}`);
    this.temporaries.push(path);
    return path;
  }
}

/** What files end in that are written anew as Parquet. */
const PARQUET = '.parquet';

/** The part of a path below a folder, as SQL of the path; without so many characters at its end. */
function nameInside(root: string, path: string, cut = 0): string {
  const end = cut === 0 ? '' : `, length(${path}) - ${root.length + 1 + cut}`;
  return `replace(substr(${path}, ${root.length + 2}${end}), chr(92), '/')`;
}

type Sniffed<F extends SniffedFile['format']> = Extract<SniffedFile, { readonly format: F }>;
