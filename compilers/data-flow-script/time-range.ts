import { passThroughColumns, type ColumnInfo, type Read, type TimeRangeRead, type Table } from '../../model';
import { scriptColumn, typedNull } from './literals';
import { type LakeLocation, type ScriptWriter, SINKS } from './script-writer';
import { equalities } from './joins';
import { mergeOptions, presentOnly } from './parent-versions';

/** Name of the data flow parameter with the first day, `YYYY-MM-DD`, of the time range that is read. */
export const RANGE_START_PARAMETER = 'rangeStart';

/** Writes the choice of the time range of a table that is read, where not all rows are meant. */
export function writeTimeRange(writer: ScriptWriter, { timeRange, columns }: Read, table: string): string {
  const column = timeRange && columns.find(({ name }) => name === timeRange.timeColumn);
  return column ? filterTimeRange(writer, 'timeRange', table, column) : table;
}

/** What the time range of a table is written from. */
interface Range {
  readonly table: Table;
  readonly begin: TimeRangeRead;
  readonly location: LakeLocation;
  /** Stream of the rows of the table. */
  readonly result: string;
  /** Stream of the time range that the flow begins with. */
  readonly reread: string;
}

/**
 * Replaces the time range of a table: what the flow yields is merged by key, and what it no longer yields is deleted.
 *
 * Two kinds of rows may be there though the flow does not yield them: rows of its time range, and rows of any age whose
 * source is in the range now, because a newer version has a later day. Nothing else is touched.
 */
export function replaceTimeRange(
  writer: ScriptWriter,
  { table, begin, location, result, reread }: Range,
): void {
  const { name, relation } = table;
  const { columns } = relation;
  const passedThrough = passThroughColumns(relation);
  // What identifies a row of what is read: a wider key of the table could change while the row stays the same.
  const key = relation.key ?? table.key;
  const day = columns.find((column) => passedThrough.get(column.name) === begin.timeRange.timeColumn);
  if (!day) throw new Error(`not validated: "${name}" lost "${begin.timeRange.timeColumn}"`);

  const existing = writer.readTable(
    `existing ${name}`,
    location,
    columns.filter((column) => key.includes(column.name) || column === day),
  );
  const range = writer.keep('range', filterTimeRange(writer, 'existing time range', existing, day), key);
  const sources = writer.project(
    'sourceKeys',
    reread,
    key.map((column) => ({ name: column, from: passedThrough.get(column) ?? column })),
  );
  const both = writer.emit('replacedKeys', `${range}, ${sources} union(byName: true)`);
  const distinctKeys = writer.emit(
    'distinctKeys',
    `${both} aggregate(groupBy(${key.map(scriptColumn).join(', ')}),\n     {_n} = count())`,
  );
  const missingKeys = writer.emit(
    'missingKeys',
    `${distinctKeys}, ${result} exists(${equalities(key, distinctKeys, result).join(' && ')},\n     negate:true,\n     broadcast: 'auto')`,
  );
  const deletedKeys = presentOnly(writer, missingKeys, existing, key);
  const physical = columns.map((column) => column.name);
  const mark = unusedName('_deleted', physical);
  const deletes = writer.emit(
    'deletes',
    `${deletedKeys} derive(${valueless(columns, key, mark).join(',\n          ')})`,
  );
  const upserts = writer.emit('upserts', `${result} derive(${scriptColumn(mark)} = false())`);
  const all = writer.emit(
    'changes',
    `${upserts}, ${writer.keep('marked', deletes, [...physical, mark])} union(byName: true)`,
  );
  const altered = writer.emit(
    'replace range',
    `${all} alterRow(deleteIf(${scriptColumn(mark)}),\n     upsertIf(true()))`,
  );
  writer.writeTable(
    `${SINKS.write} ${name}`,
    altered,
    location,
    mergeOptions(key, { deletes: true, mapped: physical }),
  );
}

/** The values of a row to delete: a merge finds it by key alone. */
function valueless(columns: readonly ColumnInfo[], key: readonly string[], mark: string): string[] {
  const rest = columns.filter(({ name }) => !key.includes(name));
  return [
    ...rest.map(({ name, type }) => `${scriptColumn(name)} = ${typedNull(type)}`),
    `${scriptColumn(mark)} = true()`,
  ];
}

function unusedName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? unusedName(`_${name}`, taken) : name;
}

/** Directly after a source, so that Delta leaves out files by the least and greatest day in them. */
function filterTimeRange(writer: ScriptWriter, label: string, stream: string, column: ColumnInfo): string {
  writer.parameters.add(RANGE_START_PARAMETER);
  const day = `toDate($${RANGE_START_PARAMETER}, 'yyyy-MM-dd')`;
  const rangeStart = column.type.kind === 'date' ? day : `toTimestamp(${day})`;
  return writer.emit(label, `${stream} filter(${scriptColumn(column.name)} >= ${rangeStart})`);
}
