import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command } from 'commander';
import { type Issue, LakehouseError, throwIssues } from '../model';
import { readPlan, type StackPlan } from './guard/plan';
import { guardReport, stopIssues } from './guard/report';
import { commentText, reportText } from './guard/report-text';
import { environmentOf, type SynthesizedEnvironment, synthesizedIn } from './guard/synthesized';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface GuardOptions {
  readonly out: string;
  readonly base?: string;
  readonly comment?: string;
  readonly json?: true;
}

/** `lakehouse guard`: stops what a plan does and nobody has said that they want. */
export function guardCommand(): Command {
  return subcommand({
    name: 'guard',
    examples: [
      'terraform -chdir=cdktf.out/stacks/platform-prod plan -out plan',
      'terraform -chdir=cdktf.out/stacks/platform-prod show -json plan > plans/platform-prod.json',
      'lakehouse guard plans',
      'lakehouse guard plans --base main.out --comment comment.md',
    ],
    notes: 'Changes that are wanted are named with a reason in the environment: allowedChanges.',
  })
    .argument('[plans...]', 'files named <stack>.json that terraform show -json wrote, or folders of them')
    .option('--out <folder>', 'where the app was synthesized to', 'cdktf.out')
    .option(
      '--base <folder>',
      'where the app was synthesized to before the change, to compare cost and access',
    )
    .option('--comment <file>', 'write what a pull request should say, in Markdown')
    .option('--json', 'print JSON, for programs')
    .action((plans: string[], options: GuardOptions) => guard(plans, options));
}

function guard(paths: readonly string[], { out, base, comment, json }: GuardOptions): void {
  const environments = synthesizedIn(out);
  const before = base === undefined ? undefined : synthesizedIn(base);
  const byEnvironment = new Map<SynthesizedEnvironment, StackPlan[]>();
  const issues: Issue[] = [];
  // A plan that cannot be taken hides no other.
  for (const file of filesIn(paths))
    try {
      const plan = readPlan(file);
      const environment = environmentOf(plan, out, environments);
      byEnvironment.set(environment, [...(byEnvironment.get(environment) ?? []), plan]);
    } catch (error) {
      if (!(error instanceof LakehouseError)) throw error;
      issues.push(...error.issues);
    }
  throwIssues('guard', issues);
  const reports = [...byEnvironment].map(([now, own]) =>
    guardReport(own, now, before?.get(now.document.environment)),
  );
  if (comment !== undefined) writeFileSync(comment, `${commentText(reports)}\n`);
  if (json) printJson(reports);
  else console.log(reports.map(reportText).join('\n'));
  throwIssues('guard', reports.flatMap(stopIssues));
}

/** The plans in files and folders; a guard without a plan would let everything through. */
function filesIn(paths: readonly string[]): string[] {
  const files = paths.flatMap((path) => {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (!isFolder) return [path];
    return readdirSync(path)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(path, name));
  });
  if (files.length > 0) return files;
  throw new LakehouseError('guard', [
    {
      code: 'LH9311',
      at: paths.length === 0 ? 'guard' : paths.join(', '),
      prop: 'plan',
      got: 'is missing',
      allowed: 'one or more files that terraform show -json wrote',
      change: 'plan first: without a plan there is nothing that the guard could stop',
    },
  ]);
}
