import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type CompilerOptions,
  createCompilerHost,
  createProgram,
  flattenDiagnosticMessageText,
  ModuleKind,
  parseJsonConfigFileContent,
  readConfigFile,
  ScriptTarget,
  sys,
  transpileModule,
} from 'typescript';
import type { Company } from '../../model';
import { type Snippet, snippetsOf } from '../../tooling/docs/snippets';
import { companyIssues } from '../../validation';
import { temporaryFolder } from '../support/temporary-folder';

/** Every block of TypeScript in a page compiles, and runs where it stands for itself. */
const ROOT = resolve(__dirname, '../..');
/** What a snippet imports by the package's name is this repository. */
const OWN_NAME = 'cdktf-azure-lakehouse';

interface Block extends Snippet {
  readonly page: string;
  /** Where its module would be. */
  readonly path: string;
}

/** Its snippets are parts of the examples, which are compiled and tested whole. */
const HELD_ELSEWHERE = ['docs/existing-resources.md'];

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => `${folder}/${name}`),
  ),
]
  .filter((page) => !HELD_ELSEWHERE.includes(page))
  .sort();

const blocks: readonly Block[] = pages.flatMap((page) =>
  snippetsOf(readFileSync(join(ROOT, page), 'utf8')).map((snippet) => ({
    ...snippet,
    page,
    path: pathOf(page, snippet),
  })),
);
const byPath = new Map(blocks.map((block) => [block.path, block]));

/** A file of this repository (`departments/…`), or one beside the other blocks of the page. */
function pathOf(page: string, { file }: Snippet): string {
  return file.includes('/') && page === 'docs/adding-a-department.md'
    ? join(ROOT, file)
    : join(ROOT, `${page.replace(/\.md$/, '')}.snippets`, file);
}

it('are many', () => {
  expect(blocks.length).toBeGreaterThan(30);
  expect(byPath.size).toBe(blocks.length);
});

describe('compiles', () => {
  let mistakes: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    mistakes = compile();
  });
  it.each(blocks.map((block) => [`${block.page}:${String(block.line)}`, block.path]))(
    '%s',
    (_where, path) => {
      expect(mistakes.get(path) ?? []).toEqual([]);
    },
  );
});

function compile(): Map<string, string[]> {
  const { options } = parseJsonConfigFileContent(
    readConfigFile(join(ROOT, 'tsconfig.json'), (path) => sys.readFile(path)).config,
    sys,
    ROOT,
  );
  // A snippet shows what matters, and not who uses it.
  const own: CompilerOptions = { ...options, noUnusedLocals: false, noUnusedParameters: false };
  const host = createCompilerHost(own);
  const [exists, read] = [host.fileExists.bind(host), host.readFile.bind(host)];
  host.fileExists = (path) => byPath.has(path) || exists(path);
  host.readFile = (path) => byPath.get(path)?.code ?? read(path);
  host.directoryExists = (path) =>
    folders.some((folder) => folder === path || folder.startsWith(`${path}/`)) || sys.directoryExists(path);
  const folders = [...byPath.keys()].map((path) => dirname(path));
  const program = createProgram([...byPath.keys()], own, host);
  return new Map(
    [...byPath.keys()].map((path) => {
      const file = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [path, found.map(({ messageText }) => flattenDiagnosticMessageText(messageText, ' '))];
    }),
  );
}

const loaded = new Map<string, { exports: Readonly<Record<string, unknown>> }>();

/** Runs a block, once. */
function load(path: string): Readonly<Record<string, unknown>> {
  const before = loaded.get(path);
  if (before !== undefined) return before.exports;
  const block = byPath.get(path);
  if (block === undefined) throw new Error(`no block is ${path}`);
  const module = { exports: {} };
  loaded.set(path, module);
  const { outputText } = transpileModule(block.code, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true },
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- blocks of our own documents are run, as their readers run them
  const run = new Function('require', 'exports', 'module', '__dirname', outputText) as (
    ...of: unknown[]
  ) => void;
  run((name: string) => required(name, path), module.exports, module, dirname(path));
  return module.exports;
}

function required(name: string, from: string): unknown {
  if (name === 'node:test') return { it, test, describe, before: beforeAll, after: afterAll };
  if (name === OWN_NAME || name.startsWith(`${OWN_NAME}/`))
    return jest.requireActual(join(ROOT, name.slice(OWN_NAME.length), 'index.ts'));
  if (!name.startsWith('.')) return jest.requireActual(name);
  const path = resolve(dirname(from), name);
  return byPath.has(`${path}.ts`) ? load(`${path}.ts`) : jest.requireActual(path);
}

const running = blocks.filter(({ runs, page }) => runs && page !== 'docs/adding-a-department.md');
const holdsTests = ({ code }: Block): boolean => /^(it|test|describe)(\.each)?\(/m.test(code);

describe('runs', () => {
  const out = temporaryFolder('all tests');
  beforeAll(() => {
    process.env['CDKTF_OUTDIR'] = out.at('cdktf.out');
  });
  beforeEach(() => {
    jest.spyOn(console, 'log').mockImplementation();
  });

  for (const block of running) {
    const name = `${block.page}:${String(block.line)}`;
    if (holdsTests(block)) describe(name, () => void load(block.path));
    else
      test(name, () => {
        const { company } = load(block.path);
        if (company !== undefined) expect(companyIssues(company as Company)).toEqual([]);
      });
  }
});
