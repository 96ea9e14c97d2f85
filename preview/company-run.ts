import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bronzeRows,
  businessColumns,
  type Company,
  CompanyGraph,
  type DataContract,
  type Department,
  LakehouseError,
  NO_ESTIMATE,
  scoreOf,
  type SqlRows,
  type Table,
} from '../model';
import { compileDuckDb, type DuckDbAssertion } from '../compilers/internal';
import { previewAlerts } from './alerts';
import { deliveriesRelation, recordDeliveries } from './deliveries';
import { type DuckDb } from './duckdb';
import { epochsOfOtherUnits } from './epoch-units';
import { erasureList, eraseRaw } from './erasure';
import { describeFiles, emptyFiles, type FoundFiles } from './input-files';
import { PREVIEW_PEPPER, type PreviewOptions } from './options';
import { type RefusedSnapshot, type RunReport, type TableReport, total } from './report';
import { accountRows } from './row-accounts';
import { type SampleSettings, writeSampleData } from './sample-data';
import { findSourceFiles } from './source-files';
import { type LoadedSource, loadSource } from './sources';
import { dropSqlTable, runSqlTable } from './sql/sql-table';
import { windowFailures } from './window-failures';
import { ZoneFiles } from './zone-files';

/** Names the run in every row it loads; fixed, so that the same input gives the same files. */
const RUN_ID = 'preview';

/** One run of a company's flows: loads its sources, then fills its tables, each after those it reads. */
export class CompanyRun {
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

  /** Runs everything, and says what became of the rows; to be called once. */
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
          : { kind: 'files', ...describeFiles(contracts, files, skipped, loaded) },
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
    const epochs = await epochsOfOtherUnits(this.engine, contract, this.zones.relation(rows));
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
      ...(epochs.length > 0 && { epochs }),
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
