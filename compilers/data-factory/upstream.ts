import { type CompanyGraph, type Department, type Interval, type Table } from '../../model';
import { prefixOf, underscored } from './department-datasets';
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
interface Place {
  readonly graph: CompanyGraph;
  readonly department: Department;
  readonly sameFactory?: ((owner: Department) => boolean) | undefined;
}

/** What must be there before a table can be computed for a window, and which of the triggers are other departments'. */
export function upstreamOf(
  { graph, department, sameFactory }: Place,
  props: {
    readonly table: Table;
    /** The length of its windows. */
    readonly own: Interval;
    /** Which stored tables count. @default all */
    readonly where?: ((stored: StoredTable) => boolean) | undefined;
  },
): Upstream & { readonly others: ReadonlyMap<string, Interval> } {
  const { table, own, where = () => true } = props;
  const others = new Map<string, Interval>();
  const copies = graph.bronzeOf(table).map(({ name }) => `${prefixOf(department)}_copy_${underscored(name)}`);
  const stored = graph
    .upstreamOf(table)
    .flatMap((owned) => storedBehind(graph, owned))
    .filter(where);
  const isNear = (read: StoredTable): boolean =>
    read.department === department || (sameFactory?.(read.department) ?? true);
  const triggered = stored.filter((read) => isNear(read) && fits(read, own));
  for (const read of triggered)
    if (read.department !== department) others.set(triggerOf(read), read.interval);
  const deployments = deploymentsBefore(graph, department, table);
  for (const name of deployments) others.set(name, DAY);
  return {
    triggers: [...copies, ...deployments, ...triggered.map(triggerOf)],
    awaited: stored.filter((read) => read.table.zone === 'silver' && !triggered.includes(read)),
    others,
  };
}

/**
 * The windows of pipelines in other factories that have to know when a table of a department is complete: longer ones than the
 * table's own, each length once.
 */
export function awaitedIntervals({ graph, department, sameFactory }: Place, stored: StoredTable): Interval[] {
  const readers = graph.company.departments.filter(
    (reader) => reader !== department && !(sameFactory?.(reader) ?? true),
  );
  const minutes = readers.flatMap((reader) =>
    reader.tables.flatMap((table) => {
      const alone = { graph, department: reader, sameFactory: (owner: Department) => owner === reader };
      return ownIntervals(graph, table)
        .filter((own) => own.minutes !== stored.interval.minutes && fits(stored, own))
        .filter((own) =>
          upstreamOf(alone, { table, own }).awaited.some((read) => read.table === stored.table),
        )
        .map((own) => own.minutes);
    }),
  );
  return [...new Set(minutes)].sort((one, other) => one - other).map((each) => ({ minutes: each }));
}

/** The windows of what waits for the tables that a table reads: what fills it, and for gold its deployment. */
function ownIntervals(graph: CompanyGraph, table: Table): Interval[] {
  if (table.zone === 'silver') return [graph.intervalOf(table)];
  return table.materialized ? [graph.intervalOf(table), DAY] : [DAY];
}

/** Other departments whose triggers those of a department wait for: they have to be there first. */
export function departmentsAwaited(place: Place): Department[] {
  const { department, graph } = place;
  const awaited = department.tables.flatMap((table) => {
    const stored = graph.upstreamOf(table).flatMap((owned) => storedBehind(graph, owned));
    // What is only read by views is waited for by their deployment, once a day.
    const own = table.zone === 'gold' && !table.materialized ? DAY : graph.intervalOf(table);
    const { others } = upstreamOf(place, { table, own });
    const filled = stored.filter((read) => others.has(triggerOf(read))).map((read) => read.department);
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
