import { type Command } from 'commander';
import { findingLines, type Finding } from './doctor/finding';
import { manualStepsIn, type StepFinding, stepFindings } from './doctor/manual-steps';
import { duplicateFindings, otherEngineFindings, peerFindings } from './doctor/packages';
import { programFindings } from './doctor/programs';
import { runProgram } from './doctor/run-program';
import { stateFindings } from './doctor/state';
import { satisfies } from '../packages/version-range';
import { EXIT } from './exit-codes';
import { AlreadySaid } from './failure';
import { appOption, loadCompany } from './loader/load-company';
import { loaderOf } from './loader/typescript';
import { ownManifest } from '../packages/manifests';
import { printJson } from './print-json';
import { withProgress } from './progress';
import { subcommand } from './subcommand';

interface DoctorOptions {
  readonly app?: string;
  readonly state?: string;
  readonly environment?: string;
  readonly out: string;
  readonly json?: true;
}

/** `lakehouse doctor`: what this machine lacks, each with its remedy. */
export function doctorCommand(): Command {
  return subcommand({
    name: 'doctor',
    examples: [
      'lakehouse doctor',
      'lakehouse doctor --state prod',
      'lakehouse doctor --environment prod',
      'lakehouse doctor --json',
    ],
    notes:
      'It changes nothing, and ends with 1 when something is to be mended; what is only absent is a note. With --environment it ends with 3 where nothing is, and a step that something waits for could not be looked at from here.',
  })
    .addOption(appOption())
    .option(
      '--state <environments>',
      'ask Azure, too, whether the state of environments can be reached: names with commas, or all',
    )
    .option(
      '--environment <environment>',
      'run the proofs of its manual steps, too, which read and change nothing',
    )
    .option('--out <folder>', 'where the environment was synthesized to', 'cdktf.out')
    .option('--json', 'print JSON, for programs')
    .action(async ({ app, state, environment, out, json }: DoctorOptions) => {
      const findings = [
        nodeFinding(),
        ...peerFindings(process.cwd()),
        ...duplicateFindings(process.cwd()),
        ...otherEngineFindings(process.cwd()),
        loaderFinding(),
        ...(await withProgress('asking programs for their versions', programFindings)),
        ...(state === undefined ? [] : await askedStates(app, state)),
      ];
      const steps = environment === undefined ? [] : await provenSteps(out, environment);
      const mended = [...findings, ...steps].filter(({ status }) => status === 'mend').length;
      if (json) printJson({ findings, ...(environment !== undefined && { environment, steps }) });
      else {
        for (const line of findingLines(findings, isColored())) console.log(line);
        if (environment !== undefined)
          console.log([`\nManual steps of ${environment}:`, ...stepLines(steps)].join('\n'));
        console.log(mended === 0 ? '\nNothing is to be mended.' : `\nTo be mended: ${mended}.`);
      }
      if (mended > 0) throw new AlreadySaid(EXIT.issue);
      if (steps.some(({ state: found, ids }) => found === 'unknown' && ids.length > 0))
        throw new AlreadySaid(EXIT.missing);
    });
}

async function provenSteps(out: string, environment: string): Promise<StepFinding[]> {
  const document = manualStepsIn(out, environment);
  return withProgress(`asking Azure for ${document.steps.length} steps`, () =>
    stepFindings(document, runProgram),
  );
}

function stepLines(steps: readonly StepFinding[]): string[] {
  if (steps.length === 0) return ['none'];
  const count = (state: StepFinding['state']): number => steps.filter((step) => step.state === state).length;
  return [
    ...findingLines(steps, isColored()),
    `${steps.length} steps: ${count('done')} done, ${count('open')} not done, ${count('unknown')} not known, ${count('unprovable')} without a proof.`,
  ];
}

async function askedStates(app: string | undefined, state: string): Promise<Finding[]> {
  const company = await loadCompany(app);
  return withProgress('asking Azure for the state', () => stateFindings(company, state));
}

function nodeFinding(): Finding {
  const { engines: { node = '*' } = {} } = ownManifest();
  return {
    check: 'Node.js',
    status: satisfies(process.version, node) ? 'ok' : 'mend',
    found: process.version.slice(1),
    ...(!satisfies(process.version, node) && { remedy: `install Node.js ${node}` }),
  };
}

function loaderFinding(): Finding {
  const loader = loaderOf(process.cwd());
  return loader === undefined
    ? {
        check: 'TypeScript',
        status: 'note',
        found:
          'is read by nothing here: there is no tsx, no ts-node with a TypeScript below 7, and Node.js does not by itself',
        remedy: 'npm install --save-dev tsx, if the app is written in it',
      }
    : { check: 'TypeScript', status: 'ok', found: `is read by ${loader}` };
}

function isColored(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}
