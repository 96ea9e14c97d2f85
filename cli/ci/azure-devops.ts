import { type DeliveryDocument } from '../../stacks/delivery-document';
import { type Deliveries } from './deliveries';
import { TOOLS } from './pinned';
import {
  approvalLines,
  baseStep,
  checkSteps,
  type CiCommands,
  goldLines,
  guardStep,
  policySteps,
  rehearseStep,
  type ShellStep,
  smokeLines,
  synthesized,
} from './steps';

/** Pipelines of Azure DevOps, by their paths. */
export function azureDevOpsFiles(deliveries: Deliveries, commands: CiCommands): Record<string, string> {
  const running = deliveries.filter(({ gold }) => gold.length > 0);
  return {
    'azure-pipelines/plan.yml': planPipeline(deliveries, commands),
    'azure-pipelines/deploy.yml': deployPipeline(deliveries, commands),
    'azure-pipelines/drift.yml': driftPipeline(deliveries, commands),
    ...(running.length > 0 && { 'azure-pipelines/after-deployment.yml': afterPipeline(running) }),
  };
}

/** The name under which the pipeline that deploys is made: what follows a deployment waits for it by that name. */
export const DEPLOY_PIPELINE = 'lakehouse-deploy';

const HEAD =
  '# Written by `lakehouse ci azure-devops`, which replaces it: run it again when environments or stacks change.';
const POOL = ['pool:', '  vmImage: ubuntu-24.04'];
const CLONE = ['- checkout: self', '  persistCredentials: false'];
/** With the history of all branches, so that the one that is deployed is there beside the change. */
const CLONE_ALL = [...CLONE, '  fetchDepth: 0'];
const NODE = [
  '- task: NodeTool@0',
  '  inputs:',
  `    versionSpec: '${TOOLS.node}.x'`,
  '- script: npm ci',
  '  displayName: packages',
];
/** By its checksum file and in its own folder, because an extension for it is not there in every organisation. */
const TERRAFORM = [
  '- script: |',
  '    set -euo pipefail',
  `    version=${TOOLS.terraform}`,
  '    cd "$(Agent.TempDirectory)"',
  '    curl --fail --silent --show-error --remote-name-all \\',
  '      "https://releases.hashicorp.com/terraform/$version/terraform_${version}_linux_amd64.zip" \\',
  '      "https://releases.hashicorp.com/terraform/$version/terraform_${version}_SHA256SUMS"',
  '    grep "terraform_${version}_linux_amd64.zip" "terraform_${version}_SHA256SUMS" | sha256sum --check --strict',
  '    unzip -q -o "terraform_${version}_linux_amd64.zip" terraform -d "$(Agent.TempDirectory)/bin"',
  '    echo "##vso[task.prependpath]$(Agent.TempDirectory)/bin"',
  '  displayName: terraform',
];
/** How Terraform gets tokens of the connection, also when an apply takes longer than one is valid. */
const LOGIN = [
  'export ARM_USE_OIDC=true ARM_CLIENT_ID=$servicePrincipalId ARM_TENANT_ID=$tenantId',
  'export ARM_OIDC_TOKEN=$idToken ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID=$AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
  'ARM_SUBSCRIPTION_ID=$(az account show --query id --output tsv)',
  'export ARM_SUBSCRIPTION_ID TF_IN_AUTOMATION=true',
];

function planPipeline(deliveries: Deliveries, commands: CiCommands): string {
  const [{ branch }] = deliveries;
  return file([
    '# Make it the build validation of the branch: repositories in Azure Repos start it by that, others by `pr`.',
    'trigger: none',
    'pr:',
    '  branches:',
    `    include: [${branch}]`,
    'stages:',
    '- stage: check',
    '  jobs:',
    '  - job: check',
    '    displayName: synth, tests, policies',
    ...indented(POOL, '    '),
    '    timeoutInMinutes: 60',
    '    steps:',
    ...indented(
      [
        ...CLONE_ALL,
        ...NODE,
        ...[...checkSteps(commands), ...policySteps('azure-devops')].flatMap(shell),
        ...shell({ name: 'what is deployed now', run: [`git worktree add base origin/${branch}`] }),
        ...shell(baseStep(commands.synth, 'base', '$(Build.SourcesDirectory)/base.out')),
        ...published('cdktf.out', 'synthesis'),
        ...published('base.out', 'base'),
        ...shell(rehearseStep('$(System.PullRequest.IsFork)')),
      ],
      '    ',
    ),
    '- stage: plan',
    '  dependsOn: check',
    '  jobs:',
    ...deliveries.flatMap(planJob),
    '- stage: comment',
    '  dependsOn: plan',
    `  condition: and(not(canceled()), ${IN_AZURE_REPOS})`,
    '  jobs:',
    ...commentJob(),
  ]);
}

function planJob({ environment, stacks, azureDevOps }: DeliveryDocument): string[] {
  return [
    `  - job: plan_${environment}`,
    ...indented(POOL, '    '),
    '    timeoutInMinutes: 60',
    '    steps:',
    ...indented(
      [
        ...CLONE,
        ...NODE,
        ...TERRAFORM,
        ...downloaded('synthesis', 'cdktf.out'),
        ...downloaded('base', 'base.out'),
        ...azure(`plan ${environment}`, azureDevOps?.plan, [
          ...LOGIN,
          `ci/plan.sh ${stacks.join(' ')} || [ $? -eq 2 ]`,
        ]),
        ...shell(guardStep('comment.md')),
        '# The comment alone: a plan has every attribute in it, and artifacts are for everybody who reads the project.',
        '- publish: comment.md',
        `  artifact: comment_${environment}`,
        '  condition: always()',
      ],
      '    ',
    ),
  ];
}

/** Whether it runs for a pull request of a repository in Azure Repos: of others, its threads are elsewhere. */
const IN_AZURE_REPOS =
  "eq(variables['Build.Repository.Provider'], 'TfsGit'), ne(variables['System.PullRequest.PullRequestId'], '')";

/** One comment for all environments, written anew each time. Source: "Pull Request Threads - List", "Pull Request Thread Comments - Update". */
function commentJob(): string[] {
  return [
    '  - job: comment',
    ...indented(POOL, '    '),
    '    timeoutInMinutes: 10',
    '    steps:',
    ...indented(
      [
        '- checkout: none',
        '- download: current',
        '  patterns: comment_*/comment.md',
        '- script: |',
        '    set -euo pipefail',
        '    shopt -s nullglob',
        '    cat "$(Pipeline.Workspace)"/comment_*/comment.md /dev/null >comment.md',
        '    [ -s comment.md ] || echo "<!-- lakehouse guard --> There is no plan: see the log." >comment.md',
        '    threads="$(System.CollectionUri)$(System.TeamProject)/_apis/git/repositories/$(Build.Repository.ID)/pullRequests/$(System.PullRequest.PullRequestId)/threads"',
        '    call() {',
        '      curl --fail --silent --show-error --header "Authorization: Bearer $SYSTEM_ACCESSTOKEN" --header "Content-Type: application/json" "$@"',
        '    }',
        `    own=$(call "$threads?api-version=7.1" | jq --raw-output 'first(.value[] | select(.comments[0].content // "" | startswith("<!-- lakehouse guard -->")) | "\\(.id)/comments/\\(.comments[0].id)") // empty')`,
        '    if [ -n "$own" ]; then',
        `      jq --null-input --rawfile text comment.md '{ content: $text }' |`,
        '        call --request PATCH --output /dev/null --data @- "$threads/$own?api-version=7.1"',
        '    else',
        `      jq --null-input --rawfile text comment.md '{ comments: [{ parentCommentId: 0, content: $text, commentType: 1 }], status: "closed" }' |`,
        '        call --request POST --output /dev/null --data @- "$threads?api-version=7.1"',
        '    fi',
        '  displayName: one comment, written anew each time',
        '  env:',
        '    SYSTEM_ACCESSTOKEN: $(System.AccessToken)',
      ],
      '    ',
    ),
  ];
}

function deployPipeline(deliveries: Deliveries, commands: CiCommands): string {
  const [{ branch }] = deliveries;
  return file([
    `# Make it under the name ${DEPLOY_PIPELINE}: what follows a deployment waits for it by that name.`,
    'trigger:',
    '  batch: true',
    '  branches:',
    `    include: [${branch}]`,
    'pr: none',
    '# One deployment after the other: states have one writer.',
    'lockBehavior: sequential',
    'stages:',
    '- stage: check',
    '  jobs:',
    '  - job: check',
    '    displayName: synth and tests',
    ...indented(POOL, '    '),
    '    timeoutInMinutes: 60',
    '    steps:',
    ...indented(
      [...CLONE, ...NODE, ...checkSteps(commands).flatMap(shell), ...published('cdktf.out', 'synthesis')],
      '    ',
    ),
    ...deliveries.flatMap((delivery, index) => deployStage(delivery, deliveries[index - 1]?.environment)),
  ]);
}

function deployStage(
  { environment, stacks, approvals = [], approval, azureDevOps }: DeliveryDocument,
  before: string | undefined,
): string[] {
  return [
    `- stage: deploy_${environment}`,
    `  dependsOn: ${before === undefined ? 'check' : `[check, deploy_${before}]`}`,
    '  jobs:',
    `  - deployment: deploy_${environment}`,
    ...(approval
      ? ['    # The environment has an approval and an exclusive lock: the job waits for both.']
      : []),
    `    environment: ${environment}`,
    ...indented(POOL, '    '),
    '    timeoutInMinutes: 180',
    '    strategy:',
    '      runOnce:',
    '        deploy:',
    '          steps:',
    ...indented(
      [
        ...CLONE,
        ...NODE,
        ...TERRAFORM,
        ...downloaded('synthesis', 'cdktf.out'),
        ...azure(`deploy ${environment}, in order, what the guard lets through`, azureDevOps?.deploy, [
          ...LOGIN,
          `ci/deploy.sh ${stacks.join(' ')}`,
        ]),
        ...(approvals.length > 0
          ? azure('approve private endpoints', azureDevOps?.deploy, approvalLines(approvals))
          : []),
      ],
      '          ',
    ),
  ];
}

function driftPipeline(deliveries: Deliveries, { synth }: CiCommands): string {
  const [{ branch }] = deliveries;
  return file([
    'trigger: none',
    'pr: none',
    'schedules:',
    "- cron: '17 3 * * *'",
    '  displayName: nightly',
    '  branches:',
    `    include: [${branch}]`,
    '  always: true',
    'jobs:',
    ...deliveries.flatMap(({ environment, stacks, azureDevOps }) => [
      `- job: drift_${environment}`,
      ...indented(POOL),
      '  timeoutInMinutes: 60',
      '  steps:',
      ...indented(
        [
          ...CLONE,
          ...NODE,
          ...TERRAFORM,
          ...shell(synthesized(synth, environment)),
          '# It fails where something differs: whoever is subscribed to failed runs hears of it.',
          ...azure(`compare what is there with what is defined`, azureDevOps?.plan, [
            ...LOGIN,
            `ci/plan.sh ${stacks.join(' ')}`,
          ]),
        ],
        '  ',
      ),
    ]),
  ]);
}

/** What follows a deployment, in runs of its own: it is repeated without deploying again. */
function afterPipeline(deliveries: readonly DeliveryDocument[]): string {
  return file([
    'trigger: none',
    'pr: none',
    'resources:',
    '  pipelines:',
    '  - pipeline: deployment',
    `    source: ${DEPLOY_PIPELINE}`,
    '    trigger:',
    '      branches:',
    '        include:',
    `        - ${deliveries[0]?.branch ?? ''}`,
    '      stages:',
    ...deliveries.map(({ environment }) => `      - deploy_${environment}`),
    'jobs:',
    ...deliveries.flatMap(afterJob),
  ]);
}

function afterJob({ environment, gold, smoke, azureDevOps }: DeliveryDocument): string[] {
  return [
    `- job: gold_${environment}`,
    ...indented(POOL),
    '  timeoutInMinutes: 60',
    '  steps:',
    ...indented([...CLONE, ...azure('deploy gold', azureDevOps?.deploy, goldLines(gold))], '  '),
    ...(smoke
      ? [
          `- job: smoke_${environment}`,
          `  dependsOn: gold_${environment}`,
          ...indented(POOL),
          '  timeoutInMinutes: 120',
          '  steps:',
          ...indented(
            [
              ...CLONE,
              ...NODE,
              ...downloaded('synthesis', 'cdktf.out', 'deployment'),
              ...azure('smoke test', azureDevOps?.deploy, smokeLines(environment)),
            ],
            '  ',
          ),
        ]
      : []),
  ];
}

function azure(name: string, connection: string | undefined, script: readonly string[]): string[] {
  return [
    '- task: AzureCLI@2',
    `  displayName: ${name}`,
    '  inputs:',
    `    azureSubscription: ${connection ?? ''}`,
    '    addSpnToEnvironment: true',
    '    scriptType: bash',
    '    scriptLocation: inlineScript',
    '    inlineScript: |',
    '      set -euo pipefail',
    ...script.map((line) => `      ${line}`),
    '  env:',
    '    SYSTEM_ACCESSTOKEN: $(System.AccessToken)',
  ];
}

/** A step as a pipeline has it; `script` goes on after a line that fails, unless it is asked not to. */
function shell({ name, run, env = {} }: ShellStep): string[] {
  const variables = Object.entries(env).map(([variable, value]) => `    ${variable}: ${value}`);
  return [
    '- script: |',
    '    set -euo pipefail',
    ...run.map((line) => `    ${line}`),
    `  displayName: ${name}`,
    ...(variables.length === 0 ? [] : ['  env:', ...variables]),
  ];
}

function published(folder: string, artifact: string): string[] {
  return [`- publish: ${folder}`, `  artifact: ${artifact}`];
}

/** Puts an artifact of this run, or of another pipeline, into a folder. */
function downloaded(artifact: string, folder: string, from = 'current'): string[] {
  const below = from === 'current' ? artifact : `${from}/${artifact}`;
  return [
    `- download: ${from}`,
    `  artifact: ${artifact}`,
    `- script: cp -R "$(Pipeline.Workspace)/${below}" ${folder}`,
    `  displayName: ${artifact}`,
  ];
}

function indented(lines: readonly string[], by = '  '): string[] {
  return lines.map((line) => `${by}${line}`);
}

function file(lines: readonly string[]): string {
  return [HEAD, ...lines, ''].join('\n');
}
