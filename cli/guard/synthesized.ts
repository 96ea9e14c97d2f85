import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BillDocument } from '../../cost';
import { LakehouseError, listed } from '../../model';
import { type AccessLine } from '../../stacks/access-line';
import { type GuardDocument } from '../../stacks/guard-document';
import { type StackPlan } from './plan';

/** What a synthesis wrote of an environment, as far as plans are held against it. */
export interface SynthesizedEnvironment {
  /** What its plans may do. */
  readonly document: GuardDocument;
  /** What it costs; absent where the synthesis wrote no bill. */
  readonly bill: BillDocument | undefined;
  /** Who may do what. */
  readonly access: readonly AccessLine[];
}

/**
 * The environments in a folder that a synthesis wrote, by their names.
 *
 * @throws LakehouseError when there are none.
 */
export function synthesizedIn(outdir: string): ReadonlyMap<string, SynthesizedEnvironment> {
  const folder = join(outdir, 'guard');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (names.length === 0)
    throw new LakehouseError('guard', [
      {
        code: 'LH9312',
        at: 'guard',
        prop: 'out',
        got: `is "${outdir}", which has nothing to hold a plan against`,
        allowed: 'the folder of the synthesis that the plans are of',
        change: 'synthesize the app first, or correct the option',
      },
    ]);
  return new Map(
    names.sort().map((name) => {
      const document = read(join(folder, name)) as GuardDocument;
      return [
        document.environment,
        {
          document,
          bill: read(join(outdir, 'cost', name)) as BillDocument | undefined,
          access: (read(join(outdir, 'access-matrix', name)) ?? []) as readonly AccessLine[],
        },
      ];
    }),
  );
}

/**
 * The environment that a plan is of.
 *
 * @throws LakehouseError when none has such a stack, or the plan is of other resources or of another company's.
 */
export function environmentOf(
  plan: StackPlan,
  outdir: string,
  environments: ReadonlyMap<string, SynthesizedEnvironment>,
): SynthesizedEnvironment {
  const found = [...environments.values()].find(({ document }) => plan.stack in document.grants);
  if (found === undefined) {
    const stacks = [...environments.values()].flatMap(({ document }) => Object.keys(document.grants));
    throw foreign(plan, `is named "${plan.stack}", and no such stack was synthesized`, listed(stacks));
  }
  const defined = addressesIn(join(outdir, 'stacks', plan.stack, 'cdk.tf.json'));
  const differing = (plan.defined ?? []).filter((address) => !defined.includes(address));
  const missing =
    plan.defined === undefined ? [] : defined.filter((address) => !plan.defined?.includes(address));
  if (differing.length + missing.length > 0)
    throw foreign(
      plan,
      `is of other resources than were synthesized: ${listed([...differing, ...missing])}`,
      'a plan of what was synthesized last',
    );
  const companies = new Set(plan.changes.flatMap(({ before }) => companyOf(before)));
  companies.delete(found.document.company);
  if (companies.size > 0)
    throw foreign(
      plan,
      `is of resources of another company: ${listed(companies)}`,
      `resources tagged company = ${found.document.company}`,
    );
  return found;
}

function companyOf(attributes: StackPlan['changes'][number]['before']): string[] {
  const tags = attributes?.tags;
  const company =
    typeof tags === 'object' && tags !== null
      ? (tags as Readonly<Record<string, unknown>>).company
      : undefined;
  return typeof company === 'string' ? [company] : [];
}

function addressesIn(file: string): string[] {
  const written = read(file) as { readonly resource?: Readonly<Record<string, object>> } | undefined;
  return Object.entries(written?.resource ?? {}).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

function read(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function foreign({ stack }: StackPlan, got: string, allowed: string): LakehouseError {
  return new LakehouseError('guard', [
    {
      code: 'LH9312',
      at: stack,
      prop: 'plan',
      got,
      allowed,
      change: 'plan what was synthesized, in the folder of its stack, and name the file <stack>.json',
    },
  ]);
}
