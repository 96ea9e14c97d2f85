import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

type Json = Readonly<Record<string, unknown>>;

/** What differs by the path of the construct alone, or says how a value came to be. */
const HASH = /_[0-9A-F]{8}/g;
const DIGEST = /(?<![0-9A-Za-z])[0-9a-f]{8,64}(?![0-9A-Za-z])/g;

/**
 * Compares the resources of two syntheses.
 *
 * @throws Error that names the first resource that differs.
 */
export function sameTerraform(ours: string, bare: string): void {
  const stacks = readdirSync(join(ours, 'stacks')).sort();
  for (const stack of stacks) {
    const [one, other] = [ours, bare].map((folder) => resourcesOf(folder, stack));
    if (one === undefined || other === undefined) continue;
    for (const address of new Set([...one.keys(), ...other.keys()]))
      if (!isDeepStrictEqual(unordered(one.get(address)), unordered(other.get(address))))
        throw new Error(`${stack}: ${address} is not the same in the program by hand`);
  }
}

function resourcesOf(folder: string, stack: string): Map<string, unknown> {
  const text = readFileSync(join(folder, 'stacks', stack, 'cdk.tf.json'), 'utf8')
    .replaceAll(HASH, '_')
    .replaceAll(DIGEST, '');
  const { resource = {}, data = {} } = JSON.parse(text) as {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
    readonly data?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  };
  const all = [...Object.entries(resource), ...Object.entries(data)];
  return new Map(
    all.flatMap(([type, instances]) =>
      Object.entries(instances).map(
        ([id, { '//': _, ...attributes }]) => [`${type}.${id}`, attributes] as const,
      ),
    ),
  );
}

/** Statements whose order comes from names that end in a digest are compared without one. */
function unordered(value: unknown): string[] {
  return JSON.stringify(value ?? null)
    .split('},{')
    .sort();
}
