import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Argument, type Command } from 'commander';
import { LakehouseError, listed } from '../model';
import { CI_KINDS, type CiKind, deliveriesIn } from './ci/deliveries';
import { CI_COMMANDS, ciFilesOf } from './ci/files';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface CiOptions {
  readonly out: string;
  readonly to: string;
  readonly synth: string;
  readonly test: string;
  readonly check?: true;
  readonly json?: true;
}

/** `lakehouse ci`: the pipelines that deploy a company's environments. */
export function ciCommand(): Command {
  return subcommand({
    name: 'ci',
    examples: ['lakehouse ci github', 'lakehouse ci azure-devops --check', 'lakehouse ci github --json'],
  })
    .addArgument(new Argument('<kind>', 'where they run').choices(CI_KINDS))
    .option('--out <folder>', 'where all environments were synthesized to', 'cdktf.out')
    .option('--to <folder>', 'the root of the repository', '.')
    .option('--synth <command>', 'what the pipelines synthesize with', CI_COMMANDS.synth)
    .option('--test <command>', 'what the pipelines test with', CI_COMMANDS.test)
    .option('--check', 'write nothing, and fail where a file is other than it would be written')
    .option('--json', 'print JSON, for programs')
    .action((kind: CiKind, options: CiOptions) => ci(kind, options));
}

/** The files of a kind of pipelines, by their paths from the root of a repository. */
export function ciFiles(
  kind: CiKind,
  { out, synth, test }: Pick<CiOptions, 'out' | 'synth' | 'test'>,
): Record<string, string> {
  return ciFilesOf(kind, deliveriesIn(out, kind), { synth, test });
}

function ci(kind: CiKind, options: CiOptions): void {
  const { to, check, json } = options;
  const files = Object.entries(ciFiles(kind, options));
  const stale = files.filter(([name, content]) => {
    const path = join(to, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== content;
  });
  if (check && stale.length > 0)
    throw new LakehouseError('ci', [
      {
        code: 'LH9332',
        at: 'ci',
        prop: kind,
        got: `is older than what was synthesized, or was changed by hand: ${listed(stale.map(([name]) => name))}`,
        allowed: `what lakehouse ci ${kind} writes`,
        change: `run lakehouse ci ${kind}, and commit what it writes`,
      },
    ]);
  for (const [name, content] of check ? [] : stale) {
    const path = join(to, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (name.endsWith('.sh')) chmodSync(path, 0o755);
  }
  const written = stale.map(([name]) => name);
  if (json) printJson({ kind, files: files.map(([name]) => name), written });
  else if (written.length === 0) console.log(`${files.length} files are up to date`);
  else console.log(written.map((name) => `wrote ${name}`).join('\n'));
}
