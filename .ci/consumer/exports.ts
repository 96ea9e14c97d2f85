/**
 * Every entry of the packed library's `exports` loads, by require and by import, and hands out the same names.
 */
import { createRequire } from 'node:module';

const NAME = 'cdktf-azure-lakehouse';

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
}

async function main(): Promise<void> {
  const load = createRequire(__filename);
  const manifest = load(`${NAME}/package.json`) as Manifest;
  const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'));

  for (const entry of entries) {
    const specifier = entry.replace('.', NAME);
    const required = Object.keys(load(specifier) as object).sort();
    const imported = Object.keys((await import(specifier)) as object);
    if (required.length === 0) {
      throw new Error(`${specifier} exports nothing`);
    }
    const missing = required.filter((name) => !imported.includes(name));
    if (missing.length > 0) {
      throw new Error(`${specifier} does not export to ES modules: ${missing.join(', ')}`);
    }
    console.log(`${specifier}: ${required.length} names`);
  }
}

void main();
