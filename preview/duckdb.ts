import type * as engineApi from '@duckdb/node-api';
import { DUCKDB_MACROS } from '../compilers/internal';
import { LakehouseError } from '../model';
import { type ProcessFolder, processFolder } from '../output';

/** Begins the names of temporary folders. */
const TEMPORARY = 'lakehouse-preview-';

/** A value of a result row, in a form that JSON can hold; whole numbers of 64 bits and decimals come as text. */
export type ResultValue = string | number | boolean | null;

/** What the engine may use. */
export interface DuckDbOptions {
  /** Most memory, in MiB; beyond it, the engine spills to disk. @default DuckDB's own: 80 % of the machine's */
  readonly memoryMiB?: number;
}

/** The embedded engine, spilling to a temporary folder of its own. */
export class DuckDb {
  private constructor(
    private readonly instance: engineApi.DuckDBInstance,
    private readonly connection: engineApi.DuckDBConnection,
    private readonly folder: ProcessFolder,
  ) {}

  /** Folder of its own for what lasts no longer than the engine. */
  get temporary(): string {
    return this.folder.path;
  }

  /** Starts an engine in memory. Call {@link close} when done. */
  static async open({ memoryMiB }: DuckDbOptions = {}): Promise<DuckDb> {
    const { DuckDBInstance } = await loadEngine();
    const folder = processFolder(TEMPORARY);
    const instance = await DuckDBInstance.create(':memory:', {
      temp_directory: folder.path,
      ...(memoryMiB !== undefined && { memory_limit: `${memoryMiB}MiB` }),
    });
    const connection = await instance.connect();
    const engine = new DuckDb(instance, connection, folder);
    await engine.run("SET TimeZone = 'UTC'");
    for (const macro of DUCKDB_MACROS) await engine.run(macro);
    return engine;
  }

  /** Runs a statement. */
  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** Runs a query and reads all its rows. */
  async rows(sql: string): Promise<Record<string, ResultValue>[]> {
    const reader = await this.connection.runAndReadAll(sql);
    return reader.getRowObjectsJson() as Record<string, ResultValue>[];
  }

  /** Runs a query of one row with one number. */
  async number(sql: string): Promise<number> {
    const [row] = await this.rows(sql);
    return Number(Object.values(row ?? {})[0] ?? 0);
  }

  /** Writes the rows of a query to a Parquet file and counts them. */
  async write(sql: string, file: string): Promise<number> {
    const reader = await this.connection.runAndReadAll(
      `COPY (${sql}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    return Number(reader.getRowObjectsJson()[0]?.['Count'] ?? 0);
  }

  /** Stops the engine and removes what it spilled. */
  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
    this.folder.remove();
  }
}

/** It is an optional package: who only synthesizes does without. */
async function loadEngine(): Promise<typeof engineApi> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new LakehouseError('preview', [
      {
        code: 'LH9201',
        at: 'preview',
        prop: '@duckdb/node-api',
        got: `is not installed, or does not load: ${why}`,
        change: 'npm install @duckdb/node-api',
      },
    ]);
  }
}
