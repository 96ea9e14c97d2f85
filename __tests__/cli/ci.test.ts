import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { ciCommand } from '../../cli/ci-command';
import { azureDevOpsFiles } from '../../cli/ci/azure-devops';
import { type Deliveries } from '../../cli/ci/deliveries';
import { githubFiles } from '../../cli/ci/github';
import { CI_SCRIPTS } from '../../cli/ci/scripts';
import { company as reference } from '../../departments';
import { type DeliveryDocument, deliveryDocument } from '../../stacks';
import { referenceStacks } from '../support/reference-stacks';
import { temporaryFolder } from '../support/temporary-folder';

const COMMANDS = { synth: 'npx --no-install lakehouse synth', test: 'npm test' };
// Two environments say it all: one that is deployed at once, and one after an approval.
const company = {
  ...reference,
  delivery: {
    ...reference.delivery!,
    environments: reference.delivery!.environments.filter(({ name }) => name !== 'test'),
  },
};
const stacks = { dev: referenceStacks('dev'), prod: referenceStacks('prod') };
const documentOf = (name: 'dev' | 'prod'): DeliveryDocument =>
  deliveryDocument(
    company,
    company.environments.find((one) => one.name === name)!,
    stacks[name],
  )!;
const both: Deliveries = [documentOf('dev'), documentOf('prod')];

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (name: string, deliveries: Deliveries = both): Workflow =>
  parse(githubFiles(deliveries, COMMANDS)[`.github/workflows/lakehouse-${name}.yml`]!) as Workflow;
const jobsOf = (name: string): readonly (readonly [string, Job])[] => Object.entries(workflow(name).jobs);

describe('how an environment is deployed', () => {
  test('has each stack after those that come before it', () => {
    for (const name of ['dev', 'prod'] as const) {
      const order = documentOf(name).stacks;
      expect([...order].sort()).toEqual(stacks[name].map(({ node }) => node.id).sort());
      for (const { node, dependencies } of stacks[name])
        for (const other of dependencies)
          expect(order.indexOf(other.node.id)).toBeLessThan(order.indexOf(node.id));
    }
  });

  test('asks for an approval unless it is destroyable, and deploys gold where something runs', () => {
    expect(both.map(({ approval, gold }) => [approval, gold.length])).toEqual([
      [false, 0],
      [true, 5],
    ]);
    expect(both.map(({ approvals }) => approvals?.length)).toEqual([undefined, 12]);
    expect(both[1]!.gold[0]).toEqual({ factory: 'adf-mrdn-prod', pipeline: 'operations_deploy_gold' });
  });

  test('is nothing where the company says nothing of it', () => {
    const [dev] = company.environments;
    expect(deliveryDocument({ ...company, delivery: undefined }, dev!, stacks.dev)).toBeUndefined();
  });
});

describe('workflows of GitHub', () => {
  test.each(['plan', 'deploy', 'drift'])(
    '%s: every action is pinned by a commit, and no job has more rights than it needs',
    (name) => {
      const { permissions } = workflow(name);
      expect(permissions).toEqual({ contents: 'read' });
      for (const [job, { steps, permissions: own = {} }] of jobsOf(name)) {
        for (const { uses } of steps)
          if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
        for (const { uses, with: input } of steps)
          if (uses?.startsWith('actions/checkout@'))
            expect(input).toMatchObject({ 'persist-credentials': false });
        const written = Object.entries(own)
          .filter(([, right]) => right === 'write')
          .map(([right]) => right);
        const expected: Readonly<Record<string, string[]>> = {
          plan: ['id-token'],
          comment: ['pull-requests'],
          drift: ['id-token', 'issues'],
          'deploy-dev': ['id-token'],
          'deploy-prod': ['id-token'],
        };
        expect([job, written]).toEqual([job, expected[job] ?? []]);
      }
    },
  );

  test('deploy one environment after the other, each in its own environment with the tokens of it', () => {
    const { jobs } = workflow('deploy');
    expect(Object.entries(jobs).map(([job, { needs, environment }]) => [job, needs, environment])).toEqual([
      ['check', undefined, undefined],
      ['deploy-dev', 'check', 'dev'],
      ['deploy-prod', ['check', 'deploy-dev'], 'prod'],
    ]);
    const [scripts] = [
      jobs['deploy-prod']!.steps.map(({ run }) => run).filter((run) => run?.includes('ci/')),
    ];
    expect(scripts.map((run) => run!.replaceAll(/\\?\n\s*/g, ' ').trim())).toEqual([
      `ci/deploy.sh  ${both[1]!.stacks.join('  ')}`,
      `ci/approve.sh  ${both[1]!.approvals!.join('  ')}`,
      `ci/gold.sh  ${both[1]!.gold.map(({ factory, pipeline }) => `${factory}/${pipeline}`).join('  ')}`,
    ]);
    expect(jobs['deploy-dev']!.steps.filter(({ run }) => run?.includes('ci/gold.sh'))).toEqual([]);
  });

  test('plan on a pull request, and look for drift at night', () => {
    expect(workflow('plan').on).toEqual({ pull_request: { branches: ['main'] } });
    expect(workflow('drift').on).toMatchObject({ schedule: [{ cron: '17 3 * * *' }] });
    expect(workflow('plan', [{ ...both[0], branch: 'trunk' }]).on).toEqual({
      pull_request: { branches: ['trunk'] },
    });
  });

  test('keep no plan: it has every attribute in it', () => {
    const kept = jobsOf('plan').flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.includes('upload-artifact')),
    );
    expect(kept.map((step) => (step.with as { path: string }).path.trim().split('\n'))).toEqual([
      ['cdktf.out', 'base.out'],
      ['comment-*.md'],
    ]);
  });
});

describe('pipelines of Azure DevOps', () => {
  const schema = JSON.parse(
    readFileSync(join(__dirname, 'ci/azure-pipelines-schema.json'), 'utf8'),
  ) as object;
  // In YAML of Azure Pipelines every value is a text, which the service takes for what it expects there.
  const validate = new Ajv({ strict: false, unicodeRegExp: false, coerceTypes: true, logger: false }).compile(
    { ...schema, $id: undefined },
  );
  const isValid = (text: string): boolean => validate(parse(text, { schema: 'failsafe' }));
  const files = azureDevOpsFiles(both, COMMANDS);

  test.each(Object.keys(files))('%s is what the published schema allows', (name) => {
    expect(isValid(files[name]!)).toBe(true);
  });

  test('a pipeline with a misspelt task, key or input is not', () => {
    const deploy = files['azure-pipelines/deploy.yml']!;
    expect(isValid(deploy.replace('AzureCLI@2', 'AzureCli@9'))).toBe(false);
    expect(isValid(deploy.replace('dependsOn:', 'dependsUpon:'))).toBe(false);
    expect(isValid(deploy.replace('scriptType: bash', 'scriptType: fish'))).toBe(false);
  });

  test('act as the connection of their environment: one that plans, one that deploys', () => {
    const connections = (name: string): string[] =>
      [...files[`azure-pipelines/${name}.yml`]!.matchAll(/azureSubscription: (\S+)/g)].map(
        ([, found = '']) => found,
      );
    expect(connections('plan')).toEqual(['dev-plan', 'prod-plan']);
    // Of prod it deploys, and then approves.
    expect(connections('deploy')).toEqual(['dev-deploy', 'prod-deploy', 'prod-deploy']);
    expect(connections('drift')).toEqual(['dev-plan', 'prod-plan']);
    expect(connections('after-deployment')).toEqual(['prod-deploy']);
  });

  test('run at night, and after a deployment has ended', () => {
    expect(parse(files['azure-pipelines/drift.yml']!)).toMatchObject({
      trigger: 'none',
      schedules: [{ cron: '17 3 * * *', always: true }],
    });
    expect(parse(files['azure-pipelines/after-deployment.yml']!)).toMatchObject({
      resources: {
        pipelines: [
          {
            source: 'lakehouse-deploy',
            trigger: { branches: { include: ['main'] }, stages: ['deploy_prod'] },
          },
        ],
      },
    });
    expect(Object.keys(azureDevOpsFiles([both[0]], COMMANDS))).not.toContain(
      'azure-pipelines/after-deployment.yml',
    );
  });
});

describe('pipelines of both kinds', () => {
  const tested: Deliveries = [both[0], { ...both[1]!, smoke: true }];
  interface AzureJob {
    readonly job: string;
    readonly dependsOn?: string;
    readonly steps: readonly Readonly<Record<string, unknown>>[];
  }
  const azure = azureDevOpsFiles(tested, COMMANDS);

  test('hold plans against what is deployed now, and write one comment for all environments', () => {
    const text = azure['azure-pipelines/plan.yml']!;
    expect(text.match(/guard plans --base base\.out --comment/g)).toHaveLength(2);
    expect(text).toContain('git worktree add base origin/main');
    const { stages } = parse(text) as {
      stages: { stage: string; dependsOn?: string; condition?: string; jobs: AzureJob[] }[];
    };
    const comment = stages.find(({ stage }) => stage === 'comment')!;
    expect(comment).toMatchObject({ dependsOn: 'plan', jobs: [{ job: 'comment' }] });
    expect(comment.condition).toContain('System.PullRequest.PullRequestId');
    // Nothing else of a plan is kept.
    expect([...text.matchAll(/- publish: (\S+)/g)].map(([, path]) => path)).toEqual([
      'cdktf.out',
      'base.out',
      'comment.md',
      'comment.md',
    ]);
  });

  test('approve private endpoints once all stacks are deployed, as who deploys, before gold', () => {
    const text = azure['azure-pipelines/deploy.yml']!;
    const [deployed, approved] = ['ci/deploy.sh platform-prod', 'ci/approve.sh'].map((line) =>
      text.indexOf(line),
    );
    expect(deployed).toBeGreaterThan(0);
    expect(approved).toBeGreaterThan(deployed!);
    expect(text.match(/ci\/approve\.sh/g)).toHaveLength(1);
    expect(text.slice(deployed).match(/azureSubscription: (\S+)/)?.[1]).toBe('prod-deploy');
    // Where nothing runs yet, gold waits, and approvals do not.
    const steps = workflow('deploy', [{ ...both[1]!, gold: [] }]).jobs['deploy-prod']!.steps;
    expect(steps.some(({ uses }) => uses?.startsWith('Azure/login@'))).toBe(true);
    expect(steps.at(-1)?.run).toContain('ci/approve.sh');
  });

  test('take a row through every layer once gold is deployed, where a department has a smoke test', () => {
    const { jobs } = parse(azure['azure-pipelines/after-deployment.yml']!) as { jobs: AzureJob[] };
    expect(jobs.map(({ job, dependsOn }) => [job, dependsOn])).toEqual([
      ['gold_prod', undefined],
      ['smoke_prod', 'gold_prod'],
    ]);
    expect(jobs[1]!.steps).toContainEqual({ download: 'deployment', artifact: 'synthesis' });
    const deploy = workflow('deploy', tested).jobs['deploy-prod']!.steps.map(({ run }) => run ?? '');
    const [gold, smoke] = ['ci/gold.sh', 'lakehouse smoke --environment prod'].map((text) =>
      deploy.findIndex((run) => run.includes(text)),
    );
    expect(gold).toBeGreaterThan(0);
    expect(smoke).toBeGreaterThan(gold!);
    expect(JSON.stringify([files(both), workflow('deploy')])).not.toContain('lakehouse smoke');
  });

  const files = (deliveries: Deliveries) => azureDevOpsFiles(deliveries, COMMANDS);

  test('run the same lines', () => {
    const github = Object.values(githubFiles(tested, COMMANDS)).join('\n');
    const other = Object.values(azure).join('\n');
    for (const line of [
      'npm test',
      'npx --no-install lakehouse synth',
      'npx --no-install lakehouse scan',
      'npx --no-install lakehouse guard plans --base base.out --comment',
      'npx --no-install lakehouse smoke --environment prod',
    ]) {
      expect(github).toContain(line);
      expect(other).toContain(line);
    }
  });
});

test.each([
  ['GitHub', () => readText(githubFiles(both, COMMANDS)['.github/workflows/lakehouse-plan.yml'])],
  ['Azure DevOps', () => readText(azureDevOpsFiles(both, COMMANDS)['azure-pipelines/plan.yml'])],
])('a pull request is rehearsed on %s, and what is stopped stops a fork, which gets no plan', (_, text) => {
  const line = text()
    .split('\n')
    .find((each) => each.includes('lakehouse rehearse'))!
    .replace(/^[^n]*(?=npx)/, '')
    .replace('npx --no-install lakehouse rehearse base.out', 'false');
  const ends = (fork: string): number | null =>
    spawnSync('bash', ['-c', line], { env: { ...process.env, FORK: fork } }).status;
  expect(['true', 'True', 'false', '', '$(System.PullRequest.IsFork)'].map(ends)).toEqual([1, 1, 0, 0, 0]);
  expect(text()).toMatch(/FORK: .*(head\.repo\.full_name != github\.repository|System\.PullRequest\.IsFork)/);
});

function readText(text: string | undefined): string {
  return text!;
}

describe('lakehouse ci', () => {
  const folder = temporaryFolder();
  let printed = '';
  beforeEach(() => {
    printed = '';
    jest.spyOn(console, 'log').mockImplementation((text: string) => void (printed += `${text}\n`));
    for (const document of both) synthesized(document);
  });
  function synthesized(document: DeliveryDocument): void {
    mkdirSync(folder.at('out', 'delivery'), { recursive: true });
    writeFileSync(folder.at('out', 'delivery', `${document.environment}.json`), JSON.stringify(document));
  }
  const ci = (...options: string[]): void =>
    void ciCommand().parse([...options, '--out', folder.at('out'), '--to', folder.at('repo')], {
      from: 'user',
    });

  test('writes what is other than it should be, and nothing else', () => {
    ci('github');
    expect(printed.trim().split('\n')).toHaveLength(7);
    expect(readFileSync(folder.at('repo/ci/plan.sh'), 'utf8')).toBe(CI_SCRIPTS['ci/plan.sh']);
    printed = '';
    ci('github');
    expect(printed).toBe('7 files are up to date\n');
    writeFileSync(folder.at('repo/ci/plan.sh'), 'echo other');
    printed = '';
    ci('github');
    expect(printed).toBe('wrote ci/plan.sh\n');
  });

  test('with --json lists its files, and those that it wrote', () => {
    ci('github');
    writeFileSync(folder.at('repo/ci/plan.sh'), 'echo other');
    printed = '';
    ci('github', '--json');
    const { files, ...rest } = JSON.parse(printed) as { readonly files: readonly string[] };
    expect(rest).toEqual({ kind: 'github', written: ['ci/plan.sh'] });
    expect(files).toHaveLength(7);
    for (const file of files) expect(existsSync(folder.at('repo', file))).toBe(true);
  });

  test('with --check writes nothing, and fails with the files that are stale', () => {
    expect(() => ci('azure-devops', '--check')).toThrow(
      /LH9332 ci: "azure-devops" is older .*: azure-pipelines\/after-deployment.yml, /,
    );
    expect(existsSync(folder.at('repo'))).toBe(false);
    ci('azure-devops');
    ci('azure-devops', '--check');
    synthesized({ ...both[1]!, stacks: [...both[1]!.stacks, 'returns-prod'] });
    expect(() => ci('azure-devops', '--check')).toThrow(/azure-pipelines\/deploy.yml/);
  });

  test('fails where not all is known', () => {
    rmSync(folder.at('out/delivery/dev.json'));
    expect(() => ci('github')).toThrow(
      /LH9331 ci: "out" has prod alone; allowed: all environments that are deployed: dev, prod/,
    );
    rmSync(folder.at('out/delivery'), { recursive: true });
    expect(() => ci('github')).toThrow(
      /LH9331 ci: "out" is .*, which says nothing of how environments are deployed/,
    );
    const { github: _github, ...without } = both[0];
    synthesized({ ...without, environments: ['dev'] });
    expect(() => ci('github')).toThrow(/LH9331 ci: "delivery" does not name a repository on GitHub/);
  });
});
