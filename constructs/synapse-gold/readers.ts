import {
  type AccessBatch,
  createUser,
  grantCredential,
  grantSelect,
  ifUser,
  type SqlPrincipal,
} from '../../compilers';
import type { Table } from '../../model';

/** Where a reader's user comes from: Entra ID, or a login that the bootstrap makes for all databases of the server. */
export type ReaderOrigin = 'Entra ID' | 'login';

interface Reader {
  readonly principal: SqlPrincipal;
  readonly origin: ReaderOrigin;
  /** The columns of each table that it may read. */
  readonly columns: Map<Table, Set<string>>;
}

/**
 * Who reads what of a database. What one reader is granted in several calls adds up, so that what is deployed is what was
 * granted, whatever the order.
 */
export class GoldReaders {
  private readonly readers = new Map<string, Reader>();

  /** Lets somebody read columns of a table too. */
  add(principal: SqlPrincipal, origin: ReaderOrigin, table: Table, columns: readonly string[]): void {
    const reader = this.reader(principal, origin);
    const granted = reader.columns.get(table) ?? new Set();
    reader.columns.set(table, granted);
    for (const column of columns) granted.add(column);
  }

  /** The readers whose logins the bootstrap makes. */
  get withLogins(): readonly SqlPrincipal[] {
    return [...this.readers.values()]
      .filter(({ origin }) => origin === 'login')
      .map(({ principal }) => principal);
  }

  /** What lets all of them in, reader by reader, in the order in which they were first granted something. */
  get batches(): readonly AccessBatch[] {
    return [...this.readers.values()].flatMap(({ principal, origin, columns }) => {
      const grants = [
        grantCredential(principal),
        ...[...columns].map(([table, granted]) => {
          const names = table.columns.map(({ name }) => name).filter((name) => granted.has(name));
          const isPart = names.length < table.columns.length;
          return grantSelect(principal, table.name, isPart ? names : undefined);
        }),
      ];
      return origin === 'login' ? grants.map(ifUser) : [createUser(principal, origin), ...grants];
    });
  }

  private reader(principal: SqlPrincipal, origin: ReaderOrigin): Reader {
    const key = JSON.stringify([origin, principal.name]);
    const reader = this.readers.get(key) ?? { principal, origin, columns: new Map<Table, Set<string>>() };
    this.readers.set(key, reader);
    return reader;
  }
}
