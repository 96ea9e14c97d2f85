import type { SqlBatch } from '../../compilers/internal';
import type { SynapseGold } from '../../constructs/synapse-gold';
import type { ServerlessPool } from '../emulators/tsql';

/** Runs a script as sqlcmd does: batch by batch, each in the database that the last one chose. Returns that database. */
export function runScript(pool: ServerlessPool, script: string): string {
  let database = 'master';
  for (const batch of script.split(/^GO$/m)) {
    if (batch.trim() === '') continue;
    pool.execute(database, batch);
    database = /^\s*USE \[(.+)\];/m.exec(batch)?.[1] ?? database;
  }
  return database;
}

/** Deploys gold as the pipelines do: as their identity, which the script has let in. */
export function deployAs(
  pool: ServerlessPool,
  login: string,
  gold: Pick<SynapseGold, 'database'>,
  batches: readonly SqlBatch[],
): void {
  for (const { sql } of batches) pool.execute(gold.database, sql, login);
}
