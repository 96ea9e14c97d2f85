import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installCompiled } from '../support/compiled-package';
import { nodeProgram, type Outcome, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const installed = temporaryFolder('all tests');
const folder = temporaryFolder();
const home = temporaryFolder();
let program: string;
beforeAll(() => {
  program = installCompiled(installed.path);
});

/** A project whose app writes what it was given as the name of a stack. */
function project(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.at(name), text);
}
const APP = `
  const fs = require('node:fs');
  const { CDKTF_OUTDIR = 'cdktf.out', ENVIRONMENT = 'none', AS_OF = 'never' } = process.env;
  const stack = CDKTF_OUTDIR + '/stacks/' + ENVIRONMENT + '-' + AS_OF;
  fs.mkdirSync(stack, { recursive: true });
  fs.writeFileSync(stack + '/cdk.tf.json', JSON.stringify({ resource: { a: { x: {}, y: {} }, b: { z: {} } } }));
  console.log('synthesized', ...process.argv.slice(2));
`;
/** Synthesizes, and writes elsewhere. */
const ELSEWHERE = `
  const { App, TerraformStack } = require(${JSON.stringify(join(ROOT, 'node_modules/cdktf'))});
  const app = new App({ outdir: 'elsewhere' });
  new TerraformStack(app, 'dev');
  app.synth();
`;
const synth = (...options: string[]): Promise<Outcome> =>
  nodeProgram([program, 'synth', ...options], { home: home.path, cwd: folder.path });

describe('lakehouse synth', () => {
  it('runs the module "main" of the working folder, and shows what it says', async () => {
    project({ 'main.js': APP });
    expect(await synth()).toEqual({ code: 0, stdout: 'synthesized\n', stderr: '' });
  });

  it('gives it an environment, a day and a folder, and tells programs what it wrote', async () => {
    project({ 'app.cjs': APP });
    const out = folder.at('out');
    const options = [
      '--app',
      'app',
      '--environment',
      'prod',
      '--as-of',
      '2026-12-01',
      '--out',
      out,
      '--json',
    ];
    const { code, stdout, stderr } = await synth(...options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'synthesized\n' });
    expect(JSON.parse(stdout)).toEqual({
      outdir: out,
      stacks: [
        {
          name: 'prod-2026-12-01',
          file: join(out, 'stacks/prod-2026-12-01/cdk.tf.json'),
          resources: 3,
        },
      ],
    });
  });

  it('runs the command of cdktf.json where there is no module', async () => {
    project({ 'cdktf.json': JSON.stringify({ app: `${process.execPath} app.js` }), 'app.js': APP });
    expect(await synth()).toEqual({ code: 0, stdout: 'synthesized\n', stderr: '' });
  });

  it('passes on how the app ended, without saying it again', async () => {
    project({
      'issue.js': "console.error('LH2001 sales/orders'); process.exitCode = 1;",
      'throws.js': "throw new TypeError('no table');",
      'lacks.js': "require('not-there/deep');",
      'relative.js': "require('./not-there');",
    });
    const [issue, throws, lacks, relative] = await Promise.all(
      ['issue', 'throws', 'lacks', 'relative'].map((app) => synth('--app', app)),
    );
    expect(issue).toEqual({ code: 1, stdout: '', stderr: 'LH2001 sales/orders\n' });
    expect(throws).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'lakehouse: 1 error\n  - LH9204 lakehouse: "app" is "throws.js", which fails while it is loaded: no table (throws.js, line 1); correct it there; --verbose shows the calls that led there\n',
    });
    expect(lacks).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('"not-there" is not installed, and "lacks.js" needs it') as string,
    });
    expect(relative).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Cannot find module './not-there'") as string,
    });
    expect((await synth('--app', 'throws', '--verbose')).stderr).toMatch(/no table\n +at .*throws\.js:1/);
  });

  it('says that there is no app, or that a command failed', async () => {
    const outcomes = await Promise.all([synth(), synth('--app', 'nowhere.ts'), synth('--app', 'exit 3')]);
    expect(outcomes.map(({ code, stdout, stderr }) => [code, stdout, stderr.split('"app" ')[1]])).toEqual([
      [1, '', expect.stringMatching(/^is not said, and there is neither a module "main" here nor/)],
      [1, '', expect.stringMatching(/^is "nowhere.ts", where no module is;/)],
      [1, '', expect.stringMatching(/^is "exit 3", which ended with 3;/)],
    ]);
  });

  it('says that an app synthesizes nothing', async () => {
    project({ 'main.js': '', 'cdktf.json': '{}' });
    const issue =
      'LH9205 lakehouse: "app" is "main", which synthesizes nothing; allowed: a module that synthesizes, or a command; ' +
      'name the module that calls synthesizeCompany(…), or app.synth()';
    expect(await synth()).toEqual({ code: 1, stdout: '', stderr: `lakehouse: 1 error\n  - ${issue}\n` });
    const { code, stdout } = await synth('--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ issues: [{ code: 'LH9205', prop: 'app' }] });
  });

  it('says that an app makes stacks and synthesizes none', async () => {
    project({ 'main.js': ELSEWHERE.replace('app.synth();', '') });
    expect(await synth()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(
        'LH9205 lakehouse: "app" is "main", which synthesizes nothing;',
      ) as string,
    });
  });

  it('says to programs that nothing was written where they look, also where another synthesis wrote', async () => {
    project({ 'main.js': ELSEWHERE });
    expect(await synth()).toEqual({ code: 0, stdout: '', stderr: '' });
    const old = folder.at('cdktf.out/stacks/dev');
    mkdirSync(old, { recursive: true });
    writeFileSync(join(old, 'cdk.tf.json'), '{}');
    const before = new Date(Date.now() - 60_000);
    utimesSync(join(old, 'cdk.tf.json'), before, before);
    const { code, stdout } = await synth('--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ issues: [{ code: 'LH9205', prop: 'out' }] });
  });

  it('passes over links that lead nowhere, as Terraform leaves to providers that are gone', async () => {
    project({ 'main.js': APP });
    const providers = folder.at('cdktf.out/stacks/none-never/.terraform/providers');
    mkdirSync(providers, { recursive: true });
    symlinkSync('nowhere', join(providers, 'linux_amd64'));
    const { code, stdout } = await synth('--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stacks: [{ name: 'none-never', resources: 3 }] });
  });
});
