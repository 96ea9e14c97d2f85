import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../../cli/exit-codes';
import { installCompiled } from '../support/compiled-package';
import { nodeProgram, type Outcome, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const project = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
let program: string;

beforeAll(() => {
  program = installCompiled(project.path);
  write('main.js', "require('node:fs').writeFileSync('ran', '');");
});
afterEach(() => {
  rmSync(project.at('package.json'), { force: true });
});

const lakehouse = (...options: string[]): Promise<Outcome> =>
  nodeProgram([program, ...options], { home: home.path, cwd: project.path });
const write = (path: string, text: string): void => writeFileSync(project.at(path), text);
const modules = (...path: string[]): string => project.at('node_modules', ...path);

/** Runs something while a package is another one than it is. */
async function withPackage<T>(name: string, version: string, run: () => Promise<T>, code = ''): Promise<T> {
  const folder = modules(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), code);
  try {
    return await run();
  } finally {
    rmSync(folder, { recursive: true });
    if (existsSync(join(ROOT, 'node_modules', name))) symlinkSync(join(ROOT, 'node_modules', name), folder);
  }
}

/** What is said of a mistake: one sentence, and no line of code. */
const saying = (code: number, sentence: string): object => ({
  code,
  stdout: '',
  stderr: `lakehouse: 1 error\n  - ${sentence}\n`,
});

describe('a peer', () => {
  const install = (name: string, range: string): string => `npm install ${name}@${range}`;

  it.each([
    ['cdktf', '0.20.12', '^0.21.0'],
    ['cdktf', '0.22.0', '^0.21.0'],
    ['@cdktf/provider-azurerm', '14.22.0', '^14.23.1'],
    ['@cdktf/provider-azurerm', '15.0.0', '^14.23.1'],
    ['constructs', '10.3.0', '^10.4.2'],
    ['constructs', '11.0.0', '^10.4.2'],
  ])('%s %s is refused before the app runs', async (name, version, range) => {
    const outcomes = await withPackage(name, version, () =>
      Promise.all([lakehouse('synth'), lakehouse('synth', '--app', 'touch ran')]),
    );
    const expected = saying(
      EXIT.missing,
      `LH9374 lakehouse: "${name}" is ${version}; allowed: ${range}; ${install(name, range)}`,
    );
    expect(outcomes).toEqual([expected, expected]);
    expect(existsSync(project.at('ran'))).toBe(false);
  });

  it('of a preview is refused as well, too old and too new', async () => {
    const outcomes = [
      await withPackage('@duckdb/node-api', '1.3.4-r.1', () => lakehouse('preview')),
      await withPackage('@duckdb/node-api', '2.0.0-r.1', () => lakehouse('sniff', 'orders.csv')),
    ];
    expect(outcomes).toEqual(
      ['1.3.4-r.1', '2.0.0-r.1'].map((version) =>
        saying(
          EXIT.missing,
          `LH9374 lakehouse: "@duckdb/node-api" is ${version}; allowed: >=1.4 <2; npm install "@duckdb/node-api@>=1.4 <2"`,
        ),
      ),
    );
  });

  it('is refused where Node.js runs the app, too, as cdktf does', async () => {
    write('app.js', "require('cdktf-azure-lakehouse').synthesizeCompany({}, () => {});");
    const { code, stderr } = await withPackage(
      'constructs',
      '10.3.0',
      () => nodeProgram([project.at('app.js')], { home: home.path, cwd: project.path }),
      `module.exports = require(${JSON.stringify(join(ROOT, 'node_modules/constructs'))});`,
    );
    expect({ code, stderr }).toEqual({
      code: EXIT.issue,
      stderr:
        'lakehouse: 1 error\n' +
        `  - LH9374 lakehouse: "constructs" is 10.3.0; allowed: ^10.4.2; ${install('constructs', '^10.4.2')}\n`,
    });
  });

  it('is refused where a test starts the engine of the preview, too', async () => {
    const start = "require('./node_modules/cdktf-azure-lakehouse/dist/preview/duckdb').DuckDb.open()";
    write('start.js', `${start}.catch(({ message }) => console.log(message));`);
    const { stdout } = await withPackage('@duckdb/node-api', '2.0.0-r.1', () =>
      nodeProgram([project.at('start.js')], { home: home.path, cwd: project.path }),
    );
    expect(stdout).toContain('LH9374 lakehouse: "@duckdb/node-api" is 2.0.0-r.1; allowed: >=1.4 <2;');
  });

  it('that fits lets the app run', async () => {
    expect(await lakehouse('synth', '--app', 'main.js')).toMatchObject({
      stderr: expect.not.stringContaining('LH9374') as string,
    });
    expect(existsSync(project.at('ran'))).toBe(true);
    rmSync(project.at('ran'));
  });
});

it('a Node.js that is too old is refused where it runs the app itself, as cdktf does', async () => {
  write('older.js', "Object.defineProperty(process.versions, 'node', { value: '18.20.8' });");
  write('app.js', "require('cdktf-azure-lakehouse').synthesizeCompany({}, () => {});");
  const { code, stderr } = await nodeProgram(['-r', project.at('older.js'), project.at('app.js')], {
    home: home.path,
    cwd: project.path,
  });
  expect({ code, stderr }).toEqual({
    code: EXIT.issue,
    stderr: expect.stringMatching(
      /^lakehouse: 1 error\n {2}- LH9203 lakehouse: "node" is v\S+; allowed: 20\.9 or later; .*\n$/,
    ) as string,
  });
});

describe('two engines in one project', () => {
  const manifest = (dependencies: Readonly<Record<string, string>>): void =>
    write('package.json', JSON.stringify({ dependencies }));

  it('are refused before the app runs, with what leaves one of them', async () => {
    manifest({
      'cdktf-azure-lakehouse': '1.0.0',
      cdktf: '0.21.0',
      'cdktn-azure-lakehouse': '1.0.0',
      cdktn: '0.24.0',
    });
    expect(await lakehouse('synth')).toEqual(
      saying(
        EXIT.issue,
        'LH9375 lakehouse: "package.json" asks for two engines: cdktf, cdktf-azure-lakehouse, and cdktn, cdktn-azure-lakehouse; ' +
          'allowed: those of one; this library is of cdktf; npm uninstall cdktn-azure-lakehouse cdktn; or move the project: npx lakehouse move-engine --write',
      ),
    );
    expect(existsSync(project.at('ran'))).toBe(false);
  });

  it('are none where a project has the one and its own bindings', async () => {
    manifest({ 'cdktf-azure-lakehouse': '1.0.0', cdktf: '0.21.0', '@cdktf/provider-azurerm': '14.23.1' });
    expect((await lakehouse('synth')).stderr).not.toContain('LH9375');
  });
});

describe('TypeScript 7', () => {
  const company = 'export const company: unknown = undefined;';

  it('is too new for ts-node, which is said with what to install instead', async () => {
    write('company.ts', company);
    symlinkSync(join(ROOT, 'node_modules', 'ts-node'), modules('ts-node'));
    const [app, doctor] = await withPackage('typescript', '7.0.2', () =>
      Promise.all([lakehouse('lineage', 'a.b', '--app', 'company.ts'), lakehouse('doctor', '--json')]),
    );
    expect(app).toEqual(
      saying(
        EXIT.missing,
        'LH9373 lakehouse: "app" is company.ts, which ts-node would read, and it cannot use TypeScript 7.0.2; ' +
          'allowed: tsx, with any TypeScript; or ts-node with TypeScript below 7; npm install --save-dev tsx',
      ),
    );
    const { findings } = JSON.parse(doctor.stdout) as { findings: { check: string; found: string }[] };
    expect(findings.find(({ check }) => check === 'TypeScript')?.found).not.toContain('ts-node, ');
    expect(findings.find(({ check }) => check === 'TypeScript')?.found).not.toBe('is read by ts-node');
  });

  it('is no matter where tsx is there', async () => {
    write('company.ts', company);
    symlinkSync(join(ROOT, 'node_modules', 'tsx'), modules('tsx'));
    const { stderr } = await withPackage('typescript', '7.0.2', () =>
      lakehouse('lineage', 'a.b', '--app', 'company.ts'),
    );
    rmSync(modules('tsx'));
    expect(stderr).toContain('LH8004 lakehouse: "app" is "company.ts", which exports no company;');
  });
});

describe('without a network', () => {
  /** Whoever asks for a name or an address ends the program. */
  const cut = `
    const fail = (what) => () => { process.stderr.write('asked for the network: ' + what); process.exit(99); };
    require('node:net').Socket.prototype.connect = fail('a connection');
    for (const dns of [require('node:dns'), require('node:dns/promises')])
      for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) if (name in dns) dns[name] = fail(name);
    globalThis.fetch = fail('fetch');`;
  const offline = (...options: string[]): Promise<Outcome> => {
    write('cut.js', cut);
    return nodeProgram(['-r', project.at('cut.js'), program, ...options], {
      home: home.path,
      cwd: project.path,
      env: {
        npm_config_registry: 'http://127.0.0.1:9/',
        HTTPS_PROXY: 'http://127.0.0.1:9',
        HTTP_PROXY: 'http://127.0.0.1:9',
      },
    });
  };

  it('a project is begun, moved to the other engine and looked at', async () => {
    const begun = await offline('init', 'shop', '--code', 'shop');
    const moved = await offline('move-engine', 'shop', '--write');
    const doctor = await offline('doctor');
    expect([begun, moved, doctor].map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array.from({ length: 3 }, () => ({ code: EXIT.done, stderr: '' })),
    );
    expect(readFileSync(project.at('shop', 'package.json'), 'utf8')).toContain('"cdktn"');
  });

  it('a program that asks for it is found out', async () => {
    const { code } = await nodeProgram(
      ['-r', project.at('cut.js'), '-e', "require('node:https').get('https://registry.npmjs.org/')"],
      { home: home.path, cwd: project.path },
    );
    expect(code).toBe(99);
  });
});
