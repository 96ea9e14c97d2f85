import { type Command } from 'commander';
import { throwIssues } from '../model';
import { environmentsIn, keep, type RehearsedEnvironment } from './rehearse/kept';
import { moveIssues, type Rehearsal, rehearsed } from './rehearse/rehearsal';
import { rehearsalStops, rehearsalText } from './rehearse/report';
import { type GuardReport, guardReport } from './guard/report';
import { environmentOf, type SynthesizedEnvironment, synthesizedIn } from './guard/synthesized';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface RehearseOptions {
  readonly out: string;
  readonly keep?: string;
  readonly json?: true;
}

/** `lakehouse rehearse`: says what another version of the library, or of the definitions, would do, without Azure. */
export function rehearseCommand(): Command {
  return subcommand({
    name: 'rehearse',
    examples: [
      'CDKTF_OUTDIR=before.out ENVIRONMENT=all npm run synth   # with the version that is deployed',
      'ENVIRONMENT=all npm run synth                           # with the new one',
      'lakehouse rehearse before.out',
      'lakehouse rehearse --keep released                      # after a release, for the next rehearsal',
    ],
    notes:
      'It compares what was synthesized, and asks nobody: what others changed in Azure, and what the provider makes of a setting that is left out, only a plan knows.',
  })
    .argument(
      '[before]',
      'the folder of a synthesis with what is deployed, or one that --keep wrote (default: before.out, where --keep is not said)',
    )
    .option('--out <folder>', 'where the app was synthesized to now', 'cdktf.out')
    .option('--keep <folder>', 'write what a later rehearsal needs of the synthesis in --out')
    .option('--json', 'print JSON, for programs')
    .action(rehearse);
}

/** What an upgrade does to an environment. */
interface RehearsalReport extends GuardReport {
  /** What is kept under another address, by `<stack>/<address>`. */
  readonly moved: readonly (readonly [from: string, to: string])[];
}

function rehearse(before: string | undefined, { out, keep: folder, json }: RehearseOptions): void {
  const now = environmentsIn(out);
  if (folder !== undefined) {
    const files = keep(now.values(), folder);
    if (before === undefined) {
      if (json) printJson({ kept: files });
      else for (const file of files) console.log(`kept ${file}`);
      return;
    }
  }
  const had = environmentsIn(before ?? 'before.out');
  const guarded = synthesizedIn(out);
  const both = [...now.values()].flatMap((environment) => {
    const earlier = had.get(environment.environment);
    return earlier === undefined ? [] : [[earlier, environment] as const];
  });
  throwIssues(
    'rehearse',
    both.length === 0 ? [nothingShared(had, now)] : both.flatMap(([a, b]) => moveIssues(a, b)),
  );
  const reports = both.map(([earlier, environment]) =>
    reportOf(rehearsed(earlier, environment), out, guarded, environment.environment),
  );
  if (json) printJson(reports.map(({ report }) => report));
  else console.log(reports.map(({ report, plans }) => rehearsalText(report, plans)).join('\n'));
  throwIssues(
    'rehearse',
    reports.flatMap(({ report }) => rehearsalStops(report)),
  );
}

function reportOf(
  plans: readonly Rehearsal[],
  out: string,
  guarded: ReadonlyMap<string, SynthesizedEnvironment>,
  environment: string,
): { readonly report: RehearsalReport; readonly plans: readonly Rehearsal[] } {
  const [synthesized] = [...guarded.values()].filter(({ document }) => document.environment === environment);
  if (synthesized === undefined) throw new Error(`no guard document of ${environment}`);
  // A stack that is gone has nothing to be held against; of the others, it is the company's own.
  for (const plan of plans) if (plan.stack in synthesized.document.grants) environmentOf(plan, out, guarded);
  const moved = plans.flatMap(({ stack, moved: own }) =>
    own.map(([from, to]) => [`${stack}/${from}`, `${stack}/${to}`] as const),
  );
  return { report: { ...guardReport(plans, synthesized), moved }, plans };
}

function nothingShared(
  had: ReadonlyMap<string, RehearsedEnvironment>,
  now: ReadonlyMap<string, RehearsedEnvironment>,
) {
  return {
    code: 'LH9356' as const,
    at: 'rehearse',
    prop: 'before',
    got: `is of ${[...had.keys()].join(', ')}, and what was synthesized is of ${[...now.keys()].join(', ')}`,
    allowed: 'an environment that both have',
    change: 'synthesize the same environments with both versions',
  };
}
