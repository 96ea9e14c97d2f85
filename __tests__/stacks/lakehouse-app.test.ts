import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, type App, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { type Company, type Environment, LakehouseError } from '../../model';
import {
  type ManualStep,
  LakehouseStack,
  PlatformStack,
  synthesizeCompany,
  type SynthesisOptions,
} from '../../stacks';
import { type Tree, tree } from '../support/output-folders';
import { smallCompany } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
let outdir: string;
let printed: string;
let complained: string;

beforeEach(() => {
  outdir = folder.at('cdktf.out');
  printed = '';
  complained = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
});

afterEach(() => {
  process.exitCode = undefined;
});

const company = smallCompany();
const platforms = (app: App, environment: Environment) =>
  new PlatformStack(app, `platform-${environment.name}`, { company, environment });
const run = (
  build: (app: App, environment: Environment) => void = platforms,
  options: SynthesisOptions = {},
  of: Company = company,
) => synthesizeCompany(of, build, { environments: options.environments, outdir });
const withItems =
  (...items: (readonly [string, ManualStep])[]) =>
  (app: App, environment: Environment) => {
    for (const [id, item] of items)
      new LakehouseStack(app, id, { company, environment }).manualSteps.push(item);
  };

/** Every file below the output folder, with its content. */
const output = (): Tree => tree(outdir) ?? {};

describe('synthesizeCompany', () => {
  test('takes no construct afterwards, which would be left out, and then another company', () => {
    const made: LakehouseStack[] = [];
    const build = (app: App, environment: Environment): void => {
      made.push(new LakehouseStack(app, 'lake', { company, environment }));
    };
    run(build, { environments: 'dev' });
    expect(() => made.map((stack) => new Construct(stack, 'Late'))).toThrow(
      'Cannot add children to "lake" during synthesis',
    );
    run(build, { environments: 'dev' });
    expect([made.length, complained]).toEqual([2, '']);
  });

  test('writes the stacks of every environment, and what is left to people', () => {
    run();
    expect(Object.keys(output())).toEqual([
      '.cdktf-azure-lakehouse/written.json',
      'access-matrix/dev-reach.json',
      'access-matrix/dev-reach.md',
      'access-matrix/dev.json',
      'access-matrix/dev.md',
      'access-matrix/prod-reach.json',
      'access-matrix/prod-reach.md',
      'access-matrix/prod.json',
      'access-matrix/prod.md',
      'alerts/dev.json',
      'alerts/dev.md',
      'alerts/prod.json',
      'alerts/prod.md',
      'cost/dev-estimate.json',
      'cost/dev-executives.md',
      'cost/dev.json',
      'cost/dev.md',
      'cost/prod-estimate.json',
      'cost/prod-executives.md',
      'cost/prod.json',
      'cost/prod.md',
      'diagrams/dev-tables.mmd',
      'diagrams/dev-tables.svg',
      'diagrams/dev.mmd',
      'diagrams/dev.svg',
      'diagrams/prod-tables.mmd',
      'diagrams/prod-tables.svg',
      'diagrams/prod.mmd',
      'diagrams/prod.svg',
      'ends-of-life/dev.md',
      'ends-of-life/prod.md',
      'environments.md',
      'erasure/dev.json',
      'erasure/dev.md',
      'erasure/prod.json',
      'erasure/prod.md',
      'first-start/dev.md',
      'first-start/prod.md',
      'growth/dev.md',
      'growth/prod.md',
      'guard/dev.json',
      'guard/prod.json',
      'manifest.json',
      'manual-steps/dev.json',
      'manual-steps/dev.md',
      'manual-steps/prod.json',
      'manual-steps/prod.md',
      'manual-steps/prod/platform-prod-run-inside.sh',
      'resources.md',
      'stacks/platform-dev/cdk.tf.json',
      'stacks/platform-prod/cdk.tf.json',
    ]);
    expect(readdirSync(folder.path)).toEqual(['cdktf.out']);
    expect(process.exitCode).toBeUndefined();
  });

  test('sets environments beside each other where there is more than one', () => {
    run(platforms, { environments: 'dev' });
    expect(Object.keys(output())).not.toContain('environments.md');
    run();
    expect(output()['environments.md']).toContain('| `network.kind` | `public` | `private` |');
  });

  test('prints a line for each stack', () => {
    run(platforms, { environments: 'dev' });
    expect(printed).toMatch(
      /^synthesized platform-dev {2}23 resources {2}\S*cdktf\.out\/stacks\/platform-dev\/cdk\.tf\.json\n\nestimate dev /,
    );
  });

  const withWarning = (app: App, environment: Environment): void => {
    const stack = new LakehouseStack(app, environment.name, { company, environment });
    Annotations.of(stack).addWarning('odd but legal');
  };

  test('prints warnings', () => {
    run(withWarning);
    expect(printed).toContain('  warning  dev: odd but legal\n');
  });

  test.each([
    ['without a warning', platforms],
    ['with one', withWarning],
  ])('writes the same bytes every time, and no path of this machine, %s', (_, build) => {
    run(build);
    const first = output();
    run(build);
    expect(output()).toEqual(first);
    expect(JSON.stringify(first)).not.toContain(folder.path);
    expect(JSON.stringify(first)).not.toContain(process.cwd());
  });

  test.each([
    ['dev', ['platform-dev']],
    ['dev, prod', ['platform-dev', 'platform-prod']],
    ['all', ['platform-dev', 'platform-prod']],
    [undefined, ['platform-dev', 'platform-prod']],
  ])('selects the environments %p', (environments, stacks) => {
    run(platforms, { environments });
    expect(readdirSync(join(outdir, 'stacks'))).toEqual(stacks);
  });

  test('lets a stack disappear that is no longer made', () => {
    run();
    run(platforms, { environments: 'prod' });
    expect(readdirSync(join(outdir, 'stacks'))).toEqual(['platform-prod']);
    expect(readdirSync(join(outdir, 'manual-steps'))).toEqual(['prod', 'prod.json', 'prod.md']);
  });

  test('keeps what Terraform and people put beside a stack, also while another environment is synthesized', () => {
    run();
    const stack = join(outdir, 'stacks', 'platform-dev');
    mkdirSync(join(stack, '.terraform'));
    for (const file of ['.terraform/plug-in', '.terraform.lock.hcl', 'errored.tfstate', 'notes.txt'])
      writeFileSync(join(stack, file), file);
    run();
    run(platforms, { environments: 'prod' });
    expect(tree(stack)).toEqual({
      '.terraform/plug-in': '.terraform/plug-in',
      '.terraform.lock.hcl': '.terraform.lock.hcl',
      'errored.tfstate': 'errored.tfstate',
      'notes.txt': 'notes.txt',
    });
    run();
    expect(readdirSync(stack)).toContain('cdk.tf.json');
  });
});

describe('a mistake', () => {
  const failing = () => {
    throw new LakehouseError('sales', [{ code: 'LH6005', at: 'sales', prop: 'hosting', got: 'is wrong' }]);
  };

  function expectUntouched(attempt: () => void): void {
    run();
    const before = output();
    printed = '';
    attempt();
    expect(output()).toEqual(before);
    expect(readdirSync(folder.path)).toEqual(['cdktf.out']);
    expect(printed).toBe('');
    expect(process.exitCode).toBe(1);
  }

  test("in the company's definitions is reported, and changes nothing", () => {
    expectUntouched(() => run(platforms, {}, smallCompany({ code: 'Not a code' })));
    expect(complained).toMatch(
      /^company "Small Company": 1 error\n {2}- LH0001 Small Company: "code" is "Not a code";/,
    );
  });

  test('in the name of an environment is reported', () => {
    expectUntouched(() => run(platforms, { environments: 'prodd' }));
    expect(complained).toContain('is "prodd", which is not declared (did you mean "prod"?)');
  });

  test('that a construct finds is reported without a stack trace, and changes nothing', () => {
    expectUntouched(() => run(failing));
    expect(complained).toBe('sales: 1 error\n  - LH6005 sales: "hosting" is wrong\n');
  });

  test('that only the whole shows is reported with its place, together with all others', () => {
    expectUntouched(() =>
      run((app, environment) => {
        const stack = new LakehouseStack(app, environment.name, { company, environment });
        new TerraformResource(stack, 'Cluster', {
          terraformResourceType: 'azurerm_unheard_of',
          terraformGeneratorMetadata: { providerName: 'azurerm' },
        });
      }),
    );
    expect(complained).toMatch(
      /^synthesis: 2 errors\n {2}- LH6012 dev: "validation" fails: "azurerm_unheard_of".*\n {2}- LH6012 prod: "validation" fails: "azurerm_unheard_of"/,
    );
  });

  test('that is not about the definitions is thrown on, and changes nothing', () => {
    const bug = () => {
      throw new Error('bug');
    };
    run();
    const before = output();
    expect(() => run(bug)).toThrow('bug');
    expect(output()).toEqual(before);
    expect(readdirSync(folder.path)).toEqual(['cdktf.out']);
  });

  test('leaves nothing behind where there was nothing', () => {
    run(failing);
    expect(existsSync(outdir)).toBe(false);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('does not cost a folder that holds something else', () => {
    mkdirSync(outdir);
    writeFileSync(join(outdir, 'thesis.txt'), 'years of work');
    writeFileSync(join(outdir, 'manifest.json'), '{"stacks": {}}');
    run();
    expect(complained).toContain('which holds other files: manifest.json, thesis.txt; allowed:');
    expect(output()).toEqual({ 'manifest.json': '{"stacks": {}}', 'thesis.txt': 'years of work' });
    expect(process.exitCode).toBe(1);
  });
});

describe('the manual steps', () => {
  test('lists the steps of every stack of an environment, and the files they refer to', () => {
    const login = {
      title: 'First SQL login',
      acknowledgedAs: 'first-login',
      steps: ['Run it:\n\n```sh\nrun\n```', 'Look.'],
      files: { 'login.sql': 'CREATE LOGIN' },
    };
    run(withItems(['one', login], ['two', { title: 'Tenant switch', steps: ['Turn it on.'] }]), {
      environments: 'dev',
    });
    const files = output();
    expect(files['manual-steps/dev.md']).toMatchInlineSnapshot(`
      "# Manual steps: dev

      What Terraform cannot do. Once, after the first deployment, in this order. A step with an id has to be done before
      anything runs: acknowledge it in \`running\` of environment "dev". \`lakehouse doctor --environment dev\`
      runs the proofs, which read and change nothing.

      ## Why by hand

      | stack | step | by hand, because |
      | --- | --- | --- |
      | \`one\` | First SQL login | not said |
      | \`two\` | Tenant switch | not said |

      ## Order of deployment

      The stacks say it too; \`cdktf deploy\` keeps to it.

      1. \`one\`
      2. \`two\`

      ## First SQL login

      Stack \`one\`. Before anything runs: \`one/first-login\`.

      1. Run it:

         \`\`\`sh
         run
         \`\`\`
      2. Look.

      Files:

      - [login.sql](dev/login.sql)

      ## Tenant switch

      Stack \`two\`.

      1. Turn it on.
      "
    `);
    expect(files['manual-steps/dev/login.sql']).toBe('CREATE LOGIN');
  });

  test('is absent when nothing is left to people', () => {
    run((app, environment) => new LakehouseStack(app, environment.name, { company, environment }));
    expect(existsSync(join(outdir, 'manual-steps'))).toBe(false);
  });

  test('refuses two files of one name', () => {
    const item = { title: 'Login', steps: [], files: { 'login.sql': '' } };
    run(withItems(['one', item], ['two', item]), { environments: 'dev' });
    expect(complained).toContain(
      'two: "manualSteps.files["login.sql"]" is a file of one as well; allowed: each name once',
    );
  });

  test('refuses a name that is a path', () => {
    run(withItems(['one', { title: 'Login', steps: [], files: { '../login.sql': '' } }]), {
      environments: 'dev',
    });
    expect(complained).toContain('"manualSteps.files["../login.sql"]" is no plain name');
  });
});
