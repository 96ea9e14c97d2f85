import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Command } from 'commander';
import { describeIssue, LakehouseError } from '../model';
import type * as FirstLook from '../sniff';
import { requirePackages } from './packages';
import { printJson } from './print-json';
import { withProgress } from './progress';
import { subcommand, wholeNumber } from './subcommand';

interface SniffCommandOptions {
  readonly name?: string;
  readonly clock?: string;
  readonly company?: true;
  readonly rows?: number;
  readonly full?: true;
  readonly memory?: number;
  readonly out?: string;
  readonly json?: true;
}

// The engine is an optional peer, which other commands do without.
const load = createRequire(__filename);

/** `lakehouse sniff`: proposes contracts for files. */
export function sniffCommand(): Command {
  return subcommand({
    name: 'sniff',
    examples: [
      'lakehouse sniff data/orders',
      'lakehouse sniff export.csv --name orders --clock Europe/Berlin',
      'lakehouse sniff data --out company.ts',
      'lakehouse sniff data/orders --json',
    ],
    notes:
      'The module goes to the standard output or to --out, what was seen and doubted to the error output.',
  })
    .argument('<paths...>', 'files of one source, or a folder of files or of one sub-folder for each source')
    .option('--name <source>', 'name of the source (default: of the folder, or of the file)')
    .option(
      '--clock <place>',
      'whose clock timestamps without an offset show, such as Europe/Berlin (default: UTC)',
    )
    .option(
      '--company',
      'put a company around the contracts, which a preview can run (default: of a folder of sources)',
    )
    .option(
      '--rows <number>',
      'rows of files of more than 64 MiB that are looked at (default: 200000)',
      wholeNumber(1),
    )
    .option('--full', 'look at all rows, however large the files are')
    .option(
      '--memory <MiB>',
      'most memory of the engine, which then spills to disk (default: 1024)',
      wholeNumber(1),
    )
    .option('--out <file>', 'write the module to a file that is not there yet, not to the standard output')
    .option('--json', 'print the proposals as JSON, for programs')
    .action((paths: readonly string[], options: SniffCommandOptions) => run(paths, options));
}

async function run(paths: readonly string[], options: SniffCommandOptions): Promise<void> {
  const { name, clock, company, rows, full, memory, out, json } = options;
  if (out !== undefined && existsSync(out)) throw wouldOverwrite(out);
  requirePackages(['@duckdb/node-api'], 'files are read by it');
  const { proposalReport, sniff } = load('../sniff') as typeof FirstLook;
  const result = await withProgress(`looking at ${paths.join(', ')}`, (say) =>
    sniff({
      paths,
      ...(name !== undefined && { name }),
      ...(clock !== undefined && { clock }),
      ...(company && { withCompany: company }),
      ...(rows !== undefined && { sampleRows: rows }),
      ...(full && { full }),
      ...(memory !== undefined && { memoryMiB: memory }),
      progress: say,
    }),
  );
  if (json) {
    const issues = result.issues.map((issue) => ({ ...issue, message: describeIssue(issue) }));
    printJson({ ...result, issues }, jsonValue);
  } else {
    // The issues follow, as the failure of the command.
    const report = proposalReport({ ...result, issues: [] });
    if (report !== '') console.error(`\n${report}`);
  }
  if (out !== undefined && result.module !== '') writeFileSync(out, result.module, { flag: 'wx' });
  else if (!json && result.module !== '') process.stdout.write(result.module);
  if (result.issues.length > 0) throw new LakehouseError('sniff', result.issues);
}

/** Regular expressions are shown as they are written. */
function jsonValue(_name: string, value: unknown): unknown {
  return value instanceof RegExp ? value.source : value;
}

function wouldOverwrite(out: string): LakehouseError {
  return new LakehouseError('sniff', [
    {
      code: 'LH7205',
      at: 'sniff',
      prop: 'out',
      got: `is "${out}", which is there`,
      allowed: 'a file that is not there yet',
      change: 'name another file, or move this one away',
    },
  ]);
}
