// Loaded by its first use: who sees a column is asked of lineage, which no synthesis reads.
import type { TerraformStack } from 'cdktf';
import { columnReaders, type ColumnReaders } from '../lineage';
import { type Company } from '../model';
import { reachOf } from './access-matrix';
import { reachFile } from './reach-file';

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

function isStacks(rights: RightsOf): rights is readonly TerraformStack[] {
  return Array.isArray(rights);
}
