import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bronzeRows,
  businessColumns,
  type Company,
  CompanyGraph,
  type DataContract,
  type Department,
  type EstimatedRows,
  LakehouseError,
  listed,
  NO_ESTIMATE,
  scoreOf,
  type SqlRows,
  type Table,
  countMistakes,
  placed,
  throwIssues,
} from '../model';
import { compileDuckDb, type DuckDbAssertion } from '../compilers/internal';
import { isInside, OutputFolder, realLocation } from '../output';
import { validateCompany } from '../validation';
import { previewAlerts } from './alerts';
import { deliveriesRelation, recordDeliveries } from './deliveries';
import { DuckDb } from './duckdb';
import { type ErasedPersons, erasureList, eraseRaw, refuseUnknownPersons } from './erasure';
import { type RefusedSnapshot, type RunReport, type TableReport, total } from './report';
import { accountRows } from './row-accounts';
import { type SampleSettings, writeSampleData } from './sample-data';
import { findSourceFiles, type SkippedFile } from './source-files';
import { explained, type LoadedSource, loadSource } from './sources';
import { dropSqlTable, runSqlTable } from './sql/sql-table';
import { windowFailures } from './window-failures';
import { ZoneFiles } from './zone-files';

/** Stands in for the secret pepper. It is in the source code, so it is NOT secret: previews protect nobody's identity. */
export const PREVIEW_PEPPER = 'preview-pepper-not-secret';

/** Names the run in every row it loads; fixed, so that the same input gives the same files. */
const RUN_ID = 'preview';

/**
 * Most memory of the engine, in MiB, when nobody says: the process stays below 2 GiB with a source of any size, because what the
 * engine and Node.js hold beside it is about half as much.
 */
export const DEFAULT_MEMORY_MIB = 1024;

/** What a preview reads and writes. */
export interface PreviewOptions {
  /** Folder with one sub-folder for each source; sample data is generated when it is left out. */
  readonly data?: string;
  /** Folder for the result. What an earlier run wrote is replaced, once this one has succeeded; other files are left alone. */
  readonly out: string;
  /** Seed of the sample data, a whole number from 0; same seed, same rows. @default 1 */
  readonly seed?: number;
  /** Most memory of the engine, in MiB; beyond it, the engine spills to disk. @default {@link DEFAULT_MEMORY_MIB} */
  readonly memoryMiB?: number;
  /**
   * Persons whose data are erased, as `<department>_erase` does in the lake: what identifies them, by the kind of person of
   * their contract's `.subject()`. @default nobody
   */
  readonly erase?: ErasedPersons;
  /** What the platform is estimated to cost, for gold that reads it. @default nothing is known of it: no rows */
  readonly estimate?: EstimatedRows;
  /** Called as the run goes on, with a line for people. */
  readonly progress?: (line: string) => void;
  /** Adds files of its own to a run that has succeeded, before they take the place of earlier ones: such as the page for people. */
  readonly finish?: (run: FinishedRun) => Promise<void>;
}

/** A run whose tables are all written, and not yet in their place. */
export interface FinishedRun {
  /** The company whose flows have run. */
  readonly company: Company;
  /** What became of its rows, as `run.json` says it. */
  readonly report: RunReport;
  /** The folder with its files, such as `gold/daily_revenue.parquet`; what is written there becomes part of the result. */
  readonly folder: string;
  /** Milliseconds that each table took, by zone and name (`gold/daily_revenue`): measured, and so never the same twice. */
  readonly milliseconds: ReadonlyMap<string, number>;
  /** Asks the engine; whole numbers of 64 bits and decimals come as text. */
  readonly query: (sql: string) => Promise<Record<string, string | number | boolean | null>[]>;
}

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
  const run = new Run(company, options, folder, engine);
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

/** What is read is never among what is written, whichever way links lead. */
function refuseDataInside(company: Company, { data, out }: PreviewOptions): void {
  if (data === undefined) return;
  const result = realLocation(out);
  const sources = company.departments.flatMap((department) => department.sources.map(({ name }) => name));
  const homes = sources.map((name) => ({ name, home: realLocation(join(data, name)) }));
  const within = homes.filter(({ home }) => isInside(home, result));
  const around = homes.filter(({ home }) => !isInside(home, result) && isInside(result, home));
  if (within.length + around.length === 0) return;
  const names = (found: readonly { name: string }[]): string => listed(found.map(({ name }) => name));
  throw new LakehouseError('preview', [
    {
      code: 'LH8003',
      at: 'preview',
      prop: 'out',
      got: `is "${out}", which ${[
        ...(within.length > 0 ? [`holds the data of these sources: ${names(within)}`] : []),
        ...(around.length > 0 ? [`lies in the data of these sources: ${names(around)}`] : []),
      ].join(', and ')}`,
      allowed: 'a folder apart from what is read',
      change: 'choose another folder for the result, or move the data',
    },
  ]);
}

function refuseMemory({ memoryMiB }: PreviewOptions): void {
  if (memoryMiB === undefined) return;
  const count = { least: 1, of: 'MiB', change: 'change the number, or leave it out' };
  throwIssues('preview', placed('preview', countMistakes('memoryMiB', memoryMiB, count)));
}

class Run {
  private readonly graph: CompanyGraph;
  private readonly zones: ZoneFiles;
  private readonly reports: TableReport[] = [];
  /** How long each table took, by zone and name. */
  readonly milliseconds = new Map<string, number>();
  private since = performance.now();

  constructor(
    company: Company,
    private readonly options: PreviewOptions,
    private readonly folder: string,
    private readonly engine: DuckDb,
  ) {
    this.graph = new CompanyGraph(company);
    const erasures = erasureList(options.erase ?? {}, PREVIEW_PEPPER);
    this.zones = new ZoneFiles(folder, engine, this.graph, erasures, options.estimate ?? NO_ESTIMATE);
  }

  async report(): Promise<RunReport> {
    const { company } = this.graph;
    const contracts = company.departments.flatMap(({ sources }) => sources);
    const settings: SampleSettings = { seed: this.options.seed ?? 1 };
    const data = this.options.data ?? writeSampleData(contracts, join(this.folder, 'input'), settings);
    const { files, skipped } = findSourceFiles(data, contracts, this.options.out);
    this.zones.make();
    const loaded = new Map<string, LoadedSource>();
    for (const department of company.departments)
      for (const contract of department.sources)
        loaded.set(
          contract.name,
          await this.load(department, contract, {
            home: join(data, contract.name),
            names: files.get(contract.name) ?? [],
            empty: emptyFiles(skipped, contract.name),
          }),
        );
    for (const { department, table } of this.graph.inOrder()) await this.fill(department, table);
    const report: RunReport = {
      company: company.name,
      runId: RUN_ID,
      input:
        this.options.data === undefined
          ? { kind: 'sample', seed: settings.seed }
          : { kind: 'files', ...describeFiles(files, skipped, loaded) },
      tables: this.reports,
      alerts: await previewAlerts(company, this.engine, this.folder, (readable) =>
        this.zones.relation(readable),
      ),
    };
    writeFileSync(join(this.folder, 'run.json'), `${JSON.stringify(report, null, 2)}\n`);
    return report;
  }

  private async load(
    department: Department,
    contract: DataContract,
    { home, names, empty }: FoundFiles,
  ): Promise<LoadedSource> {
    const rows = bronzeRows(contract);
    const bronze = this.zones.path(rows);
    const quarantine = this.zones.quarantine(`${contract.name}.delivery`);
    const all = await loadSource(contract, RUN_ID, { home, names, bronze, quarantine }, this.engine);
    if (contract.snapshot !== undefined)
      await recordDeliveries(this.engine, contract, { files: [...names, ...empty], loaded: all, quarantine });
    const left = await eraseRaw(contract, { bronze, quarantine }, this.options.erase ?? {}, {
      engine: this.engine,
      pepper: PREVIEW_PEPPER,
    });
    const loaded = left === undefined ? all : { ...all, written: left };
    const failures = windowFailures(contract, loaded);
    this.add({
      department: department.name,
      zone: 'bronze',
      table: contract.name,
      read: loaded.written + total(loaded.quarantined),
      written: loaded.written,
      deduplicated: 0,
      differing: 0,
      filtered: 0,
      aggregated: 0,
      checksum: await this.zones.checksum(rows, businessColumns(rows.columns)),
      quarantined: loaded.quarantined,
      ...(failures.length > 0 && { failsWindow: failures }),
    });
    return loaded;
  }

  private async fill(department: Department, table: Table): Promise<void> {
    if (table.relation.step === 'sql') return this.fillBySql(department, table, table.relation);
    const compiled = compileDuckDb(table, {
      pepper: PREVIEW_PEPPER,
      prefix: table.name,
      relation: (readable) => this.zones.relation(readable),
      deliveries: deliveriesRelation,
    });
    const quarantined: Record<string, number> = {};
    for (const check of compiled.checks) {
      await this.engine.run(check.setup);
      // Rows that are looked up or united are no rows of this table: they have their quarantine, and are counted where they come from.
      for (const row of check.onDrivingInput ? await this.engine.rows(check.counts) : [])
        quarantined[String(row['rule'])] = (quarantined[String(row['rule'])] ?? 0) + Number(row['rows']);
      await this.engine.write(check.quarantined, this.zones.quarantine(`${table.name}.${check.name}`));
    }
    for (const assertion of compiled.assertions) await this.hold(department, table, assertion);
    const refused = await this.refusedSnapshots(table, compiled.refused);
    for (const { rule, rows } of refused.filter(({ rows: size }) => size > 0))
      quarantined[rule] = (quarantined[rule] ?? 0) + rows;
    // Engines give rows in any order; sorted, the same input gives the same files.
    const written = await this.zones.write(table, `SELECT * FROM (${compiled.query}) ORDER BY ALL`);
    const accounts = await accountRows(this.engine, {
      counts: compiled.counts,
      written,
      refused: refused.reduce((sum, { rows }) => sum + rows, 0),
      relation: table.relation,
      readable: (readable) => this.zones.relation(readable),
    });
    for (const check of compiled.checks) await this.engine.run(`DROP TABLE ${check.table}`);
    this.add({
      department: department.name,
      zone: table.zone,
      table: table.name,
      written,
      ...accounts,
      quarantined,
      checksum: await this.zones.checksum(table, table.columns),
      ...(refused.length > 0 && { refusedSnapshots: refused }),
      ...(scoreOf(table) && { fallback: true as const }),
    });
  }

  /** Snapshots that are not used, which quarantine names; nothing where a table is filled from none. */
  private async refusedSnapshots(table: Table, query: string | undefined): Promise<RefusedSnapshot[]> {
    if (query === undefined) return [];
    await this.engine.write(query, this.zones.quarantine(`${table.name}.snapshot`));
    const found = await this.engine.rows(query);
    return found.map((row) => ({
      window: String(row['_window_start']),
      rule: String(row['_rule']),
      rows: Number(row['_rows']),
      rowsBefore: row['_rows_before'] === null ? null : Number(row['_rows_before']),
    }));
  }

  private async hold(
    department: Department,
    table: Table,
    { name, by, repeated }: DuckDbAssertion,
  ): Promise<void> {
    const found = await this.engine.rows(repeated);
    if (found.length === 0) return;
    const examples = found.slice(0, 3).map(({ key, rows }) => `${String(key)} (${String(rows)} rows)`);
    throw new LakehouseError('preview', [
      {
        code: 'LH8007',
        at: `${department.name}/${table.name}`,
        prop: 'flow',
        got: `join "${name}" would multiply rows: ${examples.join('; ')}${found.length > 3 ? ' and more' : ''}`,
        allowed: `each combination of ${by.join(', ')} once`,
        change: 'dedupe or aggregate that side first, or join on more columns',
      },
    ]);
  }

  /** What a department's own SQL does with its rows is not told apart: the difference counts as combined. */
  private async fillBySql(department: Department, table: Table, step: SqlRows): Promise<void> {
    const { query, read } = await runSqlTable(this.engine, {
      at: `${department.name}/${table.name}`,
      table,
      step,
      relation: (readable) => this.zones.relation(readable),
      pepper: PREVIEW_PEPPER,
    });
    const written = await this.zones.write(table, `${query} ORDER BY ALL`);
    await dropSqlTable(this.engine);
    this.add({
      department: department.name,
      zone: table.zone,
      table: table.name,
      read,
      written,
      deduplicated: 0,
      differing: 0,
      filtered: 0,
      aggregated: read - written,
      quarantined: {},
      checksum: await this.zones.checksum(table, table.columns),
    });
  }

  private add(report: TableReport): void {
    this.reports.push(report);
    const now = performance.now();
    this.milliseconds.set(`${report.zone}/${report.table}`, now - this.since);
    this.since = now;
    const bad = total(report.quarantined);
    this.options.progress?.(
      `${report.zone.padEnd(6)} ${report.department}/${report.table}: ${report.written.toLocaleString('en')} rows${bad > 0 ? `, ${bad.toLocaleString('en')} quarantined` : ''}`,
    );
  }
}

/** The files of a source. */
interface FoundFiles {
  /** Its folder. */
  readonly home: string;
  /** Paths inside it. */
  readonly names: readonly string[];
  /** Paths of files with nothing in them. */
  readonly empty: readonly string[];
}

function emptyFiles(skipped: readonly SkippedFile[], source: string): string[] {
  return skipped.flatMap(({ path, because }) =>
    because === 'empty' && path.startsWith(`${source}/`) ? [path.slice(source.length + 1)] : [],
  );
}

function describeFiles(
  files: ReadonlyMap<string, readonly string[]>,
  skipped: readonly SkippedFile[],
  loaded: ReadonlyMap<string, LoadedSource>,
): Omit<Extract<RunReport['input'], { kind: 'files' }>, 'kind'> {
  const ignored = [...loaded].flatMap(([source, { ignored: columns }]) =>
    Object.entries(columns).map(([file, names]) => [`${source}/${file}`, names] as const),
  );
  const empty = [...loaded].flatMap(([source, of]) =>
    of.empty.map((file) => ({ path: `${source}/${file}`, because: 'empty' as const })),
  );
  return {
    files: Object.fromEntries(files),
    skippedFiles: [...skipped, ...empty].sort((a, b) => (a.path < b.path ? -1 : 1)),
    ignoredColumns: Object.fromEntries(ignored),
    driftedColumns: Object.fromEntries(
      [...loaded].flatMap(([source, { drift }]) => (drift.length > 0 ? [[source, drift] as const] : [])),
    ),
    quarantinedFiles: [...loaded.values()].flatMap((source) => source.files),
  };
}
