import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FREE_TYPES, PRICED_TYPES } from '../../cost';

const ROOT = join(__dirname, '../..');

/** The files of a folder, with those of its folders. */
function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/** Terraform types of the resources that constructs and stacks make, by what they import. */
function synthesizedTypes(): string[] {
  const sources = ['constructs', 'stacks'].flatMap((folder) => filesIn(join(ROOT, folder)));
  const imports = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/@cdktf\/provider-azurerm\/lib\/([a-z0-9-]+)'/g)].map(
      ([, name = '']) => name,
    ),
  );
  const resources = new Set(
    imports.filter((name) => name !== 'provider' && !name.startsWith('data-azurerm-')),
  );
  return [...resources].map((name) => `azurerm_${name.replaceAll('-', '_')}`).sort();
}

test('every resource type that constructs make is priced, or free for a reason', () => {
  const known = new Set([...Object.keys(PRICED_TYPES), ...Object.keys(FREE_TYPES)]);
  expect(synthesizedTypes().length).toBeGreaterThan(40);
  expect(synthesizedTypes().filter((type) => !known.has(type))).toEqual([]);
});

test('no resource type is both priced and free', () => {
  expect(Object.keys(PRICED_TYPES).filter((type) => type in FREE_TYPES)).toEqual([]);
});
