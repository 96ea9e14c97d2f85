import { type CompanyGraph, type Department, type Interval, type OwnedTable, type Table } from '../../model';
import { computedOnce } from '../../model/collections';
import { prefixOf } from './department-datasets';
import { referencesOf } from './reference-export';
import { fits, type StoredTable, storedBehind, triggerOf } from './stored-table';

/** What must be there before a table can be computed. */
export interface Upstream {
  /** Names of triggers. */
  readonly triggers: readonly string[];
  /** Tables that no trigger can wait for; the pipeline itself waits for them first. */
  readonly awaited: readonly StoredTable[];
}

/** How often gold is deployed, and stored. */
export const DAY: Interval = { minutes: 24 * 60 };

/** Whose table it is, and which other departments' triggers can be waited for. */
export interface Place {
  /** Finds owners and order of tables. */
  readonly graph: CompanyGraph;
  /** Whose triggers wait. */
  readonly department: Department;
  /** Whether another department's triggers are in the same factory. @default all are */
  readonly sameFactory?: ((owner: Department) => boolean) | undefined;
}

/** What a table waits for. */
export interface Waits {
  /** Sources that it reads. */
  readonly sources: readonly string[];
  /** Triggers that deploy views of other departments. */
  readonly deployments: readonly string[];
  /** Stored tables that triggers can wait for. */
  readonly stored: readonly StoredTable[];
  /** Tables that no trigger can wait for. */
  readonly awaited: readonly StoredTable[];
  /** Those of the triggers that are other departments', with their windows. */
  readonly others: ReadonlyMap<string, Interval>;
}

/** What must be there before a table can be computed for a window. */
export function waitsOf(
  { graph, department, sameFactory }: Place,
  props: {
    readonly table: Table;
    /** The length of its windows. */
    readonly own: Interval;
    /** Which stored tables count. @default all */
    readonly where?: ((stored: StoredTable) => boolean) | undefined;
  },
): Waits {
  const { table, own, where = () => true } = props;
  const all = storedUpstream(graph, table).filter(where);
  const isNear = (read: StoredTable): boolean =>
    read.department === department || (sameFactory?.(read.department) ?? true);
  const stored = all.filter((read) => isNear(read) && fits(read, own));
  const deployments = deploymentsBefore(graph, department, table);
  const others = stored.filter((read) => read.department !== department);
  return {
    sources: graph.bronzeOf(table).map(({ name }) => name),
    deployments,
    stored,
    awaited: all.filter((read) => read.table.zone === 'silver' && !stored.includes(read)),
    others: new Map([
      ...others.map((read) => [triggerOf(read, own), windowsOf(read, own)] as const),
      ...deployments.map((name) => [name, DAY] as const),
    ]),
  };
}

/** The windows of the trigger that is waited for: a gate's are as long as those that wait. */
function windowsOf({ table, interval }: StoredTable, own: Interval): Interval {
  return table.zone === 'silver' ? own : interval;
}

function storedUpstream(graph: CompanyGraph, table: Table): StoredTable[] {
  return graph.upstreamOf(table).flatMap((owned) => storedBehind(graph, owned));
}

/** Windows for which something outside a department waits for a silver table of it. */
export interface AwaitedWindows {
  /** By triggers in the same factory. */
  readonly near: readonly Interval[];
  /** By pipelines in other factories. */
  readonly far: readonly Interval[];
}

/** For which windows other departments wait for a silver table to be complete: each length once. */
export function windowsAwaited(
  { graph, department, sameFactory }: Place,
  stored: StoredTable,
): AwaitedWindows {
  const lengths = (readers: readonly OwnedTable[]): Interval[] => {
    const minutes = readers
      .flatMap(({ department: reader, table }) => ownIntervals(graph, reader, table))
      .filter((own) => fits(stored, own))
      .map((own) => own.minutes);
    return [...new Set(minutes)].sort((one, other) => one - other).map((each) => ({ minutes: each }));
  };
  const others = readersOf(graph, stored.table).filter((reader) => reader.department !== department);
  const isNear = (reader: OwnedTable): boolean => sameFactory?.(reader.department) ?? true;
  return { near: lengths(others.filter(isNear)), far: lengths(others.filter((reader) => !isNear(reader))) };
}

/** The tables of all departments that wait for a stored one. */
function readersOf(graph: CompanyGraph, stored: Table): readonly OwnedTable[] {
  return computedOnce(READERS, graph, () => findReaders(graph)).get(stored) ?? [];
}

const READERS = new WeakMap<CompanyGraph, ReadonlyMap<Table, readonly OwnedTable[]>>();

function findReaders(graph: CompanyGraph): Map<Table, OwnedTable[]> {
  const found = new Map<Table, OwnedTable[]>();
  for (const department of graph.company.departments)
    for (const table of department.tables)
      for (const read of new Set(storedUpstream(graph, table).map(({ table: stored }) => stored))) {
        const readers = found.get(read) ?? [];
        readers.push({ department, table });
        found.set(read, readers);
      }
  return found;
}

/** The windows of what waits for the tables that a table reads: what fills it, and for gold its deployment. */
function ownIntervals(graph: CompanyGraph, reader: Department, table: Table): Interval[] {
  const interval = graph.intervalOf(table);
  if (table.zone === 'silver') return [interval];
  const exported = referencesOf(reader).some((reference) => reference.table === table);
  return [...(table.materialized || exported ? [interval] : []), DAY];
}

/** Other departments whose triggers those of a department wait for: they have to be there first. */
export function departmentsAwaited(place: Place): Department[] {
  const { department, graph } = place;
  const awaited = department.tables.flatMap((table) => {
    // What is only read by views is waited for by their deployment, once a day.
    const own = table.zone === 'gold' && !table.materialized ? DAY : graph.intervalOf(table);
    const { others } = waitsOf(place, { table, own });
    const filled = storedUpstream(graph, table)
      .filter((read) => others.has(triggerOf(read, own)))
      .map((read) => read.department);
    const deployed = graph.upstreamOf(table).filter((read) => others.has(deploymentOf(read.department)));
    return [...filled, ...deployed.map((read) => read.department)];
  });
  return [...new Set(awaited)].filter((owner) => owner !== department);
}

/** Another department's view, and the right to read it, are there once that department has deployed them. */
function deploymentsBefore(graph: CompanyGraph, department: Department, table: Table): string[] {
  return graph
    .upstreamOf(table)
    .filter((read) => read.table.zone === 'gold' && !read.table.materialized)
    .filter((read) => read.department !== department)
    .map((read) => deploymentOf(read.department));
}

function deploymentOf(department: Department): string {
  return `${prefixOf(department)}_deploy_gold`;
}
