import { mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEXT_STEPS, projectFiles } from '../../cli/init/project-files';
import { TESTED_VERSIONS } from '../../cli/init/versions';
import { installCompiled } from '../support/compiled-package';
import { lakehouseProgram, nodeProgram, type Outcome, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
const init = (...options: string[]): Promise<Outcome> =>
  lakehouseProgram(['init', ...options], { home: home.path });

describe('lakehouse init', () => {
  it('makes a project, and prints what to type next', async () => {
    const project = folder.at('my-shop');
    const { code, stdout, stderr } = await init(project, '--name', "Anna's Shop");
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const [command] of NEXT_STEPS) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(readdirSync(project).sort()).toEqual([
      '.gitignore',
      'README.md',
      'cdktf.json',
      'company.ts',
      'main.ts',
      'package.json',
      'tests',
      'tsconfig.json',
    ]);
    expect(readFileSync(join(project, 'company.ts'), 'utf8')).toContain(
      "declareCompany('Anna\\'s Shop', {\n  code: 'annassho',",
    );
  });

  it('makes one that synthesizes, previews and tests at once', async () => {
    const project = folder.at('works');
    await init(project, '--code', 'works');
    const program = installCompiled(project, ['tsx', 'typescript', '@types/node']);
    const at = { home: home.path, cwd: project };
    const [test, preview, synth] = await Promise.all([
      nodeProgram(['--import', 'tsx', '--test', 'tests/orders.test.ts'], at),
      nodeProgram([program, 'preview'], at),
      nodeProgram([program, 'synth'], at),
    ]);
    expect({ ...test, stdout: /# fail \d+/.exec(test.stdout)?.[0] }).toMatchObject({
      code: 0,
      stdout: '# fail 0',
    });
    expect(preview).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('orders_by_country') as string,
    });
    expect(synth).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^synthesized sales-dev/m) as string,
    });
    expect(readdirSync(join(project, 'preview.out'))).toContain('index.html');
    expect(readdirSync(join(project, 'cdktf.out/stacks')).sort()).toEqual(['platform-dev', 'sales-dev']);

    // What somebody does to it next: ES modules, and the newest compiler, which is a program of its own.
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as object;
    writeFileSync(join(project, 'package.json'), JSON.stringify({ ...manifest, type: 'module' }));
    const compiler = join(project, 'node_modules/typescript');
    unlinkSync(compiler);
    mkdirSync(compiler);
    writeFileSync(join(compiler, 'package.json'), '{ "name": "typescript", "version": "7.0.2" }');
    const [again, stacks] = await Promise.all([
      nodeProgram(['--import', 'tsx', '--test', 'tests/orders.test.ts'], at),
      nodeProgram([program, 'synth'], at),
    ]);
    expect([again.code, stacks.code, stacks.stderr]).toEqual([0, 0, '']);
  });

  it.each([
    ['github', 'shop/data', '.github/workflows/lakehouse-plan.yml'],
    ['azure-devops', 'shop/data', 'azure-pipelines/plan.yml'],
  ] as const)(
    'writes pipelines of %s that are those of what it synthesizes',
    async (kind, repository, file) => {
      const project = folder.at(kind);
      const made = await init(project, '--code', 'shop', '--ci', kind, '--repository', repository);
      expect(made.code).toBe(0);
      expect(statSync(join(project, 'ci/plan.sh')).mode & 0o111).not.toBe(0);
      expect(readFileSync(join(project, file), 'utf8')).toContain('lakehouse guard');
      const program = installCompiled(project, ['tsx', 'typescript', '@types/node']);
      const at = { home: home.path, cwd: project };
      expect(await nodeProgram([program, 'synth'], at)).toMatchObject({ code: 0 });
      expect(await nodeProgram([program, 'ci', kind, '--check'], at)).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('writes no pipelines without a repository, which nothing would trust', async () => {
    const outcomes = await Promise.all([
      init(folder.at('none'), '--ci', 'github'),
      init(folder.at('none'), '--repository', 'a/b'),
      init(folder.at('none'), '--ci', 'github', '--repository', "a/b'; drop"),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(outcomes.map(({ stderr }) => /"(ci|repository)" is [^;]+/.exec(stderr)?.[0])).toEqual([
      '"repository" is missing',
      '"ci" is missing',
      '"repository" is "a/b\'',
    ]);
    expect(readdirSync(folder.path)).not.toContain('none');
  });

  it('refuses a folder that holds anything, and names that', async () => {
    writeFileSync(folder.at('thesis.txt'), '');
    const [filled, file] = await Promise.all([init(folder.path), init(folder.at('thesis.txt'))]);
    expect(filled).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/LH9206 .*thesis\.txt/) as string,
    });
    expect(file).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/LH9206 .*which is a file/) as string,
    });
  });

  it('refuses codes that Azure would, before it writes', async () => {
    const project = folder.at('never');
    const { code, stderr } = await init(project, '--code', 'My-Shop');
    expect(code).toBe(1);
    expect(stderr).toMatch(/LH0001 init: "code"/);
    expect(readdirSync(folder.path)).not.toContain('never');
  });
});

it('names the versions that this package is tested with', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(TESTED_VERSIONS).toEqual(
    Object.fromEntries(Object.keys(TESTED_VERSIONS).map((name) => [name, devDependencies[name]])),
  );
});

it('makes the same project twice', () => {
  const project = { name: 'Shop', code: 'shop', library: '1.0.0' };
  expect(projectFiles(project)).toEqual(projectFiles(project));
  expect(JSON.parse(projectFiles(project)['cdktf.json'] ?? '')).toMatchObject({
    projectId: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    ) as string,
  });
});
