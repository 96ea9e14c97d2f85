import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformStack } from 'cdktf';
import { columnReaders, type ColumnReaders } from '../lineage';
import { type Company, LakehouseError, listed } from '../model';
import { reachOf } from './access-matrix';
import type { ReachLine } from './reach';

/** Where rights are taken from: stacks of one environment, or the folder that a synthesis wrote. */
export type RightsOf =
  | readonly TerraformStack[]
  | {
      /** The folder, such as `cdktf.out`. */
      readonly outdir: string;
      /** The environment. @default the only one that was synthesized */
      readonly environment?: string;
    };

/**
 * Everybody who can read a personal column, or anything that is made of it: for tests that hold a company to what it promised.
 *
 * ```ts
 * const { readers } = whoSees(company, 'crm_customers.email', { outdir: 'cdktf.out', environment: 'prod' });
 * const people = readers.filter(({ kind }) => kind === 'group').map(({ principal, masking }) => [principal, masking]);
 * expect(people).toEqual([['lakehouse-sql-administrators', 'pseudonym']]);
 * ```
 *
 * @param company the company that the stacks were made of.
 * @param column `table.column`, `source.column` or `department.table.column`.
 * @param rights stacks of one environment, or a folder.
 * @throws LakehouseError for a name that means nothing (LH8120 to LH8122), a folder without rights (LH8123), and an environment that
 *   was not synthesized (LH5001).
 */
export function whoSees(company: Company, column: string, rights: RightsOf): ColumnReaders {
  return columnReaders(company, isStacks(rights) ? reachOf(rights) : reachFile(rights).lines, column);
}

/** The environments whose rights a synthesis wrote, sorted; none where the folder has none. */
export function environmentsWithRights(outdir: string): string[] {
  const folder = join(outdir, 'access-matrix');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => (name.endsWith('-reach.json') ? [name.slice(0, -'-reach.json'.length)] : []))
    .sort();
}

/**
 * What each principal can reach, as a synthesis wrote it.
 *
 * @param from the folder, and the environment: needed where there are several.
 * @throws LakehouseError as {@link whoSees} does.
 */
export function reachFile(from: { readonly outdir: string; readonly environment?: string }): {
  readonly environment: string;
  readonly lines: readonly ReachLine[];
} {
  const { outdir } = from;
  const known = environmentsWithRights(outdir);
  if (known.length === 0)
    throw problem('LH8123', 'out', `is "${outdir}", which has no access matrix`, {
      allowed: 'a folder that a synthesis wrote',
      change: 'synthesize the app, or correct the folder',
    });
  const [only] = known;
  const environment = from.environment ?? (known.length === 1 ? only : undefined);
  if (environment === undefined || !known.includes(environment)) {
    const got =
      environment === undefined
        ? 'is not said, and there are several'
        : `is "${environment}", which was not synthesized`;
    throw problem('LH5001', 'environment', got, { allowed: listed(known), change: 'name one of them' });
  }
  const file = join(outdir, 'access-matrix', `${environment}-reach.json`);
  return { environment, lines: JSON.parse(readFileSync(file, 'utf8')) as ReachLine[] };
}

function isStacks(rights: RightsOf): rights is readonly TerraformStack[] {
  return Array.isArray(rights);
}

function problem(
  code: 'LH5001' | 'LH8123',
  prop: string,
  got: string,
  further: { readonly allowed: string; readonly change: string },
): LakehouseError {
  return new LakehouseError('access', [{ code, at: 'access', prop, got, ...further }]);
}
