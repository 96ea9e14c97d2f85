import { Command, InvalidArgumentError } from 'commander';
import { type CommandName, DESCRIPTIONS } from './descriptions';

/** What each command of the program says of itself. */
export interface SubcommandHelp {
  /** Its name; what it does stands in `descriptions.ts`. */
  readonly name: CommandName;
  /** Calls of it as somebody would type them, without the prompt; at least one. */
  readonly examples: readonly [string, ...string[]];
  /** What else is to be known, as whole lines. @default nothing */
  readonly notes?: string;
}

/** A command of the program, with what all of them share: `--help` with examples, `--verbose`, and errors that end it. */
export function subcommand({ name, examples, notes }: SubcommandHelp): Command {
  return new Command(name)
    .description(DESCRIPTIONS[name])
    .helpOption('--help', 'print this text')
    .option('--verbose', 'say where in the code something failed, too')
    .addHelpText(
      'after',
      `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}${notes === undefined ? '' : `\n\n${notes}`}`,
    )
    .showHelpAfterError('Try --help.')
    .exitOverride();
}

/**
 * Reads an option's value as a whole number.
 *
 * @param least the least that it may be.
 */
export function wholeNumber(least: number): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (Number.isSafeInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`Allowed: a whole number, ${least} or more.`);
  };
}
