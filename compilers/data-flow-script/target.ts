import { type BronzeRows, type ColumnInfo, type Read, SOURCE_FILE, type Table } from '../../model';
import { notOffered, type StepTable, type Target } from '../core/target';
import { connectorOf } from '../source-connectors/connectors';
import { writeReadArray, writeUnnest } from './arrays';
import { scriptExpression } from './expressions';
import { writeAsOfJoin, writeJoin, writeSemiJoin } from './joins';
import { SCRIPT_FUNCTIONS } from './functions';
import { SCRIPT_TYPES, scriptColumn, scriptText } from './literals';
import { writeTimeRange } from './time-range';
import { writeValidity } from './history';
import { writeAccept, writeWindowStart } from './snapshots';
import { type ScriptWriter, SINKS, WINDOW_PARAMETER } from './script-writer';
import { type StoredInFlow } from './stored-rows';
import {
  SCRIPT_AGGREGATES,
  SCRIPT_WINDOWS,
  type Streams,
  writeAggregateRows,
  writeCheck,
  writeDedupe,
  writeDerive,
  writeAssertUnique,
  writeFallback,
  writeWindowRows,
} from './steps';
import type { DataFlowLocations } from './locations';

/** What a step needs to be written. */
export interface ScriptContext {
  /** Takes the statements. */
  readonly writer: ScriptWriter;
  /** The streams of the steps before. */
  readonly streams: Streams;
  /** The table that is filled. */
  readonly table: Table;
  /** Where rows lie. */
  readonly locations: DataFlowLocations;
  /** Streams that the end of the flow needs beside its result. */
  readonly beside: Beside;
  /** What the same data flow writes before. @default nothing */
  readonly stored?: StoredInFlow | undefined;
}

/** Streams that steps leave for the end of a flow, where the table is filled from snapshots or is a history. */
export interface Beside {
  /** Of the one row of the snapshot that arrives. */
  snapshot?: string;
  /** Of the rows of the table that are computed anew. */
  touched?: string;
}

/** Writes the steps; each gives the name of its stream. */
export const SCRIPT_STEPS: StepTable<ScriptContext> = {
  read: (step, context) =>
    step.from.zone === 'bronze' ? readBronze(step.from, step.columns, context) : readStored(step, context),
  readTimeRange: (step, context) => writeTimeRange(context.writer, step, readStored(step, context)),
  select: (step, { writer, streams }) => writer.project('select', streams(step.input), step.picks),
  derive: (step, { writer, streams }) => writeDerive(writer, step, streams(step.input)),
  filter: ({ input, condition }, { writer, streams }) =>
    writer.emit('filter', `${streams(input)} filter(${scriptExpression(condition)})`),
  check: (step, { writer, streams, table, locations }) => {
    const { kept, broken } = writeCheck(writer, step, streams(step.input));
    writer.writeWindow(`${SINKS.quarantine} ${step.name}`, broken, locations.quarantine(table, step.name));
    return kept;
  },
  dedupe: (step, { writer, streams }) => writeDedupe(writer, step, streams(step.input)),
  join: (step, { writer, streams }) => writeJoin(writer, step, streams),
  semiJoin: (step, { writer, streams }) => writeSemiJoin(writer, step, streams),
  asOfJoin: (step, { writer, streams }) => writeAsOfJoin(writer, step, streams),
  aggregate: (step, { writer, streams }) => writeAggregateRows(writer, step, streams(step.input)),
  window: (step, { writer, streams }) => writeWindowRows(writer, step, streams(step.input)),
  assertUnique: (step, { writer, streams }) => writeAssertUnique(writer, step, streams(step.input)),
  union: ({ input, other }, { writer, streams }) =>
    writer.emit('union', `${streams(input)}, ${streams(other)} union(byName: true)`),
  readArray: (step, { writer, streams }) => writeReadArray(writer, step, streams(step.input)),
  unnest: (step, { writer, streams }) => writeUnnest(writer, step, streams(step.input)),
  windowStart: (step, { writer, streams }) => writeWindowStart(writer, step, streams(step.input)),
  acceptSnapshots: (step, { writer, streams, table, locations, beside }) => {
    const place = { table, location: locations.write(table) };
    const { rows, snapshot } = writeAccept(writer, step, streams(step.input), place);
    beside.snapshot = snapshot;
    return rows;
  },
  validity: (step, { writer, streams, table, locations, beside }) => {
    const place = { table, location: locations.write(table), snapshot: beside.snapshot };
    const { rows, touched } = writeValidity(writer, step, streams(step.input), place);
    beside.touched = touched;
    return rows;
  },
  sql: notOffered('a data flow runs no SQL', 'fill a gold table with the SQL, by sqlTable()'),
  score: (step, { writer, streams, table, locations }) =>
    locations.scores
      ? writer.readWindow(`scores ${table.name}`, locations.scores(step), step.columns)
      : writeFallback(writer, step, streams(step.input)),
};

/**
 * Reads the raw rows of a window. Files that are dropped keep the path that somebody gave them, which says nothing of when they came: the window is put
 * in front, so that of two versions with one event time that of the later window holds.
 */
function readBronze(
  from: BronzeRows,
  columns: readonly ColumnInfo[],
  { writer, locations }: ScriptContext,
): string {
  const rows = writer.readWindow(`read ${from.name}`, locations.read(from), columns);
  const isDropped = connectorOf(from.contract)?.partitioned === true;
  if (!isDropped || from.contract.eventTime === undefined) return rows;
  const file = scriptColumn(SOURCE_FILE);
  // Later than paths without a window, which earlier versions wrote: a colon comes after a slash.
  const path = `concat(${scriptText(`${from.name}:`)}, $${WINDOW_PARAMETER}, '/', ${file})`;
  return writer.emit('delivered', `${rows} derive(${file} = ${path})`);
}

/** Reads a table: from what the data flow itself writes, else from the lake. Each reading is a stream of its own, which may be joined with another. */
function readStored({ from, columns }: Read, { writer, locations, stored }: ScriptContext): string {
  const label = `read ${from.name}`;
  const location = locations.read(from);
  const inFlow = stored?.streamOf(location);
  if (inFlow === undefined) return writer.readTable(label, location, columns);
  return writer.keep(
    label,
    inFlow,
    columns.map(({ name }) => name),
  );
}

/** Mapping data flow script: what silver is compiled to. */
export const DATA_FLOW_SCRIPT: Target = {
  name: 'mapping data flow',
  use: 'silver tables',
  functions: SCRIPT_FUNCTIONS,
  aggregates: SCRIPT_AGGREGATES,
  windows: SCRIPT_WINDOWS,
  steps: SCRIPT_STEPS,
  types: SCRIPT_TYPES,
};
