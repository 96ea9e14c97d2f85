import { join, relative } from 'node:path';
import { type Command } from 'commander';
import { type Company } from '../model';
import { PAGE_FILE, writePage } from '../page';
import { DEFAULT_MEMORY_MIB, type ErasedPersons, formatReport, preview } from '../preview';
import { appOption, loadCompany } from './loader/load-company';
import { openPage } from './open-page';
import { requirePackages } from './packages';
import { printJson } from './print-json';
import { withProgress } from './progress';
import { subcommand, wholeNumber } from './subcommand';
import { readsEstimate, synthesizedEstimate } from './synthesized-estimate';

interface PreviewOptions {
  readonly app?: string;
  readonly data?: string;
  readonly out: string;
  readonly seed: number;
  readonly memory?: number;
  readonly erase?: readonly string[];
  readonly showPersonal?: true;
  readonly synthesis: string;
  readonly open?: true;
  readonly json?: true;
}

/** `lakehouse preview`: runs a company's flows on this machine. */
export function previewCommand(): Command {
  return subcommand({
    name: 'preview',
    examples: [
      'lakehouse preview --open',
      'lakehouse preview --app ./company.ts --data data --out preview.out',
      'lakehouse preview --erase customer=C42,C43',
      'lakehouse preview --memory 2048 --json > report.json',
    ],
  })
    .addOption(appOption())
    .option(
      '--data <folder>',
      'one sub-folder for each source, with CSV, JSON or Parquet files (default: sample data, generated)',
    )
    .option('--out <folder>', 'where the tables, run.json and the page index.html go', 'preview.out')
    .option('--seed <number>', 'seed of the sample data', wholeNumber(0), 1)
    .option(
      '--memory <MiB>',
      `most memory of the engine, which then spills to disk (default: ${DEFAULT_MEMORY_MIB})`,
      wholeNumber(1),
    )
    .option(
      '--erase <kind=key,…>',
      'computes everything without these persons; of several kinds, once for each',
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .option('--show-personal', 'show personal values on the page, which masks them otherwise')
    .option(
      '--synthesis <folder>',
      'where the app was synthesized to: the page takes resources, cost and rights from there, and tables the estimated cost, where it is there',
      'cdktf.out',
    )
    .option('--open', 'open the page in the browser')
    .option('--json', 'print JSON, for programs')
    .action(async (options: PreviewOptions) => {
      requirePackages(['@duckdb/node-api'], 'the preview runs on it');
      const started = Date.now();
      const company = await loadCompany(options.app);
      if (translatesSql(company))
        requirePackages(['@polyglot-sql/sdk'], 'it translates the SQL of some tables');
      const { out, data, seed, memory } = options;
      const estimate = synthesizedEstimate(company, options.synthesis);
      if (estimate === undefined && readsEstimate(company))
        console.error(
          `nothing is synthesized in ${options.synthesis}: tables of what the platform is estimated to cost have no rows`,
        );
      const report = await withProgress(`running the flows of ${company.name}`, (say) =>
        preview(company, {
          out,
          seed,
          ...(data !== undefined && { data }),
          ...(memory !== undefined && { memoryMiB: memory }),
          ...(estimate && { estimate }),
          erase: erasedPersons(options.erase ?? []),
          progress: say,
          finish: (run) =>
            writePage(run, {
              showPersonal: options.showPersonal === true,
              synthesis: options.synthesis,
            }),
        }),
      );
      if (options.open) await openPage(join(out, PAGE_FILE));
      if (options.json) {
        printJson(report);
        return;
      }
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`\n${formatReport(report)}\n`);
      console.log(
        `${report.company}: ${report.tables.length} tables in ${seconds} s, in ${relative('.', out) || '.'}`,
      );
    });
}

/** Whether SQL of the company is translated for the preview, because nobody wrote it for DuckDB. */
function translatesSql({ departments }: Company): boolean {
  return departments.some(({ tables }) =>
    tables.some(({ relation }) => relation.step === 'sql' && relation.duckDbOverride === undefined),
  );
}

/** `customer=42,43` as persons of a kind. */
function erasedPersons(options: readonly string[]): ErasedPersons {
  const named = options.map((option) => {
    const at = option.indexOf('=');
    return at < 0 ? [option, ''] : [option.slice(0, at), option.slice(at + 1)];
  });
  const kinds = [...new Set(named.map(([kind = '']) => kind))];
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      named.filter(([name]) => name === kind).flatMap(([, keys = '']) => keys.split(',')),
    ]),
  );
}
