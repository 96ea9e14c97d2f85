import { createRequire } from 'node:module';
import { Command } from 'commander';
import { doctorCommand } from './doctor-command';
import { exitCode } from './failure';
import type * as Program from './program';

const load = createRequire(__filename);

/**
 * Runs the program, and sets the exit code of the process. Never throws.
 *
 * @param args what follows the program's name.
 */
export async function runLakehouse(args: readonly string[]): Promise<void> {
  endBySignals();
  try {
    await programFor(args).parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCode(error, {
      verbose: args.includes('--verbose') || Boolean(process.env['DEBUG']),
      json: args.includes('--json'),
    });
  }
}

/** A signal ends a process at once; an exit lets it remove what it has not finished. */
function endBySignals(): void {
  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const)
    process.once(signal, () => process.exit(128 + number));
}

/** What `doctor` looks for may be missing, and then the other commands do not load. */
function programFor([command]: readonly string[]): Command {
  if (command === 'doctor') return new Command('lakehouse').exitOverride().addCommand(doctorCommand());
  return (load('./program') as typeof Program).lakehouseProgram();
}
