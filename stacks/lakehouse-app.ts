import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { AnnotationMetadataEntryType, App, TerraformResource, TerraformStack } from 'cdktf';
import {
  type Company,
  type Environment,
  environmentsNamed,
  type Issue,
  LakehouseError,
  throwIssues,
} from '../model';
import { OutputFolder } from '../output';
import { validateCompany } from '../validation';
import { accessFiles } from './access-matrix';
import { erasureFiles } from './erasure-report';
import { manualStepFiles } from './manual-steps-document';
import { LakehouseStack } from './lakehouse-stack';
import { resourcesPage } from './resource-counts';

/** What can be decided about a synthesis. */
export interface SynthesisOptions {
  /** Names of environments, separated by commas, or `all`. @default 'all' */
  readonly environments?: string;
  /** The folder to write. What an earlier synthesis wrote is replaced; other files are left alone. @default 'cdktf.out', or what cdktf's own command asks for */
  readonly outdir?: string;
}

/**
 * Synthesizes a company: for each environment, the stacks that `build` makes.
 *
 * The folder holds exactly these stacks afterwards, `stacks/<stack>/cdk.tf.json` each, beside what Terraform or people put there; for each environment the list of
 * what is left to people, `manual-steps/<environment>.md`, and who may do what, `access-matrix/<environment>.md`; where personal data are and how
 * they end, `erasure/<environment>.md`; and how many resources each layer makes, `resources.md`. A mistake in the definitions is printed, sets the exit code
 * to 1 and leaves the folder as it was.
 */
export function synthesizeCompany(
  company: Company,
  build: (app: App, environment: Environment) => void,
  options: SynthesisOptions = {},
): void {
  try {
    validateCompany(company);
    const environments = environmentsNamed(company, options.environments ?? 'all');
    const outdir = options.outdir ?? outdirVariable() ?? 'cdktf.out';
    const output = OutputFolder.open(outdir, { kind: 'synthesis', prop: 'outdir', first: 'manifest.json' });
    try {
      const app = new App({ outdir: output.draft });
      for (const environment of environments) build(app, environment);
      const stacks = app.node.findAll().filter((node) => TerraformStack.isStack(node));
      validateStacks(stacks);
      app.synth();
      writeDocuments(output.draft, company, environments, stacks);
      output.commit();
      for (const stack of stacks) report(stack, outdir);
    } catch (error) {
      throw output.explain(error);
    } finally {
      output.close();
    }
  } catch (error) {
    if (!(error instanceof LakehouseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Runs all validations, so that all mistakes are reported at once and before anything is written. */
function validateStacks(stacks: readonly TerraformStack[]): void {
  const issues = stacks.flatMap((stack) =>
    stack.node.findAll().flatMap(({ node }) =>
      node.validate().map((text): Issue => ({
        code: 'LH6012',
        at: node.path,
        prop: 'validation',
        got: `fails: ${text}`,
      })),
    ),
  );
  throwIssues('synthesis', issues);
}

function writeDocuments(
  outdir: string,
  company: Company,
  environments: readonly Environment[],
  stacks: readonly TerraformStack[],
): void {
  for (const environment of environments) {
    const own = stacks
      .filter((stack) => stack instanceof LakehouseStack)
      .filter((stack) => stack.environment === environment);
    for (const [file, content] of Object.entries(manualStepFiles(environment.name, own))) {
      write(join(outdir, 'manual-steps', file), content);
    }
    if (own.length === 0) continue;
    for (const [file, content] of Object.entries(accessFiles(environment.name, own))) {
      write(join(outdir, 'access-matrix', file), content);
    }
    for (const [file, content] of Object.entries(erasureFiles(company, environment))) {
      write(join(outdir, 'erasure', file), content);
    }
  }
  write(join(outdir, 'resources.md'), resourcesPage(stacks));
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const warning: string = AnnotationMetadataEntryType.WARN;

function report(stack: TerraformStack, outdir: string): void {
  const nodes = stack.node.findAll();
  const count = nodes.filter((node) => TerraformResource.isTerraformResource(node)).length;
  const file = relative(process.cwd(), join(outdir, 'stacks', stack.node.id, 'cdk.tf.json'));
  process.stdout.write(`synthesized ${stack.node.id}  ${count} resources  ${file}\n`);
  for (const node of nodes) {
    for (const { type, data } of node.node.metadata) {
      if (type === warning) process.stdout.write(`  warning  ${node.node.path}: ${String(data)}\n`);
    }
  }
}

function outdirVariable(): string | undefined {
  // eslint-disable-next-line no-restricted-properties -- how cdktf's own command says where it will look for the output
  return process.env.CDKTF_OUTDIR;
}
