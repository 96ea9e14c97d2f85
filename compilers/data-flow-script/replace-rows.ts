import { type ColumnInfo } from '../../model';
import { scriptColumn, typedNull } from './literals';
import { mergeOptions } from './parent-versions';
import { type LakeLocation, type ScriptWriter } from './script-writer';

/** Rows that are merged into a table, and rows that go. */
export interface Changes {
  /** Names the stream of both. */
  readonly label: string;
  /** Names the sink. */
  readonly sink: string;
  /** The columns of the table. */
  readonly columns: readonly ColumnInfo[];
  /** What identifies a row. */
  readonly key: readonly string[];
  /** Stream of the rows that are merged. */
  readonly upserted: string;
  /** Stream with the keys of the rows that go, all of which are in the table. */
  readonly deleted: string;
  /** Where the table lies. */
  readonly location: LakeLocation;
}

/** Writes changes of a table in one merge. */
export function mergeChanges(
  writer: ScriptWriter,
  { label, sink, columns, key, upserted, deleted, location }: Changes,
): void {
  const physical = columns.map(({ name }) => name);
  const mark = unusedName('_deleted', physical);
  const deletes = writer.emit(
    'deletes',
    `${deleted} derive(${valueless(columns, key, mark).join(',\n          ')})`,
  );
  const upserts = writer.emit('upserts', `${upserted} derive(${scriptColumn(mark)} = false())`);
  const all = writer.emit(
    'changes',
    `${upserts}, ${writer.keep('marked', deletes, [...physical, mark])} union(byName: true)`,
  );
  const altered = writer.emit(
    label,
    `${all} alterRow(deleteIf(${scriptColumn(mark)}),\n     upsertIf(true()))`,
  );
  writer.writeTable(sink, altered, location, mergeOptions(key, { deletes: true, mapped: physical }));
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
