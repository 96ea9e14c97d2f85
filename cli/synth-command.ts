import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command } from 'commander';
import { LakehouseError } from '../model';
import { runApp, synthesizingAppOption } from './app-run';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface SynthOptions {
  readonly app?: string;
  readonly out?: string;
  readonly environment?: string;
  readonly asOf?: string;
  readonly json?: true;
  readonly verbose?: true;
}

/** A stack that was synthesized, for programs. */
interface WrittenStack {
  readonly name: string;
  readonly file: string;
  readonly resources: number;
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
      await runApp({ ...options, outdir: out, output: json ? 'stderr' : 'stdout' });
      if (!json) return;
      const outdir = out ?? process.env['CDKTF_OUTDIR'] ?? 'cdktf.out';
      printJson({ outdir, stacks: stacksIn(outdir) });
    });
}

function stacksIn(outdir: string): WrittenStack[] {
  let names: string[];
  try {
    names = readdirSync(join(outdir, 'stacks')).sort();
  } catch {
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
  return names.map((name) => {
    const file = join(outdir, 'stacks', name, 'cdk.tf.json');
    const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
      resource?: Readonly<Record<string, object>>;
    };
    const resources = Object.values(resource).reduce((sum, of) => sum + Object.keys(of).length, 0);
    return { name, file, resources };
  });
}
