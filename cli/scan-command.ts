import { type Command } from 'commander';
import { type Issue, throwIssues } from '../model';
import { printJson } from './print-json';
import { withProgress } from './progress';
import { scan, type ScanResult } from './scan/checkov';
import { stacksToScan } from './scan/stacks';
import { subcommand } from './subcommand';

interface ScanOptions {
  readonly out: string;
  readonly environment?: string;
  readonly checkov: string;
  readonly json?: true;
}

/** `lakehouse scan`: what was synthesized, held against security policies. */
export function scanCommand(): Command {
  return subcommand({
    name: 'scan',
    examples: ['lakehouse scan', 'lakehouse scan --environment prod --json'],
    notes: 'Policies that are not held have their reasons in docs/policies.md.',
  })
    .option('--out <folder>', 'where the app was synthesized to', 'cdktf.out')
    .option('--environment <name>', 'one environment, or bootstrap (default: all that were synthesized)')
    .option('--checkov <program>', 'the command of Checkov', 'checkov')
    .option('--json', 'print JSON, for programs')
    .action(async ({ out, environment, checkov, json }: ScanOptions) => {
      const results: ScanResult[] = [];
      for (const stacks of stacksToScan(out, environment))
        results.push(await withProgress(`scanning ${stacks.name}`, () => scan(out, stacks, checkov)));
      if (json) printJson(results);
      else console.log(results.map(resultText).join('\n'));
      throwIssues('scan', results.flatMap(issuesOf));
    });
}

function resultText({ name, passed, failed, suppressed, broken, unread }: ScanResult): string {
  return [
    `${name}: ${passed} checks passed, ${failed} failed: ${broken.length} policies broken, ${suppressed} not held for a reason, ${unread} files not read`,
    ...broken.flatMap(({ policy, asks, by }) => [`  ${policy}: ${asks}`, ...by.map((one) => `    ${one}`)]),
  ].join('\n');
}

function issuesOf({ name, passed, unread, broken }: ScanResult): Issue[] {
  const blind = passed === 0 || unread > 0;
  return [
    ...(blind
      ? [
          {
            code: 'LH9341' as const,
            at: name,
            prop: 'checkov',
            got: passed === 0 ? 'checked nothing' : `did not read ${unread} files`,
            allowed: 'a scan of every stack',
            change: 'look at its own output: checkov --framework terraform_json --file <stack>/cdk.tf.json',
          },
        ]
      : []),
    ...broken.map(({ policy, asks, by }): Issue => ({
      code: 'LH9342',
      at: name,
      prop: policy,
      got: `is broken by ${by.join(', ')}`,
      allowed: asks,
      change: 'mend it, or scan with a list of your own of what is not held',
    })),
  ];
}
