import { type DeliveryDocument } from '../../stacks/delivery-document';
import { type Deliveries } from './deliveries';
import { type CiCommands } from './github';
import { TOOLS } from './pinned';

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

function planPipeline(deliveries: Deliveries, { synth, test }: CiCommands): string {
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
        ...CLONE,
        ...NODE,
        `- script: ${test}`,
        '  displayName: tests',
        `- script: ${synth}`,
        '  displayName: synthesize',
        '  env:',
        '    ENVIRONMENT: all',
        '- script: npx --no-install lakehouse ci azure-devops --check',
        '  displayName: the pipelines are those of what was synthesized',
        '- script: |',
        '    set -euo pipefail',
        `    pipx install checkov==${TOOLS.checkov}`,
        '    npx --no-install lakehouse scan',
        '  displayName: policies',
        ...published('synthesis'),
      ],
      '    ',
    ),
    '- stage: plan',
    '  dependsOn: check',
    '  jobs:',
    ...deliveries.flatMap(({ environment, stacks, azureDevOps }) => [
      `  - job: plan_${environment}`,
      ...indented(POOL, '    '),
      '    timeoutInMinutes: 60',
      '    steps:',
      ...indented(
        [
          ...CLONE,
          ...NODE,
          ...TERRAFORM,
          ...downloaded('synthesis'),
          ...azure(`plan ${environment}`, azureDevOps?.plan, [
            ...LOGIN,
            `ci/plan.sh ${stacks.join(' ')} || [ $? -eq 2 ]`,
          ]),
          '- script: npx --no-install lakehouse guard plans --comment comment.md',
          '  displayName: guard',
          '- script: |',
          '    set -euo pipefail',
          '    [ -s comment.md ] || exit 0',
          '    threads="$(System.CollectionUri)$(System.TeamProject)/_apis/git/repositories/$(Build.Repository.ID)/pullRequests/$(System.PullRequest.PullRequestId)/threads"',
          `    jq --null-input --rawfile text comment.md '{ comments: [{ parentCommentId: 0, content: $text, commentType: 1 }], status: "closed" }' |`,
          '      curl --fail --silent --show-error --output /dev/null --request POST --header "Authorization: Bearer $SYSTEM_ACCESSTOKEN" \\',
          '        --header "Content-Type: application/json" --data @- "$threads?api-version=7.1"',
          '  displayName: comment',
          "  condition: and(always(), eq(variables['Build.Repository.Provider'], 'TfsGit'), ne(variables['System.PullRequest.PullRequestId'], ''))",
          '  env:',
          '    SYSTEM_ACCESSTOKEN: $(System.AccessToken)',
        ],
        '    ',
      ),
    ]),
  ]);
}

function deployPipeline(deliveries: Deliveries, { synth, test }: CiCommands): string {
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
      [
        ...CLONE,
        ...NODE,
        `- script: ${test}`,
        '  displayName: tests',
        `- script: ${synth}`,
        '  displayName: synthesize',
        '  env:',
        '    ENVIRONMENT: all',
        ...published('synthesis'),
      ],
      '    ',
    ),
    ...deliveries.flatMap((delivery, index) => deployStage(delivery, deliveries[index - 1]?.environment)),
  ]);
}

function deployStage(
  { environment, stacks, approval, azureDevOps }: DeliveryDocument,
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
        ...downloaded('synthesis'),
        ...azure(`deploy ${environment}, in order, what the guard lets through`, azureDevOps?.deploy, [
          ...LOGIN,
          `ci/deploy.sh ${stacks.join(' ')}`,
        ]),
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
          `- script: ${synth}`,
          '  displayName: synthesize',
          '  env:',
          `    ENVIRONMENT: ${environment}`,
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
    ...deliveries.flatMap(({ environment, gold, azureDevOps }) => [
      `- job: gold_${environment}`,
      ...indented(POOL),
      '  timeoutInMinutes: 60',
      '  steps:',
      ...indented(
        [
          ...CLONE,
          ...azure('deploy gold', azureDevOps?.deploy, [
            `ci/gold.sh ${gold.map(({ factory, pipeline }) => `${factory}/${pipeline}`).join(' ')}`,
          ]),
        ],
        '  ',
      ),
    ]),
  ]);
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

function published(artifact: string): string[] {
  return ['- publish: cdktf.out', `  artifact: ${artifact}`];
}

function downloaded(artifact: string): string[] {
  return [
    '- download: current',
    `  artifact: ${artifact}`,
    `- script: cp -R "$(Pipeline.Workspace)/${artifact}" cdktf.out`,
    '  displayName: what was synthesized',
  ];
}

function indented(lines: readonly string[], by = '  '): string[] {
  return lines.map((line) => `${by}${line}`);
}

function file(lines: readonly string[]): string {
  return [HEAD, ...lines, ''].join('\n');
}
