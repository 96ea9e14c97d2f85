import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { type OutputChunk, type Plugin, type RollupBuild, rollup } from 'rollup';
import {
  type CompilerOptions,
  ModuleKind,
  ModuleResolutionKind,
  type Node,
  type SourceFile,
  type TransformerFactory,
  isIdentifier,
  transpileModule,
  visitEachChild,
} from 'typescript';
import { type Grouping, chunkNames, nameOf, pathIn } from './chunks';
import { isBinding, isMarked, loadedLater } from './loaded-later';

/** What is put together, and how. */
export interface Bundling extends Grouping {
  /** Folder that the files are for. */
  readonly target: string;
  /** Sources that are loaded by their names: each has a file of its name. */
  readonly entries: readonly string[];
  /** How TypeScript is compiled. */
  readonly options: CompilerOptions;
}

/** A file of one or several modules. */
export interface Chunk {
  /** Its path in the folder. */
  readonly fileName: string;
  /** Its code, a CommonJS module. */
  readonly code: string;
  /** The source map of the code. */
  readonly map: string;
}

/** Folder of the files that have no source's name. */
const SHARED = 'chunks';

/** Stands for the place that a module has among the sources, until it is known where its file is. */
const PLACE = '__place';

/**
 * Puts modules together into few files, which Node.js finds and opens sooner than hundreds. Each module stands in one of them, so that a class
 * is one, whatever it is imported from.
 *
 * @throws Error when something is imported that is not there, when files would need each other, or a package's default is imported.
 */
export async function bundle({ target, entries, options, ...grouping }: Bundling): Promise<Chunk[]> {
  const { root } = grouping;
  const later = new Set<string>();
  const build = await rollup({
    input: Object.fromEntries(entries.map((entry) => [nameOf(entry), join(root, entry)])),
    plugins: [sources(root, options)],
    // A package that nothing is used of is not loaded for its own sake.
    treeshake: { moduleSideEffects: 'no-external' },
    onwarn: ({ code, message, ids = [] }) => {
      // What is loaded by its first use is loaded when all that it needs is there.
      if (code === 'CIRCULAR_CHUNK' && ids.some((name) => later.has(name))) return;
      throw new Error(message);
    },
  });
  const chunks = await generated(build, target, grouping, later);
  const files = new Set(chunks.filter(({ name }) => later.has(name)).map(({ fileName }) => fileName));
  return chunks.map(({ fileName, code, map, importedBindings }) => {
    const folder = posix.dirname(fileName);
    const uses = Object.entries(importedBindings).flatMap(([module, names]): [string, string[]][] => {
      if (isBinding(module)) return [[module, names]];
      return files.has(module) ? [[fromFolder(folder, module), names]] : [];
    });
    return { fileName, code: inPlace(loadedLater(code, new Map(uses)), folder), map: String(map) };
  });
}

/** A file as another one requires it. */
function fromFolder(folder: string, file: string): string {
  const path = posix.relative(folder, file);
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * What the bundler writes.
 *
 * @param later gets the names of the chunks that are loaded by their first use.
 */
async function generated(
  build: RollupBuild,
  target: string,
  grouping: Grouping,
  later: Set<string>,
): Promise<OutputChunk[]> {
  let names: ReadonlyMap<string, string> | undefined;
  const { output } = await build.generate({
    dir: target,
    format: 'cjs',
    sourcemap: true,
    // All that is imported from packages is imported by name, which needs nothing between.
    interop: 'esModule',
    externalLiveBindings: false,
    esModule: true,
    hoistTransitiveImports: false,
    generatedCode: { arrowFunctions: true, constBindings: true, objectShorthand: true },
    entryFileNames: '[name].js',
    chunkFileNames: ({ name }) =>
      grouping.alone.includes(`${name}.ts`) ? '[name].js' : `${SHARED}/[name].js`,
    manualChunks: (id, { getModuleIds, getModuleInfo }) => {
      names ??= chunkNames(
        [...getModuleIds()]
          .flatMap((each) => getModuleInfo(each) ?? [])
          .filter((module) => !module.isExternal),
        grouping,
      );
      const name = names.get(id);
      if (name !== undefined && isMarked(id)) later.add(name);
      return name;
    },
  });
  return output.filter((file) => file.type === 'chunk');
}

/** Finds sources, and compiles them to ES modules. What is imported from packages stays an import. */
function sources(root: string, options: CompilerOptions): Plugin {
  const compilerOptions: CompilerOptions = {
    ...options,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.Bundler,
    declaration: false,
    removeComments: true,
    sourceMap: true,
  };
  return {
    name: 'sources',
    resolveId(source, importer) {
      if (importer === undefined) return source;
      if (!source.startsWith('.')) return { id: source, external: true };
      const path = resolve(dirname(importer), source);
      return [`${path}.ts`, join(path, 'index.ts')].find((file) => existsSync(file));
    },
    load(file) {
      const { outputText, sourceMapText = '' } = transpileModule(readFileSync(file, 'utf8'), {
        fileName: file,
        compilerOptions,
        transformers: { before: [placed(pathIn(root, file))] },
      });
      if (/^import \w+(?:,.*)? from ['"][^.]/m.test(outputText))
        throw new Error(`${file} imports a package's default, in the place of what it is by name`);
      return { code: outputText.replace(/\/\/# sourceMappingURL=.*\n?$/, ''), map: sourceMapText };
    },
  };
}

/** A module that asks where it is gets the place that it has among the sources, whatever file it stands in. */
function placed(path: string): TransformerFactory<SourceFile> {
  const places = new Map([
    ['__dirname', posix.dirname(path)],
    ['__filename', `${nameOf(path)}.js`],
  ]);
  return (context) => (source) => {
    const { factory } = context;
    const visit = (node: Node): Node => {
      const place = isIdentifier(node) ? places.get(node.text) : undefined;
      return place === undefined
        ? visitEachChild(node, visit, context)
        : factory.createCallExpression(factory.createIdentifier(PLACE), undefined, [
            factory.createStringLiteral(place),
          ]);
    };
    return visitEachChild(source, visit, context);
  };
}

/** Code with the places that its modules ask for, from the folder of its file. */
function inPlace(code: string, folder: string): string {
  return code.replace(
    new RegExp(`\\b${PLACE}\\("([^"]+)"\\)`, 'g'),
    (_, place: string) => `require("node:path").join(__dirname, "${posix.relative(folder, place)}")`,
  );
}
