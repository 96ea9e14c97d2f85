import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { duckDbText, identifier, jsonItems } from '../../compilers/internal';
import { type CsvLayout } from '../../model';
import { type DuckDb } from '../duckdb';
import { csvRows } from './csv-records';
import { mayBeOfFile, reasonOf } from './engine-error';
import { type LoadError, type SniffedFile } from './file-sniffer';
import { type DeliveredColumn, documentsOf, type Format, withoutPatterns } from './readers';
import { MAX_RECORD_BYTES, records, splitLines, type TextRecord } from './records';

/** Most characters of a row that quarantine keeps. */
export const MAX_TEXT = 2000;

/** Bytes that are written at once. */
const BLOCK = 1024 * 1024;

/** A file whose rows have been looked at one by one, in a table of the engine. */
export interface ValidatedRows {
  /** Its rows: `line`, `reason` and `text` of what cannot be used, `document` of what can. */
  readonly table: string;
  /** Rows that can be used. */
  readonly good: number;
  /** Rows that cannot. */
  readonly bad: number;
}

/** Looks at the rows of a text file one by one, and parts what can be used from what cannot. */
export class RowValidator {
  private tables = 0;

  constructor(
    private readonly engine: DuckDb,
    private readonly columns: readonly DeliveredColumn[],
    private readonly records: readonly string[] | undefined,
    private readonly layout: CsvLayout,
    /** Whether every document is wrapped, and not only those that look so. */
    private readonly alwaysWrapped: boolean,
  ) {}

  /** Whether a file holds answers around its records, as the interface gives them, and not the records alone. */
  isWrapped({ format, columns }: SniffedFile): boolean {
    const [outermost] = this.records ?? [];
    if (this.alwaysWrapped) return format !== 'csv' && format !== 'parquet';
    return (
      outermost !== undefined &&
      (format === 'json-lines' || format === 'json-documents') &&
      columns.includes(outermost) &&
      this.columns.every(({ delivered }) => delivered !== outermost)
    );
  }

  /** Validates one file; a load error when none of it can be used, or when a required key of JSON never comes. */
  async file(path: string, sniffed: SniffedFile): Promise<ValidatedRows | LoadError> {
    this.tables += 1;
    const table = `validated_${this.tables}`;
    try {
      if (this.alwaysWrapped && this.isWrapped(sniffed) && (await this.hasNoRecords(path, sniffed.format)))
        return { rule: 'missing-records', reason: `has no array at ${(this.records ?? []).join('.')}` };
      const query = await this.judged(path, sniffed);
      await this.engine.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${query}`);
    } catch (error) {
      if (!mayBeOfFile(error)) throw error;
      const reason = reasonOf(error, path);
      return { rule: /utf-?8/i.test(reason) ? 'not-utf8' : 'unreadable-file', reason };
    }
    const [counts = {}] = await this.engine.rows(
      `SELECT count(*) FILTER (reason IS NULL) AS good, count(reason) AS bad FROM ${table}`,
    );
    const [good, bad] = [Number(counts['good']), Number(counts['bad'])];
    if (sniffed.format === 'json-documents' && good === 0 && bad > 0)
      return { rule: 'unreadable-file', reason: 'holds neither JSON documents nor lines of them' };
    const loadError = sniffed.format === 'csv' || good === 0 ? undefined : await this.missingKey(table, good);
    return loadError ? { ...loadError, rows: good + bad } : { table, good, bad };
  }

  /** Query of the rows of a file: CSV is judged as it is split, JSON by the engine. */
  private async judged(path: string, sniffed: SniffedFile): Promise<string> {
    if (sniffed.format === 'csv') return this.csv(path, sniffed);
    const rows = this.isWrapped(sniffed)
      ? this.unwrapped(path, sniffed.format)
      : await this.documents(path, sniffed.format);
    const required = this.columns.flatMap((column) => (column.required ? [column.delivered] : []));
    const structure = JSON.stringify(
      Object.fromEntries(this.columns.map(({ delivered }) => [delivered, 'VARCHAR'])),
    );
    const known = this.columns.map(({ delivered }) => duckDbText(delivered)).join(', ');
    return `
      WITH keyed AS (
        SELECT line, loadError, text, json_valid(text) AS is_json, TRY(json_type(text)) AS type, TRY(json_keys(text)) AS keys,
          TRY(from_json(text, ${duckDbText(structure)})) AS document
        FROM (${rows})
      ), judged AS (
        SELECT *, CASE
          WHEN loadError IS NOT NULL THEN loadError
          WHEN is_json IS NOT TRUE THEN 'malformed-row: is no whole JSON value'
          WHEN type IS DISTINCT FROM 'OBJECT' OR document IS NULL THEN 'malformed-row: is no JSON object'
          WHEN len(list_filter(keys, lambda key: key IN (${known}))) > len(list_distinct(list_filter(keys, lambda key: key IN (${known}))))
            THEN 'malformed-row: has a key more than once'
        END AS reason
        FROM keyed
      )
      SELECT line, reason, CASE WHEN reason IS NOT NULL THEN left(text, ${MAX_TEXT}) END AS text,
        CASE WHEN reason IS NULL THEN document END AS document,
        list_filter([${required.map(duckDbText).join(', ')}]::VARCHAR[], lambda name: NOT list_contains(keys, name)) AS absent
      FROM judged`;
  }

  /** The records of answers; an answer without any gives no rows, as in Data Factory. */
  private unwrapped(path: string, format: Format): string {
    const items = jsonItems('json', this.records ?? []);
    return `SELECT CAST(NULL AS BIGINT) AS line, CAST(NULL AS VARCHAR) AS loadError, coalesce(CAST(item AS VARCHAR), 'null') AS text
      FROM (SELECT unnest(${items}) AS item FROM ${documentsOf(path, format)})`;
  }

  private async hasNoRecords(path: string, format: Format): Promise<boolean> {
    const items = jsonItems('json', this.records ?? []);
    const [found = {}] = await this.engine.rows(
      `SELECT count(*) AS documents, count(${items}) AS wrapped FROM ${documentsOf(path, format)}`,
    );
    return Number(found['documents']) > 0 && Number(found['wrapped']) === 0;
  }

  private async documents(path: string, format: Format): Promise<string> {
    const whole = (from: string): string =>
      `SELECT CAST(NULL AS BIGINT) AS line, CAST(NULL AS VARCHAR) AS loadError, ${from}`;
    if (format === 'json-array')
      return whole(
        `coalesce(CAST(element AS VARCHAR), 'null') AS text FROM (SELECT unnest(from_json(ltrim(content, chr(65279)), '["JSON"]')) AS element FROM read_text(${duckDbText(withoutPatterns(path))}))`,
      );
    if (format === 'json-documents') {
      const documents = documentsOf(path, format);
      if (await this.succeeds(`SELECT count(json) FROM ${documents}`))
        return whole(`CAST(json AS VARCHAR) AS text FROM ${documents}`);
    }
    return `SELECT line, loadError, text FROM ${this.written(records(path, splitLines))}`;
  }

  private csv(path: string, { columns }: SniffedFile): string {
    const values = this.columns.map(({ delivered }) => {
      const index = columns.indexOf(delivered);
      return `${identifier(delivered)} := ${index < 0 ? 'CAST(NULL AS VARCHAR)' : `nullif(fields[${index + 1}], '')`}`;
    });
    return `SELECT line, loadError AS reason, left(text, ${MAX_TEXT}) AS text, CASE WHEN loadError IS NULL THEN struct_pack(${values.join(', ')}) END AS document
      FROM ${this.written(csvRows(path, this.layout, columns.length))}`;
  }

  private async missingKey(table: string, good: number): Promise<LoadError | undefined> {
    const absent = await this.engine.rows(
      `SELECT name FROM (SELECT unnest(absent) AS name FROM ${table} WHERE reason IS NULL) GROUP BY name HAVING count(*) = ${good}`,
    );
    const names = absent.map(({ name }) => String(name));
    const first = this.columns.find(({ delivered }) => names.includes(delivered));
    return (
      first && { rule: `missing-column:${first.delivered}`, reason: 'none of its documents has the key' }
    );
  }

  /** Hands records over to the engine, in a file of the temporary folder. */
  private written(rows: Iterable<TextRecord>): string {
    const path = join(this.engine.temporary, `records-${this.tables}.jsonl`);
    const file = openSync(path, 'w');
    try {
      let block = '';
      for (const { line, text, fields, loadError } of rows) {
        // What is no JSON to be judged is there to be shown only.
        const shown = fields ? undefined : loadError === undefined ? text : text.slice(0, 2 * MAX_TEXT);
        block += `${JSON.stringify({ line, loadError, fields, text: shown?.replace(/[\uD800-\uDBFF]$/, '') })}\n`;
        if (block.length > BLOCK) {
          writeFileSync(file, block);
          block = '';
        }
      }
      writeFileSync(file, block);
    } finally {
      closeSync(file);
    }
    return `read_json(${duckDbText(path)}, format='newline_delimited', columns={line: 'BIGINT', loadError: 'VARCHAR', text: 'VARCHAR', fields: 'VARCHAR[]'}, maximum_object_size=${2 * MAX_RECORD_BYTES})`;
  }

  private async succeeds(query: string): Promise<boolean> {
    try {
      await this.engine.rows(query);
      return true;
    } catch (error) {
      if (!mayBeOfFile(error)) throw error;
      return false;
    }
  }
}
