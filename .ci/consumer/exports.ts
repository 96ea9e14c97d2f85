/**
 * Every entry of the packed library's `exports` loads, by require and by import, and hands out the same names; a class that the root has, too, is
 * the same there, so that what is made by one entry is known to the others.
 */
import { createRequire } from 'node:module';

const NAME = 'cdktf-azure-lakehouse';

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
}

type Exports = Readonly<Record<string, unknown>>;

async function main(): Promise<void> {
  const load = createRequire(__filename);
  const manifest = load(`${NAME}/package.json`) as Manifest;
  const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'));

  for (const entry of entries) {
    const specifier = entry.replace('.', NAME);
    const own = load(specifier) as Exports;
    const required = Object.keys(own).sort();
    const imported = Object.keys((await import(specifier)) as object);
    if (required.length === 0) {
      throw new Error(`${specifier} exports nothing`);
    }
    const missing = required.filter((name) => !imported.includes(name));
    if (missing.length > 0) {
      throw new Error(`${specifier} does not export to ES modules: ${missing.join(', ')}`);
    }
    const root = load(NAME) as Exports;
    const twice = required.filter(
      (name) => name in root && String(own[name]).startsWith('class ') && root[name] !== own[name],
    );
    if (twice.length > 0) {
      throw new Error(`${specifier} and ${NAME} have each their own: ${twice.join(', ')}`);
    }
    console.log(`${specifier}: ${required.length} names`);
  }
}

void main();
