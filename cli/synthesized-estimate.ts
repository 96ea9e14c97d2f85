import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Company, type EstimatedRows, estimateFile, readsOf } from '../model';

/** What a synthesis knows of the cost of the company's first environment that is there. */
export function synthesizedEstimate({ environments }: Company, outdir: string): EstimatedRows | undefined {
  const files = environments.map((environment) => join(outdir, 'cost', estimateFile(environment)));
  const file = files.find((each) => existsSync(each));
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as EstimatedRows);
}

/** Whether a table of the company reads what the platform is estimated to cost. */
export function readsEstimate({ departments }: Company): boolean {
  return departments.some(({ tables }) =>
    tables.some(({ relation }) => readsOf(relation).some(({ zone }) => zone === 'estimate')),
  );
}
