import { snapshotsOf, type Table, validityOf } from '../../model';
import { equalities } from './joins';
import { type LakeLocation, type ScriptWriter } from './script-writer';

/** Gives the stream of the rows that a table has once its data flow has written it. */
export type StoredRows = () => string;

/**
 * Whether a data flow that fills a table can give its rows on to others that it fills: a history, snapshots, children of
 * parents and rows that are appended lie in the table as only the table itself says.
 */
export function givesRowsOn(table: Table): boolean {
  return (
    table.write !== 'append' &&
    table.parentVersions === undefined &&
    snapshotsOf(table) === undefined &&
    validityOf(table) === undefined
  );
}

/** A merge of rows into a table. */
interface Merge {
  /** The table's name. */
  readonly name: string;
  /** Stream of the rows that are merged, one for each key. */
  readonly merged: string;
  /** Stream of the rows that are there, without those that go. */
  readonly existing: string;
  /** What identifies a row. */
  readonly key: readonly string[];
}

/**
 * The rows of a table after a merge: those that are merged, and of those that were there the ones with other keys.
 *
 * They are the same whether `existing` is read before the merge or after it, because a merge leaves rows with other keys as they are: in
 * which order Spark reads and writes decides nothing.
 */
export function rowsAfterMerge(writer: ScriptWriter, { name, merged, existing, key }: Merge): string {
  const untouched = writer.emit(
    `untouched ${name}`,
    `${existing}, ${merged} exists(${equalities(key, existing, merged).join(' && ')},\n     negate:true,\n     broadcast: 'auto')`,
  );
  return writer.emit(`stored ${name}`, `${merged}, ${untouched} union(byName: true)`);
}

/** The tables of a data flow whose rows it gives on, by where they lie. */
export class StoredInFlow {
  private readonly rows = new Map<string, StoredRows>();
  private readonly streams = new Map<string, string>();

  /** Remembers what a table has once it is written. */
  add(location: LakeLocation, rows: StoredRows): void {
    this.rows.set(placeOf(location), rows);
  }

  /** The stream of what a table has; none, where this data flow does not write it. */
  streamOf(location: LakeLocation): string | undefined {
    const place = placeOf(location);
    const stream = this.streams.get(place) ?? this.rows.get(place)?.();
    if (stream !== undefined) this.streams.set(place, stream);
    return stream;
  }
}

function placeOf({ fileSystem, folder }: LakeLocation): string {
  return `${fileSystem}/${folder}`;
}
