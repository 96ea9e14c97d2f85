import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { estimateRows, identifier } from '../compilers/internal';
import { type ColumnInfo, type CompanyGraph, type EstimatedRows, type Readable, type Table } from '../model';
import { type DuckDb } from './duckdb';

/** What has a file: a table, or the rows of a source in bronze. */
type Stored = Pick<Table, 'name'> & { readonly zone: 'bronze' | Table['zone'] };

/** The Parquet files of a preview: one for each table, in a folder for each zone. */
export class ZoneFiles {
  /**
   * @param folder that of the run.
   * @param engine writes and reads them.
   * @param graph finds the table that a flow reads.
   * @param erasures the list of erased persons, as SQL.
   * @param estimate what the platform is estimated to cost.
   */
  constructor(
    private readonly folder: string,
    private readonly engine: DuckDb,
    private readonly graph: CompanyGraph,
    private readonly erasures: string,
    private readonly estimate: EstimatedRows,
  ) {}

  /** Makes the folders. */
  make(): void {
    for (const zone of ['bronze', 'silver', 'gold', 'quarantine'])
      mkdirSync(join(this.folder, zone), { recursive: true });
  }

  /** The path of a file. */
  path({ zone, name }: Stored): string {
    return join(this.folder, zone, `${name}.parquet`);
  }

  /** The path of a file of rows that broke a rule. */
  quarantine(name: string): string {
    return join(this.folder, 'quarantine', `${name}.parquet`);
  }

  /** Writes what a query answers. Returns the number of rows. */
  async write(table: Stored, query: string): Promise<number> {
    return this.engine.write(query, this.path(table));
  }

  /** The sum of the rows' hashes. Read from the file that was written: hashing needs all rows of it, and no order. */
  async checksum(table: Stored, columns: readonly ColumnInfo[]): Promise<string> {
    const [row] = await this.engine.rows(
      `SELECT CAST(sum(hash(${columns.map(({ name }) => identifier(name)).join(', ')})) AS VARCHAR) AS total FROM ${this.rowsOf(table)}`,
    );
    return BigInt(row?.['total'] ?? 0).toString(16);
  }

  /** The rows that a flow reads, as SQL. */
  relation(readable: Readable): string {
    if (readable.zone === 'erasures') return this.erasures;
    if (readable.zone === 'estimate') return estimateRows(readable, this.estimate);
    if (readable.zone === 'bronze') return this.rowsOf({ zone: 'bronze', name: readable.name });
    const found = this.graph.tableOf(readable)?.table;
    if (found === undefined) throw new Error(`not validated: nobody fills "${readable.name}"`);
    return this.rowsOf(found);
  }

  private rowsOf(table: Stored): string {
    return this.engine.written(this.path(table));
  }
}
