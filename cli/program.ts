import { createRequire } from 'node:module';
import { Command } from 'commander';
import type * as Access from './access-command';
import type * as Ci from './ci-command';
import type * as Cost from './cost-command';
import type * as Diagram from './diagram-command';
import type * as Doctor from './doctor-command';
import type * as Guard from './guard-command';
import type * as Init from './init-command';
import type * as Lineage from './lineage-command';
import type * as MoveEngine from './move-engine-command';
import type * as Preview from './preview-command';
import type * as Rehearse from './rehearse-command';
import type * as Scan from './scan-command';
import type * as Smoke from './smoke-command';
import type * as Sniff from './sniff-command';
import type * as Synth from './synth-command';
import { type CommandName, DESCRIPTIONS } from './descriptions';
import { EXIT_MEANINGS } from './exit-codes';
import { ownManifest } from '../packages/manifests';

const load = createRequire(__filename);

/**
 * Makes each command of the program when it is called: the help loads none, and a command only what it needs itself.
 *
 * To add a command: its name and description in `descriptions.ts`; a file `<name>-command.ts` beside this one, with a function that makes it
 * by `subcommand({ name, examples })` and ends with `.action(async (options) => …)`; then its line here. In the action,
 * `loadCompany(options.app)` loads the company of `.addOption(appOption())`; results go to stdout with `console.log`, with `--json` by
 * `printJson` and nothing else; what takes over a second is wrapped in `withProgress`, which says so on stderr. Mistakes of the user are
 * thrown as `LakehouseError`: exit codes, messages and `--json` of errors are made of that in `run.ts`. What only some commands need, such as
 * DuckDB, is checked first with `requirePackages`. docs/command.md has a section for each.
 */
const COMMANDS: Readonly<Record<CommandName, () => Command>> = {
  init: () => (load('./init-command') as typeof Init).initCommand(),
  doctor: () => (load('./doctor-command') as typeof Doctor).doctorCommand(),
  'move-engine': () => (load('./move-engine-command') as typeof MoveEngine).moveEngineCommand(),
  sniff: () => (load('./sniff-command') as typeof Sniff).sniffCommand(),
  preview: () => (load('./preview-command') as typeof Preview).previewCommand(),
  synth: () => (load('./synth-command') as typeof Synth).synthCommand(),
  cost: () => (load('./cost-command') as typeof Cost).costCommand(),
  guard: () => (load('./guard-command') as typeof Guard).guardCommand(),
  rehearse: () => (load('./rehearse-command') as typeof Rehearse).rehearseCommand(),
  ci: () => (load('./ci-command') as typeof Ci).ciCommand(),
  scan: () => (load('./scan-command') as typeof Scan).scanCommand(),
  smoke: () => (load('./smoke-command') as typeof Smoke).smokeCommand(),
  lineage: () => (load('./lineage-command') as typeof Lineage).lineageCommand(),
  access: () => (load('./access-command') as typeof Access).accessCommand(),
  diagram: () => (load('./diagram-command') as typeof Diagram).diagramCommand(),
};

/**
 * The `lakehouse` command.
 *
 * @param args what it is called with: the command that is named there is there whole, of the others their names and what they do.
 */
export function lakehouseProgram(args: readonly string[]): Command {
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
  const [called, of] = args.filter((arg) => !arg.startsWith('-'));
  const whole = called === 'help' ? of : called;
  for (const name of Object.keys(COMMANDS) as CommandName[])
    program.addCommand(name === whole ? COMMANDS[name]() : new Command(name).description(DESCRIPTIONS[name]));
  return program;
}
