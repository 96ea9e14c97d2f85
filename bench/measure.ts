import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { type Contender, type ContenderRun } from './contenders';

/** What one run of a contender took: of its whole process, from start to end. */
export interface Measurement {
  /** Wall time. */
  readonly seconds: number;
  /** Most memory held at once. */
  readonly peakMiB: number;
}

/**
 * Runs a contender once, into an emptied folder.
 *
 * @throws Error when the contender fails.
 */
export async function measure(contender: Contender, run: ContenderRun): Promise<Measurement> {
  rmSync(run.out, { recursive: true, force: true });
  mkdirSync(run.out, { recursive: true });
  const [program = '', ...options] = contender.command(run);
  const started = process.hrtime.bigint();
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const peak = /^peak-kib (\d+)$/m.exec(printed)?.[1];
  if (status !== 0 || peak === undefined)
    throw new Error(`the contender "${contender.name}" failed with status ${String(status)}`);
  return { seconds, peakMiB: Number(peak) / 1024 };
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const pair = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return pair.reduce((sum, value) => sum + value, 0) / pair.length;
}
