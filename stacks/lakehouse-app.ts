import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { AnnotationMetadataEntryType, App, TerraformResource, TerraformStack } from 'cdktf';
import {
  type Company,
  dayMistakes,
  describeIssue,
  type Environment,
  environmentsNamed,
  estimateFile,
  type Issue,
  LakehouseError,
  placed,
  throwIssues,
} from '../model';
import { diagramFiles, type PlatformFacts } from '../diagram';
import { factsOf } from '../diagram/platform-facts';
import { OutputFolder } from '../output';
import { requireFittingPackages } from '../packages/fitting';
import { validateCompany } from '../validation';
import { accessFiles } from './access-matrix';
import { nodesOf, stacksOf } from './environment-stacks';
import { firstStartIssues, firstStartPage } from './first-start';
import { type BootstrapOptions, synthesizeBootstrap } from './bootstrap-app';
import { BOOTSTRAP } from './bootstrap-place';
import { alertFiles, type AlertLine, alertTable } from './alert-table';
import { billFiles } from './bill-page';
import { type Bills, billsOf } from './bills';
import { type ComparedEnvironments, environmentsPage } from './environment-differences';
import { erasureFiles } from './erasure-report';
import { endedIssues, type EndsOfLife, endsOfLifePage, endWarnings } from './ends-of-life';
import { estimatedRows } from './estimates';
import { executivesPage, printedEstimates } from './executives-page';
import { deliveryDocument } from './delivery-document';
import { guardDocument } from './guard-document';
import { growthPage } from './growth-page';
import { manualStepFiles } from './manual-steps-document';
import { LakehouseStack } from './lakehouse-stack';
import { laterIssues, triggersIn } from './later-triggers';
import { Records, type RecordOptions } from './records';
import { assembledLast } from './resolution';
import { landingZoneFindings } from './landing-zone';
import { limitIssues } from './limits';
import { resourcesPage } from './resource-counts';
import { withoutTokenTraces } from './token-traces';
import { runningIssues } from './running';
import { foundRight } from './validated';
import { smokeDocument } from './smoke-document';
import { type Bill, byDepartment, type SynthesizedStack } from '../cost';

/** What can be decided about a synthesis. */
export interface SynthesisOptions {
  /** Names of environments, separated by commas, or `all`; or `bootstrap`, for what has to be there before pipelines can deploy. @default 'all' */
  readonly environments?: string;
  /** The folder to write. What an earlier synthesis wrote is replaced; other files are left alone. @default 'cdktf.out', or what cdktf's own command asks for */
  readonly outdir?: string;
  /** Where the records of the last synthesis are kept, and whether they are written. @default nowhere: changes are not looked for */
  readonly records?: RecordOptions;
  /**
   * The day, `YYYY-MM-DD`, until which windows are counted, those of a first start and those to run again, and for which is reported what ends
   * within a year. @default none: windows are not counted, and ends of life have their days only
   */
  readonly asOf?: string | undefined;
  /** What the bootstrap needs to know. @default nothing more than is in the company */
  readonly bootstrap?: BootstrapOptions;
}

/**
 * Synthesizes a company: for each environment, the stacks that `build` makes. Each company has an app of its own, which takes no construct once it is synthesized.
 *
 * The folder holds exactly these stacks afterwards, `stacks/<stack>/cdk.tf.json` each, beside what Terraform or people put there; for each environment the list of
 * what is left to people, `manual-steps/<environment>.md`, what its first start runs, `first-start/<environment>.md`, who may do
 * what, `access-matrix/<environment>.md`, and who can reach what by that, `access-matrix/<environment>-reach.md`, and what is
 * reported to whom, `alerts/<environment>.md`, what a month costs, `cost/<environment>.md`, and by department and choice, `cost/<environment>-executives.md`, what Azure ends of it and when,
 * `ends-of-life/<environment>.md`, what gives out first when more comes, `growth/<environment>.md`, pictures, `diagrams/<environment>.svg` and `.mmd`, and where personal data are and how they end, `erasure/<environment>.md`; and how
 * many resources each layer makes, `resources.md`; and of more than one environment, what they differ in, `environments.md`. A mistake in the definitions is printed, sets the exit code to 1 and leaves the
 * folder as it was.
 *
 * With `records`, what changed since the last record is printed and in `changes/<environment>.md`; a change that does not arrive by
 * itself is a mistake until it is acknowledged.
 */
export function synthesizeCompany(
  company: Company,
  build: (app: App, environment: Environment) => void,
  options: SynthesisOptions = {},
): void {
  withoutTokenTraces(() => synthesize(company, build, options));
}

function synthesize(
  company: Company,
  build: (app: App, environment: Environment) => void,
  options: SynthesisOptions,
): void {
  try {
    requireFittingPackages(process.cwd());
    validateCompany(company);
    const { asOf } = options;
    if (asOf !== undefined) throwIssues('synthesis', placed('synthesis', dayMistakes('asOf', asOf)));
    const outdir = options.outdir ?? outdirVariable() ?? 'cdktf.out';
    if (options.environments === BOOTSTRAP) {
      synthesizeBootstrap(company, build, { ...options.bootstrap, outdir });
      return;
    }
    const environments = environmentsNamed(company, options.environments ?? 'all');
    const output = OutputFolder.open(outdir, { kind: 'synthesis', prop: 'outdir', first: 'manifest.json' });
    try {
      // Traces hold paths of one machine: the manifest would differ from one to the next.
      const app = new App({ outdir: output.draft, stackTraces: false });
      foundRight(app, company);
      for (const environment of environments) build(app, environment);
      const stacks = app.node.findAll().filter((node) => TerraformStack.isStack(node));
      throwIssues(
        'synthesis',
        environments.flatMap((environment) => startIssues(environment, stacks, asOf)),
      );
      validateStacks(stacks);
      const records =
        options.records && Records.compared({ company, environments, stacks, asOf }, options.records);
      app.synth();
      // What is written is what was synthesized: nothing comes to it any more.
      app.node.lock();
      for (const [file, content] of records?.pages() ?? [])
        write(join(output.draft, 'changes', file), content);
      const written = stacks.map((stack) => writtenIn(output.draft, stack));
      const bills = new Map(
        environments
          .filter((environment) => stacksOf(environment, stacks).length > 0)
          .map((environment) => [
            environment,
            billsOf({ company, environment, stacks: writtenFor(environment, written) }),
          ]),
      );
      const ends = environments.map((environment) => endsOf(environment, written, asOf));
      const zones = environments.map((environment) =>
        landingZoneFindings(environment, writtenFor(environment, written)),
      );
      throwIssues('synthesis', [
        ...limitIssues(written),
        ...zones.flatMap(({ issues }) => issues),
        ...ends.flatMap(endedIssues),
        ...[...bills.values()].flatMap(({ issues }) => issues),
      ]);
      writeDocuments(output.draft, { company, environments, stacks, written, bills, asOf });
      writeDifferences(output.draft, { company, environments, written });
      for (const end of ends) writeEnds(output.draft, end);
      output.commit();
      for (const stack of stacks) report(stack, outdir);
      for (const warned of [...ends.flatMap(endWarnings), ...zones.flatMap(({ warnings }) => warnings)])
        process.stdout.write(`  warning  ${describeIssue(warned)}\n`);
      for (const [environment, bill] of bills)
        process.stdout.write(`\n${printedEstimates(environment, bill)}`);
      for (const line of records?.finish() ?? []) process.stdout.write(`${line}\n`);
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

/** What keeps an environment from running, beside what is wrong with its stacks. */
function startIssues(
  environment: Environment,
  all: readonly TerraformStack[],
  asOf: string | undefined,
): Issue[] {
  const stacks = stacksOf(environment, all);
  return [
    ...runningIssues(environment, stacks),
    ...laterIssues({ environment, triggers: triggersIn(stacks), asOf }),
    ...firstStartIssues({ environment, stacks, asOf }),
  ];
}

function writtenIn(outdir: string, stack: TerraformStack): SynthesizedStack {
  const name = stack.node.id;
  return {
    name,
    environment: stack instanceof LakehouseStack ? stack.environment.name : '',
    terraform: (assembledInOrder(stack) ??
      JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'))) as Terraform,
  };
}

type Terraform = SynthesizedStack['terraform'];

/** What a stack was assembled to, with what is in it in the order of the file: the file is as long as all texts of all pipelines. */
function assembledInOrder(stack: TerraformStack): unknown {
  const assembled = assembledLast(stack);
  return assembled && inOrder(assembled, DEPTH_OF_NAMES);
}

/** Kinds of blocks, types and names. */
const DEPTH_OF_NAMES = 3;

function inOrder(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, inOrder(each, depth - 1)]));
}

function writtenFor({ name }: Environment, written: readonly SynthesizedStack[]): SynthesizedStack[] {
  return written.filter(({ environment }) => environment === name);
}

/** Runs all validations, so that all mistakes are reported at once and before anything is written. */
function validateStacks(stacks: readonly TerraformStack[]): void {
  const issues: Issue[] = [];
  for (const stack of stacks)
    for (const { node } of stack.node.findAll())
      for (const text of node.validate())
        issues.push({ code: 'LH6012', at: node.path, prop: 'validation', got: `fails: ${text}` });
  throwIssues('synthesis', issues);
}

/** What is written out beside the stacks. */
interface Documented {
  readonly company: Company;
  readonly environments: readonly Environment[];
  readonly stacks: readonly TerraformStack[];
  readonly written: readonly SynthesizedStack[];
  readonly bills: ReadonlyMap<Environment, Bills>;
  readonly asOf: string | undefined;
}

function writeDocuments(outdir: string, documented: Documented): void {
  const { company, environments, stacks, written, bills, asOf } = documented;
  for (const environment of environments) {
    const own = stacksOf(environment, stacks);
    for (const [file, content] of Object.entries(manualStepFiles(environment.name, own))) {
      write(join(outdir, 'manual-steps', file), content);
    }
    if (own.length === 0) continue;
    write(
      join(outdir, 'first-start', `${environment.name}.md`),
      firstStartPage({ environment, stacks: own, asOf }),
    );
    for (const [file, content] of Object.entries(accessFiles(environment.name, own))) {
      write(join(outdir, 'access-matrix', file), content);
    }
    const bill = bills.get(environment);
    const prices = bill?.input.prices;
    const { location } = environment;
    const alerts = alertTable(own, prices ? { prices, location } : { location });
    for (const [file, content] of Object.entries(alertFiles(environment, own, prices, alerts))) {
      write(join(outdir, 'alerts', file), content);
    }
    for (const [file, content] of Object.entries(erasureFiles(company, environment))) {
      write(join(outdir, 'erasure', file), content);
    }
    write(
      join(outdir, 'guard', `${environment.name}.json`),
      `${JSON.stringify(guardDocument(company, environment, own), undefined, 2)}\n`,
    );
    const delivery = deliveryDocument(company, environment, own);
    if (delivery)
      write(
        join(outdir, 'delivery', `${environment.name}.json`),
        `${JSON.stringify(delivery, undefined, 2)}\n`,
      );
    const smoke = smokeDocument(environment.name, own);
    if (smoke)
      write(join(outdir, 'smoke', `${environment.name}.json`), `${JSON.stringify(smoke, undefined, 2)}\n`);
    for (const [file, content] of Object.entries(bill ? billFiles(bill, { environment, asOf }) : {})) {
      write(join(outdir, 'cost', file), content);
    }
    if (bill) {
      write(join(outdir, 'cost', `${environment.name}-executives.md`), executivesPage(environment, bill));
      write(
        join(outdir, 'cost', estimateFile(environment)),
        `${JSON.stringify(estimatedRows(bill), undefined, 2)}\n`,
      );
    }
    if (bill) write(join(outdir, 'growth', `${environment.name}.md`), growthPage(environment, bill.input));
    const facts = bill && billedFacts(bill.running, alerts, written);
    const files = diagramFiles({ company, environment, ...(facts && { facts }) });
    for (const [file, content] of Object.entries(files)) write(join(outdir, 'diagrams', file), content);
  }
  write(join(outdir, 'resources.md'), resourcesPage(stacks));
}

function billedFacts(
  running: Bill,
  alerts: readonly AlertLine[],
  written: readonly SynthesizedStack[],
): PlatformFacts {
  const terraform = new Map(written.map((stack) => [stack.name, stack.terraform]));
  const bill = { ...running, running, byDepartment: Object.fromEntries(byDepartment(running)) };
  return factsOf(bill, alerts, (stack) => terraform.get(stack));
}

/** What tells environments apart, where more than one was synthesized. */
function writeDifferences(outdir: string, { company, environments, written }: ComparedEnvironments): void {
  const made = environments.filter((environment) => writtenFor(environment, written).length > 0);
  if (made.length > 1)
    write(join(outdir, 'environments.md'), environmentsPage({ company, environments: made, written }));
}

function endsOf(environment: Environment, written: readonly SynthesizedStack[], asOf?: string): EndsOfLife {
  return { environment: environment.name, stacks: writtenFor(environment, written), asOf };
}

function writeEnds(outdir: string, ends: EndsOfLife): void {
  if (ends.stacks.length > 0)
    write(join(outdir, 'ends-of-life', `${ends.environment}.md`), endsOfLifePage(ends));
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const warning: string = AnnotationMetadataEntryType.WARN;

function report(stack: TerraformStack, outdir: string): void {
  const nodes = nodesOf(stack);
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
