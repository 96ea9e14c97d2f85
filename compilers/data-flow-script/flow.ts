import {
  expressionsOf,
  inputsOf,
  timeRangeRead,
  type Relation,
  stepsOf,
  type Table,
  walk,
} from '../../model';
import { tieOrder } from '../core/order';
import { writeStep } from '../core/write';
import { PEPPER_PARAMETER } from './functions';
import { DEFAULT_UPKEEP, type DeltaUpkeep } from './delta-upkeep';
import type { DataFlowLocations } from './locations';
import { replaceTimeRange } from './time-range';
import { type DataFlowEnd, type LakeLocation, ScriptWriter, SINKS } from './script-writer';
import { equalities } from './joins';
import { writeNewest } from './steps';
import { rowsAfterMerge, StoredInFlow, type StoredRows } from './stored-rows';
import { type Beside, SCRIPT_STEPS } from './target';
import { writeHistory } from './history';
import { writeSnapshotTable } from './snapshots';
import { mergeOptions, type NewestRows, writeChildren } from './parent-versions';

/** A mapping data flow: its script, and the streams and parameters that the script names. */
export interface DataFlow {
  /** Streams that read, in script order. */
  readonly sources: readonly DataFlowEnd[];
  /** Streams between, in script order. */
  readonly transformations: readonly string[];
  /** Streams that write, in script order. */
  readonly sinks: readonly DataFlowEnd[];
  /** The script; no line is empty. */
  readonly scriptLines: readonly string[];
  /** Parameters the script declares, all of them text. */
  readonly parameters: readonly string[];
}

/**
 * Compiles the flow of a silver table to mapping data flow script.
 *
 * @param table the table.
 * @param locations where it reads and writes.
 * @param upkeep how the files of the table are kept. @default written daily, with time travel as the settings have it by default
 */
export function compileDataFlow(
  table: Table,
  locations: DataFlowLocations,
  upkeep: DeltaUpkeep = DEFAULT_UPKEEP,
): DataFlow {
  const writer = new ScriptWriter(upkeep);
  writeFlow(writer, table, locations);
  return writtenFlow(writer);
}

/** What is compiled together with others. */
export interface FlowOfTable {
  /** A silver table. */
  readonly table: Table;
  /** Where it reads and writes. */
  readonly locations: DataFlowLocations;
  /** How its files are kept. */
  readonly upkeep: DeltaUpkeep;
}

/**
 * Compiles the flows of silver tables into one script: one cluster starts for all of them.
 *
 * A table that reads another of them gets its rows from the script itself, as they are once they are written, because nothing says that a source
 * is read after a sink has written. So each comes after those it reads, and reads none that does not give its rows on ({@link givesRowsOn}).
 */
export function compileDataFlows(flows: readonly FlowOfTable[]): DataFlow {
  const writer = new ScriptWriter(DEFAULT_UPKEEP);
  const stored = new StoredInFlow();
  for (const { table, locations, upkeep } of flows) {
    writer.beginTable(table.name, upkeep);
    const rows = writeFlow(writer, table, locations, stored);
    if (rows !== undefined) stored.add(locations.write(table), rows);
  }
  return writtenFlow(writer);
}

/** Writes the flow of a table. Returns what the table has then, where the script can say so. */
function writeFlow(
  writer: ScriptWriter,
  table: Table,
  locations: DataFlowLocations,
  stored?: StoredInFlow,
): StoredRows | undefined {
  const written = new Map<Relation, string>();
  const streams = (relation: Relation): string => {
    const stream = written.get(relation);
    if (stream === undefined) throw new Error(`a step is used before it is written: ${relation.step}`);
    return stream;
  };
  const beside: Beside = {};
  const computed = (step: Relation): readonly Relation[] =>
    step.step === 'score' && locations.scores ? [] : inputsOf(step);
  for (const step of stepsOf(table.relation, computed)) {
    if (usesPepper(step)) writer.parameters.add(PEPPER_PARAMETER);
    written.set(step, writeStep(SCRIPT_STEPS, step, { writer, streams, table, locations, beside, stored }));
  }
  return writeTable(writer, streams, table, { location: locations.write(table), beside });
}

/** The data flow that a writer has written. */
export function writtenFlow(writer: ScriptWriter): DataFlow {
  const parameters = [...writer.parameters].sort();
  const declared = parameters.map(
    (name, index) => `     ${name} as string ('')${index < parameters.length - 1 ? ',' : ''}`,
  );
  return {
    sources: writer.sources,
    transformations: writer.transformations,
    sinks: writer.sinks,
    scriptLines: [...(parameters.length > 0 ? ['parameters{', ...declared, '}'] : []), ...writer.lines],
    parameters,
  };
}

function writeTable(
  writer: ScriptWriter,
  streams: (relation: Relation) => string,
  table: Table,
  { location, beside: { snapshot, touched } }: { readonly location: LakeLocation; readonly beside: Beside },
): StoredRows | undefined {
  const result = streams(table.relation);
  const { parentVersions: versions } = table;
  if (touched !== undefined) {
    writeHistory(writer, table, { result, touched, location });
    return undefined;
  }
  if (snapshot !== undefined) {
    writeSnapshotTable(writer, table, { result, snapshot, location });
    return undefined;
  }
  if (versions) {
    const parents = writer.project('parents', streams(versions.relation.input), versions.relation.picks);
    const newest = (arrived: string): NewestRows =>
      newestVersions(writer, result, table, location, { key: versions.key, stream: arrived });
    writeChildren(writer, { table, versions, location, parents, newest });
    return undefined;
  }
  const begin = timeRangeRead(table.relation);
  if (begin) return replaceTimeRange(writer, { table, begin, location, result, reread: streams(begin.read) });
  const upsert = table.write === 'upsert';
  const versioned =
    upsert && table.newestBy !== undefined ? newestVersions(writer, result, table, location) : undefined;
  const newest = versioned?.rows ?? result;
  const rows = upsert ? writer.emit('upsert', `${newest} alterRow(upsertIf(true()))`) : result;
  const options = upsert
    ? mergeOptions(table.key)
    : [
        ...(table.write === 'overwrite' ? ['overwrite: true'] : []),
        'deletable: false',
        'insertable: true',
        'updateable: false',
        'upsertable: false',
        'umask: 0022',
        'preCommands: []',
        'postCommands: []',
      ];
  writer.writeTable(`${SINKS.write} ${table.name}`, rows, location, options);
  if (table.write === 'append') return undefined;
  if (!upsert) return () => result;
  return () => {
    const existing =
      versioned?.existing ?? writer.readTable(`existing ${table.name}`, location, table.relation.columns);
    return rowsAfterMerge(writer, { name: table.name, merged: newest, existing, key: table.key });
  };
}

/**
 * Of the rows that arrive and those already in the table, the newest of each key: so that a batch that comes late, twice
 * or out of order leaves what one clean delivery would.
 */
function newestVersions(
  writer: ScriptWriter,
  result: string,
  { name, relation, key, newestBy = '' }: Table,
  location: LakeLocation,
  touching: { readonly key: readonly string[]; readonly stream: string } = { key, stream: result },
): NewestRows {
  const { columns } = relation;
  const existing = writer.readTable(`existing ${name}`, location, columns);
  const existingKeys = writer.emit(
    'existingKeys',
    `${existing}, ${touching.stream} exists(${equalities(touching.key, existing, touching.stream).join(' && ')},\n     negate:false,\n     broadcast: 'auto')`,
  );
  const both = writer.emit('versions', `${result}, ${existingKeys} union(byName: true)`);
  const newest = relation.step === 'dedupe' ? relation.newest : [newestBy];
  const ties = tieOrder(columns).filter((column) => !key.includes(column) && !newest.includes(column));
  return { rows: writeNewest(writer, { by: key, newest, ties, columns }, both), existing };
}

function usesPepper(step: Relation): boolean {
  return expressionsOf(step).some((expression) =>
    [...walk(expression)].some((node) => node.op === 'call' && node.name === 'pseudonym'),
  );
}
