import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { type Issue } from '../errors';
import { describeInterval, intervalProblem } from '../schedule';

const DAY_MINUTES = 24 * 60;

/**
 * A table is computed when all windows inside its own are there, so its window must be made of whole ones.
 *
 * Views are computed when they are asked; what stands behind them counts for the tables above.
 */
export function scheduleIssues(graph: CompanyGraph, owned: OwnedTable): Issue[] {
  const { department, table } = owned;
  const at = `${department.name}/${table.name}`;
  const change =
    table.every === undefined
      ? "change one source's delivery.every, so that the longer is a multiple of the shorter"
      : 'change every of the table to a multiple';
  return [
    ...everyIssues(graph, table, at),
    ...unfitted(graph, owned).map((read): Issue => ({
      code: 'LH3113',
      at,
      prop: 'flow',
      got: describeUnfitted(graph, table, read),
      allowed: 'windows that are made of whole windows of what is read',
      change,
    })),
  ];
}

/** Something that is filled again and again. */
interface Filled {
  /** What it is called. */
  readonly name: string;
  /** The length of its windows. */
  readonly minutes: number;
}

/** What a table reads whose windows do not make up its own. */
export function unfitted(graph: CompanyGraph, { table }: OwnedTable): Filled[] {
  if (table.zone === 'gold' && !table.materialized) return [];
  const own = graph.intervalOf(table).minutes;
  // Of a table that has no sources, or reads itself: others report it.
  if (own === 0) return [];
  const deployment = table.zone === 'gold' ? [{ name: 'the views of gold', minutes: DAY_MINUTES }] : [];
  // A longer one is reported where the table is checked.
  return [...deployment, ...readOf(graph, table)].filter(
    ({ minutes }) => minutes !== 0 && minutes <= own && own % minutes !== 0,
  );
}

/** How a table and what it reads do not fit, in words. */
export function describeUnfitted(
  graph: CompanyGraph,
  table: OwnedTable['table'],
  { name, minutes }: Filled,
): string {
  return `is computed every ${describeInterval(graph.intervalOf(table))} and reads "${name}", which is filled every ${describeInterval({ minutes })}`;
}

/** What is wrong with how often a table says that it is computed. */
function everyIssues(graph: CompanyGraph, table: OwnedTable['table'], at: string): Issue[] {
  const { every, zone } = table;
  if (every === undefined) return [];
  const prop = 'every';
  if (zone !== 'silver' || graph.bronzeOf(table).length > 0)
    return [
      {
        code: 'LH1022',
        at,
        prop,
        got: `is said of a ${zone === 'silver' ? 'mapping' : 'gold table'}`,
        allowed: 'silver tables that are derived from others',
        change: "leave it out; a mapping follows its source's delivery.every",
      },
    ];
  const problem = intervalProblem(every);
  if (problem) return [{ code: 'LH1009', at, prop, ...problem }];
  return readOf(graph, table)
    .filter(({ minutes }) => minutes > every.minutes)
    .map(({ name, minutes }): Issue => ({
      code: 'LH1021',
      at,
      prop,
      got: `is ${describeInterval(every)}, and "${name}" is filled every ${describeInterval({ minutes })}`,
      allowed: 'an interval that is not shorter than those of what is read',
      change: 'change it, or leave it out',
    }));
}

function readOf(
  graph: CompanyGraph,
  table: OwnedTable['table'],
  seen = new Set<OwnedTable['table']>(),
): Filled[] {
  if (seen.has(table)) return [];
  seen.add(table);
  const sources = graph.bronzeOf(table).map(({ name }) => ({
    name,
    minutes: graph.source(name)?.contract.delivery.every.minutes ?? 0,
  }));
  const tables = graph
    .upstreamOf(table)
    .flatMap((read) =>
      read.table.zone === 'gold' && !read.table.materialized
        ? readOf(graph, read.table, seen)
        : [{ name: read.table.name, minutes: graph.intervalOf(read.table).minutes }],
    );
  return [...sources, ...tables];
}
