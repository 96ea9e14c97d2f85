import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NewLineKind, ScriptTarget } from 'typescript';
import { bundle } from '../../tooling/package/bundle';
import { shortened } from '../../tooling/package/shortened';
import { temporaryFolder } from '../support/temporary-folder';

/** A library of two entries and a command, of which one module says that it is loaded by its first use. */
const SOURCES = {
  'model/thing.ts': 'export class Thing { readonly kind = 1; }\n',
  'model/failing.ts':
    'const wrong = (): never => {\n  throw new Error("wrong");\n};\nexport const fail = (): never => wrong();\n',
  'model/index.ts':
    "import { shapeOf } from './shapes';\nexport * from './thing';\nexport * from './failing';\nexport { shapeOf } from './shapes';\nexport const checked = (): string => [...shapeOf()].join('');\n",
  'model/shapes.ts':
    "// Loaded by its first use: it takes long.\nimport { word } from './words';\nimport { Thing } from './thing';\nexport const shapeOf = (): string => `${word} ${new Thing().kind}`;\n",
  'model/words.ts': "(globalThis as any).loaded = 'words';\nexport const word = 'shape';\n",
  'place/asked.ts': "export const place = [__dirname, __filename, 'join(__dirname)'];\n",
  'index.ts':
    "export { Thing, checked } from './model';\nexport { place } from './place/asked';\nexport { later } from './later';\n",
  'first.ts': "if ((globalThis as any).later) throw new Error('late');\n",
  'later.ts': "(globalThis as any).later = true;\nexport const later = 'later';\n",
  'command/main.ts': "import '../first';\nimport { run } from './run';\nrun();\n",
  'command/other.ts': "import '../first';\nimport { run } from './run';\nrun();\n",
  'command/run.ts':
    "import { later } from '../later';\nexport const run = (): void => console.log(JSON.stringify(later));\n",
};

const GROUPING = {
  entries: ['index.ts', 'model/index.ts', 'command/main.ts', 'command/other.ts'],
  audiences: { library: ['model/index.ts'], all: ['index.ts'], command: ['command/main.ts'] },
  alone: ['first.ts'],
};

describe('modules that are put together', () => {
  const folder = temporaryFolder('all tests');
  const written: string[] = [];

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(folder.at(name)), { recursive: true });
      writeFileSync(folder.at(name), text);
    }
  }

  async function build(grouping: typeof GROUPING = GROUPING): Promise<Record<string, string>> {
    const options = { target: ScriptTarget.ES2022, newLine: NewLineKind.LineFeed };
    const chunks = await bundle({ root: folder.path, target: folder.at('dist'), options, ...grouping });
    return Object.fromEntries(
      chunks.flatMap(({ fileName, code, map }) => {
        const short = shortened(code, map);
        return [
          [`dist/${fileName}`, `${short.code}//# sourceMappingURL=${fileName.replace(/.*\//, '')}.map\n`],
          [`dist/${fileName}.map`, short.map],
        ];
      }),
    );
  }

  function run(code: string): unknown {
    const { stdout, stderr } = spawnSync(process.execPath, ['--enable-source-maps', '-e', code], {
      cwd: folder.at('dist'),
      encoding: 'utf8',
    });
    return stderr === '' ? JSON.parse(stdout) : stderr;
  }

  beforeAll(async () => {
    write(SOURCES);
    const files = await build();
    write(files);
    written.push(...Object.keys(files).filter((name) => name.endsWith('.js')));
  });

  it('stand in a file of those who need them, entries in one of their name', () => {
    expect(written.sort()).toEqual(
      [
        'chunks/all-command',
        'chunks/all',
        'chunks/command',
        'chunks/model-shapes',
        'command/main',
        'command/other',
        'first',
        'index',
        'model/index',
      ].map((name) => `dist/${name}.js`),
    );
  });

  it('are the same from every entry', () => {
    expect(run("console.log(require('./index').Thing === require('./model/index').Thing)")).toBe(true);
  });

  it('are loaded with all that only they need by their first use, where they say so', () => {
    const code = `
      const before = [require('./index'), require('./model/index'), globalThis.loaded][2] ?? 'nothing';
      console.log(JSON.stringify([before, require('./index').checked(), require('./model/index').shapeOf(), globalThis.loaded]));`;
    expect(run(code)).toEqual(['nothing', 'shape 1', 'shape 1', 'words']);
  });

  it('are at their place among the sources', () => {
    expect(run("console.log(JSON.stringify(require('./index').place))")).toEqual([
      folder.at('dist/place'),
      folder.at('dist/place/asked.js'),
      'join(__dirname)',
    ]);
  });

  it('run first where they stand alone', () => {
    expect(run("require('./command/main')")).toBe('later');
  });

  it('show the lines and names of the sources in traces', () => {
    const trace = run("require('./model/index').fail()");
    expect(trace).toMatch(/at .*model\/failing\.ts:2\b/);
    expect(trace).toMatch(/at .*model\/failing\.ts:4\b/);
  });

  it.each([
    ["import { gone } from './gone';\nconsole.log(gone);\n", /gone/],
    ["import { gone } from './later';\nconsole.log(gone);\n", /"gone" is not exported by ".*later\.ts"/],
    ["import path from 'node:path';\nconsole.log(path);\n", /wrong\.ts imports a package's default/],
  ])('are all there and imported by name: %j', async (text, message) => {
    write({ 'wrong.ts': text });
    await expect(build({ ...GROUPING, entries: ['wrong.ts'] })).rejects.toThrow(message);
  });

  it('do not need each other from two files', async () => {
    write({
      'one.ts': "import { other } from './other';\nexport const one = (): unknown => other;\n",
      'other.ts': "import { one } from './one';\nexport const other = (): unknown => one;\n",
    });
    const entries = ['one.ts', 'other.ts'];
    await expect(build({ ...GROUPING, entries, alone: entries })).rejects.toThrow(/one\.ts.*other\.ts/);
  });
});
