import {
  type AcceptSnapshots,
  type ColumnInfo,
  NEXT_WINDOW_COLUMN,
  type Table,
  WINDOW_START_COLUMN,
  type WindowStart,
} from '../../model';
import { equalities } from './joins';
import { scriptColumn, scriptText } from './literals';
import { mergeOptions } from './parent-versions';
import { mergeChanges } from './replace-rows';
import { type LakeLocation, type ScriptWriter, SINKS, WINDOW_PARAMETER } from './script-writer';

/** Ends the name of the folder, beside that of a table, that keeps which snapshots it has been given. */
const DELIVERIES_SUFFIX = '__deliveries';

/** The folder of the deliveries of a table, beside the table's own. */
export function deliveriesFolder(folder: string): string {
  return `${folder}${DELIVERIES_SUFFIX}`;
}

const ROWS = '_rows';
const ROWS_BEFORE = '_rows_before';
/** A column by which all rows meet the one row of the snapshot that arrives. */
const OF_WINDOW = '_of_window';

const WINDOW = scriptColumn(WINDOW_START_COLUMN);
const NEXT = scriptColumn(NEXT_WINDOW_COLUMN);

/** The start of the run's window, from its folder, which names the day and, of shorter windows, the hour and minute. */
const START = `toTimestamp(substring(concat($${WINDOW_PARAMETER}, '/00/00'), 1, 16), 'yyyy/MM/dd/HH/mm')`;

/** What is known of the snapshots that fill a table: a row for each window. */
const DELIVERY_COLUMNS: readonly ColumnInfo[] = [
  { name: WINDOW_START_COLUMN, type: { kind: 'timestamp' } },
  { name: ROWS, type: { kind: 'long' } },
].map((column) =>
  Object.assign(column, { nullable: false, classification: 'internal', lineage: [] } as const),
) as ColumnInfo[];

/** Writes the start of the window of the rows that arrive. */
export function writeWindowStart(writer: ScriptWriter, _step: WindowStart, input: string): string {
  writer.parameters.add(WINDOW_PARAMETER);
  return writer.emit('windowStart', `${input} derive(${WINDOW} = ${START})`);
}

/**
 * Writes the acceptance of the snapshot that arrives. It fails the run where it has too few rows, compared with the one of the window
 * before it that the table has been given; that stands in the way of the rows and of the record, so that neither is written then.
 *
 * @returns the rows, and the stream of one row with the window, its rows and the window of the next snapshot: none where nothing was
 * delivered.
 */
export function writeAccept(
  writer: ScriptWriter,
  step: AcceptSnapshots,
  input: string,
  { table, location }: { readonly table: Table; readonly location: LakeLocation },
): { readonly rows: string; readonly snapshot: string } {
  const place = { ...location, folder: deliveriesFolder(location.folder) };
  const known = writer.readTable(`known ${table.name}`, place, DELIVERY_COLUMNS);
  const asserted = assertSize(writer, step, table, delivered(writer, step, input), known);
  const later = writer.emit('later', `${known} filter(${WINDOW} > ${START})`);
  const next = writer.emit('next', `${later} aggregate(${NEXT} = min(${WINDOW}))`);
  const snapshot = meeting(writer, {
    label: 'snapshot',
    rows: asserted,
    others: next,
    how: 'left',
    kept: [WINDOW_START_COLUMN, ROWS],
    added: [NEXT_WINDOW_COLUMN],
  });
  const recorded = writer.emit(
    'record',
    `${writer.keep('delivery', snapshot, [WINDOW_START_COLUMN, ROWS])} alterRow(upsertIf(true()))`,
  );
  writer.writeTable(`deliveries ${table.name}`, recorded, place, mergeOptions([WINDOW_START_COLUMN]));

  const accepted = meeting(writer, {
    label: 'accepted',
    rows: input,
    others: snapshot,
    how: 'cross',
    kept: step.input.columns.map(({ name }) => name),
    added: [NEXT_WINDOW_COLUMN],
  });
  if (step.keep === 'all') return { rows: accepted, snapshot };
  const newest = writer.emit('newest', `${accepted} filter(isNull(${NEXT}))`);
  const names = step.columns.map(({ name }) => name);
  return { rows: writer.keep('newestSnapshot', newest, names), snapshot };
}

/** The one row of the snapshot that arrives; none where a window without rows is one without a delivery. */
function delivered(writer: ScriptWriter, { mayBeMissing }: AcceptSnapshots, input: string): string {
  const counted = writer.emit('size', `${input} aggregate({${ROWS}} = count())`);
  const sized = writer.emit('window', `${counted} derive(${WINDOW} = ${START})`);
  return mayBeMissing ? writer.emit('delivered', `${sized} filter({${ROWS}} > 0)`) : sized;
}

function assertSize(
  writer: ScriptWriter,
  { leastPercent }: AcceptSnapshots,
  { name }: Table,
  sized: string,
  known: string,
): string {
  const earlier = writer.emit('earlier', `${known} filter(${WINDOW} < ${START})`);
  const numbered = writer.emit(
    'number',
    `${earlier} window(desc(${WINDOW}, false),\n     {_n} = rowNumber())`,
  );
  const last = writer.emit('last', `${numbered} filter({_n} == 1)`);
  const before = writer.project('before', last, [{ name: ROWS_BEFORE, from: ROWS }]);
  const compared = meeting(writer, {
    label: 'compared',
    rows: sized,
    others: before,
    how: 'left',
    kept: [WINDOW_START_COLUMN, ROWS],
    added: [ROWS_BEFORE],
  });
  const enough = `isNull({${ROWS_BEFORE}}) || {${ROWS}} * 100L >= ${leastPercent}L * {${ROWS_BEFORE}}`;
  const message = scriptText(
    `${name}: the snapshot has less than ${leastPercent} % of the rows of the one before it, so nothing is changed`,
  );
  return writer.emit(
    'assertSize',
    `${compared} assert(expectTrue(${enough}, false, ${scriptText(`snapshot ${compared}`)}, null, ${message}),\n     abort: true)`,
  );
}

/**
 * Writes the rows of a table, each with columns of the one row of the snapshot that arrives: none where nothing was delivered.
 */
export function withSnapshot(
  writer: ScriptWriter,
  label: string,
  {
    rows,
    columns,
    snapshot,
  }: { readonly rows: string; readonly columns: readonly string[]; readonly snapshot: string },
): string {
  return meeting(writer, {
    label,
    rows,
    others: snapshot,
    how: 'cross',
    kept: columns,
    added: [WINDOW_START_COLUMN, NEXT_WINDOW_COLUMN],
  });
}

/** Writes the meeting of all rows with one other row. Both sides have a constant by which they meet; every worker holds the one row. */
function meeting(
  writer: ScriptWriter,
  {
    label,
    rows,
    others,
    how,
    kept,
    added,
  }: {
    readonly label: string;
    readonly rows: string;
    readonly others: string;
    readonly how: 'left' | 'cross';
    readonly kept: readonly string[];
    readonly added: readonly string[];
  },
): string {
  const of = (stream: string): string =>
    writer.emit(`${label} of`, `${stream} derive({${OF_WINDOW}} = ${START})`);
  const [left, right] = [of(rows), of(others)];
  const joined = writer.emit(
    `${label} with`,
    `${left}, ${right} join(${equalities([OF_WINDOW], left, right).join(' && ')},\n     joinType:'${how}',\n     matchType:'exact',\n     ignoreSpaces: false,\n     broadcast: 'right')`,
  );
  return writer.project(label, joined, [
    ...kept.map((name) => ({ name, from: `${left}@${scriptColumn(name)}` })),
    ...added.map((name) => ({ name, from: `${right}@${scriptColumn(name)}` })),
  ]);
}

/** Writes the table of the newest snapshot: its rows are merged by key, and others go. An older one that comes later changes nothing. */
export function writeSnapshotTable(
  writer: ScriptWriter,
  table: Table,
  {
    result,
    snapshot,
    location,
  }: { readonly result: string; readonly snapshot: string; readonly location: LakeLocation },
): void {
  const { name, key, relation } = table;
  const columns = relation.columns.filter((column) => key.includes(column.name));
  const existing = writer.readTable(`existing ${name}`, location, columns);
  const standing = withSnapshot(writer, 'standing', { rows: existing, columns: key, snapshot });
  const replaced = writer.emit('replaced', `${standing} filter(isNull(${NEXT}))`);
  const gone = writer.emit(
    'gone',
    `${replaced}, ${result} exists(${equalities(key, replaced, result).join(' && ')},\n     negate:true,\n     broadcast: 'auto')`,
  );
  mergeChanges(writer, {
    label: 'replace snapshot',
    sink: `${SINKS.write} ${name}`,
    columns: relation.columns,
    key,
    upserted: result,
    deleted: gone,
    location,
  });
}
