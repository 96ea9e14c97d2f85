// Loaded by its first use: nothing but a bootstrap makes it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AnnotationMetadataEntryType, App, TerraformStack } from 'cdktf';
import type { SynthesizedStack } from '../cost';
import { type Company, type Environment, throwIssues } from '../model';
import { OutputFolder } from '../output';
import { bootstrapPage } from './bootstrap-page';
import { BOOTSTRAP } from './bootstrap-place';
import { BootstrapStack } from './bootstrap-stack';
import { bootstrapZoneIssues } from './landing-zone';

const WARNING: string = AnnotationMetadataEntryType.WARN;

/** What can be decided about a bootstrap. */
export interface BootstrapOptions {
  /** What types of resources need that the library does not know, as actions of the Resource Manager. @default {} */
  readonly actions?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Synthesizes what has to be there before pipelines can deploy: one stack, `bootstrap`, and `bootstrap.md`, which says who makes it, how, and
 * what each right is for.
 *
 * @param company the company, validated.
 * @param build what makes the stacks of an environment.
 * @param options where it is written, and what the library does not know.
 * @throws LakehouseError when the bootstrap cannot be made.
 */
export function synthesizeBootstrap(
  company: Company,
  build: (app: App, environment: Environment) => void,
  { outdir, actions = {} }: BootstrapOptions & { readonly outdir: string },
): void {
  const output = OutputFolder.open(outdir, { kind: 'synthesis', prop: 'outdir', first: 'manifest.json' });
  try {
    // The stacks are made to look at what is in them, in a folder that nobody sees.
    const apart = mkdtempSync(join(tmpdir(), 'lakehouse-bootstrap-'));
    try {
      const deployed = new App({ outdir: apart, stackTraces: false });
      const named = (company.delivery?.environments ?? []).map(({ name }) => name);
      for (const environment of company.environments)
        if (named.includes(environment.name)) build(deployed, environment);
      const stacks = deployed.node.findAll().filter((node) => TerraformStack.isStack(node));
      const app = new App({ outdir: output.draft, stackTraces: false });
      const stack = new BootstrapStack(app, BOOTSTRAP, { company, stacks, actions });
      app.synth();
      const written = readFileSync(join(output.draft, 'stacks', BOOTSTRAP, 'cdk.tf.json'), 'utf8');
      const terraform = JSON.parse(written) as SynthesizedStack['terraform'];
      throwIssues(BOOTSTRAP, bootstrapZoneIssues(stack.environmentsBeside, terraform));
      const page = join(output.draft, `${BOOTSTRAP}.md`);
      mkdirSync(dirname(page), { recursive: true });
      writeFileSync(page, bootstrapPage(company, stack));
      output.commit();
      const file = join(outdir, 'stacks', BOOTSTRAP, 'cdk.tf.json');
      process.stdout.write(`synthesized ${BOOTSTRAP}  ${stack.needs.actions.length} actions  ${file}\n`);
      for (const { type, data } of stack.node.metadata)
        if (type === WARNING) process.stdout.write(`  warning  ${String(data)}\n`);
    } finally {
      rmSync(apart, { recursive: true, force: true });
    }
  } catch (error) {
    throw output.explain(error);
  } finally {
    output.close();
  }
}
