'use strict';

const { readFileSync, statSync } = require('node:fs');
const { dirname, relative, resolve } = require('node:path');
const ts = require('typescript');

/**
 * What files import of their own repository, types included, each with the time at which it was last changed.
 *
 * @type {Map<string, { changed: number, imports: string[] }>}
 */
const known = new Map();

/** @param {string} file */
function importsOf(file) {
  const changed = statSync(file).mtimeMs;
  const before = known.get(file);
  if (before?.changed === changed) {
    return before.imports;
  }
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  const imports = importedFiles.flatMap(({ fileName }) => fileAt(file, fileName) ?? []);
  known.set(file, { changed, imports });
  return imports;
}

/**
 * The file that an import means; nothing for packages.
 *
 * @param {string} importer
 * @param {string} specifier
 */
function fileAt(importer, specifier) {
  if (!specifier.startsWith('.')) {
    return undefined;
  }
  const path = resolve(dirname(importer), specifier);
  return [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`, `${path}/index.js`].find((file) =>
    statSync(file, { throwIfNoEntry: false })?.isFile(),
  );
}

/**
 * The shortest way along imports from one file to another, both included.
 *
 * @param {string} from
 * @param {string} to
 */
function wayBetween(from, to) {
  const ways = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const last = /** @type {string} */ (way.at(-1));
    if (last === to) {
      return way;
    }
    for (const next of importsOf(last)) {
      if (!seen.has(next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
    }
  }
  return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
const noImportCycle = {
  meta: {
    type: 'problem',
    docs: {
      description:
        'No file imports itself by way of others, not even a type: each can be read after what it imports.',
    },
    schema: [],
    messages: { cycle: 'This leads back here: {{way}}. Move what both need to a file of its own' },
  },
  create(context) {
    const here = context.physicalFilename;

    /** @param {{ source?: import('estree').Literal | null }} node */
    function check({ source }) {
      const imported = source && fileAt(here, String(source.value));
      const way = imported ? wayBetween(imported, here) : undefined;
      if (source && way) {
        const names = way.map((file) => relative(context.cwd, file)).join(' → ');
        context.report({ node: source, messageId: 'cycle', data: { way: names } });
      }
    }

    return {
      ImportDeclaration: (node) => check(node),
      ExportNamedDeclaration: (node) => check(node),
      ExportAllDeclaration: (node) => check(node),
    };
  },
};

module.exports = { noImportCycle };
