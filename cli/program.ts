import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { costCommand } from './cost-command';
import { guardCommand } from './guard-command';
import { sniffCommand } from './sniff-command';

/** What the command's exit codes mean; scripts may rely on them. */
export const EXIT = Object.freeze({
  /** What was asked for is done. */
  done: 0,
  /** Something is wrong with what was given; each mistake is printed with its code. */
  issue: 1,
  /** The command was called with options that it does not have, or without one that it needs. */
  usage: 2,
  /** Something else went wrong. */
  failure: 70,
});

/** The `lakehouse` command, with all that it can do. */
export function lakehouseProgram(): Command {
  return new Command('lakehouse')
    .description('Works with what the lakehouse library synthesizes.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this text')
    .addCommand(costCommand())
    .addCommand(guardCommand())
    .addCommand(sniffCommand())
    .addHelpText(
      'after',
      `
Exit codes:
  ${EXIT.done}   done
  ${EXIT.issue}   something is wrong with what was given; each mistake is printed with its code (docs/errors.md)
  ${EXIT.usage}   wrong options
  ${EXIT.failure}  anything else`,
    )
    .showHelpAfterError('Try --help.')
    .exitOverride();
}

/** The version of the package: its description lies above, compiled or not. */
function packageVersion(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const text = readFileSync(join(folder, 'package.json'), 'utf8');
      const { name, version } = JSON.parse(text) as { name?: string; version?: string };
      if (name === 'cdktf-azure-lakehouse' && version !== undefined) return version;
    } catch {
      // Not here: one folder further up.
    }
  }
  return 'unknown';
}
