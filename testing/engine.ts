import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDb } from '../preview/duckdb';

/** The engine of this process: starting one takes longer than most tests. */
let engine: Promise<DuckDb> | undefined;

/** What runs now, and what waits for it: an engine has one session at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Does some work with an engine that knows nothing yet, and with an empty folder; both are clean again afterwards.
 *
 * @param work is done when what began before it has ended.
 */
export function withEngine<T>(work: (engine: DuckDb, folder: string) => Promise<T>): Promise<T> {
  const turn = last.then(() => session(work));
  last = turn.catch(() => undefined);
  return turn;
}

async function session<T>(work: (engine: DuckDb, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-flow-test-'));
  const started = await (engine ??= DuckDb.open({ inMemory: true }));
  try {
    return await started.session(folder, () => work(started, folder));
  } catch (error) {
    // What failed half-way may have left something behind.
    engine = undefined;
    started.close();
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
