import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Company,
  company,
  dataContract,
  type DataContract,
  days,
  department,
  mapping,
  type Table,
} from '../model';
import { preview } from '../preview';
import { duckDbText } from '../compilers/internal';
import { type DuckDb } from '../preview/duckdb';
import { builders } from './column-builder';
import { type ElementTable, elementTables } from './element-tables';
import { type SourceToSniff } from './forms/source-form';
import { type ContractProposal } from './proposal';

/** The contract that a proposal describes. */
function contractOf(
  proposal: Pick<
    ContractProposal,
    'name' | 'format' | 'options' | 'writtenAs' | 'columns' | 'eventTime' | 'expectedRowsPerDay'
  >,
): DataContract {
  const { name, format, options, writtenAs, columns, eventTime, expectedRowsPerDay } = proposal;
  const rest = {
    description: name,
    columns: builders(columns),
    delivery: {
      kind: 'batch',
      every: days(1),
      from: Object.assign({ kind: 'files' as const, format }, Object.keys(options).length > 0 && { options }),
    },
    ...(Object.keys(writtenAs).length > 0 && { writtenAs }),
    expectedRowsPerDay,
  } as const;
  return eventTime === undefined
    ? dataContract(name, { ...rest, snapshot: {} })
    : dataContract(name, { ...rest, eventTime });
}

/** The tables that are made of a source: its rows, and those of each array. */
function tablesOf(contract: DataContract, proposal: Pick<ContractProposal, 'name' | 'columns'>): Table[] {
  // Which columns there are is known only now, and the compiler asks for it.
  const ofElements = mapping as (of: DataContract, by: ElementTable) => Table;
  return [mapping(contract), ...elementTables(proposal).map((options) => ofElements(contract, options))];
}

/** A company of one department with one source. */
function companyOf(proposal: ContractProposal): Company {
  const contract = contractOf(proposal);
  return company('Proposed', {
    code: 'first',
    departments: [
      department('data', {
        description: 'Owns the sources',
        sources: [contract],
        tables: tablesOf(contract, proposal),
      }),
    ],
    environments: [
      {
        name: 'dev',
        location: 'westeurope',
        network: { kind: 'public', reason: 'a first look' },
        state: { kind: 'local' },
        tenantId: '00000000-0000-4000-8000-000000000001',
        sqlAdministrators: { name: 'sql-administrators', objectId: '00000000-0000-4000-8000-000000000002' },
        groups: {},
      },
    ],
  });
}

/** A row that a preview sent to quarantine. */
export interface QuarantinedRow {
  /** The rule that it broke. */
  readonly rule: string;
  /** The column that the rule is about; nothing where it is about the row. */
  readonly column: string | undefined;
  /** The text of that column. */
  readonly text: string | undefined;
  /** The file, and its line where that is known. */
  readonly file: string;
  /** The line. */
  readonly line: number | undefined;
  /** What is wrong, in words, where the reader said it. */
  readonly reason: string | undefined;
}

/** What a preview of a contract says of the files. */
export interface CheckResult {
  /** Rows that broke a rule, by table and rule. */
  readonly broken: readonly {
    readonly table: string;
    readonly rule: string;
    readonly rows: number;
    readonly examples: readonly QuarantinedRow[];
  }[];
}

/** Rows of each rule that are shown. */
const SHOWN = 5;

/** Previews the files of a source by a proposal, in a folder of its own. */
export async function checkContract(
  proposal: ContractProposal,
  source: SourceToSniff,
  engine: DuckDb,
  folder: string,
): Promise<CheckResult> {
  linkFiles(source, join(folder, 'data', proposal.name));
  const out = join(folder, 'out');
  const report = await preview(companyOf(proposal), { data: join(folder, 'data'), out, memoryMiB: 512 });
  const broken: CheckResult['broken'][number][] = [];
  for (const { zone, table, quarantined } of report.tables)
    for (const [rule, rows] of Object.entries(quarantined)) {
      const isDelivery = zone === 'bronze';
      const examples = isDelivery
        ? await delivered(engine, join(out, 'quarantine', `${proposal.name}.delivery.parquet`), rule)
        : await checked(engine, join(out, 'quarantine'), table, rule);
      broken.push({ table, rule, rows, examples });
    }
  return { broken };
}

async function delivered(engine: DuckDb, path: string, rule: string): Promise<QuarantinedRow[]> {
  const rows = await engine.rows(
    `SELECT * FROM read_parquet(${duckDbText(path)}) WHERE split_part(_reason, ': ', 1) = ${duckDbText(rule)} ORDER BY ALL LIMIT ${SHOWN}`,
  );
  return rows.map((row) => ({
    rule,
    column: undefined,
    text: undefined,
    file: String(row['_source_file']),
    line: row['_line'] === null ? undefined : Number(row['_line']),
    reason: String(row['_reason']).slice(rule.length + 2),
  }));
}

async function checked(
  engine: DuckDb,
  folder: string,
  table: string,
  rule: string,
): Promise<QuarantinedRow[]> {
  const column = rule.slice(rule.indexOf(':') + 1);
  const files = readdirSync(folder).filter(
    (file) => file.startsWith(`${table}.`) && !file.endsWith('.delivery.parquet'),
  );
  for (const file of files.sort()) {
    const rows = await engine.rows(
      `SELECT * FROM read_parquet(${duckDbText(join(folder, file))}) WHERE _rule = ${duckDbText(rule)} ORDER BY ALL LIMIT ${SHOWN}`,
    );
    if (rows.length === 0) continue;
    return rows.map((row) => ({
      rule,
      column,
      text: row[column] === null || row[column] === undefined ? undefined : String(row[column]),
      file: String(row['_source_file']),
      line: undefined,
      reason: undefined,
    }));
  }
  return [];
}

/** A folder with links to the files of a source. */
export function linkFiles({ home, files }: SourceToSniff, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const link = join(folder, file);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve(home, file), link);
  }
}
