/**
 * Builds what is published, into `dist/`: JavaScript without comments, whose traces lead back to the lines of the TypeScript by
 * source maps; declarations with their comments, as far as users of an entry can come to them.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { transformSync } from '@swc/core';
import {
  type CompilerOptions,
  type Node,
  ScriptTarget,
  createSourceFile,
  forEachChild,
  isTemplateLiteralToken,
  parseJsonConfigFileContent,
  readConfigFile,
  sys,
  transpileModule,
} from 'typescript';
import { loadedLater } from './loaded-later';
import { reachableDeclarations } from './reachable-declarations';

const root = join(__dirname, '..', '..');
const dist = join(root, 'dist');
const project = join(root, 'tsconfig.build.json');

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

rmSync(dist, { recursive: true, force: true });
declare();
const { fileNames, options } = parseJsonConfigFileContent(
  readConfigFile(project, (path) => sys.readFile(path)).config,
  sys,
  root,
);
for (const file of fileNames)
  compile(file, { ...options, declaration: false, removeComments: true, sourceMap: true });
removeUnreachable();
// What runs in a browser stands in the page as it is.
cpSync(join(root, 'page', 'browser'), join(dist, 'page', 'browser'), {
  recursive: true,
  filter: (file) => !file.endsWith('.json'),
});

/** Declarations of everything, which checks all types on the way. */
function declare(): void {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', project, '--emitDeclarationOnly'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the library does not compile');
}

function compile(file: string, compilerOptions: CompilerOptions): void {
  const target = join(dist, relative(root, file)).replace(/\.ts$/, '.js');
  const { outputText, sourceMapText = '' } = transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions,
    fileName: file,
  });
  mkdirSync(dirname(target), { recursive: true });
  const { code, map } = withShortLocals(loadedLater(outputText, file), sourceMapText);
  const name = basename(target);
  writeFileSync(target, `${withoutIndentation(code)}//# sourceMappingURL=${name}.map\n`);
  writeFileSync(`${target}.map`, linesOnly(map, relative(dirname(target), resolve(file)), name));
}

/**
 * The same code with short names for what no other file sees: a sixteenth of the package. Functions and classes keep theirs, which traces show,
 * and lines stay lines.
 */
function withShortLocals(
  text: string,
  inputSourceMap: string,
): { readonly code: string; readonly map: string } {
  const { code, map = '' } = transformSync(text, {
    swcrc: false,
    configFile: false,
    isModule: false,
    sourceMaps: true,
    inputSourceMap,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'ecmascript' },
      minify: {
        compress: false,
        mangle: {
          toplevel: true,
          keep_classnames: true,
          keep_fnames: true,
          // Node.js finds what is exported to ES modules by it.
          reserved: ['__exportStar'],
        },
      },
    },
  });
  return { code: code.replace(/\/\/# sourceMappingURL=.*\n?/, ''), map };
}

/** The same lines without what they begin with: a twentieth of the package. Lines within texts of several lines stay as they are. */
function withoutIndentation(text: string): string {
  const source = createSourceFile('output.js', text, ScriptTarget.ES2022);
  const inText = new Set<number>();
  const visit = (node: Node): void => {
    if (isTemplateLiteralToken(node)) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = first + 1; line <= last; line++) inText.add(line);
    }
    forEachChild(node, visit);
  };
  visit(source);
  return text
    .split('\n')
    .map((line, index) => (inText.has(index) ? line : line.trimStart()))
    .join('\n');
}

/** A source map that knows the line of each line, and no column: what a trace needs, at a fifth of the size. */
function linesOnly(map: string, source: string, file: string): string {
  const { mappings } = JSON.parse(map) as { readonly mappings: string };
  const lines = decode(mappings).map((segments) =>
    segments
      .slice(0, 1)
      // The whole line, from its beginning: most lines are then written alike, which packs well.
      .map(([, of = 0, line = 0]) => [0, of, line, 0] as [number, number, number, number]),
  );
  return JSON.stringify({ version: 3, file, sources: [source], names: [], mappings: encode(lines) });
}

function removeUnreachable(): void {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types]));
  const kept = reachableDeclarations(entries.map((entry) => join(root, entry)));
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, name);
    if (name.endsWith('.d.ts') && !kept.has(path)) rmSync(path);
  }
}
