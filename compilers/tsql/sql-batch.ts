import { bracketed, tsqlText } from './literals';

/** Schema of the views that people read. */
export const GOLD_SCHEMA = 'gold';
/** Name of the credential: the workspace's own identity, so readers need no rights on the lake. */
export const CREDENTIAL = 'workspace_identity';

/** What a principal of SQL is: what a department's pipelines act as, people, or a program outside the platform. */
export type SqlPrincipalKind = 'pipeline identity' | 'group' | 'application';

/** Who is let in, and why. */
export interface SqlPrincipal {
  /** Display name in Entra ID. */
  readonly name: string;
  /** What it is. */
  readonly kind: SqlPrincipalKind;
  /** Why it is let in, in words. */
  readonly reason: string;
  /** Object id of a group (UUID), by which a login of another group of the same name is noticed. @default not compared */
  readonly objectId?: string;
}

/** What a batch grants, as a line of the access matrix. */
export interface SqlAccess {
  /** Who gets it. */
  readonly principal: SqlPrincipal;
  /** What it holds on, e.g. `gold.daily_revenue (day, revenue)`; inside the database, or `database`, `server`, `workspace`. */
  readonly on: string;
  /** What may be done there. */
  readonly right: string;
  /** How SQL knows it. */
  readonly by: 'SQL grant' | 'role membership' | 'SQL user' | 'SQL login' | 'workspace identity';
}

/** One batch of a deployment: safe to run again, in the order given. */
export interface SqlBatch {
  /** What the batch makes, in words. */
  readonly name: string;
  /** The statements; sent alone, without GO. */
  readonly sql: string;
  /** Whom it lets in to what, where it does. */
  readonly access?: readonly SqlAccess[];
}

/** A batch that makes something unless it is there. */
export function createIfNotExists(
  catalogue: string,
  name: string,
  what: string,
  statement: string,
): SqlBatch {
  return {
    name: what,
    sql: `IF NOT EXISTS (SELECT 1 FROM ${catalogue} WHERE name = ${tsqlText(name)})\n  EXEC(${tsqlText(statement)})`,
  };
}

/**
 * A batch that makes a schema unless it is there.
 *
 * It belongs to dbo, whoever deploys: all objects have one owner, so that a right on a view is enough to read what the view
 * reads, and a user that was made anew can be dropped, which one that owns a schema cannot.
 */
export function createSchema(schema: string): SqlBatch {
  const statement = `CREATE SCHEMA ${bracketed(schema)} AUTHORIZATION [dbo]`;
  return createIfNotExists('sys.schemas', schema, `schema ${schema}`, statement);
}
