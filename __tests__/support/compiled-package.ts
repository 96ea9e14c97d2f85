import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { transformSync } from '@swc/core';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const NAME = 'cdktf-azure-lakehouse';

/**
 * Installs the package into a project as it is packed, in JavaScript, with links to what it needs.
 *
 * @param project folder of the project.
 * @param others further packages that the project has.
 * @returns the program `lakehouse` of the package.
 */
export function installCompiled(project: string, others: readonly string[] = []): string {
  const modules = join(project, 'node_modules');
  const home = join(modules, NAME);
  for (const file of published()) {
    const target = join(home, 'dist', relative(ROOT, file).replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, inJavaScript(file));
  }
  cpSync(join(ROOT, 'page/browser'), join(home, 'dist/page/browser'), { recursive: true });
  const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8');
  writeFileSync(join(home, 'package.json'), manifest);
  const { dependencies, peerDependencies } = JSON.parse(manifest) as Record<string, Record<string, string>>;
  for (const name of [...Object.keys({ ...dependencies, ...peerDependencies }), ...others]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  return join(home, 'dist/cli/main.js');
}

/** The sources that the build compiles. */
function published(): string[] {
  const file = join(ROOT, 'tsconfig.build.json');
  const { include } = (ts.readConfigFile(file, (path) => readFileSync(path, 'utf8')).config ?? {}) as {
    include: readonly string[];
  };
  return include.flatMap((pattern) => {
    const [folder = '', rest] = pattern.split('/', 2);
    return rest === undefined ? [join(ROOT, folder)] : sources(join(ROOT, folder));
  });
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function inJavaScript(file: string): string {
  return transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    sourceMaps: false,
    // ES modules find the names of its exports, as in what the build writes.
    module: { type: 'commonjs', ignoreDynamic: true, exportInteropAnnotation: true },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
  }).code;
}
