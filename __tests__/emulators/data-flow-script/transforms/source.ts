import type { TextTable } from '../../text-table';
import type { Node } from '../ast';
import { convert, widenValue } from '../casts';
import { compile } from '../expressions';
import { parseType } from '../parser';
import { freshSchema, newColumn, NO_ERRORS, requireUniqueNames, type Row, type Stream } from '../streams';
import { commonType, type DataType, sameType, STRING, typeName } from '../types';
import { fromText, type Value } from '../values';
import {
  fail,
  literalOf,
  onlyGroup,
  type OptionKind,
  scopeOf,
  sortArguments,
  type TransformContext,
} from './transform';

/** Options of file, Delta and table sources: read, checked for their kind, and without effect on rows in memory. */
const SOURCE_OPTIONS: Readonly<Record<string, OptionKind>> = {
  allowSchemaDrift: 'boolean',
  validateSchema: 'boolean',
  ignoreNoFilesFound: 'boolean',
  inferDriftedColumnTypes: 'boolean',
  format: ['delta', 'parquet', 'json', 'delimited', 'orc', 'avro', 'table', 'query'],
  fileSystem: 'any',
  container: 'any',
  folderPath: 'any',
  fileName: 'any',
  wildcardPaths: 'list',
  partitionRootPath: 'any',
  documentForm: ['documentPerLine', 'arrayOfDocuments', 'singleDocument'],
  unquotedColumnNames: 'boolean',
  columnDelimiter: 'string',
  rowDelimiter: 'string',
  escapeChar: 'string',
  quoteChar: 'string',
  columnNamesAsHeader: 'boolean',
  encoding: 'string',
  multiLineRow: 'boolean',
  skipLines: 'number',
  nullValue: 'string',
  dateFormats: 'list',
  timestampFormats: 'list',
  useSchema: 'boolean',
  rowUrlColumn: 'string',
  modifiedAfter: 'any',
  modifiedBefore: 'any',
  moveFiles: 'list',
  purgeFiles: 'boolean',
  query: 'any',
  isolationLevel: ['READ_UNCOMMITTED', 'READ_COMMITTED', 'REPEATABLE_READ', 'SERIALIZABLE', 'NONE'],
  schemaName: 'any',
  tableName: 'any',
  staged: 'boolean',
  versionAsOf: 'any',
  timestampAsOf: 'any',
  compressionType: 'string',
  compressionLevel: 'string',
  enableCdc: 'boolean',
  mode: ['read'],
  skipInitialLoad: 'boolean',
  limit: 'number',
};

/**
 * `source(output(column as type), …)`: the declared columns, read by name from the table given for the source.
 *
 * A declared column that the table lacks is null. With `allowSchemaDrift: true` further columns of the table come
 * along as drifted ones; otherwise they are dropped.
 */
export function source(context: TransformContext, table: TextTable | undefined): Stream {
  if (table === undefined) return fail('no input is given for this source');
  if (context.statement.inputs.length > 0) return fail('a source has no input');
  const args = sortArguments(context.statement.arguments, {
    groups: ['output', 'partitionBy'],
    options: SOURCE_OPTIONS,
  });
  for (const node of args.options.values()) requireKnownNames(node, context);
  const declared: { readonly name: string; readonly dataType: DataType; readonly format?: string }[] = (
    onlyGroup(args, 'output')?.arguments ?? []
  ).map((argument) => (argument.kind === 'typed' ? argument : fail('output takes "column as type"')));
  // The column that holds each row's file is part of the stream without being declared.
  const fileColumn = literalOf(args.options.get('rowUrlColumn'));
  if (typeof fileColumn === 'string') declared.push({ name: fileColumn, dataType: STRING });
  const drifts = literalOf(args.options.get('allowSchemaDrift')) === true;
  if (declared.length === 0 && !drifts) fail('needs output(…), or allowSchemaDrift: true');

  const types = table.columns.map((column) => parseType(column.type));
  const given = table.rows.map((row) => types.map((type, at): Value => fromText(row[at] ?? null, type)));
  const readers = declared.map((column) => {
    const at = table.columns.findIndex(({ name }) => name === column.name);
    return reader(column, at, types[at] ?? column.dataType);
  });
  const extra = table.columns.flatMap((column, at) =>
    drifts && !declared.some(({ name }) => name === column.name)
      ? [{ name: column.name, at, type: types[at] }]
      : [],
  );
  const columns = [
    ...declared.map(({ name, dataType }) => newColumn(name, dataType)),
    ...extra.map(({ name, type }) => newColumn(name, type ?? { kind: 'string' }, true)),
  ];
  requireUniqueNames(columns);
  const rows = given.map((values): Row => ({
    values: [...readers.map((read) => read(values)), ...extra.map(({ at }) => values[at] ?? null)],
    errors: NO_ERRORS,
  }));
  return { schema: freshSchema(columns), rows };
}

/** Text takes the declared type as a file's text would; other types only widen. */
function reader(
  {
    name,
    dataType: to,
    format,
  }: { readonly name: string; readonly dataType: DataType; readonly format?: string },
  at: number,
  from: DataType,
): (values: readonly Value[]) => Value {
  if (at < 0) return () => null;
  if (sameType(from, to)) return (values) => values[at] ?? null;
  if (from.kind === 'string') return (values) => convert(values[at] ?? null, from, to, format);
  const common = commonType([from, to]);
  if (common === undefined || !sameType(common, to)) {
    return fail(`column "${name}" is declared ${typeName(to)}, and the input has ${typeName(from)}`);
  }
  return (values) => widenValue(values[at] ?? null, from, to);
}

/** An option may be computed from parameters, never from columns: a misspelt name must not pass. */
export function requireKnownNames(node: Node, context: TransformContext): void {
  if (node.type === 'array') node.items.forEach((item) => requireKnownNames(item, context));
  else if (node.type !== 'pair' && literalOf(node) === undefined)
    compile(node, scopeOf(context, freshSchema([])));
}
