import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connectorOf, deliveredText, duckDbText, identifier } from '../../compilers/internal';
import { bronzeRows, csvLayout, type DataContract, listed, suggestion } from '../../model';
import { type DuckDb } from '../duckdb';
import { mayBeOfFile, reasonOf } from './engine-error';
import { csvRows } from './csv-records';
import { DecodedFiles } from './decoded-files';
import { type CsvForm, type LoadError, type SniffedFile, sniffFile } from './file-sniffer';
import { headerHint } from './header-hint';
import {
  type CsvReading,
  type DeliveredColumn,
  deliveredColumns,
  FILE,
  readerOf,
  unevenCsv,
  valueOf,
} from './readers';
import { RowValidator, type ValidatedRows } from './row-validator';

/** A file of which no row is used. */
export interface QuarantinedFile {
  /** Name of the source. */
  readonly source: string;
  /** Path inside the source's folder, with forward slashes. */
  readonly file: string;
  /** What it broke, such as `unreadable-file` or `missing-column:id`. */
  readonly rule: string;
  /** Why, in words. */
  readonly reason: string;
  /** Size of the file. */
  readonly bytes: number;
  /** Rows in it; null when they cannot be counted. */
  readonly rows: number | null;
}

/** What became of the files of a source. */
export interface LoadedSource {
  /** Rows in bronze. */
  readonly written: number;
  /** Rows that are not, by rule. A quarantined file counts as its rows, or as one when they cannot be counted. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Files of which no row is used. */
  readonly files: readonly QuarantinedFile[];
  /** Columns that the contract does not name, by file. */
  readonly ignored: Readonly<Record<string, readonly string[]>>;
}

/** Where the rows of a source are read from and written to. */
export interface LoadPaths {
  /** The source's folder. */
  readonly home: string;
  /** Its files, as paths inside it. */
  readonly names: readonly string[];
  /** Parquet file of the rows. */
  readonly bronze: string;
  /** Parquet file of the rows and files that cannot be used. */
  readonly quarantine: string;
}

interface Delivered {
  readonly name: string;
  readonly path: string;
  readonly sniffed: SniffedFile;
  validated?: ValidatedRows;
}

/**
 * Loads all files of a source into bronze, as text.
 *
 * The engine reads them at once. Only when it cannot, files are tried one by one, and the rows of those that fail are
 * looked at one by one: a row or a file that cannot be used goes to quarantine, with the reason.
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
  private readonly columns: readonly DeliveredColumn[];
  private readonly validator: RowValidator;
  private readonly form: CsvForm;
  private readonly decoded: DecodedFiles;
  private readonly quarantined: QuarantinedFile[] = [];
  private files: Delivered[] = [];

  constructor(
    private readonly contract: DataContract,
    private readonly runId: string,
    private readonly paths: LoadPaths,
    private readonly engine: DuckDb,
  ) {
    this.columns = deliveredColumns(contract);
    const { options, records } = connectorOf(contract) ?? {};
    this.form = { layout: csvLayout(options), columns: this.columns.map(({ delivered }) => delivered) };
    this.decoded = new DecodedFiles(paths.home, options, join(engine.temporary, `${contract.name}-decoded`));
    const isWrapped = options?.records !== undefined;
    this.validator = new RowValidator(engine, this.columns, records, this.form.layout, isWrapped);
  }

  async load(): Promise<LoadedSource> {
    for (const name of this.paths.names) {
      const file = await this.opened(name);
      if (file === undefined) continue;
      this.files.push(file);
      const { marked, format } = file.sniffed;
      // The engine takes the mark for a part of the first line.
      if ((marked && format === 'json-lines') || this.validator.isWrapped(file.sniffed))
        await this.validateRows(file);
    }
    const written = await this.writeBronze();
    const quarantined = await this.writeQuarantine();
    for (const { validated } of this.files)
      if (validated) await this.engine.run(`DROP TABLE ${validated.table}`);
    return {
      written,
      quarantined,
      files: this.quarantined.sort((a, b) => (a.file < b.file ? -1 : 1)),
      ignored: this.ignored(),
    };
  }

  private ignored(): Record<string, readonly string[]> {
    const known = this.columns.map(({ delivered }) => delivered);
    // What stands around records is no column.
    const rows = this.files.filter(({ sniffed }) => !this.validator.isWrapped(sniffed));
    const others = rows.map(
      ({ name, sniffed }) => [name, sniffed.columns.filter((column) => !known.includes(column))] as const,
    );
    return Object.fromEntries(others.filter(([, columns]) => columns.length > 0));
  }

  /** A file whose start can be read and has the columns; others are put into quarantine. */
  private async opened(name: string): Promise<Delivered | undefined> {
    const path = await this.decoded.readable(name);
    const sniffed = typeof path === 'string' ? await sniffFile(path, this.engine, this.form) : path;
    if (typeof path !== 'string' || 'rule' in sniffed) {
      this.quarantine({ name }, sniffed as LoadError);
      return undefined;
    }
    const file = { name, path, sniffed };
    const loadError =
      sniffed.format === 'csv' || sniffed.format === 'parquet'
        ? this.columnErrorOf(sniffed, path)
        : undefined;
    if (loadError === undefined) return file;
    this.quarantine(file, { ...loadError, rows: await this.rowsOf(file) });
    return undefined;
  }

  private columnErrorOf({ format, columns }: SniffedFile, path: string): LoadError | undefined {
    const { layout, columns: promised } = this.form;
    if (format === 'csv' && promised.every((name) => !columns.includes(name)))
      return { rule: 'missing-header', reason: headerHint(path, promised, layout) };
    const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
    if (twice !== undefined)
      return { rule: 'duplicate-column', reason: `its header names "${twice}" more than once` };
    const missing = this.columns.filter(
      ({ delivered, required }) => required && !columns.includes(delivered),
    );
    const [first] = missing;
    if (first === undefined) return undefined;
    const names = missing.map(({ delivered }) => `"${delivered}"${suggestion(delivered, columns)}`);
    return {
      rule: `missing-column:${first.delivered}`,
      reason: `has no column ${names.join(', ')}; it has ${listed(columns)}`,
    };
  }

  private async rowsOf({ path, sniffed }: Delivered): Promise<number> {
    if (sniffed.format === 'parquet')
      return this.engine.number(`SELECT count(*) FROM ${readerOf('parquet', [path], [])}`);
    const all = csvRows(path, this.form.layout, sniffed.columns.length);
    let rows = 0;
    while (!all.next().done) rows += 1;
    return rows;
  }

  private async writeBronze(): Promise<number> {
    for (let careful = false; ;) {
      const direct = this.files.filter(({ validated }) => !validated);
      try {
        const written = await this.engine.write(this.query(), this.paths.bronze);
        const suspects = [...(await this.withoutValues(direct)), ...(await this.uneven(direct))];
        if (suspects.length === 0) return written;
        for (const file of suspects) await this.validateRows(file);
      } catch (error) {
        if (!mayBeOfFile(error) || careful) throw error;
        const loadErrors = new Map<Delivered, LoadError>();
        for (const file of direct) {
          const loadError = await this.loadErrorOf(file);
          if (loadError) loadErrors.set(file, loadError);
        }
        // What fails only together is looked at one by one as well.
        careful = loadErrors.size === 0;
        for (const file of careful ? direct : loadErrors.keys())
          await this.validateRows(file, loadErrors.get(file));
      }
    }
  }

  /** Validates a text file; of Parquet, there is all or nothing. */
  private async validateRows(file: Delivered, loadError?: LoadError): Promise<void> {
    const outcome =
      file.sniffed.format === 'parquet' ? loadError : await this.validator.file(file.path, file.sniffed);
    if (outcome === undefined) return;
    if ('table' in outcome) {
      file.validated = outcome;
      return;
    }
    this.files = this.files.filter((other) => other !== file);
    this.quarantine(file, outcome);
  }

  private quarantine({ name }: Pick<Delivered, 'name'>, loadError: LoadError): void {
    this.quarantined.push({
      source: this.contract.name,
      file: name,
      rule: loadError.rule,
      reason: loadError.reason,
      bytes: statSync(join(this.paths.home, name), { throwIfNoEntry: false })?.size ?? 0,
      rows: loadError.rows ?? null,
    });
  }

  /** What the engine says when it reads every value of a file. */
  private async loadErrorOf(file: Delivered): Promise<LoadError | undefined> {
    const values = this.columns.map(({ name }) => identifier(name)).join(', ');
    try {
      await this.engine.rows(`SELECT max(hash(${values})) FROM (${this.direct([file])})`);
      return undefined;
    } catch (error) {
      if (!mayBeOfFile(error)) throw error;
      return { rule: 'unreadable-file', reason: reasonOf(error, file.path) };
    }
  }

  /**
   * Files of JSON documents that are to be looked at one by one: a line may be no document (the engine reads `null` as a
   * row without values), or a required key may never come.
   */
  private async withoutValues(direct: readonly Delivered[]): Promise<Delivered[]> {
    const json = direct.filter(({ sniffed }) => sniffed.format !== 'csv' && sniffed.format !== 'parquet');
    const required = this.columns.filter((column) => column.required).map(({ name }) => identifier(name));
    if (json.length === 0 || required.length === 0) return [];
    const found = await this.engine.rows(
      `SELECT _source_file AS name FROM read_parquet(${duckDbText(this.paths.bronze)}) GROUP BY _source_file
       HAVING greatest(${required.map((name) => `count(${name})`).join(', ')}) < count(*)
         OR least(${required.map((name) => `count(${name})`).join(', ')}) = 0`,
    );
    const names = new Set(found.map(({ name }) => String(name)));
    return json.filter(({ name }) => names.has(name));
  }

  /** Files of CSV with a row that does not have as many values as the header: the engine may have read it all the same. */
  private async uneven(direct: readonly Delivered[]): Promise<Delivered[]> {
    const alike = new Map<string, Delivered[]>();
    for (const file of direct) {
      const { format, columns, skip } = file.sniffed;
      const key = `${columns.length}/${skip}`;
      if (format === 'csv') alike.set(key, [...(alike.get(key) ?? []), file]);
    }
    const found = new Set<string>();
    for (const files of alike.values()) {
      const [{ sniffed } = { sniffed: undefined }] = files;
      if (sniffed === undefined) continue;
      const paths = files.map(({ path }) => path);
      const rows = await this.engine.rows(unevenCsv(paths, sniffed.columns.length, this.csv(sniffed)));
      for (const { name } of rows) found.add(String(name));
    }
    return direct.filter(({ path }) => found.has(path));
  }

  private csv({ skip = 0 }: SniffedFile): CsvReading {
    return { layout: this.form.layout, skip };
  }

  /** Query of all rows that can be used, in bronze's columns. */
  private query(): string {
    const kinds = new Map<string, Delivered[]>();
    for (const file of this.files)
      if (!file.validated) kinds.set(file.sniffed.kind, [...(kinds.get(file.sniffed.kind) ?? []), file]);
    const parts = [...kinds.values()].map((files) => this.direct(files));
    for (const { name, validated } of this.files) {
      if (!validated) continue;
      const values = this.columns.map(
        (column) => `${deliveredText(column.path)} AS ${identifier(column.name)}`,
      );
      parts.push(
        `SELECT ${values.join(', ')}, ${duckDbText(name)} AS _source_file FROM (SELECT unnest(document) FROM ${validated.table} WHERE reason IS NULL)`,
      );
    }
    const { columns } = bronzeRows(this.contract);
    if (parts.length === 0)
      return `SELECT ${columns.map(({ name }) => `CAST(NULL AS VARCHAR) AS ${identifier(name)}`).join(', ')} WHERE false`;
    return `SELECT ${columns.map(({ name }) => identifier(name)).join(', ')}
      FROM (SELECT *, ${duckDbText(this.runId)} AS _run_id FROM (${parts.join(' UNION ALL ')}))`;
  }

  /** Query of the rows of files of one kind, as the engine reads them. */
  private direct(files: readonly Delivered[]): string {
    const [{ sniffed } = { sniffed: undefined }] = files;
    if (sniffed === undefined) throw new Error('there are no files');
    const names =
      sniffed.format === 'csv'
        ? sniffed.columns
        : [...new Set(this.columns.map(({ delivered }) => delivered))];
    const values = this.columns.map(
      (column) =>
        `CAST(${valueOf(column, sniffed.format, sniffed.columns) ?? 'NULL'} AS VARCHAR) AS ${identifier(column.name)}`,
    );
    const paths = files.map(({ path }) => path);
    const { root, suffix } = this.decoded;
    const file = `replace(substr(${identifier(FILE)}, ${root.length + 2}), chr(92), '/') || ${duckDbText(suffix)}`;
    return `SELECT ${values.join(', ')}, ${file} AS _source_file FROM ${readerOf(sniffed.format, paths, names, this.csv(sniffed))}`;
  }

  /** Writes what cannot be used, and counts it by rule. */
  private async writeQuarantine(): Promise<Record<string, number>> {
    const counts = new Map<string, number>();
    const add = (rule: string, rows: number): unknown =>
      rows > 0 && counts.set(rule, (counts.get(rule) ?? 0) + rows);
    for (const { rule, rows } of this.quarantined) add(rule, rows ?? 1);
    const parts = this.quarantined.map(
      ({ file, rule, reason }) =>
        `SELECT ${duckDbText(file)} AS _source_file, CAST(NULL AS BIGINT) AS _line, ${duckDbText(`${rule}: ${reason}`)} AS _reason, CAST(NULL AS VARCHAR) AS _text`,
    );
    for (const { name, validated } of this.files) {
      if (!validated || validated.bad === 0) continue;
      const rules = await this.engine.rows(
        `SELECT split_part(reason, ': ', 1) AS rule, count(*) AS rows FROM ${validated.table} WHERE reason IS NOT NULL GROUP BY rule`,
      );
      for (const { rule, rows } of rules) add(String(rule), Number(rows));
      parts.push(
        `SELECT ${duckDbText(name)} AS _source_file, line AS _line, reason AS _reason, text AS _text FROM ${validated.table} WHERE reason IS NOT NULL`,
      );
    }
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
}
