import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

/**
 * The declarations that users of some entries can come to.
 *
 * @param entries paths of `.d.ts` files.
 */
export function reachableDeclarations(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = entries.map((entry) => resolve(entry));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const { fileName } of preProcessFile(readFileSync(file, 'utf8')).importedFiles)
      if (fileName.startsWith('.')) open.push(declarationOf(resolve(dirname(file), fileName)));
  }
  return found;
}

function declarationOf(path: string): string {
  const candidates = [`${path}.d.ts`, join(path, 'index.d.ts')];
  const file = candidates.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`no declaration is built for ${path}`);
  return file;
}
