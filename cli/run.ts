import { exitCode } from './failure';
import { lakehouseProgram } from './program';

/**
 * Runs the program, and sets the exit code of the process. Never throws.
 *
 * @param args what follows the program's name.
 */
export async function runLakehouse(args: readonly string[]): Promise<void> {
  endBySignals();
  try {
    await lakehouseProgram(args).parseAsync(args, { from: 'user' });
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
