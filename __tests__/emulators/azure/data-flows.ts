import { runDataFlowScriptWithActions, type SinkResult } from '../data-flow-script';
import type { Node, Statement } from '../data-flow-script/ast';
import { parseScript } from '../data-flow-script/parser';
import { literalOf } from '../data-flow-script/transforms/transform';
import type { TextTable } from '../text-table';
import type { DataFlow, Platform } from './platform';
import type { Lake } from './storage';

/** Values of a data flow's parameters, without quotes. */
export type FlowParameters = Readonly<Record<string, string>>;

/** A source or a sink of a data flow: a folder of files, or a Delta table. */
export interface FlowEnd {
  readonly stream: string;
  readonly format: string;
  /** Container and folder, for a run's parameters. */
  readonly folder: (parameters: FlowParameters) => string;
  readonly option: (name: string) => unknown;
  readonly keys: readonly string[];
}

/** A data flow, read once. */
export interface Flow {
  readonly name: string;
  readonly script: string;
  readonly parameters: readonly string[];
  /** Parameters that say more than where something lies. */
  readonly computing: readonly string[];
  readonly sources: readonly FlowEnd[];
  readonly sinks: readonly FlowEnd[];
  /** The sinks that rows of a source may come to, by the source's name. */
  readonly reached: ReadonlyMap<string, readonly FlowEnd[]>;
}

/** What a sink does to the lake, once the run is over. */
export interface Write {
  readonly folder: string;
  /** The sink's name, and how many rows it writes. */
  readonly sink: string;
  readonly rows: number;
  readonly commit: (lake: Lake, now: number) => void;
}

/** No rows, whatever the columns. */
export const EMPTY: TextTable = { columns: [], rows: [] };
const MOST_RESULTS = 20_000;

/** Results of scripts by what they are given: the same few rows come again and again, also in other simulations. */
class Results {
  private readonly results = new Map<string, Readonly<Record<string, SinkResult>>>();
  private readonly contents = new Map<string, number>();
  private numbers = new WeakMap<TextTable, number>();

  /** The result for a script, its parameters and its sources: computed once. */
  of(
    script: string,
    parameters: readonly (string | undefined)[],
    sources: readonly (readonly [string, TextTable])[],
    compute: () => Readonly<Record<string, SinkResult>>,
  ): Readonly<Record<string, SinkResult>> {
    if (this.results.size >= MOST_RESULTS) this.forget();
    const key = JSON.stringify([
      this.number(script),
      parameters,
      sources.map(([, table]) => this.numberOf(table)),
    ]);
    let result = this.results.get(key);
    if (result === undefined) {
      result = compute();
      this.results.set(key, result);
    }
    return result;
  }

  private forget(): void {
    this.results.clear();
    this.contents.clear();
    this.numbers = new WeakMap();
  }

  private numberOf(table: TextTable): number {
    let number = this.numbers.get(table);
    if (number === undefined)
      this.numbers.set(table, (number = table.rows.length === 0 ? 0 : this.number(JSON.stringify(table))));
    return number;
  }

  private number(content: string): number {
    let number = this.contents.get(content);
    if (number === undefined) this.contents.set(content, (number = this.contents.size + 1));
    return number;
  }
}

const known = new Results();

/** The data flows of a platform. */
export class DataFlows {
  private readonly flows = new Map<string, Flow>();

  constructor({ dataFlows }: Platform) {
    for (const flow of dataFlows.values()) this.flows.set(flow.name, flowOf(flow));
  }

  /** All of them. */
  all(): Flow[] {
    return [...this.flows.values()];
  }

  /** One of them. */
  named(name: string): Flow {
    const flow = this.flows.get(name);
    if (flow === undefined) throw new Error(`no data flow ${name}`);
    return flow;
  }

  /** Reads what there is now, and gives what is to be written. A source that is not there is an error, unless it says otherwise. */
  run(flow: Flow, parameters: FlowParameters, lake: Lake): Write[] {
    const sources: [string, TextTable][] = flow.sources.map((source) => {
      const folder = source.folder(parameters);
      const found = source.format === 'delta' ? lake.table(folder) : filesOf(lake, folder);
      if (found === undefined && source.option('ignoreNoFilesFound') !== true)
        throw new Error(`${source.stream}: the path ${folder} does not exist`);
      return [source.stream, found === undefined || found.rows.length === 0 ? EMPTY : found];
    });
    const results = this.compute(flow, sources, parameters);
    return flow.sinks.map((sink) => ({
      folder: sink.folder(parameters),
      sink: sink.stream,
      rows: results[sink.stream]!.table.rows.length,
      commit: (into, now) => write(into, sink, sink.folder(parameters), results[sink.stream]!, now),
    }));
  }

  /** What each sink is given. */
  compute(
    flow: Flow,
    sources: readonly (readonly [string, TextTable])[],
    parameters: FlowParameters,
  ): Readonly<Record<string, SinkResult>> {
    const quoted = Object.fromEntries(
      flow.parameters.map((name) => [name, `'${(parameters[name] ?? '').replaceAll("'", "\\'")}'`]),
    );
    return known.of(
      flow.script,
      flow.computing.map((name) => parameters[name]),
      sources,
      () => runDataFlowScriptWithActions(flow.script, Object.fromEntries(sources), quoted),
    );
  }
}

/** Only says that a table is written: its rows are not modelled. */
class FlowsWithoutRows extends DataFlows {
  override run(flow: Flow, parameters: FlowParameters): Write[] {
    return flow.sinks.map((sink) => {
      const folder = sink.folder(parameters);
      return { folder, sink: sink.stream, rows: 1, commit: (lake) => lake.commit(folder, EMPTY) };
    });
  }
}

/** Data flows are read once for all simulations of a platform. */
const read = new WeakMap<Platform, DataFlows>();

/** The data flows of a platform. */
export function dataFlowsOf(platform: Platform, rows = true): DataFlows {
  let found = read.get(platform);
  if (found === undefined)
    read.set(platform, (found = rows ? new DataFlows(platform) : new FlowsWithoutRows(platform)));
  return found;
}

/** A folder of Parquet files as one table; a column is whatever any row has. */
function filesOf(lake: Lake, folder: string): TextTable | undefined {
  if (!lake.hasFolder(folder)) return undefined;
  const rows = lake.files(folder).flatMap((file) => file.rows.map(({ cells }) => cells));
  const names = [...new Set(rows.flatMap((cells) => Object.keys(cells)))];
  return {
    columns: names.map((name) => ({ name, type: 'string' })),
    rows: rows.map((cells) => names.map((name) => cells[name] ?? null)),
  };
}

function flowOf({ name, script }: DataFlow): Flow {
  const { parameters, statements } = parseScript(script);
  const names = parameters.map((parameter) => parameter.name);
  const withoutPaths = script.replaceAll(/folderPath: \(.*\)/g, '');
  const ends = (kind: string): FlowEnd[] =>
    statements.filter(({ transformation }) => transformation === kind).map(endOf);
  const sinks = ends('sink');
  return {
    name,
    script,
    parameters: names,
    computing: names.filter((each) => withoutPaths.includes(`$${each}`)),
    sources: ends('source'),
    sinks,
    reached: reachedBy(statements, sinks),
  };
}

function reachedBy(
  statements: readonly Statement[],
  sinks: readonly FlowEnd[],
): ReadonlyMap<string, readonly FlowEnd[]> {
  // Statements come after those that they read.
  const sources = new Map<string, ReadonlySet<string>>();
  for (const { name, inputs, transformation } of statements)
    sources.set(
      name,
      transformation === 'source'
        ? new Set([name])
        : new Set(inputs.flatMap((input) => [...(sources.get(input.name) ?? [])])),
    );
  const all = statements.filter(({ transformation }) => transformation === 'source');
  return new Map(
    all.map(({ name }) => [name, sinks.filter(({ stream }) => sources.get(stream)?.has(name) === true)]),
  );
}

function endOf(statement: Statement): FlowEnd {
  const options = new Map<string, Node>();
  for (const argument of statement.arguments)
    if (argument.kind === 'named') options.set(argument.name, argument.node);
  const option = (name: string): unknown => literalOf(options.get(name));
  const keys = options.get('keys');
  const path = options.get('folderPath');
  if (path === undefined) throw new Error(`${statement.name} says no folder`);
  const fileSystem = String(option('fileSystem'));
  return {
    stream: statement.name,
    format: String(option('format')),
    folder: (parameters) => `${fileSystem}/${pathOf(path, parameters)}`,
    option,
    keys: keys?.type === 'array' ? keys.items.map((item) => String(literalOf(item))) : [],
  };
}

/** A folder's path: a text, a parameter, or several of these one after the other. */
function pathOf(node: Node, parameters: FlowParameters): string {
  if (node.type === 'literal') return String(node.value);
  if (node.type === 'parameter') return parameters[node.name] ?? '';
  if (node.type === 'call' && node.name === 'concat')
    return node.arguments
      .map((argument) => {
        if (argument.kind !== 'positional') throw new Error('a path has no named arguments');
        return pathOf(argument.node, parameters);
      })
      .join('');
  throw new Error(`a path of this kind is not modelled: ${node.type}`);
}

function write(lake: Lake, sink: FlowEnd, folder: string, result: SinkResult, now: number): void {
  if (sink.format !== 'delta') {
    if (sink.option('truncate') === true) lake.delete(lake.files(folder));
    const rows = result.table.rows.map((row, index) => ({
      id: String(index),
      cells: Object.fromEntries(result.table.columns.map(({ name }, at) => [name, row[at] ?? null])),
    }));
    if (rows.length > 0) lake.write(folder, `part-${now}.parquet`, rows, now);
    return;
  }
  const before = lake.table(folder);
  if (sink.option('overwrite') === true || sink.option('deltaTruncate') === true) {
    lake.commit(folder, result.table);
  } else if (before === undefined) {
    // A table that is not there yet takes every row, whatever is to be done with it.
    lake.commit(folder, {
      columns: result.table.columns,
      rows: [...result.table.rows, ...result.deleted.rows],
    });
  } else {
    // One that only inserts adds every row, whatever its key.
    const merges = ['deletable', 'updateable', 'upsertable'].some((name) => sink.option(name) === true);
    lake.commit(folder, merged(before, result, merges ? sink.keys : []));
  }
}

/** What a merge by key leaves: the very same table if nothing changes. */
function merged(
  before: TextTable,
  { table, actions, deleted }: SinkResult,
  keys: readonly string[],
): TextTable {
  if (before.columns.length === 0) return table;
  const order = before.columns.map(({ name }) => table.columns.findIndex((column) => column.name === name));
  const places = keys.map((name) => before.columns.findIndex((column) => column.name === name));
  const aligned = (row: TextTable['rows'][number]) => order.map((at) => row[at] ?? null);
  const keyOf = (row: TextTable['rows'][number]): string => JSON.stringify(places.map((at) => row[at]));
  if (places.length === 0)
    return table.rows.length === 0
      ? before
      : { columns: before.columns, rows: [...before.rows, ...table.rows.map(aligned)] };
  const rows = new Map(before.rows.map((row) => [keyOf(row), row]));
  let changed = false;
  for (const row of deleted.rows) changed = rows.delete(keyOf(aligned(row))) || changed;
  for (const [index, row] of table.rows.entries()) {
    const next = aligned(row);
    const key = keyOf(next);
    const current = rows.get(key);
    if (actions[index] === 'update' && current === undefined) continue;
    if (current !== undefined && current.every((cell, at) => cell === next[at])) continue;
    rows.set(key, next);
    changed = true;
  }
  return changed ? { columns: before.columns, rows: [...rows.values()] } : before;
}
