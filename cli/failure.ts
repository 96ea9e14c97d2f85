import { CommanderError } from 'commander';
import { type Issue, LakehouseError } from '../model/errors';
import { EXIT } from './exit-codes';
import { missingIssues, missingPackage } from './packages';
import { hasPrintedJson, printJson } from './print-json';

/** Codes of issues that say what this machine lacks. */
const MISSING = new Set([
  'LH7110',
  'LH7311',
  'LH8105',
  'LH9201',
  'LH9202',
  'LH9203',
  'LH9354',
  'LH9373',
  'LH9374',
]);

/** A failure that has been said by the program in which it happened. */
export class AlreadySaid extends Error {
  /** @param exitCode the exit code of that program, which is passed on. */
  constructor(readonly exitCode: number) {
    super(`said before the exit with ${exitCode}`);
    this.name = 'AlreadySaid';
  }
}

/** How a failure is reported. */
export interface Reporting {
  /** Whether it says where in the code it happened. */
  readonly verbose: boolean;
  /** Whether programs read the output. */
  readonly json?: boolean;
}

/** Prints what went wrong, unless that is done, and gives the exit code for it. */
export function exitCode(caught: unknown, { verbose, json }: Reporting): number {
  const error = explained(caught);
  // It has said what was wrong, or shown what was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof AlreadySaid) return error.exitCode;
  const issues = issuesOf(error);
  if (json && issues && !hasPrintedJson()) printJson({ issues });
  console.error(verbose ? withCauses(error) : messageOf(error));
  if (issues === undefined) {
    if (!verbose) console.error('Run it with --verbose to see where that happened.');
    return EXIT.failure;
  }
  return issues.some(({ code }) => MISSING.has(code)) ? EXIT.missing : EXIT.issue;
}

/** A package that does not load is named, whoever wanted it. */
function explained(error: unknown): unknown {
  const missing = missingPackage(error);
  if (missing === undefined) return error;
  const said = new LakehouseError('lakehouse', missingIssues(missing, 'this command loads it'));
  said.cause = error;
  return said;
}

/** The issues of an error: an app may have another copy of this package, with a class of its own. */
function issuesOf(error: unknown): readonly Issue[] | undefined {
  if (error instanceof LakehouseError) return error.issues;
  const { name, issues } = (error ?? {}) as Partial<LakehouseError>;
  return name === 'LakehouseError' && Array.isArray(issues) ? issues : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${withCauses(error.cause)}`;
}
