import type * as engineApi from '@duckdb/node-api';
import { DUCKDB_MACROS, duckDbText, identifier } from '../compilers/internal';
import { LakehouseError } from '../model';
import { type ProcessFolder, processFolder } from '../output';
import { requireFitting } from '../packages/fitting';
import { optionalPackage } from '../packages/optional-package';

/** The package of the engine. It is an optional one: who only synthesizes does without. */
const ENGINE = '@duckdb/node-api';

/** Begins the names of temporary folders. */
const TEMPORARY = 'lakehouse-preview-';

/** A value of a result row, in a form that JSON can hold; whole numbers of 64 bits and decimals come as text. */
export type ResultValue = string | number | boolean | null;

/** What the engine may use. */
export interface DuckDbOptions {
  /** Most memory, in MiB; beyond it, the engine spills to disk. @default DuckDB's own: 80 % of the machine's */
  readonly memoryMiB?: number;
  /**
   * Keeps what is written in memory, as tables by the names of their files, and spills nothing: for runs of a few rows.
   * {@link DuckDb.session} begins each. @default files
   */
  readonly inMemory?: boolean;
}

/** What a session of an engine in memory keeps. */
const SESSION = 'session';

/** The embedded engine, spilling to a temporary folder of its own. */
export class DuckDb {
  private constructor(
    private readonly instance: engineApi.DuckDBInstance,
    private readonly connection: engineApi.DuckDBConnection,
    private readonly folder: ProcessFolder | undefined,
  ) {}

  private sessionFolder = '';

  /** Folder of its own for what lasts no longer than the engine, or its session. */
  get temporary(): string {
    return this.folder?.path ?? this.sessionFolder;
  }

  /**
   * Starts an engine in memory. Call {@link close} when done.
   *
   * @throws LakehouseError when the engine is not there (LH9201), or of a version that this package does not take (LH9374), or Node.js is (LH9203).
   */
  static async open({ memoryMiB, inMemory }: DuckDbOptions = {}): Promise<DuckDb> {
    requireFitting([ENGINE]);
    const { DuckDBInstance } = loadEngine();
    const folder = inMemory ? undefined : processFolder(TEMPORARY);
    const instance = await DuckDBInstance.create(':memory:', {
      temp_directory: folder?.path ?? '',
      // For a few rows, threads cost more than they do.
      ...(inMemory && { threads: '1' }),
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

  /** Writes the rows of a query to a Parquet file and counts them; in memory, to a table. */
  async write(sql: string, file: string): Promise<number> {
    if (this.folder === undefined) {
      await this.run(`CREATE OR REPLACE TABLE ${identifier(file)} AS ${sql}`);
      return this.number(`SELECT count(*) FROM ${identifier(file)}`);
    }
    const reader = await this.connection.runAndReadAll(
      `COPY (${sql}) TO ${duckDbText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return Number(reader.getRowObjectsJson()[0]?.['Count'] ?? 0);
  }

  /** The rows of a file that it wrote, as SQL. */
  written(file: string): string {
    return this.folder === undefined ? identifier(file) : `read_parquet(${duckDbText(file)})`;
  }

  /**
   * Of an engine in memory: does some work, and forgets what was written by it. One at a time.
   *
   * @param folder for what lasts no longer than that.
   */
  async session<T>(folder: string, work: () => Promise<T>): Promise<T> {
    this.sessionFolder = folder;
    await this.run(`CREATE SCHEMA ${SESSION}`);
    // What begins an engine, such as its macros, is in main.
    await this.run(`SET search_path = '${SESSION},main'`);
    try {
      return await work();
    } finally {
      await this.run("SET search_path = 'main'");
      await this.run(`DROP SCHEMA ${SESSION} CASCADE`);
    }
  }

  /** Stops the engine and removes what it spilled. */
  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
    this.folder?.remove();
  }
}

function loadEngine(): typeof engineApi {
  return optionalPackage(
    ENGINE,
    (why) =>
      new LakehouseError('preview', [
        {
          code: 'LH9201',
          at: 'preview',
          prop: ENGINE,
          got: `is not installed, or does not load: ${why}`,
          change: `npm install ${ENGINE}`,
        },
      ]),
  ) as typeof engineApi;
}
