import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { duckDbText, identifier } from '../../compilers/internal';
import {
  columnsOf,
  type ColumnInfo,
  type CompanyGraph,
  readsOf,
  type StepOf,
  stepsOf,
  type Table,
} from '../../model';
import { type FinishedRun } from '../../preview';
import { formOf, isMasked, MASK } from '../masking';

/** A value of a row in quarantine. */
export interface ExampleCell {
  /** The column. */
  readonly column: string;
  /** The value, masked where it is personal or may be; null where there is none. */
  readonly value: string | null;
}

/** Rows that broke a rule. */
export interface BrokenRule {
  /** The owner of the table. */
  readonly department: string;
  /** The table whose rows they would have become; in bronze, the source. */
  readonly table: string;
  /** The rule, as the quarantine names it. */
  readonly rule: string;
  /** How many. */
  readonly rows: number;
  /** The first of them: the key, and the columns that the rule looks at. None of rows that could not be read at all. */
  readonly examples: readonly (readonly ExampleCell[])[];
}

/** Most rows shown of a rule, most columns of a row, and most characters of a value. */
const MOST = { rows: 2, columns: 4, characters: 60 } as const;

type Check = StepOf<'check'>;

/** What rows broke, the most rows first, with examples. */
export async function brokenRules(
  run: FinishedRun,
  graph: CompanyGraph,
  showPersonal: boolean,
): Promise<BrokenRule[]> {
  const examples = new Map<string, ExampleCell[][]>();
  for (const { table } of graph.inOrder())
    for (const check of checksOf(table))
      for (const [rule, rows] of await examplesOf(run, { table, check, showPersonal }))
        examples.set(`${table.name} ${rule}`, rows);
  return run.report.tables
    .flatMap(({ department, table, quarantined }) =>
      Object.entries(quarantined).map(([rule, rows]): BrokenRule => ({
        department,
        table,
        rule,
        rows,
        examples: distinct(examples.get(`${table} ${rule}`) ?? []),
      })),
    )
    .sort((a, b) => b.rows - a.rows);
}

/** Rows that are masked can look the same. */
function distinct(rows: readonly (readonly ExampleCell[])[]): (readonly ExampleCell[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function checksOf({ relation }: Table): Check[] {
  return stepsOf(relation).filter((step) => step.step === 'check');
}

interface Quarantine {
  readonly table: Table;
  readonly check: Check;
  readonly showPersonal: boolean;
}

async function examplesOf(run: FinishedRun, quarantine: Quarantine): Promise<Map<string, ExampleCell[][]>> {
  const { table, check } = quarantine;
  const examples = new Map<string, ExampleCell[][]>();
  const file = join(run.folder, 'quarantine', `${table.name}.${check.name}.parquet`);
  if (!existsSync(file)) return examples;
  const cells = check.quarantined.map((name, index) => `CAST(${identifier(name)} AS VARCHAR) AS "${index}"`);
  const rows = await run.query(
    `SELECT _rule, ${cells.join(', ')} FROM (SELECT *, row_number() OVER (PARTITION BY _rule) AS _row FROM read_parquet(${duckDbText(file)})) WHERE _row <= ${MOST.rows} ORDER BY _rule, _row`,
  );
  for (const row of rows) {
    const rule = String(row['_rule']);
    const shown = columnsFor(rule, quarantine).map((column) => ({
      column: column.name,
      value: masked(row[String(check.quarantined.indexOf(column.name))] as string | null, column, quarantine),
    }));
    examples.set(rule, [...(examples.get(rule) ?? []), shown]);
  }
  return examples;
}

/** The key of the table, and what the rule looks at, as far as the quarantine has it. */
function columnsFor(rule: string, { table, check }: Quarantine): ColumnInfo[] {
  const expression = check.rules.find(({ name }) => name === rule)?.expression;
  const looked = expression === undefined ? [] : columnsOf(expression);
  const names = [...table.key, ...looked.map((name) => name.replace(/__.*$/, ''))];
  return [...new Set(names)]
    .filter((name) => check.quarantined.includes(name))
    .flatMap((name) => check.input.columns.filter((column) => column.name === name))
    .slice(0, MOST.columns);
}

/** Of raw rows about persons, a value that is not personal is shown by its form: what stands there may be anything. */
function masked(
  text: string | null,
  column: ColumnInfo,
  { table, check, showPersonal }: Quarantine,
): string | null {
  if (text === null) return null;
  if (isMasked(column, showPersonal)) return MASK;
  const isRaw = readsOf(table.relation).some(({ zone }) => zone === 'bronze');
  const aboutPersons = check.input.columns.some(({ classification }) => classification === 'personal');
  const value = isRaw && aboutPersons && !showPersonal ? formOf(text) : text;
  const letters = [...value];
  return letters.length > MOST.characters ? `${letters.slice(0, MOST.characters).join('')}…` : value;
}
