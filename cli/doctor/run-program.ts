import { execFile } from 'node:child_process';

/** Longest time that a program is waited for, in milliseconds. */
export const PATIENCE_MS = 20_000;

/** What came of running a program. */
export type Ran =
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly errors: string };

/**
 * Runs a program to its end, without a shell where the system does not need one. Never throws.
 *
 * @param patienceMs the longest time that it is waited for, in milliseconds.
 */
export type RunProgram = (name: string, options: readonly string[], patienceMs?: number) => Promise<Ran>;

/** Runs a program of this machine. */
export const runProgram: RunProgram = (name, options, patienceMs = PATIENCE_MS) =>
  new Promise((done) => {
    // On Windows these programs are scripts, which a shell runs.
    const shell = process.platform === 'win32';
    const given = shell ? options.map(forCommandShell) : options;
    execFile(name, given, { timeout: patienceMs, shell }, (error, stdout, stderr) => {
      if (error === null) done({ kind: 'printed', text: stdout });
      else if (error.code === 'ENOENT') done({ kind: 'missing' });
      else if (error.killed) done({ kind: 'timeout', seconds: patienceMs / 1000 });
      else done({ kind: 'failed', errors: stderr.trim() || error.message });
    });
  });

/** Between quotes the command shell of Windows leaves `&`, `|` and the like alone. */
function forCommandShell(option: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(option) ? option : `"${option.replaceAll('"', '""')}"`;
}
