import { Command } from 'commander';
import { accessCommand } from './access-command';
import { ciCommand } from './ci-command';
import { costCommand } from './cost-command';
import { diagramCommand } from './diagram-command';
import { doctorCommand } from './doctor-command';
import { EXIT_MEANINGS } from './exit-codes';
import { guardCommand } from './guard-command';
import { initCommand } from './init-command';
import { lineageCommand } from './lineage-command';
import { ownManifest } from './package-manifest';
import { previewCommand } from './preview-command';
import { scanCommand } from './scan-command';
import { sniffCommand } from './sniff-command';
import { synthCommand } from './synth-command';

/**
 * What the program can do, in the order of `--help`.
 *
 * To add a command: a file `<name>-command.ts` beside this one, with a function that makes it by `subcommand({ name, description, examples })`
 * and ends with `.action(async (options) => …)`; then its line here. In the action, `loadCompany(options.app)` loads the company of
 * `.addOption(appOption())`; results go to stdout with `console.log`, with `--json` by `printJson` and nothing else; what takes over a second is wrapped in
 * `withProgress`, which says so on stderr. Mistakes of the user are thrown as `LakehouseError`: exit codes, messages and `--json` of errors are made
 * of that in `run.ts`. What only some commands need, such as DuckDB, is checked first with `requirePackages`. docs/command.md has a section for each.
 */
const COMMANDS: readonly (() => Command)[] = [
  initCommand,
  doctorCommand,
  sniffCommand,
  previewCommand,
  synthCommand,
  costCommand,
  guardCommand,
  ciCommand,
  scanCommand,
  lineageCommand,
  accessCommand,
  diagramCommand,
];

/** The `lakehouse` command, with all that it can do. */
export function lakehouseProgram(): Command {
  const program = new Command('lakehouse')
    .description(
      "Synthesizes a company's data platform, runs it on this machine, and says what is known of it.",
    )
    .version(ownManifest().version, '--version', 'print the version')
    .helpOption('--help', 'print this text')
    .addHelpText(
      'after',
      `
Exit codes:
${EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)}${meaning}`).join('\n')}

Examples:
  $ lakehouse init my-shop
  $ lakehouse preview --open
  $ lakehouse synth --environment dev
  $ lakehouse cost --help`,
    )
    .showHelpAfterError('Try --help.')
    .exitOverride();
  for (const command of COMMANDS) program.addCommand(command());
  return program;
}
