import { mkdirSync, writeFileSync } from 'node:fs';
import { manualStepsIn, type StepFinding, stepFindings } from '../../cli/doctor/manual-steps';
import { type Ran, type RunProgram } from '../../cli/doctor/run-program';
import { azProof, type Proof, sqlProof } from '../../compilers/internal';
import type { ManualStepsDocument, WrittenStep } from '../../stacks/manual-steps-document';
import { temporaryFolder } from '../support/temporary-folder';

const TENANT = '11111111-1111-4111-8111-111111111111';
const SUBSCRIPTION = '22222222-2222-4222-8222-222222222222';
const LOGIN: Ran = { kind: 'printed', text: `"${TENANT}/${SUBSCRIPTION}"\n` };

const members = azProof('the group has members', ['ad', 'group', 'member', 'list'], 'length(@)', {
  atLeast: 2,
});
const pepper: Proof = {
  ...azProof('the pepper is there', ['storage', 'blob', 'exists'], 'exists', { equals: true }),
  inside: true,
};
const login = sqlProof(
  'the login is there',
  { server: 'syn-ondemand.sql.azuresynapse.net', database: 'master', inside: false },
  { query: 'SELECT 1', atLeast: 1 },
);

function step(proof: WrittenStep['proof'], more: Partial<WrittenStep> = {}): WrittenStep {
  return {
    stack: 'shop-dev',
    title: 'Pepper of shop',
    ids: ['shop-dev/pepper'],
    acknowledged: ['shop-dev/pepper'],
    steps: ['Do it.'],
    commands: [],
    proof,
    files: [],
    ...more,
  };
}

const documentOf = (...steps: readonly WrittenStep[]): ManualStepsDocument => ({
  format: 1,
  environment: 'dev',
  tenantId: TENANT,
  steps,
});

/** Answers as they were recorded, by the first words of what was asked. */
function answering(answers: Readonly<Record<string, Ran>>): RunProgram {
  return (name, options) => {
    const asked = [name, ...options].join(' ');
    const key = Object.keys(answers).find((start) => asked.startsWith(start));
    if (key === undefined) throw new Error(`nobody recorded an answer to ${asked}`);
    return Promise.resolve(answers[key]!);
  };
}

async function found(
  proof: WrittenStep['proof'],
  answers: Readonly<Record<string, Ran>>,
): Promise<StepFinding> {
  const [finding] = await stepFindings(
    documentOf(step(proof)),
    answering({ 'az account show': LOGIN, ...answers }),
  );
  return finding!;
}
const printed = (text: string): Ran => ({ kind: 'printed', text });
const failed = (errors: string): Ran => ({ kind: 'failed', errors });

describe('a manual step', () => {
  test.each<[string, Proof, Ran, StepFinding['state'], RegExp]>([
    ['is done when a number is high enough', members, printed('2\n'), 'done', /^the group has members$/],
    ['is done when the answer is as expected', pepper, printed('true\n'), 'done', /^the pepper is there$/],
    ['is not done when a number is too low', members, printed('1\n'), 'open', /not done.*\(1 of 2\)/],
    ['is not done when the answer is another', pepper, printed('false\n'), 'open', /not done.*\(false\)/],
    [
      'is not done when there is no answer: of null az prints nothing',
      pepper,
      printed(''),
      'open',
      /\(nothing\)/,
    ],
    [
      'is not done when the resource is not there',
      members,
      failed("ERROR: (ResourceNotFound) The Resource 'Microsoft.Storage/…' was not found."),
      'open',
      /nothing of that name is there/,
    ],
    [
      'is not known to who may not look',
      pepper,
      failed('ERROR: You do not have the required permissions needed to perform this operation.'),
      'unknown',
      /may not see it/,
    ],
    [
      'is not known to who may not ask Resource Manager',
      members,
      failed('ERROR: (AuthorizationFailed) The client does not have authorization to perform action'),
      'unknown',
      /may not see it/,
    ],
    [
      'is not known from outside of a closed network, which is no lack of rights',
      pepper,
      failed(
        'ERROR: This request is not authorized to perform this operation. ErrorCode:AuthorizationFailure',
      ),
      'unknown',
      /cannot be reached from here/,
    ],
    ['is not known without the program', login, { kind: 'missing' }, 'unknown', /sqlcmd is not installed/],
    ['is not known when nobody answers', pepper, { kind: 'timeout', seconds: 60 }, 'unknown', /within 60 s/],
    [
      'is not known when the answer is no JSON',
      members,
      printed('WARNING: {'),
      'unknown',
      /no JSON: WARNING: \{/,
    ],
    ['is not known when the answer is no number', members, printed('"two"'), 'unknown', /no number: "two"/],
    [
      'is not known when az fails otherwise',
      members,
      failed('first\nERROR: odd'),
      'unknown',
      /az fails: ERROR: odd/,
    ],
  ])('%s', async (_, proof, ran, state, text) => {
    const finding = await found([proof], {
      'az ad': ran,
      'az storage': ran,
      sqlcmd: ran,
    });
    expect(finding.state).toBe(state);
    expect(finding.found).toMatch(text);
    expect(finding.status).toBe({ done: 'ok', open: 'mend', unknown: 'note', unprovable: 'note' }[state]);
  });

  test('is done when all of its proofs hold, and says which one does not', async () => {
    const answers = { 'az ad': printed('2'), 'az storage': printed('false') };
    const finding = await found([members, pepper], answers);
    expect(finding.state).toBe('open');
    expect(finding.found).toContain('not shown that the pepper is there');
    expect(finding.proofs.map(({ holds }) => holds)).toEqual([true, false]);
    // What does not hold outweighs what is not known.
    expect((await found([pepper, login], { ...answers, sqlcmd: { kind: 'missing' } })).state).toBe('open');
  });

  test('without a proof says why there is none', async () => {
    const finding = await found({ none: 'who has a file is not known' }, {});
    expect(finding).toMatchObject({
      state: 'unprovable',
      status: 'note',
      found: 'cannot be proved: who has a file is not known',
    });
  });

  test('that nothing waits for is a note, and one that nobody acknowledged says so', async () => {
    const run = answering({ 'az account show': LOGIN, 'az ad': printed('0'), 'az storage': printed('true') });
    const findings = await stepFindings(
      documentOf(
        step([members], { ids: [], acknowledged: [] }),
        step([members], { acknowledged: [] }),
        step([pepper], { acknowledged: [] }),
      ),
      run,
    );
    expect(findings.map(({ check, status }) => [check, status])).toEqual([
      ['shop-dev: Pepper of shop', 'note'],
      ['shop-dev/pepper', 'mend'],
      ['shop-dev/pepper', 'ok'],
    ]);
    expect(findings[1]?.found).not.toContain('is acknowledged');
    expect(findings[2]?.remedy).toBe('acknowledge it, before anything runs: shop-dev/pepper');
  });
});

describe('proofs', () => {
  test.each<[string, Ran, RegExp]>([
    ['without a login', failed('Please run "az login" to setup account.'), /nobody is logged in/],
    ['without az', { kind: 'missing' }, /az is not installed/],
    ['in another tenant', printed(`"${SUBSCRIPTION}/x"`), /the login is in tenant 2222/],
  ])('ask az nothing %s', async (_, ran, text) => {
    const asked: string[] = [];
    const run: RunProgram = (name, options) => {
      asked.push([name, ...options.slice(0, 2)].join(' '));
      return Promise.resolve(name === 'sqlcmd' ? printed('1') : ran);
    };
    const findings = await stepFindings(documentOf(step([pepper]), step([login])), run);
    expect(findings[0]?.found).toMatch(text);
    expect(findings[1]?.state).toBe('done');
    expect(asked).toEqual(['az account show', expect.stringMatching(/^sqlcmd/)]);
  });

  test('ask nothing in another subscription than the environment has', async () => {
    const [finding] = await stepFindings(
      { ...documentOf(step([pepper])), subscriptionId: TENANT },
      answering({ 'az account show': LOGIN }),
    );
    expect(finding).toMatchObject({ state: 'unknown', status: 'note' });
    expect(finding?.remedy).toContain(`az account set --subscription ${TENANT}`);
  });

  test('are given to each step as they were asked, a few at once', async () => {
    const steps = Array.from({ length: 20 }, (_, index) =>
      step([azProof(`number ${index}`, ['n', String(index)], 'x', { atLeast: 10 })], { title: `${index}` }),
    );
    let running = 0;
    let most = 0;
    const run: RunProgram = async (_, options) => {
      if (options[0] === 'account') return LOGIN;
      most = Math.max(most, (running += 1));
      await new Promise((done) => setTimeout(done, 20 - Number(options[1])));
      running -= 1;
      return printed(options[1] ?? '');
    };
    const findings = await stepFindings(documentOf(...steps), run);
    expect(findings.map(({ state }) => state)).toEqual(
      steps.map((_, index) => (index >= 10 ? 'done' : 'open')),
    );
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('manual steps that cannot be read', () => {
  const folder = temporaryFolder();
  test.each<[string, string | undefined, RegExp]>([
    ['are not there', undefined, /LH9350 doctor: ".*prod\.json" is not there/],
    ['are no JSON', '{', /is no JSON/],
    ['are of another format', '{ "format": 2, "steps": [] }', /is of format 2; allowed: .* format 1/],
  ])('%s', (_, text, message) => {
    mkdirSync(folder.at('manual-steps'));
    if (text !== undefined) writeFileSync(folder.at('manual-steps', 'prod.json'), text);
    expect(() => manualStepsIn(folder.path, 'prod')).toThrow(message);
  });
});

describe('what pipelines do', () => {
  const approvals = step([members], {
    title: 'Private endpoints of adf',
    ids: ['shop-dev/private-endpoints'],
  });
  const asked = async (answer: Ran): Promise<StepFinding[]> =>
    stepFindings(
      { ...documentOf(step([pepper])), byPipelines: [{ ...approvals, acknowledged: [] }] },
      answering({ 'az account show': LOGIN, 'az ad': answer, 'az storage': printed('true') }),
    );

  test('is looked at as well, after the manual steps, and acknowledged by nobody', async () => {
    const [byHand, byPipeline] = await asked(printed('2'));
    expect(byHand).toMatchObject({ check: 'shop-dev/pepper', state: 'done' });
    expect(byPipeline).toMatchObject({ check: 'shop-dev/private-endpoints', state: 'done', status: 'ok' });
    expect(byPipeline).not.toHaveProperty('remedy');
  });

  test('is mended by deploying again', async () => {
    const [, open] = await asked(printed('1'));
    expect(open).toMatchObject({
      state: 'open',
      status: 'mend',
      remedy: 'deploy again: what follows a deployment does it, or says why it does not',
    });
  });
});
