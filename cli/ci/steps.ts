import { type GoldDeployment } from '../../stacks/delivery-document';
import { type CiKind } from './deliveries';
import { TOOLS } from './pinned';

/** What a pipeline runs that is the user's to decide. */
export interface CiCommands {
  /** Synthesizes into `cdktf.out`, or where `CDKTF_OUTDIR` says, what `ENVIRONMENT` names. */
  readonly synth: string;
  /** Tests the app. */
  readonly test: string;
}

/** A step that runs lines of shell, whatever the pipelines are: each kind writes it in its own form. */
export interface ShellStep {
  /** What it does, for people. */
  readonly name: string;
  /** The lines. */
  readonly run: readonly string[];
  /** Variables. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** Tests, and synthesizes all environments. */
export function checkSteps({ synth, test }: CiCommands): ShellStep[] {
  return [{ name: 'tests', run: [test] }, synthesized(synth, 'all')];
}

/** What a pull request is held against, beside its tests. */
export function policySteps(kind: CiKind): ShellStep[] {
  return [
    {
      name: 'the pipelines are those of what was synthesized',
      run: [`npx --no-install lakehouse ci ${kind} --check`],
    },
    {
      name: 'policies',
      run: [`pipx install checkov==${TOOLS.checkov}`, 'npx --no-install lakehouse scan'],
    },
  ];
}

/** Synthesizes an environment, or all. */
export function synthesized(synth: string, environment: string): ShellStep {
  return { name: 'synthesize', run: [synth], env: { ENVIRONMENT: environment } };
}

/** Synthesizes what the branch has now, beside it, so that cost and access are compared. */
export function baseStep(synth: string, folder: string, outdir: string): ShellStep {
  return {
    name: 'synthesize what is deployed now, to compare cost and access',
    run: [`cd ${folder}`, 'npm ci', synth],
    env: { ENVIRONMENT: 'all', CDKTF_OUTDIR: outdir },
  };
}

/**
 * Says what the change would do to what is deployed, before there is a plan. A fork gets no plan, so there it stops the change, too; elsewhere the guard does.
 *
 * @param fork what the pipelines have for whether it is the change of a fork.
 */
export function rehearseStep(fork: string): ShellStep {
  return {
    name: 'rehearse',
    run: ['npx --no-install lakehouse rehearse base.out || [ "${FORK,,}" != true ]'],
    env: { FORK: fork },
  };
}

/** Has the guard look at the plans of an environment, and say it for a comment. */
export function guardStep(comment: string): ShellStep {
  return {
    name: 'guard',
    run: [`npx --no-install lakehouse guard plans --base base.out --comment ${comment}`],
  };
}

/** Approves managed private endpoints, once what they lead to is deployed. */
export function approvalLines(approvals: readonly string[]): string[] {
  return ['ci/approve.sh \\', ...continued(approvals)];
}

/** Words of a command that goes on over several lines, one a line. */
export function continued(words: readonly string[], indent = '  '): string[] {
  return words.map((word, index) => `${indent}${word}${index === words.length - 1 ? '' : ' \\'}`);
}

/** Deploys gold, and waits for it. */
export function goldLines(gold: readonly GoldDeployment[]): string[] {
  return ['ci/gold.sh \\', ...continued(gold.map(({ factory, pipeline }) => `${factory}/${pipeline}`))];
}

/** Takes a row through every layer of what was deployed. */
export function smokeLines(environment: string): string[] {
  return [`npx --no-install lakehouse smoke --environment ${environment}`];
}
