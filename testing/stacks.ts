import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The Terraform JSON of a stack, as far as it is looked at. */
export interface StackJson {
  /** Resources by type and name. */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Everything else. */
  readonly [part: string]: unknown;
}

/** Stacks by name. */
export type StacksByName = Readonly<Record<string, StackJson>>;

/**
 * The stacks that an app synthesizes, for tests of one's own stacks.
 *
 * What is of the version of a library, and not of the definitions, is left out: comments, and the versions that are required.
 *
 * @param synthesize writes them into a folder, as `(outdir) => synthesizeCompany(company, build, { outdir, environments: 'dev' })` does.
 * @throws Error when it wrote none, as it does where definitions are wrong; what is wrong is printed then.
 */
export function synthesizedStacks(synthesize: (outdir: string) => void): StacksByName {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-stacks-'));
  try {
    synthesize(folder);
    const stacks = join(folder, 'stacks');
    const names = readdirSync(folder).includes('stacks') ? readdirSync(stacks).sort() : [];
    if (names.length === 0) throw new Error('no stack was synthesized; what is wrong was printed above');
    return Object.fromEntries(
      names.map((name) => [name, lasting(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8'))]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The Terraform addresses of a stack's resources, sorted: a snapshot of its own, because a line that leaves it is a resource that
 * is destroyed.
 */
export function addressesOf({ resource = {} }: StackJson): string[] {
  return Object.entries(resource)
    .flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`))
    .sort();
}

function lasting(text: string): StackJson {
  const document = JSON.parse(text, (name, value: unknown) => (name === '//' ? undefined : value)) as Record<
    string,
    unknown
  >;
  const { terraform, ...rest } = document;
  const {
    required_providers: _providers,
    required_version: _version,
    ...kept
  } = (terraform ?? {}) as Record<string, unknown>;
  return Object.keys(kept).length === 0 ? rest : { ...rest, terraform: kept };
}
