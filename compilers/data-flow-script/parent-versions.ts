import type { ColumnInfo, Table, ParentVersions } from '../../model';
import { scriptColumn, scriptText } from './literals';
import { type LakeLocation, type ScriptWriter, SINKS } from './script-writer';
import { equalities } from './joins';

/** Ends the name of the folder, beside that of a table of children, that keeps the newest version known of each parent. */
const VERSIONS_SUFFIX = '__versions';

/** Name of the column with the newest version of a row's parent. */
const VERSION = '_version';

/** Where the versions of a table's parents are kept: a parent without children leaves no row in the table itself. */
export function parentVersionsLocation({ fileSystem, folder }: LakeLocation): LakeLocation {
  return { fileSystem, folder: parentVersionsFolder(folder) };
}

/** The folder of the versions of a table's parents, beside the table's own. */
export function parentVersionsFolder(folder: string): string {
  return `${folder}${VERSIONS_SUFFIX}`;
}

/** Options of a Delta sink that merges rows by key. */
export function mergeOptions(
  key: readonly string[],
  { deletes = false, mapped = [] }: { readonly deletes?: boolean; readonly mapped?: readonly string[] } = {},
): string[] {
  return [
    `deletable: ${deletes}`,
    'insertable: false',
    'updateable: false',
    'upsertable: true',
    `keys:[${key.map(scriptText).join(',')}]`,
    'umask: 0022',
    'preCommands: []',
    'postCommands: []',
    ...(mapped.length > 0
      ? [`mapColumn(\n          ${mapped.map(scriptColumn).join(',\n          ')}\n     )`]
      : []),
  ];
}

/** The columns of what keeps the versions of a table's parents: their key, and the newest version. */
export function parentVersionsColumns({ key, relation }: ParentVersions, newestBy: string): ColumnInfo[] {
  return relation.columns.flatMap((column) => [
    ...(key.includes(column.name) ? [column] : []),
    ...(column.name === newestBy ? [{ ...column, name: VERSION }] : []),
  ]);
}

/** What the rows of a table of children are written from. */
interface ChildRows {
  readonly table: Table;
  readonly versions: ParentVersions;
  readonly location: LakeLocation;
  /** Stream of the parents that arrive, in the columns of `versions.relation`. */
  readonly parents: string;
  /** Joins the rows that arrive with those of the same parents that are there, and keeps the newest of each key. */
  readonly newest: (arrivedParents: string) => NewestRows;
}

/** The newest row of each key, of those that arrive and those that are in the table. */
export interface NewestRows {
  /** Their stream. */
  readonly rows: string;
  /** Stream of all rows that are in the table. */
  readonly existing: string;
}

/**
 * Of rows that are to be deleted, those that are in the table.
 *
 * A merge would do the same with all of them, but a table that is not there yet takes every row, whatever it is marked for
 * ("Delta format in Azure Data Factory", update method): rows to delete have to be left out before, and of a table that is not
 * there no row is.
 */
export function presentOnly(
  writer: ScriptWriter,
  rows: string,
  existing: string,
  key: readonly string[],
): string {
  return writer.emit(
    'present',
    `${rows}, ${existing} exists(${equalities(key, rows, existing).join(' && ')},\n     negate:false,\n     broadcast: 'auto')`,
  );
}

/**
 * Writes the rows of a table whose rows are children of others, such as lines of orders: those of the newest version
 * stay, others are deleted.
 *
 * The newest version of each parent is kept in a table of its own, because a version may have no children: an older one that
 * comes later must not bring its children back.
 */
export function writeChildren(
  writer: ScriptWriter,
  { table, versions, location, parents, newest }: ChildRows,
): void {
  const { name, newestBy = '' } = table;
  const { key } = versions;
  const version = scriptColumn(VERSION);
  const grouped = `groupBy(${key.map(scriptColumn).join(', ')})`;
  const arrived = writer.emit(
    'arrived',
    `${parents} aggregate(${grouped},\n     ${version} = max(${scriptColumn(newestBy)}))`,
  );
  const columns = parentVersionsColumns(versions, newestBy);
  const place = parentVersionsLocation(location);
  const known = writer.readTable(`known ${name}`, place, columns);
  const knownParents = writer.emit(
    'knownParents',
    `${known}, ${arrived} exists(${equalities(key, known, arrived).join(' && ')},\n     negate:false,\n     broadcast: 'auto')`,
  );
  const both = writer.emit('allVersions', `${arrived}, ${knownParents} union(byName: true)`);
  const current = writer.emit('current', `${both} aggregate(${grouped},\n     ${version} = max(${version}))`);
  const recorded = writer.emit('record', `${current} alterRow(upsertIf(true()))`);
  writer.writeTable(`versions ${name}`, recorded, place, mergeOptions(key));

  const { rows, existing } = newest(arrived);
  const joined = writer.emit(
    'dated',
    `${rows}, ${current} join(${equalities(key, rows, current).join(' && ')},\n     joinType:'inner',\n     matchType:'exact',\n     ignoreSpaces: false,\n     broadcast: 'auto')`,
  );
  const physical = table.relation.columns.map((column) => column.name);
  const whole = writer.project('children', joined, [
    ...physical.map((column) => ({ name: column, from: `${rows}@${scriptColumn(column)}` })),
    { name: VERSION, from: `${current}@${version}` },
  ]);
  const [outdated, standing] = writer.split('parentVersion', whole, `${scriptColumn(newestBy)} < ${version}`);
  const gone = presentOnly(
    writer,
    writer.keep('outdated', outdated, [...physical, VERSION]),
    existing,
    table.key,
  );
  const changes = writer.emit(
    'changes',
    `${writer.keep('standing', standing, [...physical, VERSION])}, ${gone} union(byName: true)`,
  );
  const altered = writer.emit(
    'merge',
    `${changes} alterRow(deleteIf(${scriptColumn(newestBy)} < ${version}),\n     upsertIf(true()))`,
  );
  writer.writeTable(
    `${SINKS.write} ${name}`,
    altered,
    location,
    mergeOptions(table.key, { deletes: true, mapped: physical }),
  );
}
