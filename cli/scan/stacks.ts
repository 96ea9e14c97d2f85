import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError } from '../../model';
import { type GuardDocument } from '../../stacks/guard-document';

/** Stacks that are scanned with the same policies. */
export interface ScannedStacks {
  /** The environment, or `bootstrap`. */
  readonly name: string;
  /** Whether services have private addresses only: more policies are held there. */
  readonly kind: 'private' | 'public';
  /** The names of the stacks. */
  readonly stacks: readonly string[];
}

/**
 * What there is to scan in the folder of a synthesis.
 *
 * @throws LakehouseError when there is nothing.
 */
export function stacksToScan(outdir: string, environment?: string): ScannedStacks[] {
  const folder = join(outdir, 'guard');
  const environments = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as GuardDocument)
    .map(({ environment: name, isPrivate, grants }): ScannedStacks => ({
      name,
      kind: isPrivate ? 'private' : 'public',
      stacks: Object.keys(grants),
    }));
  // Hosted runners reach the account of the states as they reach a public environment.
  const bootstrap: ScannedStacks = { name: 'bootstrap', kind: 'public', stacks: ['bootstrap'] };
  const isThere = existsSync(join(outdir, 'stacks', 'bootstrap', 'cdk.tf.json'));
  const found = [...environments, ...(isThere ? [bootstrap] : [])];
  const wanted = environment === undefined ? found : found.filter(({ name }) => name === environment);
  if (wanted.length > 0) return wanted;
  throw new LakehouseError('scan', [
    {
      code: 'LH9312',
      at: 'scan',
      prop: environment === undefined ? 'out' : 'environment',
      got:
        environment === undefined
          ? `is "${outdir}", which has no stacks`
          : `is "${environment}", which was not synthesized`,
      allowed: found.length === 0 ? 'the folder of a synthesis' : found.map(({ name }) => name).join(', '),
      change: 'synthesize the app first, or correct the option',
    },
  ]);
}

/**
 * Copies stacks into a folder, as the scanner reads them: it knows blocks only, and gives up on a file with a plain value such as
 * `terraform.required_version`, saying so in passing.
 *
 * @returns the paths of the copies.
 */
export function readableCopies(outdir: string, stacks: readonly string[], folder: string): string[] {
  return stacks.map((stack) => {
    const text = readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    const document = JSON.parse(text) as { readonly terraform: { required_version?: string } };
    delete document.terraform.required_version;
    mkdirSync(join(folder, stack), { recursive: true });
    const path = join(folder, stack, 'cdk.tf.json');
    writeFileSync(path, JSON.stringify(document, undefined, 2));
    return path;
  });
}
