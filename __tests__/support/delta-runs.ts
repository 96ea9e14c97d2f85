import {
  compileDataFlow,
  compileDataFlows,
  compileErasure,
  type DataFlow,
  DEFAULT_UPKEEP,
  KEYS_COLUMN,
} from '../../compilers/internal';
import { type ColumnInfo, ERASURE_LIST, type ErasurePlan, type Table } from '../../model';
import { runDataFlowScriptWithActions, type SinkResult } from '../emulators/data-flow-script';
import { type DuckDb } from '../../preview/duckdb';
import { inputOf, type Inputs, onDuckDb, type Outcome, PEPPER, sorted, textTable } from './targets';
import type { TextTable } from '../emulators/text-table';

/** Delta tables in silver, by folder, as runs leave them. */
export type Silver = Readonly<Record<string, TextTable>>;

/** What one run leaves. */
export interface Run {
  readonly silver: Silver;
  /** Rows of each quarantine, by check. */
  readonly quarantined: Readonly<Record<string, string[]>>;
}

/** How a run differs from that of one window with everything in it. */
export interface RunOptions {
  /** The first day of the time range, `YYYY-MM-DD`. */
  readonly rangeStart?: string;
  /** The folder of the window, e.g. `2026/01/05`. */
  readonly window?: string;
  /** Changes the script before it runs, to see that a test notices. */
  readonly rewrite?: (script: string) => string;
}

/** Runs the flow of a silver table on what arrives, and merges what it writes into the tables that are there. */
export function runOnDelta(
  table: Table,
  inputs: Inputs,
  silver: Silver = {},
  { rangeStart = '0001-01-01', window, rewrite = (script) => script }: RunOptions = {},
): Run {
  const flow = compileDataFlow(table, {
    read: ({ name }) => ({ fileSystem: 'in', folder: name }),
    write: ({ name }) => ({ fileSystem: 'silver', folder: name }),
    quarantine: (_, check) => ({ fileSystem: 'quarantine', folder: check }),
  });
  return runFlow(flow, {
    inputs,
    silver,
    given: { rangeStart, ...(window !== undefined && { window }) },
    rewrite,
  });
}

/** How a run of several tables departs from reading everything before anything is written. */
export interface TogetherOptions extends RunOptions {
  /** What a source finds in silver, by its stream and the table. @default what is there before the run */
  readonly seen?: (stream: string, table: string) => Silver;
}

/** Runs one data flow for several silver tables, each after those it reads. */
export function runTogether(
  tables: readonly Table[],
  inputs: Inputs,
  silver: Silver = {},
  { rangeStart = '0001-01-01', rewrite = (script) => script, seen = () => silver }: TogetherOptions = {},
): Run {
  const place = ({ name }: { readonly name: string }) => ({ fileSystem: 'silver', folder: name });
  const flow = compileDataFlows(
    tables.map((table) => ({
      table,
      upkeep: DEFAULT_UPKEEP,
      locations: {
        read: ({ name, zone }) => (zone === 'bronze' ? { fileSystem: 'in', folder: name } : place({ name })),
        write: place,
        quarantine: (_, check) => ({ fileSystem: 'quarantine', folder: check }),
      },
    })),
  );
  return runFlow(flow, { inputs, silver, given: { rangeStart }, rewrite, seen });
}

/** Runs the erasure of a department: persons of a kind by their keys. */
export function eraseOnDelta(
  plan: ErasurePlan,
  { subject, keys }: { readonly subject: string; readonly keys: readonly string[] },
  silver: Silver,
): Silver {
  const flow = compileErasure(
    plan,
    {
      keys: { fileSystem: 'in', folder: 'keys' },
      list: { fileSystem: 'silver', folder: ERASURE_LIST.name },
      table: ({ name }) => ({ fileSystem: 'silver', folder: name }),
    },
    DEFAULT_UPKEEP,
  );
  const given = textTable({ [KEYS_COLUMN]: 'string' }, [keys.join('\n')]);
  return runFlow(flow, { inputs: { keys: given }, silver, given: { subject } }).silver;
}

function runFlow(
  flow: DataFlow,
  {
    inputs,
    silver,
    given: more,
    rewrite = (script) => script,
    seen = () => silver,
  }: {
    readonly inputs: Inputs;
    readonly silver: Silver;
    readonly given: Readonly<Record<string, string>>;
    readonly rewrite?: (script: string) => string;
    readonly seen?: TogetherOptions['seen'];
  },
): Run {
  const script = rewrite(flow.scriptLines.join('\n'));
  const sources = flow.sources.map(({ name, location: { fileSystem, folder } }) => {
    const stored =
      fileSystem === 'silver' || folder === ERASURE_LIST.name ? seen(name, folder)[folder] : undefined;
    const found =
      fileSystem === 'silver' ? (stored ?? { columns: [], rows: [] }) : (stored ?? inputOf(inputs, folder));
    return [name, found] as const;
  });
  const given: Readonly<Record<string, string>> = { pepper: PEPPER, window: '2026/01/05/10', ...more };
  const parameters = Object.fromEntries(flow.parameters.map((name) => [name, `'${given[name]}'`]));
  const sinks = runDataFlowScriptWithActions(script, Object.fromEntries(sources), parameters);
  const after: Record<string, TextTable> = { ...silver };
  const quarantined: Record<string, string[]> = {};
  for (const { name, location } of flow.sinks) {
    const result = sinks[name];
    if (!result) throw new Error(`the script has no sink ${name}`);
    if (location.fileSystem === 'quarantine') quarantined[location.folder] = sorted(result.table.rows);
    else after[location.folder] = merged(after[location.folder], result, optionsOf(script, name));
  }
  return { silver: after, quarantined };
}

/** Rows of a table in given columns, as they are compared. */
export function rowsIn(table: TextTable | undefined, columns: readonly Pick<ColumnInfo, 'name'>[]): string[] {
  const places = columns.map(({ name }) => table?.columns.findIndex((column) => column.name === name) ?? -1);
  return sorted((table?.rows ?? []).map((row) => places.map((place) => row[place] ?? null)));
}

/** Runs both targets, which must agree, and gives what DuckDB gives. */
export async function agreed(table: Table, inputs: Inputs, engine: DuckDb): Promise<Outcome> {
  const duck = await onDuckDb(table, inputs, engine);
  const { silver, quarantined } = runOnDelta(table, inputs);
  expect({ rows: rowsIn(silver[table.name], table.columns), quarantined }).toEqual(duck);
  return duck;
}

/** Some columns of rows, by name. */
export function pick(table: Table, rows: readonly string[], ...names: readonly string[]): string[] {
  const places = names.map((name) => table.columns.findIndex((column) => column.name === name));
  return rows.map((row) => places.map((place) => row.split(' | ')[place]).join(' '));
}

/**
 * What a merge by key does: deleted keys go, rows of a known key replace, others are added. A table that is not there yet has
 * nothing to merge with: all rows are written, also those marked for deletion. A column that the table lacks joins it where
 * the sink merges schemas, with nulls in the rows that are there; another type fails, as in Delta.
 */
function merged(
  before: TextTable | undefined,
  { table, deleted, received }: SinkResult,
  { keys: key, evolves, replaces }: DeltaOptions,
): TextTable {
  if (before === undefined) return received;
  if (replaces || before.columns.length === 0) return table;
  const columns = evolved(before.columns, table.columns, evolves);
  const identity = (from: TextTable, row: TextTable['rows'][number]): string =>
    JSON.stringify(key.map((name) => row[from.columns.findIndex((column) => column.name === name)]));
  const gone = new Set([table, deleted].flatMap((part) => part.rows.map((row) => identity(part, row))));
  const kept = before.rows.filter((row) => !gone.has(identity(before, row)));
  const widened = (from: TextTable, rows: TextTable['rows']): TextTable['rows'] => {
    const places = columns.map(({ name }) => from.columns.findIndex((column) => column.name === name));
    return rows.map((row) => places.map((place) => row[place] ?? null));
  };
  return { columns, rows: [...widened(before, kept), ...widened(table, table.rows)] };
}

function evolved(
  there: TextTable['columns'],
  arriving: TextTable['columns'],
  evolves: boolean,
): TextTable['columns'] {
  for (const { name, type } of arriving) {
    const known = there.find((column) => column.name === name);
    if (known && known.type !== type)
      throw new Error(`failed to merge fields "${name}": ${known.type} and ${type}`);
    if (!known && !evolves) throw new Error(`a schema mismatch: the table has no column "${name}"`);
  }
  return [...there, ...arriving.filter(({ name }) => there.every((column) => column.name !== name))];
}

/** What a Delta sink does to the table that is there. */
interface DeltaOptions {
  readonly keys: readonly string[];
  /** Whether columns are added. */
  readonly evolves: boolean;
  /** Whether the table and its columns are replaced. */
  readonly replaces: boolean;
}

/** What the script says of a sink. */
function optionsOf(script: string, sink: string): DeltaOptions {
  const before = script.slice(0, script.indexOf(`~> ${sink}`));
  const statement = before.slice(before.lastIndexOf(' sink('));
  const [, list = ''] = /keys:\[([^\]]*)\]/.exec(statement) ?? [];
  return {
    keys: list.split(',').map((name) => name.trim().slice(1, -1)),
    evolves: statement.includes('mergeSchema: true'),
    replaces: statement.includes('overwrite: true'),
  };
}
