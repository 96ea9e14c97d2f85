import { type Company } from '../model';
import { OutputFolder } from '../output';
import { validateCompany } from '../validation';
import { CompanyRun } from './company-run';
import { DuckDb } from './duckdb';
import { refuseUnknownPersons } from './erasure';
import { DEFAULT_MEMORY_MIB, type PreviewOptions } from './options';
import { refuseDataInside, refuseMemory } from './refusals';
import { type RunReport } from './report';
import { explained } from './sources';

/**
 * Runs all flows of a company on this machine, over files or generated rows.
 *
 * Writes `<out>/<zone>/<table>.parquet`, `<out>/quarantine/<table>.<check>.parquet`,
 * `<out>/quarantine/<source>.delivery.parquet` and `<out>/run.json`. Rows and files that cannot be read are in the latter,
 * and the rest goes on without them. What alert rules would have raised is in `<out>/alerts/<department>.<rule>.parquet`.
 *
 * @throws LakehouseError when a definition is wrong or a folder is missing; `<out>` is then left as it was.
 */
export async function preview(company: Company, options: PreviewOptions): Promise<RunReport> {
  validateCompany(company);
  refuseDataInside(company, options);
  refuseMemory(options);
  refuseUnknownPersons(company, options.erase ?? {});
  const output = OutputFolder.open(options.out, { kind: 'preview', prop: 'out', first: 'run.json' });
  try {
    const report = await runInto(output.draft, company, options);
    output.commit();
    return report;
  } catch (error) {
    throw output.explain(error);
  } finally {
    output.close();
  }
}

async function runInto(folder: string, company: Company, options: PreviewOptions): Promise<RunReport> {
  const engine = await DuckDb.open({ memoryMiB: options.memoryMiB ?? DEFAULT_MEMORY_MIB });
  try {
    return await runWith(engine, folder, company, options);
  } catch (error) {
    throw explained(error);
  } finally {
    engine.close();
  }
}

/**
 * Runs all flows of a company, whatever it is: nothing is checked, and nothing of an earlier run is replaced.
 *
 * @param engine computes the tables, and keeps them in files or in memory.
 * @param folder is empty.
 */
export async function runWith(
  engine: DuckDb,
  folder: string,
  company: Company,
  options: PreviewOptions,
): Promise<RunReport> {
  const run = new CompanyRun(company, options, folder, engine);
  const report = await run.report();
  await options.finish?.({
    company,
    report,
    folder,
    milliseconds: run.milliseconds,
    query: (sql) => engine.rows(sql),
  });
  return report;
}
