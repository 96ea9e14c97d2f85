import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANUAL_STEPS_FORMAT, type Proof, shellLine } from '../../compilers/internal';
import { LakehouseError } from '../../model';
import { type ManualStepsDocument, type WrittenStep } from '../../stacks/manual-steps-document';
import { type Finding } from './finding';
import { judge, type Verdict } from './judge';
import { type RunProgram } from './run-program';

/** Longest time that a proof is waited for, in milliseconds: a connection that nobody answers ends by itself only later. */
const PROOF_PATIENCE_MS = 60_000;
/** Commands that run at once: each is a process with an interpreter of its own. */
const AT_ONCE = 4;

/** Whether a manual step is done. */
export interface StepFinding extends Finding {
  /** How it is acknowledged; none, where nothing waits for it. */
  readonly ids: readonly string[];
  /** `unknown`: there are proofs, and one of them could not be run; `unprovable`: there are none. */
  readonly state: 'done' | 'open' | 'unknown' | 'unprovable';
  /** What was run, and what it showed. */
  readonly proofs: readonly (Verdict & { readonly shows: string; readonly command: string })[];
}

/**
 * The manual steps of an environment that was synthesized.
 *
 * @throws LakehouseError when there are none, or of an unknown format (LH9350).
 */
export function manualStepsIn(outdir: string, environment: string): ManualStepsDocument {
  const file = join(outdir, 'manual-steps', `${environment}.json`);
  let document: Partial<ManualStepsDocument>;
  try {
    document = JSON.parse(readFileSync(file, 'utf8')) as Partial<ManualStepsDocument>;
  } catch (error) {
    throw unreadable(file, error instanceof SyntaxError ? 'is no JSON' : 'is not there');
  }
  const { format, steps } = document;
  if (format !== MANUAL_STEPS_FORMAT || !Array.isArray(steps))
    throw unreadable(file, `is of format ${String(format)}`);
  return document as ManualStepsDocument;
}

function unreadable(file: string, got: string): LakehouseError {
  return new LakehouseError('doctor', [
    {
      code: 'LH9350',
      at: 'doctor',
      prop: file,
      got,
      allowed: `the manual steps of an environment, in format ${MANUAL_STEPS_FORMAT}`,
      change: 'synthesize the environment with this version, or name its folder with --out',
    },
  ]);
}

/** Runs the proofs of manual steps, which read and change nothing. */
export async function stepFindings(document: ManualStepsDocument, run: RunProgram): Promise<StepFinding[]> {
  const { steps, byPipelines = [] } = document;
  const login = await loginVerdict(document, run);
  const proofs = [...steps, ...byPipelines].flatMap((step) =>
    'none' in step.proof ? [] : step.proof.map((proof) => ({ step, proof })),
  );
  const shown = await inTurns(proofs, async ({ step, proof }) => ({
    step,
    ...claimOf(proof),
    ...(login && proof.program === 'az'
      ? login
      : judge(proof, await run(proof.program, proof.options, PROOF_PATIENCE_MS))),
  }));
  const proven = (step: WrittenStep): StepFinding['proofs'] =>
    shown.filter((each) => each.step === step).map(({ step: _, ...proof }) => proof);
  return [
    ...steps.map((step) => stepFinding(step, proven(step))),
    ...byPipelines.map((step) => automatic(stepFinding(step, proven(step)))),
  ];
}

function claimOf({ shows, program, options }: Proof): { shows: string; command: string } {
  return { shows, command: shellLine(program, options) };
}

/** Why no question should be asked at all: an answer of another tenant is about something else. */
async function loginVerdict(
  { environment, tenantId, subscriptionId }: ManualStepsDocument,
  run: RunProgram,
): Promise<Verdict | undefined> {
  const asked: Proof = {
    shows: 'somebody is logged in',
    program: 'az',
    options: ['account', 'show', '--query', "join('/', [tenantId, id])", '--output', 'json'],
    expected: { equals: '' },
  };
  const ran = await run(asked.program, asked.options);
  if (ran.kind === 'failed') return { holds: undefined, found: 'nobody is logged in', remedy: 'az login' };
  if (ran.kind !== 'printed') return judge(asked, ran);
  const [tenant, subscription] = ran.text.replaceAll(/["\s]/g, '').split('/');
  if (tenantId !== undefined && tenant !== tenantId)
    return {
      holds: undefined,
      found: `the login is in tenant ${tenant ?? ''}, and ${environment} in ${tenantId}`,
      remedy: `az login --tenant ${tenantId}`,
    };
  if (subscriptionId !== undefined && subscription !== subscriptionId)
    return {
      holds: undefined,
      found: `the login is in subscription ${subscription ?? ''}, and ${environment} in ${subscriptionId}`,
      remedy: `az account set --subscription ${subscriptionId}`,
    };
  return undefined;
}

function stepFinding(step: WrittenStep, proofs: StepFinding['proofs']): StepFinding {
  const { stack, title, ids, acknowledged } = step;
  const found = { check: ids[0] ?? `${stack}: ${title}`, ids, proofs };
  const failed = proofs.find(({ holds }) => holds === false);
  const mute = proofs.find(({ holds }) => holds === undefined);
  if ('none' in step.proof || proofs.length === 0) {
    const why = 'none' in step.proof ? step.proof.none : 'nobody said how it is seen';
    return { ...found, state: 'unprovable', status: 'note', found: `cannot be proved: ${why}` };
  }
  if (failed) {
    return {
      ...found,
      state: 'open',
      status: ids.length > 0 ? 'mend' : 'note',
      found: `${acknowledged.length > 0 ? 'is acknowledged, and is' : 'is'} not done: not shown that ${failed.shows} (${failed.found})`,
      remedy: `${title}, in manual-steps; it is shown by: ${failed.command}`,
    };
  }
  if (mute) {
    return {
      ...found,
      state: 'unknown',
      status: 'note',
      found: `not known whether ${mute.shows}: ${mute.found}`,
      remedy: `${mute.remedy === undefined ? '' : `${mute.remedy}; `}then: ${mute.command}`,
    };
  }
  const missing = ids.filter((id) => !acknowledged.includes(id));
  return {
    ...found,
    state: 'done',
    status: 'ok',
    found: proofs.map(({ shows }) => shows).join('; '),
    ...(missing.length > 0 && { remedy: `acknowledge it, before anything runs: ${missing.join(', ')}` }),
  };
}

/** What pipelines do is acknowledged by nobody, and mended by deploying again. */
function automatic(finding: StepFinding): StepFinding {
  const { remedy: _, ...rest } = finding;
  if (finding.state === 'open')
    return { ...rest, remedy: 'deploy again: what follows a deployment does it, or says why it does not' };
  return finding.state === 'done' ? rest : finding;
}

/** Results in the order of what was given, a few at once. */
async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = all.entries();
  const worker = async (): Promise<void> => {
    for (const [index, one] of waiting) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
