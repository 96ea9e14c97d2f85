import { positional } from '../expressions';
import {
  type Column,
  newColumn,
  requireUniqueNames,
  resolveColumn,
  type Row,
  type RowAction,
  type Schema,
} from '../streams';
import { typeName } from '../types';
import { identity, toText } from '../values';
import type { TextTable } from '../../text-table';
import { mapColumns, mapRow, type MappedColumn } from './columns';
import { requireKnownNames } from './source';
import {
  fail,
  literalOf,
  onlyGroup,
  onlyInput,
  type OptionKind,
  scopeOf,
  type SortedArguments,
  sortArguments,
  type TransformContext,
} from './transform';

/** What a sink would write: its rows, and for each what is done with it. */
export interface SinkResult {
  readonly table: TextTable;
  /** One per row of the table. */
  readonly actions: readonly RowAction[];
  /** Rows that a merging sink deletes; they are not in the table. */
  readonly deleted: TextTable;
  /** What a Delta table that is not there yet would hold: "all incoming rows regardless of the Row policies set". */
  readonly received: TextTable;
}

const SINK_OPTIONS: Readonly<Record<string, OptionKind>> = {
  allowSchemaDrift: 'boolean',
  validateSchema: 'boolean',
  skipDuplicateMapInputs: 'boolean',
  skipDuplicateMapOutputs: 'boolean',
  format: ['delta', 'parquet', 'json', 'delimited', 'orc', 'avro', 'table'],
  fileSystem: 'any',
  container: 'any',
  folderPath: 'any',
  mergeSchema: 'boolean',
  autoCompact: 'boolean',
  optimizedWrite: 'boolean',
  vacuum: 'number',
  deletable: 'boolean',
  insertable: 'boolean',
  updateable: 'boolean',
  upsertable: 'boolean',
  keys: 'list',
  pruneCondition: 'list',
  overwrite: 'boolean',
  deltaTruncate: 'boolean',
  truncate: 'boolean',
  recreate: 'boolean',
  umask: 'number',
  preCommands: 'list',
  postCommands: 'list',
  saveOrder: 'number',
  partitionFileNames: 'list',
  rowUrlColumn: 'string',
  filePattern: 'any',
  compressionType: 'string',
  compressionLevel: 'string',
  columnDelimiter: 'string',
  escapeChar: 'string',
  quoteChar: 'string',
  columnNamesAsHeader: 'boolean',
  schemaName: 'any',
  tableName: 'any',
  staged: 'boolean',
  allowCopyCommand: 'boolean',
  errorHandlingOption: ['stopOnFirstError', 'allowErrors'],
  rejectedData_container: 'any',
  rejectedData_folderPath: 'any',
  skipKeyWrites: 'boolean',
};

/**
 * `stream sink(…, mapColumn(…))`: what it is given, in the columns it maps.
 *
 * A sink that only inserts writes every row, whatever `alterRow` says. One that updates, deletes or upserts is a
 * merge: it needs keys and an `alterRow` before it, it leaves out rows marked for what it does not allow, and no
 * two of its rows may have the same key. A row that no policy has marked is an insert.
 */
export function sink(context: TransformContext): SinkResult {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['input', 'mapColumn', 'partitionBy'],
    options: SINK_OPTIONS,
  });
  for (const [name, node] of args.options) if (name !== 'pruneCondition') requireKnownNames(node, context);
  const mapped = mapping(context, args);
  const columns = mapped.map(({ column }) => column);
  requireUniqueNames(columns);

  requirePartitioning(args, input.schema);

  const flag = (name: string, otherwise: boolean): boolean =>
    (literalOf(args.options.get(name)) ?? otherwise) === true;
  const allowed: Readonly<Record<RowAction, boolean>> = {
    insert: flag('insertable', true),
    update: flag('updateable', false),
    upsert: flag('upsertable', false),
    delete: flag('deletable', false),
  };
  const merges = allowed.update || allowed.upsert || allowed.delete;
  if (!merges && !allowed.insert) fail('allows no action at all');
  const keys = keyColumns(args, columns);
  if (merges && keys.length === 0) fail('updates, upserts and deletes need "keys"');
  if (merges && !input.schema.altered) fail('updates, upserts and deletes need an alterRow before the sink');

  const marked = input.rows.map((row) => ({
    row: mapRow(row, mapped),
    action: merges ? (row.action ?? 'insert') : 'insert',
  }));
  const taken = marked.filter(({ action }) => allowed[action]);
  if (merges)
    requireUniqueKeys(
      taken.map(({ row }) => row),
      keys,
      columns,
    );
  const written = taken.filter(({ action }) => action !== 'delete');
  const deleted = taken.filter(({ action }) => action === 'delete');
  return {
    table: textTable(
      columns,
      written.map(({ row }) => row),
    ),
    actions: written.map(({ action }) => action),
    deleted: textTable(
      columns,
      deleted.map(({ row }) => row),
    ),
    received: textTable(
      columns,
      marked.map(({ row }) => row),
    ),
  };
}

/** `partitionBy('hash', 1)`, `partitionBy('key', 0, column)`: one named file needs a single partition. */
function requirePartitioning(args: SortedArguments, schema: Schema): void {
  const call = onlyGroup(args, 'partitionBy');
  const nodes = (call?.arguments ?? []).map((argument) => positional(argument, 'partitionBy'));
  const [kind, count, ...columns] = nodes;
  const [name, partitions] = [literalOf(kind), literalOf(count)];
  if (
    call &&
    (!['hash', 'roundRobin', 'range', 'key'].includes(String(name)) || typeof partitions !== 'bigint')
  ) {
    fail('partitionBy takes hash, roundRobin, range or key, a number, and columns');
  }
  for (const node of columns) {
    if (node.type !== 'column') fail('partitionBy takes columns');
    else resolveColumn(schema, node.name, node.stream);
  }
  if (name === 'key' && columns.length === 0) fail("partitionBy('key', …) needs a column");
  if (args.options.has('partitionFileNames') && partitions !== 1n)
    fail("partitionFileNames needs partitionBy('hash', 1)");
}

function mapping(context: TransformContext, args: SortedArguments): readonly MappedColumn[] {
  const { schema } = onlyInput(context);
  const call = onlyGroup(args, 'mapColumn');
  if (!call)
    return schema.columns.map((column, index) => ({ index, column: newColumn(column.name, column.type) }));
  return mapColumns(call, scopeOf(context, schema), {
    inputs: literalOf(args.options.get('skipDuplicateMapInputs')) === true,
    outputs: literalOf(args.options.get('skipDuplicateMapOutputs')) === true,
  });
}

function keyColumns(args: SortedArguments, columns: readonly Column[]): readonly number[] {
  const list = args.options.get('keys');
  if (list?.type !== 'array') return [];
  return list.items.map((item) => {
    const name = literalOf(item);
    const at = columns.findIndex((column) => column.name === name);
    return at >= 0 ? at : fail(`key "${String(name)}" is not a column of the sink`);
  });
}

/** Several source rows for one key make a Delta merge fail. */
function requireUniqueKeys(rows: readonly Row[], keys: readonly number[], columns: readonly Column[]): void {
  const types = keys.map((at) => columns[at]?.type ?? { kind: 'null' as const });
  const seen = new Set<string>();
  for (const row of rows) {
    const values = keys.map((at) => row.values[at] ?? null);
    const key = identity(values, types);
    // A null key matches no row of the target, so it never clashes.
    if (!values.includes(null) && seen.has(key))
      fail(`two rows have the key ${key}: a merge fails on them, deduplicate first`);
    seen.add(key);
  }
}

const textTable = (columns: readonly Column[], rows: readonly Row[]): TextTable => ({
  columns: columns.map(({ name, type }) => ({ name, type: typeName(type) })),
  rows: rows.map((row) => columns.map(({ type }, at) => toText(row.values[at] ?? null, type))),
});
