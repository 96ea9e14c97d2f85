import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileRule } from '../compilers';
import { type Company, type Readable } from '../model';
import { type DuckDb } from './duckdb';
import { type AlertReport } from './report';

/**
 * Runs the rules of all departments over the loaded events, and writes what each would have raised to
 * `<folder>/alerts/<department>.<rule>.parquet`.
 */
export async function previewAlerts(
  company: Company,
  engine: DuckDb,
  folder: string,
  relation: (readable: Readable) => string,
): Promise<AlertReport[]> {
  const reports: AlertReport[] = [];
  for (const department of company.departments) {
    for (const rule of department.alerts) {
      const contract = department.sources.find(({ name }) => name === rule.source);
      const query = contract && compileRule(rule, contract, relation);
      const about = { department: department.name, alert: rule.name, kind: rule.kind, source: rule.source };
      if (query === undefined) {
        reports.push({ ...about, raised: null });
        continue;
      }
      mkdirSync(join(folder, 'alerts'), { recursive: true });
      const file = join(folder, 'alerts', `${department.name}.${rule.name}.parquet`);
      reports.push({ ...about, raised: await engine.write(`SELECT * FROM (${query}) ORDER BY ALL`, file) });
    }
  }
  return reports;
}
