import { type Command } from 'commander';
import { LakehouseError } from '../model';
import { runApp, synthesizingAppOption } from './app-run';
import { printJson } from './print-json';
import { subcommand } from './subcommand';
import { usualOutdir, type WrittenStack, writtenStacks } from './written-stacks';

interface SynthOptions {
  readonly app?: string;
  readonly out?: string;
  readonly environment?: string;
  readonly asOf?: string;
  readonly json?: true;
  readonly verbose?: true;
}

/** `lakehouse synth`: runs an app that synthesizes. */
export function synthCommand(): Command {
  return subcommand({
    name: 'synth',
    examples: [
      'lakehouse synth',
      'lakehouse synth --environment prod --as-of 2026-12-01',
      'lakehouse synth --app ./main.mts --out cdktf.out --json',
    ],
  })
    .addOption(synthesizingAppOption())
    .option('--out <folder>', 'where to, for apps that do not say it themselves (default: cdktf.out)')
    .option(
      '--environment <names>',
      'given to the app as ENVIRONMENT: names with commas, or all (default: what the app does without)',
    )
    .option(
      '--as-of <day>',
      'given to the app as AS_OF: the day, YYYY-MM-DD, until which windows are counted',
    )
    .option('--json', 'print JSON, for programs; what the app says goes to stderr')
    .action(async ({ out, json, ...options }: SynthOptions) => {
      const since = Date.now();
      await runApp({ ...options, outdir: out, output: json ? 'stderr' : 'stdout' });
      if (!json) return;
      const outdir = out ?? usualOutdir();
      printJson({ outdir, stacks: requireStacks(outdir, since) });
    });
}

function requireStacks(outdir: string, since: number): WrittenStack[] {
  const stacks = writtenStacks(outdir, since);
  if (stacks.length > 0) return stacks;
  throw new LakehouseError('lakehouse', [
    {
      code: 'LH9205',
      at: 'lakehouse',
      prop: 'out',
      got: `is "${outdir}", where the app wrote no stacks`,
      allowed: 'the folder into which the app writes',
      change: 'leave the outdir to the command, or name the one of the app',
    },
  ]);
}
