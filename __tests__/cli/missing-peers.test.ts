import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESCRIPTIONS } from '../../cli/descriptions';
import { EXIT } from '../../cli/exit-codes';
import { installCompiled } from '../support/compiled-package';
import { nodeProgram, type Outcome } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const project = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
const PEERS = ['@cdktf/provider-azurerm', 'cdktf', 'constructs'];
let program: string;

beforeAll(() => {
  program = installCompiled(project.path);
  for (const name of PEERS) rmSync(project.at('node_modules', name));
  writeFileSync(
    project.at('company.js'),
    `const { company, dataContract, days, department, mapping, t } = require('cdktf-azure-lakehouse/model');
     const orders = dataContract('orders', {
       columns: { id: t.long().key(), email: t.string(99).personal() },
       delivery: { kind: 'batch', every: days(1), from: { kind: 'http', baseUrl: 'https://a.example', path: '{date}.csv', format: 'csv' } },
       expectedRowsPerDay: 1,
     });
     exports.company = company('Shop', {
       code: 'shop',
       departments: [department('sales', { sources: [orders], tables: [mapping(orders)] })],
       environments: [],
     });`,
  );
  writeFileSync(
    project.at('main.js'),
    `const { synthesizeCompany } = require('cdktf-azure-lakehouse/stacks');
     require('node:fs').writeFileSync('computed', '');
     synthesizeCompany(require('./company').company, () => {});`,
  );
});

const lakehouse = (...options: string[]): Promise<Outcome> =>
  nodeProgram([program, ...options], { home: home.path, cwd: project.path });

describe('without the peers', () => {
  it.each([[], ...Object.keys(DESCRIPTIONS).map((name) => [name])])(
    'lakehouse %s --help helps',
    async (...name) => {
      const { code, stdout, stderr } = await lakehouse(...name, '--help');
      expect({ code, stderr }).toEqual({ code: EXIT.done, stderr: '' });
      expect(stdout).toMatch(/^Usage: /);
    },
  );

  it('what needs the definitions alone works', async () => {
    const outcomes = await Promise.all([
      lakehouse('lineage', 'orders.email', '--forward'),
      lakehouse('access', '--column', 'orders.email', '--definitions'),
    ]);
    expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: EXIT.done, stderr: '' },
      { code: EXIT.done, stderr: '' },
    ]);
  });

  it('what synthesizes names all of them and what installs them, before it computes anything', async () => {
    const [people, programs] = await Promise.all([
      lakehouse('synth'),
      lakehouse('cost', '--app', 'main', '--json'),
    ]);
    const ranges = (
      JSON.parse(
        readFileSync(join(project.at('node_modules/cdktf-azure-lakehouse'), 'package.json'), 'utf8'),
      ) as {
        readonly peerDependencies: Readonly<Record<string, string>>;
      }
    ).peerDependencies;
    const install = `npm install ${PEERS.map((name) => `${name}@${ranges[name] ?? ''}`).join(' ')}`;
    expect(people).toEqual({
      code: EXIT.missing,
      stdout: '',
      stderr: [
        'lakehouse: 3 errors',
        ...PEERS.map(
          (name) => `  - LH9201 lakehouse: "${name}" is not installed, and "main.js" needs it; ${install}`,
        ),
        '',
      ].join('\n'),
    });
    expect(programs.code).toBe(EXIT.missing);
    expect(existsSync(project.at('computed'))).toBe(false);
  });
});

it('the help and the version load no definitions, no engine and no page', async () => {
  const trace = project.at('trace.js');
  writeFileSync(
    trace,
    `process.once('exit', () => require('node:fs').writeFileSync(process.env.LOADED, Object.keys(require.cache).join('\\n')));`,
  );
  for (const option of ['--help', '--version']) {
    const env = { LOADED: project.at('loaded.txt') };
    await nodeProgram(['-r', trace, program, option], { home: home.path, cwd: project.path, env });
    const loaded = readFileSync(env.LOADED, 'utf8').split('\n');
    const own = loaded.flatMap((file) => /cdktf-azure-lakehouse\/dist\/(.*)$/.exec(file)?.[1] ?? []);
    expect(own).toContain('cli/main.js');
    const others = own.filter((file) => !/^(cli|packages)\//.test(file));
    expect(others.sort()).toEqual(['model/engine.js', 'model/errors.js']);
    expect(loaded.filter((file) => /-command\.js$/.test(file))).toEqual([]);
  }
});
