import { evaluate, type RunContext } from '../pipeline-expressions';
import type { DataFlows, Flow, FlowParameters, Write } from './data-flows';
import { type Dice, type Engine, type Process } from './engine';
import { type Json, listIn, minutesOf, objectIn, textIn, textOr } from './json';
import { ActivityError, filesAt, isThere, placeOf, rootOf } from './places';
import { type Activity, type DatasetReference, referenceOf } from './pipeline';
import type { Platform } from './platform';
import type { File, Lake, Row } from './storage';

/** What activities work on. */
export interface World {
  readonly engine: Engine;
  readonly lake: Lake;
  readonly dice: Dice;
  platform: Platform;
  dataFlows: DataFlows;
  /** What a web server answers: rows, or nothing if it has no such page yet. */
  fetch(url: string): readonly Row[] | undefined;
  /** What serverless SQL answers. @default it is there, and says one thing */
  query?(sql: string): readonly Row[];
  /** Why an activity of this type fails now, if it does. */
  failure(type: string): string | undefined;
  /** Whether a failing data flow has written some of its sinks by then. */
  writesInPart(): boolean;
  /** Which of some folders cannot be written by a run, if one cannot. */
  broken(folders: readonly string[], run: Run): string | undefined;
  /** Notes that a data flow begins to read. */
  reads(flow: Flow, parameters: FlowParameters, run: Run): void;
  /** Notes that a data flow begins to write its sinks; gives what is to be done when it has ended. */
  writes(flow: Flow, parameters: FlowParameters, run: Run): () => void;
  /** Notes that a data flow has written all of its sinks. */
  wrote(folders: readonly string[], run: Run): void;
  /** Notes that a run of a pipeline for a window succeeded. */
  completed(pipeline: string, windowStart: string): void;
  /** Notes how a run of a pipeline ended, as its log says. */
  ran(pipeline: string, status: 'Succeeded' | 'Failed', parameters: Readonly<Record<string, unknown>>): void;
  /** Notes how an activity ended, as its log says. */
  did(pipeline: string, activity: Activity, status: 'Succeeded' | 'Failed', output: unknown): void;
}

/** A run, as its activities see it. */
export interface Run extends RunContext {
  /** The pipeline that runs. */
  readonly pipeline: string;
  /** How many others it is part of. */
  readonly depth: number;
  /** Whether a trigger started it, or the run that it is part of. */
  readonly triggered: boolean;
}

/** What an activity says that fails once, as it may. */
export const FOR_NO_REASON = 'a failure for no reason';

/** Runs one attempt of an activity that has no others inside, and gives its output. */
export function* attempt(world: World, activity: Activity, context: Run): Process<unknown> {
  switch (activity.type) {
    case 'Copy':
      return yield* copy(world, activity, context);
    case 'ExecuteDataFlow':
      return yield* dataFlow(world, activity, context);
    case 'Validation':
      return yield* validation(world, activity, context);
    case 'Wait':
      yield Number(evaluate(activity.properties['waitTimeInSeconds'], context)) / 60;
      return {};
    case 'Fail':
      throw new ActivityError(String(evaluate(activity.properties['message'], context)));
    case 'Delete':
      yield* takes(world, activity, 0, 1);
      return remove(world, activity, context);
    case 'GetMetadata':
      yield* takes(world, activity, 0, 1);
      return metadata(world, activity, context);
    case 'Lookup':
      yield* takes(world, activity, 0, 1);
      return lookUp(world, activity, context);
    case 'Script':
    case 'SqlServerStoredProcedure':
    case 'WebActivity':
      yield* takes(world, activity, 0, 2);
      return {};
    default:
      throw new Error(`${activity.name}: activities of type ${activity.type} are not modelled`);
  }
}

function* takes(world: World, { type }: Activity, low: number, high: number): Process {
  yield world.dice.whole(low, high);
  const failure = world.failure(type);
  if (failure !== undefined) throw new ActivityError(failure);
}

function* copy(world: World, activity: Activity, context: RunContext): Process<unknown> {
  const source = objectIn(activity.properties, 'source');
  const { rows, files } = found(world, source, activity.inputs[0]!, context);
  const target = placeOf(world.platform, activity.outputs[0]!, context);
  yield* takes(world, activity, 0, 1);
  const { lake, engine } = world;
  const read = files?.map((file) => namedColumns(activity, file, context));
  if (read === undefined) {
    lake.write(target.folder, target.file ?? 'data', mapped(activity, rows), engine.now);
  } else if (mergesFiles(activity) || (read.length === 1 && target.file !== undefined)) {
    const all = read.flatMap((file) => file.rows);
    const [only] = read;
    // Where no file matches, nothing is written.
    if (only !== undefined)
      lake.write(
        target.folder,
        target.file ?? 'data',
        mapped(activity, all),
        engine.now,
        keptColumns(activity, only),
      );
  } else {
    if (read.length > 0 && target.file !== undefined)
      throw new Error(`not modelled: ${activity.name} copies several files into one without merging them`);
    // Files that are copied into a folder are put there by their names.
    for (const file of read)
      lake.write(
        `${target.folder}/${file.below}`,
        file.name,
        mapped(activity, file.rows),
        engine.now,
        keptColumns(activity, file),
      );
  }
  return { rowsCopied: rows.length, ...(files && { filesRead: files.length }) };
}

/**
 * A file with the columns that the activity adds to its rows; a failure where a mapping names a column that is not in its first line, or its schema.
 * Source: "Add additional columns during copy"; for the failure reports of users, word for word.
 */
function namedColumns<F extends File>({ properties }: Activity, file: F, context: RunContext): F {
  const source = objectIn(properties, 'source');
  const added = listIn(source, 'additionalColumns').map(
    (column) => [textIn(column, 'name'), column['value']] as const,
  );
  const { columns } = file;
  // A document may lack keys; no other file a column.
  if (columns !== undefined && source['type'] !== 'JsonSource')
    for (const { source: from } of listIn((properties['translator'] ?? {}) as Json, 'mappings')) {
      const name = textIn(from as Json, 'name');
      if (!columns.includes(name) && !added.some(([other]) => other === name))
        throw new ActivityError(
          `ErrorCode=MappingColumnNameNotFoundInSourceFile,Message=Column '${name}' specified in column mapping cannot be found in '${file.name}' source file.`,
        );
    }
  if (added.length === 0) return file;
  // The path begins with the container.
  const path = file.path.slice(file.path.indexOf('/') + 1);
  const cells = Object.fromEntries(
    added.map(([name, value]) => [name, value === '$$FILEPATH' ? path : String(evaluate(value, context))]),
  );
  return { ...file, rows: file.rows.map((row) => ({ ...row, cells: { ...row.cells, ...cells } })) };
}

/** The first line of what is copied as it is. */
function keptColumns({ properties }: Activity, { columns }: File): readonly string[] | undefined {
  return objectIn(properties, 'sink')['type'] === 'BinarySink' ? columns : undefined;
}

function mergesFiles({ properties }: Activity): boolean {
  const { copyBehavior } = (objectIn(properties, 'sink')['storeSettings'] ?? {}) as Json;
  return copyBehavior === 'MergeFiles';
}

/** The folder of a file, from where it was looked for. */
interface Below {
  readonly below: string;
}

interface Found {
  readonly rows: readonly Row[];
  /** Not for what is no file. */
  readonly files?: readonly (File & Below)[];
}

function found(world: World, source: Json, input: DatasetReference, context: RunContext): Found {
  const place = placeOf(world.platform, input, context);
  const store = (source['storeSettings'] ?? {}) as Json;
  if (String(store['type']) === 'AzureBlobFSReadSettings') {
    const root = rootOf(place, store, context).replace(/\/$/, '');
    const files = filesAt(world.lake, place, store, context, true).map((file) => ({
      ...file,
      below: file.path.slice(root.length + 1, -file.name.length),
    }));
    return { rows: files.flatMap((file) => file.rows), files };
  }
  if (place.url !== undefined) {
    const rows = world.fetch(place.url);
    if (rows === undefined) throw new ActivityError(notFound(source, place.url));
    return { rows };
  }
  if (world.query && source['sqlReaderQuery'] !== undefined)
    return { rows: world.query(String(evaluate(source['sqlReaderQuery'], context))) };
  // What a database answers is not modelled: it is there, and it says one thing.
  return { rows: [{ id: 'query', cells: {} }] };
}

/** What a connector says of a page that is not there. Source: the pages on troubleshooting connectors. */
function notFound({ type }: Json, url: string): string {
  return type === 'RestSource'
    ? `RestCallFailedWithClientError: status code 404 NotFound, ${url}`
    : `HttpFileFailedToRead: the remote server returned an error: (404) Not Found, ${url}`;
}

/** The cells that a mapping names; without one, all of them. */
function mapped({ properties }: Activity, rows: readonly Row[]): readonly Row[] {
  const mappings = listIn((properties['translator'] ?? {}) as Json, 'mappings');
  if (mappings.length === 0) return rows;
  const columns = mappings.map(
    ({ source, sink }) => [textIn(sink as Json, 'name'), keyOf(source as Json)] as const,
  );
  return rows.map(({ id, cells }) => ({
    id,
    cells: Object.fromEntries(columns.map(([to, from]) => [to, cells[from] ?? null])),
  }));
}

/** Whatever a mapping reads: a column's name, or a path of one step. */
function keyOf(source: Json): string {
  const found = /\['([^']+)'\]/.exec(textOr(source, 'path', ''));
  return found?.[1] ?? textOr(source, 'name', textOr(source, 'path', ''));
}

function* dataFlow(world: World, activity: Activity, run: Run): Process<unknown> {
  const reference = objectIn(activity.properties, 'dataFlow');
  const given = (reference['parameters'] ?? {}) as Json;
  const flow = world.dataFlows.named(textIn(reference, 'referenceName'));
  const parameters: FlowParameters = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, unquoted(String(evaluate(value, run)))]),
  );
  world.reads(flow, parameters, run);
  const ended = world.writes(flow, parameters, run);
  try {
    return yield* written(world, activity, { flow, parameters, run });
  } finally {
    ended();
  }
}

function* written(
  world: World,
  activity: Activity,
  { flow, parameters, run }: { readonly flow: Flow; readonly parameters: FlowParameters; readonly run: Run },
): Process<unknown> {
  yield world.dice.whole(1, 2);
  const writes = world.dataFlows.run(flow, parameters, world.lake);
  yield world.dice.whole(2, 6);
  const folders = writes.map(({ folder }) => folder);
  const broken = world.broken(folders, run);
  if (broken !== undefined) {
    commitSome(
      world,
      writes.filter(({ folder }) => folder !== broken),
    );
    throw new ActivityError(`${broken} cannot be written`);
  }
  const failure = world.failure(activity.type);
  if (failure !== undefined) {
    if (world.writesInPart()) commitSome(world, writes);
    throw new ActivityError(failure);
  }
  for (const { commit } of writes) commit(world.lake, world.engine.now);
  world.wrote(folders, run);
  const filled = writes.filter(({ rows }) => rows > 0);
  const metrics = filled.map(({ sink, rows }) => [sink, { rowsWritten: rows }] as const);
  return { runStatus: { metrics: Object.fromEntries(metrics) } };
}

/** Of a run that fails, any sinks may have been written before: they are in no particular order. */
function commitSome({ dice, lake, engine }: World, writes: readonly Write[]): void {
  for (const { commit } of writes) if (dice.whole(0, 1) === 1) commit(lake, engine.now);
}

function unquoted(text: string): string {
  const found = /^'([\s\S]*)'$/.exec(text);
  if (!found) throw new ActivityError(`a text for a data flow stands in quotes: ${text}`);
  return found[1]!;
}

/** Waits until a file is there, and looks every few minutes. */
function* validation(world: World, { properties }: Activity, context: RunContext): Process<unknown> {
  const { engine, lake, platform } = world;
  const place = placeOf(platform, referenceOf(objectIn(properties, 'dataset')), context);
  const ends = engine.now + minutesOf(properties['timeout'] ?? '0.12:00:00');
  while (!isThere(lake, place)) {
    if (engine.now >= ends)
      throw new ActivityError(`timeout: there is no ${place.folder}/${place.file ?? ''}`);
    yield Math.max(Number(properties['sleep'] ?? 10) / 60, 10);
  }
  return {};
}

/** Source: "Delete Activity". That nothing at the place is no error is said nowhere. */
function remove(world: World, { properties }: Activity, context: RunContext): unknown {
  const { lake, platform } = world;
  const place = placeOf(platform, referenceOf(objectIn(properties, 'dataset')), context);
  const store = (properties['storeSettings'] ?? {}) as Json;
  if (place.file === undefined && store['modifiedDatetimeEnd'] === undefined)
    lake.drop(rootOf(place, store, context));
  const nothing = place.file !== undefined && !/[*?]/.test(place.file) && !isThere(lake, place);
  if (nothing || !lake.hasFolder(rootOf(place, store, context))) return { filesDeleted: 0 };
  const files = filesAt(lake, place, store, context, false);
  lake.delete(files);
  return { filesDeleted: files.length };
}

function metadata(world: World, { properties, inputs }: Activity, context: RunContext): unknown {
  const reference =
    properties['dataset'] === undefined ? inputs[0]! : referenceOf(objectIn(properties, 'dataset'));
  const place = placeOf(world.platform, reference, context);
  const fields = ((properties['fieldList'] ?? []) as readonly unknown[]).map(String);
  const { lake } = world;
  const exists = isThere(lake, place);
  if (!exists && !fields.includes('exists'))
    throw new ActivityError(`PathNotFound: there is no ${place.folder}/${place.file ?? ''}`);
  if (!exists) return { exists };
  const store = (properties['storeSettings'] ?? {}) as Json;
  const children = place.file === undefined && fields.includes('childItems');
  return {
    exists,
    itemName: place.file ?? place.folder.split('/').at(-1),
    ...(children ? { childItems: childrenOf(place.folder, filesAt(lake, place, store, context, true)) } : {}),
  };
}

function childrenOf(folder: string, files: readonly File[]): readonly Json[] {
  const names = new Map<string, string>();
  for (const { path } of files) {
    const [first, ...further] = path.slice(folder.length + 1).split('/');
    names.set(first!, further.length === 0 ? 'File' : 'Folder');
  }
  return [...names].map(([name, type]) => ({ name, type }));
}

function lookUp(world: World, { properties }: Activity, context: RunContext): unknown {
  const source = objectIn(properties, 'source');
  const { rows } = found(world, source, referenceOf(objectIn(properties, 'dataset')), context);
  const value = rows.map(({ cells }) => cells);
  return { count: value.length, value, firstRow: value[0] };
}
