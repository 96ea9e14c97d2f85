import { NEXT_WINDOW_COLUMN, SOURCE_FILE, type Table, type Validity, WINDOW_START_COLUMN } from '../../model';
import { tieOrder } from '../core/order';
import { equalities } from './joins';
import { scriptColumn } from './literals';
import { mergeOptions } from './parent-versions';
import { mergeChanges } from './replace-rows';
import { type LakeLocation, type ScriptWriter, SINKS } from './script-writer';
import { withSnapshot } from './snapshots';
import { writeNewest } from './steps';

/** Ends the name of the folder, beside that of a history, that keeps every row that it is made of. */
const OBSERVATIONS_SUFFIX = '__observations';

/** The folder of what a history of events is made of, beside the table's own. */
export function observationsFolder(folder: string): string {
  return `${folder}${OBSERVATIONS_SUFFIX}`;
}

/** Where what a history of events is made of lies. */
export function observationsLocation(location: LakeLocation): LakeLocation {
  return { ...location, folder: observationsFolder(location.folder) };
}

const WINDOW = scriptColumn(WINDOW_START_COLUMN);
const NEXT = scriptColumn(NEXT_WINDOW_COLUMN);

/** What a history is written from. */
interface HistoryPlace {
  readonly table: Table;
  readonly location: LakeLocation;
  /** Stream of the one row of the snapshot that arrives. @default the source has none */
  readonly snapshot?: string | undefined;
}

/** How rows hold, and which of the table they replace. */
export interface WrittenValidity {
  /** Stream of the rows with the times between which they hold. */
  readonly rows: string;
  /** Stream of the rows of the table that are computed anew from them. */
  readonly touched: string;
}

/**
 * Writes from when until when rows hold. A window knows only what arrives in it: the rest is what the table has been given before, of
 * the keys and times that arrive, so that the history is the same in whatever order windows run, and however often.
 */
export function writeValidity(
  writer: ScriptWriter,
  step: Validity,
  input: string,
  place: HistoryPlace,
): WrittenValidity {
  const existing = writer.readTable(
    `existing ${place.table.name}`,
    place.location,
    place.table.relation.columns,
  );
  return place.snapshot === undefined
    ? ofEvents(writer, step, input, place, existing)
    : ofSnapshots(writer, step, input, { existing, table: place.table, snapshot: place.snapshot });
}

/** Every row of a key that arrives is put between those that are known of it. */
function ofEvents(
  writer: ScriptWriter,
  { by, from, to, input: { columns }, columns: yielded }: Validity,
  input: string,
  { table, location }: HistoryPlace,
  existing: string,
): WrittenValidity {
  const place = observationsLocation(location);
  const ofKeys = (stream: string): string =>
    `${stream}, ${input} exists(${equalities(by, stream, input).join(' && ')},\n     negate:false,\n     broadcast: 'auto')`;
  const known = writer.emit('knownOfKeys', ofKeys(writer.readTable(`known ${table.name}`, place, columns)));
  const both = writer.emit('observations', `${input}, ${known} union(byName: true)`);
  const key = [...by, from];
  const newest = columns.some(({ name }) => name === SOURCE_FILE) ? [SOURCE_FILE] : [];
  const ties = tieOrder(columns).filter((name) => !key.includes(name) && !newest.includes(name));
  const once = writeNewest(writer, { by: key, newest, ties, columns }, both);
  const recorded = writer.emit('record', `${once} alterRow(upsertIf(true()))`);
  writer.writeTable(`observations ${table.name}`, recorded, place, mergeOptions(key));
  const [start, end] = [scriptColumn(from), scriptColumn(to)];
  const ended = writer.emit(
    'validity',
    `${once} window(over(${by.map(scriptColumn).join(', ')}),\n     asc(${start}, true),\n     ${end} = lead(${start}, 1))`,
  );
  const names = yielded.map(({ name }) => name);
  return {
    rows: writer.keep('intervals', ended, names),
    touched: writer.emit('touched', ofKeys(existing)),
  };
}

/**
 * What held in the time of the snapshot, from its window until that of the next one, is what it says. What the table has of that time is
 * cut off, so that of a row that held before and after two parts are left.
 */
function ofSnapshots(
  writer: ScriptWriter,
  { from, to, columns }: Validity,
  input: string,
  {
    existing,
    table,
    snapshot,
  }: { readonly existing: string; readonly table: Table; readonly snapshot: string },
): WrittenValidity {
  const [start, end] = [scriptColumn(from), scriptColumn(to)];
  const all = withSnapshot(writer, 'dated', {
    rows: existing,
    columns: table.relation.columns.map(({ name }) => name),
    snapshot,
  });
  const touched = writer.emit(
    'touched',
    `${all} filter((isNull(${end}) || ${end} >= ${WINDOW}) && (isNull(${NEXT}) || ${start} <= ${NEXT}))`,
  );
  const names = columns.map(({ name }) => name);
  const before = writer.emit('heldBefore', `${touched} filter(${start} < ${WINDOW})`);
  const cut = writer.emit(
    'cut',
    `${before} derive(${end} = iif(isNull(${end}) || ${end} > ${WINDOW}, ${WINDOW}, ${end}))`,
  );
  const after = writer.emit(
    'heldAfter',
    `${touched} filter(!isNull(${NEXT}) && (isNull(${end}) || ${end} > ${NEXT}))`,
  );
  const rest = writer.emit('rest', `${after} derive(${start} = iif(${start} > ${NEXT}, ${start}, ${NEXT}))`);
  const rows = writer.emit(
    'intervals',
    `${writer.keep('arrivedRows', input, names)}, ${writer.keep('earlierRows', cut, names)}, ${writer.keep('laterRows', rest, names)} union(byName: true)`,
  );
  return { rows, touched };
}

/** Writes a history: its rows replace those that are computed anew. */
export function writeHistory(
  writer: ScriptWriter,
  { name, key, relation: { columns } }: Table,
  {
    result,
    touched,
    location,
  }: { readonly result: string; readonly touched: string; readonly location: LakeLocation },
): void {
  const gone = writer.emit(
    'gone',
    `${touched}, ${result} exists(${equalities(key, touched, result).join(' && ')},\n     negate:true,\n     broadcast: 'auto')`,
  );
  mergeChanges(writer, {
    label: 'replace versions',
    sink: `${SINKS.write} ${name}`,
    columns,
    key,
    upserted: result,
    deleted: writer.keep('goneKeys', gone, key),
    location,
  });
}
