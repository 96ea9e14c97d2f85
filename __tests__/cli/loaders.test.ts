import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXIT } from '../../cli/exit-codes';
import { installCompiled } from '../support/compiled-package';
import { nodeProgram, type Outcome, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const home = temporaryFolder('all tests');
const withTsx = temporaryFolder('all tests');
const withTsNode = temporaryFolder('all tests');
const without = temporaryFolder('all tests');
type Project = typeof withTsx;
const PROJECTS = [
  ['tsx', withTsx],
  ['ts-node', withTsNode],
] as const;
let program: string;

beforeAll(() => {
  program = installCompiled(without.path);
  for (const [loader, project] of PROJECTS) {
    mkdirSync(project.at('node_modules'));
    const library = 'cdktf-azure-lakehouse';
    symlinkSync(without.at('node_modules', library), project.at('node_modules', library));
    for (const name of [loader, 'typescript'])
      symlinkSync(join(ROOT, 'node_modules', name), project.at('node_modules', name));
  }
  writeFileSync(withTsNode.at('tsconfig.json'), JSON.stringify({ compilerOptions: { module: 'node16' } }));
});

/** A company of two modules, with types that a loader has to leave out. */
const definitions = (suffix: string): Record<string, string> => ({
  [`orders${suffix}`]: `
    import { dataContract, days, t } from 'cdktf-azure-lakehouse/model';
    const name: string = 'orders';
    export const orders = dataContract(name as 'orders', {
      columns: { id: t.long().key(), email: t.string(99) },
      delivery: { kind: 'batch', every: days(1), from: { kind: 'http', baseUrl: 'https://a.example', path: '{date}.csv', format: 'csv' } },
      expectedRowsPerDay: 1,
    });`,
});
const companyOf = (orders: string): string => `
  import { company as declare, department, mapping } from 'cdktf-azure-lakehouse/model';
  import { orders } from '${orders}';
  interface Named { readonly name: string }
  const shop: Named = { name: 'Shop' };
  export const company = declare(shop.name, {
    code: 'shop',
    departments: [department('sales', { sources: [orders], tables: [mapping(orders)] })],
    environments: [],
  });`;
const COMMONJS_COMPANY = `
  const { company, dataContract, days, department, mapping, t } = require('cdktf-azure-lakehouse/model');
  const orders = dataContract('orders', {
    columns: { id: t.long().key(), email: t.string(99) },
    delivery: { kind: 'batch', every: days(1), from: { kind: 'http', baseUrl: 'https://a.example', path: '{date}.csv', format: 'csv' } },
    expectedRowsPerDay: 1,
  });
  module.exports = { company: company('Shop', {
    code: 'shop',
    departments: [department('sales', { sources: [orders], tables: [mapping(orders)] })],
    environments: [],
  }) };`;

/** Asks for the lineage of a column, which loads the app and computes nothing. */
async function load(
  project: Project,
  files: Readonly<Record<string, string>>,
  app: string,
  type = 'commonjs',
): Promise<Outcome> {
  const all = { ...files, 'package.json': JSON.stringify({ type }) };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(project.at(name)), { recursive: true });
    writeFileSync(project.at(name), text);
  }
  // ts-node uses what newer versions of Node.js warn of.
  const args = ['--no-deprecation', program, 'lineage', 'orders.email', '--app', app];
  const outcome = await nodeProgram(args, { home: home.path, cwd: project.path });
  for (const name of Object.keys(all)) rmSync(project.at(name));
  return outcome;
}

const LOADED = {
  code: EXIT.done,
  stdout: expect.stringMatching(/^sales\.orders\.email\b/) as string,
  stderr: '',
};
const saying = (code: number, words: string): object => ({
  code,
  stdout: '',
  stderr: expect.stringContaining(words) as string,
});

describe.each(PROJECTS)('%s reads', (_loader, project) => {
  it('an app in CommonJS, whose imports name no ending', async () => {
    const files = { 'company.ts': companyOf('./orders'), ...definitions('.ts') };
    expect(await load(project, files, 'company')).toEqual(LOADED);
  });

  it('an app of ES modules, whose imports name what is compiled', async () => {
    const files = { 'company.ts': companyOf('./orders.js'), ...definitions('.ts') };
    expect(await load(project, files, 'company.ts', 'module')).toEqual(LOADED);
  });

  it('says what an import without an ending lacks in ES modules', async () => {
    const files = { 'company.ts': companyOf('./orders'), ...definitions('.ts') };
    const outcome = await load(project, files, 'company.ts', 'module');
    expect(outcome).toEqual(
      project === withTsx
        ? LOADED
        : saying(EXIT.issue, "write the file's ending in the import, as ES modules do"),
    );
  });

  it('an ES module in a project of CommonJS', async () => {
    const files = { 'company.mts': companyOf('./orders.mjs'), ...definitions('.mts') };
    expect(await load(project, files, 'company')).toEqual(LOADED);
  });

  it('a CommonJS module in a project of ES modules, or says what does', async () => {
    const files = { 'company.cts': companyOf('./orders.cjs'), ...definitions('.cts') };
    expect(await load(project, files, 'company', 'module')).toEqual(
      project === withTsx ? LOADED : saying(EXIT.issue, 'npm install --save-dev tsx'),
    );
  });

  it.each(['commonjs', 'module'])('an app that exports nothing, and says so: %s', async (type) => {
    expect(await load(project, { 'company.ts': 'const company: number = 1;' }, 'company', type)).toEqual(
      saying(EXIT.issue, 'LH8004 lakehouse: "app" is "company", which exports no company;'),
    );
  });
});

describe('ts-node without settings', () => {
  it.each(['commonjs', 'module'])('says what it does not like: %s', async (type) => {
    rmSync(withTsNode.at('tsconfig.json'), { force: true });
    expect(await load(withTsNode, { 'company.ts': 'const company: number = 1;' }, 'company', type)).toEqual(
      saying(EXIT.issue, "TS5109: Option 'moduleResolution' must be set to"),
    );
  });
});

describe('without a loader', () => {
  it('Node.js itself reads types where it can, and otherwise what to install is said', async () => {
    const files = { 'company.ts': companyOf('./orders.ts'), ...definitions('.ts') };
    const strips = Boolean(Reflect.get(process.features, 'typescript'));
    expect(await load(without, files, 'company', 'module')).toEqual(
      strips ? LOADED : saying(EXIT.missing, 'npm install --save-dev tsx'),
    );
  });

  it('JavaScript is read, of either kind', async () => {
    const outcomes = [
      await load(without, { 'company.js': COMMONJS_COMPANY }, 'company'),
      await load(without, { 'company.cjs': COMMONJS_COMPANY }, 'company', 'module'),
    ];
    expect(outcomes).toEqual([LOADED, LOADED]);
  });

  it('CommonJS that is called an ES module says what to do about it', async () => {
    expect(await load(without, { 'company.js': COMMONJS_COMPANY }, 'company', 'module')).toEqual(
      saying(EXIT.issue, 'end its name in .cjs'),
    );
  });

  it('a module that is nowhere, and an empty one, are said', async () => {
    const outcomes = [
      await load(without, {}, 'nowhere.ts'),
      await load(without, { 'company.mjs': '' }, 'company'),
    ];
    expect(outcomes).toEqual([
      saying(EXIT.issue, 'LH8004 lakehouse: "app" is "nowhere.ts", where no module is;'),
      saying(EXIT.issue, 'which exports no company;'),
    ]);
  });
});
