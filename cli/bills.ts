import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BillDocument } from '../cost';
import { LakehouseError } from '../model';
import { runApp } from './app-run';

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
  const bills = names
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Partial<BillDocument>)
    // Beside a bill stand the rows of its estimate, which gold views read.
    .filter((document): document is BillDocument => document.environment !== undefined);
  if (bills.length === 0) throw noBills(outdir);
  return bills;
}

/**
 * Runs an app, and takes the bills that it writes. What it wrote is removed again.
 *
 * @param app a module that synthesizes, or a command.
 * @param environment the environment to synthesize, for apps that go by `ENVIRONMENT`. @default all
 * @throws LakehouseError when it fails, with what it said on its error output before.
 */
export async function synthesizedBills(app: string, environment = 'all'): Promise<BillDocument[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-cost-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    await runApp({ app, environment, outdir: folder, output: 'nowhere' });
    return billsIn(folder);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

function noBills(outdir: string): LakehouseError {
  return new LakehouseError('cost', [
    {
      code: 'LH9111',
      at: 'cost',
      prop: 'out',
      got: `is "${outdir}", which has no bills`,
      allowed: 'a folder that a synthesis wrote',
      change: 'synthesize the app, or correct the option',
    },
  ]);
}
