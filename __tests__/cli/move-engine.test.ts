import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFiles } from '../../cli/init/project-files';
import { SUCCESSOR_VERSIONS } from '../../packages/engines';
import { withMovedImports } from '../../cli/move-engine/imports';
import { movedManifest } from '../../cli/move-engine/manifest';
import { ownManifest } from '../../packages/manifests';
import { lakehouseProgram, nodeProgram, type Outcome, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const home = temporaryFolder('all tests');
const work = temporaryFolder();
const move = (...options: string[]): Promise<Outcome> =>
  lakehouseProgram(['move-engine', work.path, ...options], { home: home.path });
const read = (path: string): string => readFileSync(work.at(path), 'utf8');
const write = (path: string, text: string): void => {
  mkdirSync(dirname(work.at(path)), { recursive: true });
  writeFileSync(work.at(path), text);
};
/** Every file of the project, with its text. */
const project = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(work.path, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'))
      .map((entry) => join(entry.parentPath, entry.name).slice(work.path.length + 1))
      .map((path) => [path, read(path)]),
  );
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
    cwd: work.path,
    encoding: 'utf8',
  });
const begin = (): void => {
  const files = projectFiles({ name: 'My Shop', code: 'myshop', library: ownManifest().version });
  for (const [path, text] of Object.entries(files)) write(path, text);
};

describe('lakehouse move-engine', () => {
  it('says what it would change, and changes nothing', async () => {
    begin();
    const before = project();
    const { code, stdout } = await move();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^To be changed, by --write:\n {2}package\.json\n {2}company\.ts\n {2}main\.ts\n {2}tests\/orders\.test\.ts\n/,
    );
    expect(project()).toEqual(before);
  });

  it('moves packages and imports of a new project, and nothing else', async () => {
    begin();
    const before = project();
    const { stdout } = await move('--write', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ from: 'cdktf', to: 'cdktn', written: true });
    const after = project();
    const manifest = JSON.parse(after['package.json'] ?? '') as Record<string, Record<string, string>>;
    expect(manifest['dependencies']).toEqual({
      ...SUCCESSOR_VERSIONS,
      'cdktn-cli': undefined,
      '@duckdb/node-api': expect.any(String) as string,
      'cdktn-azure-lakehouse': ownManifest().version,
    });
    expect(manifest['overrides']).toEqual({ '@cdktn/provider-azurerm': { cdktn: '$cdktn' } });
    for (const path of ['company.ts', 'main.ts', 'tests/orders.test.ts'])
      expect(after[path]).toBe(before[path]?.replaceAll('cdktf-azure-lakehouse', 'cdktn-azure-lakehouse'));
    for (const path of ['cdktf.json', 'tsconfig.json', 'README.md']) expect(after[path]).toBe(before[path]);
  });

  it('finds nothing to do a second time', async () => {
    begin();
    await move('--write');
    const once = project();
    const { code, stdout } = await move('--write');
    expect({ code, first: stdout.split('\n')[0] }).toEqual({
      code: 0,
      first: 'Nothing is to be changed: the project is on cdktn.',
    });
    expect(project()).toEqual(once);
  });

  it('refuses to mix the move with changes that are not committed', async () => {
    begin();
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'begun');
    write('company.ts', `${read('company.ts')}// edited\n`);
    const refused = await move('--write');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/LH9371 .*company\.ts/) as string,
    });
    git('commit', '--quiet', '--all', '--message', 'edited');
    expect(await move('--write')).toMatchObject({ code: 0 });
    expect(git('status', '--porcelain').split('\n').filter(Boolean)).toHaveLength(4);
  });

  it('refuses a folder that is no project', async () => {
    expect(await move()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/LH9370 .*has no package\.json/) as string,
    });
    write('package.json', '{ "dependencies": { "left-pad": "1.0.0" } }');
    expect(await move()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/LH9370 .*names neither/) as string,
    });
  });

  it('refuses bindings of other providers, whose engine would stay', async () => {
    begin();
    write('groups.ts', "import { Group } from '@cdktf/provider-azuread/lib/group';\nexport { Group };\n");
    const before = project();
    expect(await move('--write')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/LH9372 groups\.ts: .*@cdktf\/provider-azuread/) as string,
    });
    expect(project()).toEqual(before);
  });

  it('gives a project that compiles against what it is moved to', async () => {
    begin();
    await move('--write');
    const linked = (name: string, target: string): void => {
      mkdirSync(dirname(work.at('node_modules', name)), { recursive: true });
      symlinkSync(target, work.at('node_modules', name));
    };
    for (const name of ['@types/node', 'constructs', 'undici-types'])
      linked(name, join(ROOT, 'node_modules', name));
    // The library stands for itself: its own sources, which import the archived engine, have the same types.
    write(
      'tsconfig.moved.json',
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: {
          paths: { 'cdktn-azure-lakehouse/*': [`${ROOT}/*/index.ts`] },
          typeRoots: [join(ROOT, 'node_modules/@types')],
        },
        include: ['company.ts', 'main.ts', 'tests'],
      }),
    );
    const compiled = await nodeProgram(
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.moved.json'],
      { home: home.path, cwd: work.path },
    );
    expect(compiled).toMatchObject({ code: 0, stdout: '' });
  });
});

it('moves imports of every kind, and leaves texts', () => {
  const code = [
    "import { App } from 'cdktf';",
    "import 'cdktf/lib/testing/adapters/jest';",
    'import type { Fn } from "cdktf";',
    "export * from 'cdktf-azure-lakehouse/model';",
    "const hub = require('@cdktf/provider-azurerm/lib/eventhub');",
    "const engine = await import('cdktf');",
    "jest.mock('cdktf');",
    "const out = 'cdktf.out'; // from 'cdktf', which is archived",
    "import { other } from './cdktf';",
    "import { tool } from 'cdktf-tools';",
  ];
  expect(withMovedImports(code.join('\n')).split('\n')).toEqual([
    "import { App } from 'cdktn';",
    "import 'cdktn/lib/testing/adapters/jest';",
    'import type { Fn } from "cdktn";',
    "export * from 'cdktn-azure-lakehouse/model';",
    "const hub = require('@cdktn/provider-azurerm/lib/eventhub');",
    "const engine = await import('cdktn');",
    "jest.mock('cdktn');",
    "const out = 'cdktf.out'; // from 'cdktn', which is archived",
    ...code.slice(-2),
  ]);
});

it('moves scripts that call the command, packed files, and no other field', () => {
  expect(
    movedManifest(
      {
        name: 'cdktf',
        scripts: { deploy: "npx cdktf-cli@0.21 deploy '*'", diff: 'cdktf diff', clean: 'rm -rf cdktf.out' },
        dependencies: { 'cdktf-azure-lakehouse': 'file:../cdktf-azure-lakehouse-1.0.0.tgz', zod: '4.0.0' },
        devDependencies: { 'cdktf-cli': '0.21.0' },
        overrides: { zod: '4.0.1' },
      },
      '1.0.0',
    ),
  ).toEqual({
    name: 'cdktf',
    scripts: { deploy: "npx cdktn-cli@0.24 deploy '*'", diff: 'cdktn diff', clean: 'rm -rf cdktf.out' },
    dependencies: { 'cdktn-azure-lakehouse': 'file:../cdktn-azure-lakehouse-1.0.0.tgz', zod: '4.0.0' },
    devDependencies: { 'cdktn-cli': '0.24.0' },
    overrides: { zod: '4.0.1' },
  });
});

it('moves to the versions that the suite runs on', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, '.ci/successor/package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  expect(SUCCESSOR_VERSIONS).toMatchObject(dependencies);
});
