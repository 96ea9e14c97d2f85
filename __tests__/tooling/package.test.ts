import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ENGINE } from '../../model';
import { importsSuccessor, namesSuccessor, SUCCESSOR } from '../../tooling/package/engines';
import { reachableDeclarations } from '../../tooling/package/reachable-declarations';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  readonly typesVersions: Readonly<Record<string, unknown>>;
  readonly bin: Readonly<Record<string, string>>;
};

describe('code of the package for the successor', () => {
  it.each([
    ['const engine = require("cdktf");', 'const engine = require("cdktn");'],
    [
      "import { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';",
      "import { Eventhub } from '@cdktn/provider-azurerm/lib/eventhub';",
    ],
    ["export * from 'cdktf';", "export * from 'cdktn';"],
    [
      'export declare const app: import("cdktf").App;\nimport { App } from "cdktf";',
      'export declare const app: import("cdktn").App;\nimport { App } from "cdktn";',
    ],
  ])('imports the successor: %s', (archived, successor) => {
    expect(importsSuccessor(archived)).toBe(successor);
  });

  it.each([
    "const text = 'cdktf';",
    "import { company } from 'cdktf-azure-lakehouse';",
    "import { Construct } from 'constructs';",
    "const folder = 'cdktf.out';",
    "// import { App } from 'cdktf';",
  ])('leaves everything else: %s', (code) => {
    expect(importsSuccessor(code)).toBe(code);
  });
});

describe('texts of the package for the successor', () => {
  it('name its packages and its command', () => {
    const text =
      'npm install cdktf-azure-lakehouse cdktf @cdktf/provider-azurerm && npx cdktf-cli@0.21 deploy';
    expect(namesSuccessor(text)).toBe(
      'npm install cdktn-azure-lakehouse cdktn @cdktn/provider-azurerm && npx cdktn-cli@0.24 deploy',
    );
  });

  it('keep the names of files, which are the same on both engines', () => {
    const text = 'cdktf.json says to write cdktf.out, with a record in .cdktf-azure-lakehouse/written.json';
    expect(namesSuccessor(text)).toBe(text);
  });

  it('know every word that this package goes by', () => {
    const { library, engine, bindings, command } = SUCCESSOR;
    expect(JSON.parse(namesSuccessor(JSON.stringify(ENGINE)))).toEqual({
      library,
      engine,
      bindings,
      command,
    });
  });
});

describe('the manifest', () => {
  it('leads the oldest way of resolving types to every entry', () => {
    const entries = Object.entries(manifest.exports).flatMap(([name, entry]) =>
      typeof entry === 'string' || name === '.' ? [] : [[name.slice(2), [entry.types]] as const],
    );
    expect(manifest.typesVersions['*']).toEqual(Object.fromEntries(entries));
  });

  it('builds every folder that an entry or a command is in', () => {
    const built = readFileSync(join(ROOT, 'tsconfig.build.json'), 'utf8');
    for (const path of Object.values(manifest.bin))
      expect(built).toContain(`"${path.split('/')[1] ?? ''}/**/*.ts"`);
  });
});

describe('declarations that are published', () => {
  const folder = temporaryFolder('all tests');

  it('are those that an entry leads to, by exports and by types, not by what a comment says', () => {
    const home = folder.at('declarations');
    mkdirSync(join(home, 'inner'), { recursive: true });
    const files = {
      'index.d.ts':
        "export * from './one';\n/** import { x } from './not-there'; */\nexport declare const a: import('./inner').B;\n",
      'one.d.ts': "import 'cdktf';\nexport {};\n",
      'inner/index.d.ts': 'export interface B {}\n',
      'unused.d.ts': 'export {};\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
    const reached = [...reachableDeclarations([join(home, 'index.d.ts')])].sort();
    expect(reached).toEqual(['index.d.ts', 'inner/index.d.ts', 'one.d.ts'].map((name) => join(home, name)));
  });

  it('are all there, or the build says which is not', () => {
    const home = folder.at('broken');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'index.d.ts'), "export * from './gone';\n");
    expect(() => reachableDeclarations([join(home, 'index.d.ts')])).toThrow(
      /no declaration is built for .*gone/,
    );
  });
});
