import { passThroughColumns, type ColumnInfo, type Read, type TimeRangeRead, type Table } from '../../model';
import { scriptColumn } from './literals';
import { type LakeLocation, type ScriptWriter, SINKS } from './script-writer';
import { equalities } from './joins';
import { presentOnly } from './parent-versions';
import { mergeChanges } from './replace-rows';
import { rowsAfterMerge, type StoredRows } from './stored-rows';

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
 *
 * @returns the rows of the table afterwards: those before the range that are not replaced stay, whether they are read before or after the merge.
 */
export function replaceTimeRange(
  writer: ScriptWriter,
  { table, begin, location, result, reread }: Range,
): StoredRows {
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
  mergeChanges(writer, {
    label: 'replace range',
    sink: `${SINKS.write} ${name}`,
    columns,
    key,
    upserted: result,
    deleted: presentOnly(writer, missingKeys, existing, key),
    location,
  });
  return () => {
    const whole = writer.readTable(`whole ${name}`, location, columns);
    const earlier = writer.emit(
      'earlier',
      `${whole} filter(isNull(${scriptColumn(day.name)}) || ${scriptColumn(day.name)} < ${rangeStart(writer, day)})`,
    );
    const unread = writer.emit(
      'unread',
      `${earlier}, ${sources} exists(${equalities(key, earlier, sources).join(' && ')},\n     negate:true,\n     broadcast: 'auto')`,
    );
    return rowsAfterMerge(writer, { name, merged: result, existing: unread, key });
  };
}

/** Directly after a source, so that Delta leaves out files by the least and greatest day in them. */
function filterTimeRange(writer: ScriptWriter, label: string, stream: string, column: ColumnInfo): string {
  return writer.emit(
    label,
    `${stream} filter(${scriptColumn(column.name)} >= ${rangeStart(writer, column)})`,
  );
}

/** The first value of a column that is in the range. */
function rangeStart(writer: ScriptWriter, { type }: ColumnInfo): string {
  writer.parameters.add(RANGE_START_PARAMETER);
  const day = `toDate($${RANGE_START_PARAMETER}, 'yyyy-MM-dd')`;
  return type.kind === 'date' ? day : `toTimestamp(${day})`;
}
