import type { TextTable } from '../text-table';
import { COLLATION } from './collation';
import { TsqlError } from './errors';
import { newDatabase, type Database } from './statements/database';
import { runBatch } from './statements/executor';
import { folderUrl } from './statements/lake';
import { signIn, userIn } from './statements/rights';
import type { Login, Server } from './statements/server';
import { openSession } from './statements/session';

/** What a pool starts with. */
export interface ServerlessPoolOptions {
  /** Tables by the full URL of their folder, such as https://acc.dfs.core.windows.net/fs/path/. */
  readonly files?: Readonly<Record<string, TextTable>>;
  /** What SYSUTCDATETIME() reads; by default always 2024-01-01T00:00:00Z, so that tests repeat. */
  readonly now?: () => Date;
  /** Ids (UUID) of whom Entra ID knows, by name; of others, an id is made from the name. */
  readonly entra?: Readonly<Record<string, string>>;
  /** Who runs the batches, for USER_NAME() and its like. */
  readonly user?: string;
}

const FIXED_NOW = '2024-01-01T00:00:00Z';

/**
 * A Synapse serverless SQL pool in memory, over a lake in memory.
 *
 * It follows the documented semantics of T-SQL under the collation Latin1_General_100_BIN2_UTF8, in
 * which names of objects and columns are case-sensitive. Whatever it does not know, it refuses with a
 * {@link TsqlError} that names it.
 */
export class ServerlessPool {
  /** The lake: folders by their full URL. CREATE EXTERNAL TABLE AS SELECT writes here. */
  readonly files: Map<string, TextTable>;
  /** What exists, by database. */
  readonly databases: ReadonlyMap<string, Database>;
  /** Logins and server roles, by name. */
  readonly logins: ReadonlyMap<string, Login>;
  /** Whom Entra ID knows, by name; changed where somebody is deleted and made again. */
  readonly entra: Map<string, string>;
  /** What PRINT wrote. */
  readonly messages: readonly string[];
  private readonly server: Server;

  constructor({
    files = {},
    now = () => new Date(FIXED_NOW),
    user = 'dbo',
    entra = {},
  }: ServerlessPoolOptions = {}) {
    this.entra = new Map(Object.entries(entra));
    this.files = new Map(Object.entries(files).map(([url, table]) => [folderUrl(url), table]));
    const logins: readonly Login[] = [
      { name: 'sa', id: 1, type: 'S' },
      { name: 'public', id: 2, type: 'R' },
      { name: 'sysadmin', id: 3, type: 'R' },
    ];
    this.server = {
      databases: new Map([['master', newDatabase('master', 1, COLLATION)]]),
      logins: new Map(logins.map((login) => [login.name, login])),
      serverRoleMembers: [],
      files: this.files,
      entra: this.entra,
      messages: [],
      now,
      user,
    };
    this.databases = this.server.databases;
    this.logins = this.server.logins;
    this.messages = this.server.messages;
  }

  /**
   * Runs one batch in a database and returns the result sets of its SELECTs.
   *
   * @param database where.
   * @param batch the statements.
   * @param login who runs it; by default an administrator of the server.
   * @throws TsqlError for every error the server would raise, and for whatever is not modelled
   */
  execute(database: string, batch: string, login?: string): TextTable[] {
    const caller = login === undefined ? undefined : signIn(this.server, login);
    const session = openSession(this.server, database, caller);
    if (caller !== undefined && session.database.name !== 'master') userIn(caller, session.database);
    runBatch(session, batch);
    return session.results;
  }

  /** Runs a batch that must return exactly one result set. */
  query(database: string, sql: string, login?: string): TextTable {
    const [result, ...rest] = this.execute(database, sql, login);
    if (!result || rest.length > 0) {
      throw new TsqlError(
        `the batch returned ${result ? rest.length + 1 : 0} result sets where one was expected`,
      );
    }
    return result;
  }
}
