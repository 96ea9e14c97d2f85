import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { programEnvironment } from './program-environment';

/** The folder of this repository. */
export const ROOT = resolve(__dirname, '../..');

/** What a program printed, and with which code it ended. */
export interface Outcome {
  /** Its exit code; null when a signal ended it. */
  readonly code: number | null;
  /** What it printed for its reader. */
  readonly stdout: string;
  /** What it said besides, without the lines on what takes its time: whether they come is up to the machine. */
  readonly stderr: string;
}

/** Where a program runs, beside what it is called with. */
export interface Surroundings {
  /** Folder for what it keeps for itself and for temporary files. */
  readonly home: string;
  /** The working folder. @default that of this repository */
  readonly cwd?: string;
  /** More options of Node.js. */
  readonly node?: readonly string[];
  /** More variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the `lakehouse` command of this repository, in its folder. */
export function lakehouseProgram(
  options: readonly string[],
  { node = [], ...surroundings }: Omit<Surroundings, 'cwd'>,
): Promise<Outcome> {
  return nodeProgram(['-r', 'ts-node/register', ...node, 'cli/main.ts', ...options], surroundings);
}

/** Runs Node.js. */
export function nodeProgram(
  args: readonly string[],
  { home, cwd = ROOT, env }: Omit<Surroundings, 'node'>,
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const program = spawn(process.execPath, args, {
      cwd,
      env: { ...programEnvironment(home), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    program.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
    program.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
    program.on('error', fail);
    program.on('close', (code) =>
      done({ code, ...printed, stderr: printed.stderr.replace(/^[a-z]+ing .* …\n/gm, '') }),
    );
  });
}
