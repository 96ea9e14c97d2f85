import { type DataType, decimalType, isExactNumber } from '../../model';
import { type Scope } from './scope';
import { type Fields, holds, isFields, type Tree } from './syntax-tree';
import { type ValueWriter } from './value-writer';
import { as, typed, type TypedValue } from './values';

const NAMES: Readonly<Record<string, string>> = { count: 'COUNT', sum: 'SUM', min: 'MIN', max: 'MAX' };
const RANKING: Readonly<Record<string, string>> = {
  row_number: 'row_number',
  rank: 'rank',
  dense_rank: 'dense_rank',
};
const INTEGER: DataType = { kind: 'integer' };
const LONG: DataType = { kind: 'long' };

/** Whether a node is an aggregate on the checked list. */
export function isAggregate(kind: string, fields: Fields): boolean {
  return kind in NAMES || (kind === 'function' && String(fields['name']).toUpperCase() === 'COUNT_BIG');
}

/** Writes an aggregate, of a group or with the window given. */
export function aggregate(
  writer: ValueWriter,
  kind: string,
  fields: Fields,
  scope: Scope,
  over = '',
): TypedValue {
  const { reader, meaning } = writer;
  const big = kind === 'function';
  const name = NAMES[kind] ?? 'COUNT_BIG';
  reader.only(name, fields, big ? ['args', 'distinct'] : ['this', 'distinct', 'star']);
  const [counted] = reader.list(fields['args']);
  const argument = big ? counted : fields['this'];
  if (holds(argument, ['select', 'union']))
    return reader.refuse(
      `${name} of a query, which T-SQL refuses`,
      'compute the value in a common table expression',
    );
  if (kind === 'count' || big) {
    const type = big ? LONG : INTEGER;
    if (fields['star'] === true || (isFields(argument) && 'star' in argument))
      return typed(as(`count(*)${over}`, type), type);
    const value = writer.typed(argument, scope, name);
    const distinct = fields['distinct'] === true;
    return typed(
      as(`count(${distinct ? `DISTINCT ${meaning.withoutEnd(value)}` : value.sql})${over}`, type),
      type,
    );
  }
  if (fields['distinct'] === true) return reader.refuse(`${name}(DISTINCT …)`);
  const value = writer.typed(argument, scope, name);
  if (name === 'SUM') {
    if (!isExactNumber(value.type.kind)) return reader.refuse(`SUM of ${value.type.kind}`);
    // A sum has the type of the whole numbers in it, and stops with an error where it does not fit.
    const type = value.type.kind === 'decimal' ? decimalType(38, value.type.scale) : value.type;
    return typed(as(`sum(${value.sql})${over}`, type), type);
  }
  if (value.type.kind === 'boolean' || value.type.kind === 'double')
    return reader.refuse(`${name} of ${value.type.kind}`);
  if (value.type.kind !== 'string') return typed(`${name.toLowerCase()}(${value.sql})${over}`, value.type);
  const texts = meaning.grouped(value, name);
  return typed(
    `rtrim(${name.toLowerCase()}(${meaning.orderKey({ ...value, sql: texts })})${over}, ' ')`,
    value.type,
    true,
  );
}

/** Writes a function with OVER. */
export function overWindow(writer: ValueWriter, fields: Fields, scope: Scope): TypedValue {
  const { reader } = writer;
  reader.only('OVER', fields, ['this', 'over']);
  const over = window(writer, fields['over'], scope);
  const { kind, fields: inner } = reader.node(fields['this']);
  const ranking = RANKING[kind];
  if (ranking !== undefined) {
    reader.only(kind, inner, []);
    return typed(`${ranking}() OVER (${over})`, LONG);
  }
  if (kind === 'lag' || kind === 'lead') {
    reader.only(kind.toUpperCase(), inner, ['this', 'offset']);
    const value = writer.typed(inner['this'], scope, kind.toUpperCase());
    const rows = isFields(inner['offset'])
      ? writer.constant(inner['offset'], 'a number of rows', 0, 1_000_000)
      : 1;
    return typed(`${kind}(${value.sql}, ${rows}) OVER (${over})`, value.type, value.trimmed);
  }
  if (!isAggregate(kind, inner)) return reader.refuse(`${kind.replaceAll('_', ' ').toUpperCase()} with OVER`);
  if (inner['distinct'] === true) return reader.refuse('DISTINCT with OVER');
  return aggregate(writer, kind, inner, scope, ` OVER (${over})`);
}

function window(writer: ValueWriter, tree: Tree, scope: Scope): string {
  const { reader, meaning } = writer;
  const fields = isFields(tree) ? tree : {};
  reader.only('OVER', fields, ['partition_by', 'order_by', 'frame']);
  const partition = reader
    .list(fields['partition_by'])
    .map((part) => meaning.withoutEnd(writer.typed(part, scope, 'PARTITION BY')));
  const order = reader.list(fields['order_by']).map((item) => {
    const ordered = isFields(item) ? item : {};
    reader.only('ORDER BY', ordered, ['this', 'desc', 'explicit_asc']);
    const key = meaning.orderKey(writer.typed(ordered['this'], scope, 'ORDER BY'));
    // Null is lowest in T-SQL.
    return `${key} ${ordered['desc'] === true ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`;
  });
  return [
    ...(partition.length > 0 ? [`PARTITION BY ${partition.join(', ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...frame(writer, fields['frame']),
  ].join(' ');
}

function frame(writer: ValueWriter, tree: Tree): string[] {
  if (!isFields(tree)) return [];
  writer.reader.only('a frame', tree, ['kind', 'start', 'end']);
  const toHere = tree['end'] === 'CurrentRow' || tree['end'] === null || tree['end'] === undefined;
  if (tree['kind'] === 'Rows' && tree['start'] === 'UnboundedPreceding' && toHere)
    return ['ROWS UNBOUNDED PRECEDING'];
  return writer.reader.refuse('a frame other than ROWS UNBOUNDED PRECEDING');
}
