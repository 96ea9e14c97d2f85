import { type Command } from 'commander';
import { findingLines, type Finding } from './doctor/finding';
import { duplicateFindings, peerFindings } from './doctor/packages';
import { programFindings } from './doctor/programs';
import { stateFindings } from './doctor/state';
import { satisfies } from './doctor/version-range';
import { EXIT } from './exit-codes';
import { AlreadySaid } from './failure';
import { appOption, loadCompany } from './loader/load-company';
import { loaderOf } from './loader/typescript';
import { ownManifest } from './package-manifest';
import { printJson } from './print-json';
import { withProgress } from './progress';
import { subcommand } from './subcommand';

interface DoctorOptions {
  readonly app?: string;
  readonly state?: string;
  readonly json?: true;
}

/** `lakehouse doctor`: what this machine lacks, each with its remedy. */
export function doctorCommand(): Command {
  return subcommand({
    name: 'doctor',
    examples: ['lakehouse doctor', 'lakehouse doctor --state prod', 'lakehouse doctor --json'],
    notes:
      'It changes nothing, and ends with 1 when something is to be mended; what is only absent is a note.',
  })
    .addOption(appOption())
    .option(
      '--state <environments>',
      'ask Azure, too, whether the state of environments can be reached: names with commas, or all',
    )
    .option('--json', 'print JSON, for programs')
    .action(async ({ app, state, json }: DoctorOptions) => {
      const findings = [
        nodeFinding(),
        ...peerFindings(process.cwd()),
        ...duplicateFindings(process.cwd()),
        loaderFinding(),
        ...(await withProgress('asking programs for their versions', programFindings)),
        ...(state === undefined ? [] : await askedStates(app, state)),
      ];
      const mended = findings.filter(({ status }) => status === 'mend').length;
      if (json) printJson({ findings });
      else {
        for (const line of findingLines(findings, isColored())) console.log(line);
        console.log(mended === 0 ? '\nNothing is to be mended.' : `\nTo be mended: ${mended}.`);
      }
      if (mended > 0) throw new AlreadySaid(EXIT.issue);
    });
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
          'is read by nothing here: neither tsx nor ts-node is installed, and Node.js does not by itself',
        remedy: 'npm install --save-dev tsx, if the app is written in it',
      }
    : { check: 'TypeScript', status: 'ok', found: `is read by ${loader}` };
}

function isColored(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}
