/**
 * Builds what is published, into `dist/`: JavaScript of few files without comments, whose traces lead back to the lines of the
 * TypeScript by source maps; declarations with their comments, as far as users of an entry can come to them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseJsonConfigFileContent, readConfigFile, sys } from 'typescript';
import { type Chunk, bundle } from './bundle';
import { reachableDeclarations } from './reachable-declarations';
import { shortened } from './shortened';

const root = join(__dirname, '..', '..');
const dist = join(root, 'dist');
const project = join(root, 'tsconfig.build.json');

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** Who loads the package, with what each loads: their modules stand in files of their own. */
const AUDIENCES = {
  library: ['compilers', 'cost', 'diagram', 'lineage', 'model', 'validation'].map(
    (name) => `${name}/index.ts`,
  ),
  synthesis: ['index.ts'],
  preview: ['preview/index.ts'],
  command: ['cli/main.ts'],
} as const;

/** What a command loads by the name of its file. */
const BY_NAME = /\bload\('(\.{1,2}\/[^']+)'\)/g;

/** The first is to run before anything else is loaded; the other has other names in the package for the engine's successor. */
const ALONE = ['cli/supported-node.ts', 'model/engine.ts'] as const;

async function build(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  const declared = declare();
  const { fileNames, options } = parseJsonConfigFileContent(
    readConfigFile(project, (path) => sys.readFile(path)).config,
    sys,
    root,
  );
  const chunks = await bundle({
    root,
    target: dist,
    entries: [...publicEntries(), 'cli/run-app.ts', ...entriesByName(fileNames)],
    audiences: AUDIENCES,
    alone: ALONE,
    options,
  });
  await declared;
  for (const chunk of chunks) write(chunk);
  removeUnreachable();
  // What runs in a browser stands in the page as it is.
  cpSync(join(root, 'page', 'browser'), join(dist, 'page', 'browser'), {
    recursive: true,
    filter: (file) => !file.endsWith('.json'),
  });
}

/** Declarations of everything, which checks all types on the way. */
async function declare(): Promise<void> {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const ran = spawn(process.execPath, [compiler, '-p', project, '--emitDeclarationOnly'], {
    stdio: 'inherit',
  });
  const [status] = (await once(ran, 'close')) as [number | null];
  if (status !== 0) throw new Error('the library does not compile');
}

/** The sources of what the manifest names. */
function publicEntries(): string[] {
  const files = [
    ...Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.default])),
    ...Object.values(manifest.bin),
  ];
  return files.map((file) => relative('dist', file).replace(/\.js$/, '.ts'));
}

/** What modules of the command load by the name of its file. */
function entriesByName(files: readonly string[]): string[] {
  const loaded = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(BY_NAME)].map(([, name = '']) => resolve(dirname(file), name)),
  );
  return loaded.map((path) =>
    relative(root, existsSync(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts')),
  );
}

function write({ fileName, code, map }: Chunk): void {
  const target = join(dist, fileName);
  mkdirSync(dirname(target), { recursive: true });
  const short = shortened(code, map);
  writeFileSync(target, `${short.code}//# sourceMappingURL=${basename(target)}.map\n`);
  writeFileSync(`${target}.map`, short.map);
}

function removeUnreachable(): void {
  const entries = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : [entry.types],
  );
  const kept = reachableDeclarations(entries.map((entry) => join(root, entry)));
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, name);
    if (name.endsWith('.d.ts') && !kept.has(path)) rmSync(path);
  }
}

void build();
