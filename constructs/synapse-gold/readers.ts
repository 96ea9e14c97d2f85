import { readerBatches, type SqlBatch, type SqlPrincipal, type SqlReader } from '../../compilers/internal';
import type { Table } from '../../model';

interface Reader {
  readonly principal: SqlPrincipal;
  /** The columns of each table that it may read. */
  readonly columns: Map<Table, Set<string>>;
}

/**
 * Who reads what of a database. What one reader is granted in several calls adds up, so that what is deployed is what was
 * granted, whatever the order.
 */
export class GoldReaders {
  private readonly readers = new Map<string, Reader>();
  /** What {@link batches} were last; none once somebody was let in since. */
  private written?: readonly SqlBatch[] | undefined;

  /** Lets somebody read columns of a table too. */
  add(principal: SqlPrincipal, table: Table, columns: readonly string[]): void {
    const reader = this.readers.get(principal.name) ?? {
      principal,
      columns: new Map<Table, Set<string>>(),
    };
    this.readers.set(principal.name, reader);
    const granted = reader.columns.get(table) ?? new Set();
    reader.columns.set(table, granted);
    for (const column of columns) granted.add(column);
    this.written = undefined;
  }

  /** All of them, in the order in which they were first granted something. */
  get principals(): readonly SqlPrincipal[] {
    return [...this.readers.values()].map(({ principal }) => principal);
  }

  /** What lets all of them in, and whoever was let in earlier and is none of them out. */
  get batches(): readonly SqlBatch[] {
    this.written ??= readerBatches(
      [...this.readers.values()].map(({ principal, columns }): SqlReader => ({
        principal,
        grants: [...columns].map(([table, granted]) => {
          const names = table.columns.map(({ name }) => name).filter((name) => granted.has(name));
          const isPart = names.length < table.columns.length;
          return { table: table.name, ...(isPart && { columns: names }) };
        }),
      })),
    );
    return this.written;
  }
}
