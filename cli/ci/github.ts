import { type DeliveryDocument } from '../../stacks/delivery-document';
import { type Deliveries } from './deliveries';
import { ACTIONS, TOOLS } from './pinned';
import {
  approvalLines,
  baseStep,
  checkSteps,
  type CiCommands,
  continued,
  goldLines,
  guardStep,
  policySteps,
  rehearseStep,
  type ShellStep,
  smokeLines,
  synthesized,
} from './steps';

/** Workflows of GitHub Actions, by their paths. */
export function githubFiles(deliveries: Deliveries, commands: CiCommands): Record<string, string> {
  return {
    '.github/workflows/lakehouse-plan.yml': planWorkflow(deliveries, commands),
    '.github/workflows/lakehouse-deploy.yml': deployWorkflow(deliveries, commands),
    '.github/workflows/lakehouse-drift.yml': driftWorkflow(deliveries, commands),
  };
}

const HEAD =
  '# Written by `lakehouse ci github`, which replaces it: run it again when environments or stacks change.';
const RUNNER = 'ubuntu-24.04';

const CHECKOUT = ['- uses: ' + ACTIONS.checkout, '  with:', '    persist-credentials: false'];
const NODE = [
  '- uses: ' + ACTIONS.setupNode,
  '  with:',
  `    node-version: '${TOOLS.node}'`,
  '    cache: npm',
  '- run: npm ci',
];
const TERRAFORM = [
  '- uses: ' + ACTIONS.setupTerraform,
  '  with:',
  `    terraform_version: '${TOOLS.terraform}'`,
  '    terraform_wrapper: false',
];
/** What one job synthesized: both folders for plans; a single one is packed without its name. */
const SYNTHESIS = ['- uses: ' + ACTIONS.downloadArtifact, '  with:', '    name: synthesis'];

function planWorkflow(deliveries: Deliveries, commands: CiCommands): string {
  const [{ branch }] = deliveries;
  return file(
    'plan',
    [
      'on:',
      '  pull_request:',
      `    branches: [${branch}]`,
      'permissions:',
      '  contents: read',
      'concurrency:',
      '  group: plan-${{ github.ref }}',
      '  cancel-in-progress: true',
    ],
    {
      check: [
        'name: synth, tests, policies',
        `runs-on: ${RUNNER}`,
        'timeout-minutes: 60',
        'steps:',
        ...indented([
          ...CHECKOUT,
          ...NODE,
          ...[...checkSteps(commands), ...policySteps('github')].flatMap(shell),
          '- uses: ' + ACTIONS.checkout,
          '  with:',
          '    ref: ${{ github.base_ref }}',
          '    path: base',
          '    persist-credentials: false',
          ...shell(baseStep(commands.synth, 'base', '${{ github.workspace }}/base.out')),
          ...uploaded('synthesis', ['cdktf.out', 'base.out']),
          ...shell(rehearseStep('${{ github.event.pull_request.head.repo.full_name != github.repository }}')),
        ]),
      ],
      plan: [
        'name: plan ${{ matrix.environment }}',
        'needs: check',
        '# A fork gets no token of this repository.',
        'if: github.event.pull_request.head.repo.full_name == github.repository',
        `runs-on: ${RUNNER}`,
        'timeout-minutes: 60',
        ...matrix(deliveries),
        ...planPermissions(),
        ...planEnvironment(),
        'steps:',
        ...indented([
          ...CHECKOUT,
          ...NODE,
          ...TERRAFORM,
          ...SYNTHESIS,
          '- name: plan',
          '  run: ci/plan.sh $STACKS || [ $? -eq 2 ]',
          ...shell(guardStep('"comment-$ENVIRONMENT.md"')),
          '# The comment alone: a plan has every attribute in it, and artifacts are for everybody who reads the repository.',
          ...uploaded('comment-${{ matrix.environment }}', ['comment-*.md'], 'always()'),
        ]),
      ],
      comment: commentJob(),
    },
  );
}

/** One comment for all environments, written anew each time. */
function commentJob(): string[] {
  return [
    'needs: plan',
    "if: always() && needs.plan.result != 'skipped'",
    `runs-on: ${RUNNER}`,
    'timeout-minutes: 10',
    'permissions:',
    '  pull-requests: write',
    'steps:',
    ...indented([
      '- uses: ' + ACTIONS.downloadArtifact,
      '  with:',
      '    pattern: comment-*',
      '    merge-multiple: true',
      '- name: one comment, written anew each time',
      '  env:',
      '    GH_TOKEN: ${{ github.token }}',
      '    PULL_REQUEST: ${{ github.event.pull_request.number }}',
      '  run: |',
      '    shopt -s nullglob',
      '    cat comment-*.md /dev/null >comment.md',
      '    [ -s comment.md ] || echo "<!-- lakehouse guard --> There is no plan: see the log." >comment.md',
      '    comments=repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments',
      '    own=$(gh api --paginate "$comments" --jq \'.[] | select(.body | startswith("<!-- lakehouse guard -->")) | .id\' | head -n 1)',
      '    if [ -n "$own" ]; then',
      '      gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" --field body=@comment.md --silent',
      '    else',
      '      gh api --method POST "$comments" --field body=@comment.md --silent',
      '    fi',
    ]),
  ];
}

function deployWorkflow(deliveries: Deliveries, commands: CiCommands): string {
  const [{ branch }] = deliveries;
  return file(
    'deploy',
    [
      'on:',
      '  push:',
      `    branches: [${branch}]`,
      '  workflow_dispatch:',
      'permissions:',
      '  contents: read',
      '# One deployment after the other: states have one writer.',
      'concurrency:',
      '  group: deploy',
      '  cancel-in-progress: false',
    ],
    {
      check: [
        'name: synth and tests',
        `runs-on: ${RUNNER}`,
        'timeout-minutes: 60',
        'steps:',
        ...indented([
          ...CHECKOUT,
          ...NODE,
          ...checkSteps(commands).flatMap(shell),
          ...uploaded('synthesis', ['cdktf.out']),
        ]),
      ],
      ...Object.fromEntries(
        deliveries.map((delivery, index) => [
          `deploy-${delivery.environment}`,
          deployJob(delivery, deliveries[index - 1]?.environment),
        ]),
      ),
    },
  );
}

function deployJob(
  { environment, stacks, approvals = [], gold, smoke, approval }: DeliveryDocument,
  before: string | undefined,
): string[] {
  return [
    `needs: ${before === undefined ? 'check' : `[check, deploy-${before}]`}`,
    `runs-on: ${RUNNER}`,
    'timeout-minutes: 180',
    ...(approval ? ['# The environment has required reviewers: the job waits for one of them.'] : []),
    `environment: ${environment}`,
    'permissions:',
    '  contents: read',
    '  id-token: write',
    'env:',
    "  ARM_USE_OIDC: 'true'",
    '  ARM_CLIENT_ID: ${{ vars.AZURE_CLIENT_ID }}',
    '  ARM_TENANT_ID: ${{ vars.AZURE_TENANT_ID }}',
    `  ARM_SUBSCRIPTION_ID: \${{ vars.AZURE_SUBSCRIPTION_ID_${environment.toUpperCase()} }}`,
    "  TF_IN_AUTOMATION: 'true'",
    'steps:',
    ...indented([
      ...CHECKOUT,
      ...NODE,
      ...TERRAFORM,
      ...SYNTHESIS,
      '    path: cdktf.out',
      '- name: deploy, in order, what the guard lets through',
      '  run: |',
      '    ci/deploy.sh \\',
      ...continued(stacks, '      '),
      ...(approvals.length + gold.length === 0
        ? []
        : [
            '- uses: ' + ACTIONS.azureLogin,
            '  with:',
            '    client-id: ${{ vars.AZURE_CLIENT_ID }}',
            '    tenant-id: ${{ vars.AZURE_TENANT_ID }}',
            `    subscription-id: \${{ vars.AZURE_SUBSCRIPTION_ID_${environment.toUpperCase()} }}`,
            ...(approvals.length > 0
              ? shell({ name: 'approve private endpoints', run: approvalLines(approvals) })
              : []),
            ...(gold.length > 0 ? shell({ name: 'deploy gold', run: goldLines(gold) }) : []),
            ...(smoke ? shell({ name: 'smoke test', run: smokeLines(environment) }) : []),
          ]),
    ]),
  ];
}

function driftWorkflow(deliveries: Deliveries, { synth }: CiCommands): string {
  return file(
    'drift',
    [
      'on:',
      '  schedule:',
      "    - cron: '17 3 * * *'",
      '  workflow_dispatch:',
      'permissions:',
      '  contents: read',
    ],
    {
      drift: [
        'name: drift ${{ matrix.environment }}',
        `runs-on: ${RUNNER}`,
        'timeout-minutes: 60',
        ...matrix(deliveries),
        ...planPermissions('  issues: write'),
        ...planEnvironment(),
        'steps:',
        ...indented([
          ...CHECKOUT,
          ...NODE,
          ...TERRAFORM,
          ...shell(synthesized(synth, '${{ matrix.environment }}')),
          '- name: compare what is there with what is defined',
          '  id: plan',
          '  run: |',
          '    status=0',
          '    ci/plan.sh $STACKS || status=$?',
          '    [ "$status" -ne 1 ] || exit 1',
          '    npx --no-install lakehouse guard plans --comment drift.md || true',
          '    echo "differs=$status" >>"$GITHUB_OUTPUT"',
          '- name: open an issue, or add to the one that is open',
          "  if: steps.plan.outputs.differs == '2'",
          '  env:',
          '    GH_TOKEN: ${{ github.token }}',
          '  run: |',
          '    title="Drift in $ENVIRONMENT"',
          '    open=$(gh issue list --state open --search "in:title \\"$title\\"" --json number --jq ".[0].number // empty")',
          '    if [ -n "$open" ]; then',
          '      gh issue comment "$open" --body-file drift.md',
          '    else',
          '      gh issue create --title "$title" --body-file drift.md',
          '    fi',
          '    exit 1',
        ]),
      ],
    },
  );
}

function matrix(deliveries: Deliveries): string[] {
  return [
    'strategy:',
    '  fail-fast: false',
    '  matrix:',
    '    include:',
    ...deliveries.flatMap(({ environment, stacks }) => [
      `      - environment: ${environment}`,
      `        client: AZURE_PLAN_CLIENT_ID_${environment.toUpperCase()}`,
      `        subscription: AZURE_SUBSCRIPTION_ID_${environment.toUpperCase()}`,
      `        stacks: ${stacks.join(' ')}`,
    ]),
  ];
}

function planPermissions(...more: readonly string[]): string[] {
  return ['permissions:', '  contents: read', '  id-token: write', ...more];
}

function planEnvironment(): string[] {
  return [
    'env:',
    '  ENVIRONMENT: ${{ matrix.environment }}',
    '  STACKS: ${{ matrix.stacks }}',
    "  ARM_USE_OIDC: 'true'",
    '  ARM_CLIENT_ID: ${{ vars[matrix.client] }}',
    '  ARM_TENANT_ID: ${{ vars.AZURE_TENANT_ID }}',
    '  ARM_SUBSCRIPTION_ID: ${{ vars[matrix.subscription] }}',
    "  TF_IN_AUTOMATION: 'true'",
  ];
}

/** A step as a workflow has it. */
function shell({ name, run, env = {} }: ShellStep): string[] {
  const variables = Object.entries(env).map(([variable, value]) => `    ${variable}: ${value}`);
  return [
    `- name: ${name}`,
    ...(variables.length === 0 ? [] : ['  env:', ...variables]),
    '  run: |',
    ...run.map((line) => `    ${line}`),
  ];
}

function uploaded(name: string, paths: readonly string[], condition?: string): string[] {
  return [
    '- uses: ' + ACTIONS.uploadArtifact,
    ...(condition === undefined ? [] : [`  if: ${condition}`]),
    '  with:',
    `    name: ${name}`,
    ...(paths.length === 1
      ? [`    path: ${paths[0] ?? ''}`]
      : ['    path: |', ...paths.map((path) => `      ${path}`)]),
    '    retention-days: 3',
  ];
}

function indented(lines: readonly string[], by = '  '): string[] {
  return lines.map((line) => `${by}${line}`);
}

function file(
  name: string,
  head: readonly string[],
  jobs: Readonly<Record<string, readonly string[]>>,
): string {
  return [
    HEAD,
    `name: lakehouse ${name}`,
    ...head,
    'jobs:',
    ...Object.entries(jobs).flatMap(([job, lines]) => [`  ${job}:`, ...indented(lines, '    ')]),
    '',
  ].join('\n');
}
