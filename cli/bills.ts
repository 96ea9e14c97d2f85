import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BillDocument } from '../cost';
import { LakehouseError } from '../model';

/**
 * The bills that a synthesis wrote.
 *
 * @param outdir its folder.
 * @throws LakehouseError when there are none.
 */
export function billsIn(outdir: string): BillDocument[] {
  const folder = join(outdir, 'cost');
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    names = [];
  }
  if (names.length === 0) throw noBills('out', `is "${outdir}", which has no bills`);
  return names.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as BillDocument);
}

/**
 * Runs an app, and takes the bills that it writes. What it wrote is removed again.
 *
 * @param command the command that synthesizes it.
 * @param environment the environment to synthesize, for apps that go by `ENVIRONMENT`. @default all
 * @throws LakehouseError when it fails, with what it said on its error output before.
 */
export function synthesizedBills(command: string, environment = 'all'): BillDocument[] {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-cost-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const { status, signal, error } = spawnSync(command, {
      shell: true,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, CDKTF_OUTDIR: folder, ENVIRONMENT: environment },
    });
    if (status !== 0) {
      const how = error?.message ?? (signal === null ? `ended with ${status}` : `was ended by ${signal}`);
      throw noBills('app', `is "${command}", which ${how}`);
    }
    return billsIn(folder);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

function noBills(prop: string, got: string): LakehouseError {
  return new LakehouseError('cost', [
    {
      code: 'LH9111',
      at: 'cost',
      prop,
      got,
      allowed: 'a folder that a synthesis wrote, or a command that synthesizes into CDKTF_OUTDIR',
      change: 'synthesize the app, or correct the option',
    },
  ]);
}
