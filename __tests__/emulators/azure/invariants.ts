import { FOR_NO_REASON } from './activities';
import { late } from './alone';
import { dataFlowsOf, EMPTY, type Flow } from './data-flows';
import { iso } from './engine';
import { textOr } from './json';
import type { Outcome, Subject } from './simulation';
import { Lake, type Row } from './storage';
import type { TextTable } from '../text-table';
import { planned } from './terraform';

/** What has to hold, whatever happens. */
export const INVARIANTS = {
  alerts:
    'a job that stands still for hours is reported, and a table that fails; nothing is while all is well',
  alone:
    'a table that fails takes none with it but those that read it: all others are done a window later, also where something fails once for no reason',
  bronze: 'every row that was sent is in bronze',
  order: 'no run reads what is still being written for its window',
  plan: 'a plan without changes changes nothing, and one with changes replaces no trigger, hub or container',
  tables: 'every table is what one clean computation over everything sent gives',
  writers: 'a table is written by one data flow at a time: an older window never undoes a newer one',
  windows:
    'every window succeeds in the end: what fails once is tried again, and an alert that fires tells somebody of the rest',
} as const;
/** The name of an invariant. */
export type Invariant = keyof typeof INVARIANTS;

/** An invariant that does not hold. */
export interface Violation {
  readonly invariant: Invariant;
  readonly message: string;
}

/** What does not hold after a simulation. */
export function violations(outcome: Outcome): Violation[] {
  const { subject } = outcome;
  return [
    ...found('plan', plans(outcome)),
    ...found('bronze', missing(outcome)),
    ...found('windows', open(outcome)),
    ...found('alerts', outcome.operator.misheard),
    ...found('order', outcome.order.found),
    ...found('writers', outcome.writers.found),
    ...found('alone', late(outcome)),
    ...(subject.rows ? found('tables', different(outcome)) : []),
  ];
}

const found = (invariant: Invariant, messages: readonly string[]): Violation[] =>
  messages.map((message) => ({ invariant, message }));

const KEPT = /^azurerm_(data_factory_trigger_|eventhub\.|storage_container\.)/;

function plans({ changes, subject }: Outcome): string[] {
  const { replaced, updated, created, destroyed } = planned(subject.platform.stacks, subject.platform.stacks);
  const first = [...replaced, ...updated, ...created, ...destroyed].map(
    (each) => `${each} changes by itself`,
  );
  const lost = changes.flatMap(({ changes: { replaced: all, destroyed: gone } }) =>
    [...all, ...gone].filter((address) => KEPT.test(address)),
  );
  return [...first, ...lost.map((address) => `${address} is replaced or destroyed by a deployment`)];
}

/** The rows that came to bronze, by what they are known by, with each file that brought one. */
function broughtBy({ lake, subject }: Outcome): ReadonlyMap<string, ReadonlySet<string>> {
  const there = new Map<string, Set<string>>();
  const zones = [...subject.platform.datasets.values()]
    .map(({ location }) => textOr(location, 'fileSystem', ''))
    .filter((name) => name.endsWith('-bronze'));
  for (const zone of new Set(zones))
    for (const file of lake.files(zone))
      for (const { id, cells } of file.rows) {
        const by = there.get(id) ?? new Set<string>();
        // A later window is a later delivery, whatever its files are called.
        there.set(id, by.add(`${file.path}/${cells[SOURCE_FILE] ?? ''}`));
      }
  return there;
}

function missing(outcome: Outcome): string[] {
  const { deliveries } = outcome;
  const there = broughtBy(outcome);
  return Object.values(deliveries.rows)
    .flat()
    .filter(({ id }) => !there.has(id))
    .map(({ id }) => `${id} never came to bronze`);
}

function open({ triggers, operator, marks }: Outcome): string[] {
  const lines: string[] = [];
  for (const [trigger, window] of triggers.open()) {
    const heard = operator.hears(trigger, window) ? 'an alert tells of it' : 'no alert tells of it';
    lines.push(
      `${trigger.name} of ${iso(window.start)} is ${window.state}: ${window.error ?? 'it waits'}; ${heard}`,
    );
  }
  for (const mark of marks.pending())
    lines.push(
      `${mark.container}/${mark.table} of ${iso(mark.window)} is marked as failed; ${marks.hears(mark) ? 'an alert tells of it' : 'no alert tells of it'}`,
    );
  // What fails once is tried again: nobody has to be called for that.
  for (const [trigger, window, errors] of triggers.failed)
    if (errors.every((error) => error.includes(FOR_NO_REASON)))
      lines.push(`${trigger.name} of ${iso(window.start)} failed for good, and nothing was out of order`);
  return lines;
}

const SOURCE_FILE = '_source_file';
const METADATA = [SOURCE_FILE, '_run_id'];

/** All that was sent, once for each file that brought it: of two versions of one time that of the later file holds. */
function asBrought(outcome: Outcome): Readonly<Record<string, readonly Row[]>> {
  const there = broughtBy(outcome);
  return Object.fromEntries(
    Object.entries(outcome.deliveries.rows).map(([source, rows]) => [
      source,
      rows.flatMap(({ id, cells }) =>
        [...(there.get(id) ?? [''])].map((file) => ({ id, cells: { ...cells, [SOURCE_FILE]: file } })),
      ),
    ]),
  );
}

function different(outcome: Outcome): string[] {
  const clean = cleanTables(outcome.subject, asBrought(outcome));
  return [...clean].flatMap(([folder, table]) => {
    const expected = rowsOf(table);
    const actual = rowsOf(outcome.lake.table(folder) ?? EMPTY);
    const lost = expected.filter((row) => !actual.includes(row));
    const more = actual.filter((row) => !expected.includes(row));
    if (lost.length === 0 && more.length === 0 && expected.length === actual.length) return [];
    return [
      `${folder} lacks ${lost.join(' and ') || 'nothing'}, and has ${more.join(' and ') || 'nothing'} more`,
    ];
  });
}

function rowsOf({ columns, rows }: TextTable): string[] {
  const places = columns
    .map(({ name }, index) => ({ name, index }))
    .filter(({ name }) => !METADATA.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return rows.map((row) => JSON.stringify(places.map(({ index }) => row[index]))).sort();
}

/** Every table after one run of its data flow over all rows, in the order of what they read. */
export function cleanTables(
  { platform }: Subject,
  rows: Readonly<Record<string, readonly Row[]>>,
): ReadonlyMap<string, TextTable> {
  const flows = dataFlowsOf(platform);
  const lake = new Lake();
  const parameters = { window: '', rangeStart: '0001-01-01', pepper: 'pepper' };
  const tables = (flow: Flow) =>
    flow.sinks.filter(({ format }) => format === 'delta').map((sink) => sink.folder(parameters));
  for (const flow of flows.all()) {
    for (const folder of tables(flow)) lake.commit(folder, EMPTY);
    for (const source of flow.sources.filter(({ format }) => format !== 'delta')) {
      const folder = source.folder(parameters).replace(/\/$/, '');
      lake.write(folder, 'all', rows[folder.slice(folder.indexOf('/') + 1)] ?? [], 0);
    }
  }
  let left = flows.all();
  while (left.length > 0) {
    const unmade = new Map(left.flatMap((flow) => tables(flow).map((folder) => [folder, flow])));
    const ready = left.filter((flow) =>
      flow.sources.every((source) => [undefined, flow].includes(unmade.get(source.folder(parameters)))),
    );
    if (ready.length === 0) throw new Error('tables read each other in a circle');
    for (const flow of ready) for (const { commit } of flows.run(flow, parameters, lake)) commit(lake, 0);
    left = left.filter((flow) => !ready.includes(flow));
  }
  const names = flows.all().flatMap(tables);
  return new Map(names.map((folder) => [folder, lake.table(folder)!]));
}
