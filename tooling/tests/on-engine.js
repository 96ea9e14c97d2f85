'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { transformSync } = require('@swc/core');
const own = require('../../jest.config.js');

const ENGINE = /^(cdktf|constructs|@cdktf\/.*)$/;
const LOADED = /\brequire(?:Actual)?\(\s*["']([^"']+)["']\s*\)/g;
const SOURCE = /\.(ts|js)$/;

const NOT_OURS = /^(\.|node_modules$|dist|coverage$|site$|.*\.out$)/;

/**
 * The suites that load the engine, themselves or by what they import, as paths from the root: only these can tell one engine from
 * another. Types that are imported load nothing.
 *
 * @param {string} root folder of the tree.
 * @returns {string[]}
 */
function suitesOnEngine(root) {
  const files = new Set(sources(root, ''));
  /** @type {Map<string, string[]>} */
  const importers = new Map();
  for (const file of files) {
    for (const name of importsOf(root, file)) {
      const imported = ENGINE.test(name) ? 'engine' : fileOf(files, file, name);
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  const reached = new Set(['engine']);
  for (const each of reached) for (const file of importers.get(each) ?? []) reached.add(file);
  return [...files].filter((file) => file.endsWith('.test.ts') && reached.has(file)).sort();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function sources(root, folder) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (NOT_OURS.test(entry.name)) return [];
    if (entry.isDirectory()) return sources(root, name);
    return SOURCE.test(entry.name) ? [name] : [];
  });
}

/**
 * Names that a file loads when it runs.
 *
 * @param {string} root
 * @param {string} file
 * @returns {Set<string>}
 */
function importsOf(root, file) {
  const transforms = /** @type {Record<string, [string, import('@swc/core').Options]>} */ (own.transform);
  const [, options] = transforms['^.+\\.ts$'] ?? [];
  const { code } = transformSync(fs.readFileSync(path.join(root, file), 'utf8'), {
    ...options,
    filename: file,
    swcrc: false,
    sourceMaps: false,
  });
  return new Set([...code.matchAll(LOADED)].map(([, name = '']) => name));
}

/**
 * The file of the tree that is meant by a name; what is none stays a name.
 *
 * @param {ReadonlySet<string>} files
 * @param {string} from
 * @param {string} name
 * @returns {string}
 */
function fileOf(files, from, name) {
  const meant = name.startsWith('.')
    ? path.posix.join(path.posix.dirname(from), name)
    : name.replace(/^cdktf-azure-lakehouse(\/|$)/, './');
  const candidates = [meant, `${meant}.ts`, `${meant}/index.ts`].map((each) => path.posix.normalize(each));
  return candidates.find((each) => files.has(each)) ?? name;
}

module.exports = { suitesOnEngine };
