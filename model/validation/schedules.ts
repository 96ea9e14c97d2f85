import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { type Issue } from '../errors';
import { describeInterval } from '../schedule';

/**
 * A table is computed when all windows inside its own are there, so its window must be made of whole ones.
 *
 * Views are computed when they are asked; what stands behind them counts for the tables above.
 */
export function scheduleIssues(graph: CompanyGraph, { department, table }: OwnedTable): Issue[] {
  if (table.zone === 'gold' && !table.materialized) return [];
  const own = graph.intervalOf(table);
  // Of a table that has no sources, or reads itself: others report it.
  if (own.minutes === 0) return [];
  const deployment = table.zone === 'gold' ? [{ name: 'the views of gold', minutes: 24 * 60 }] : [];
  return [...deployment, ...readOf(graph, table)].flatMap(({ name, minutes }): Issue[] => {
    // A longer one is reported where the table is checked.
    if (minutes === 0 || minutes > own.minutes || own.minutes % minutes === 0) return [];
    return [
      {
        code: 'LH3113',
        at: `${department.name}/${table.name}`,
        prop: 'flow',
        got: `is computed every ${describeInterval(own)} and reads "${name}", which is filled every ${describeInterval({ minutes })}`,
        allowed: 'windows that are made of whole windows of what is read',
        change: "change one source's delivery.every, so that the longer is a multiple of the shorter",
      },
    ];
  });
}

function readOf(
  graph: CompanyGraph,
  table: OwnedTable['table'],
  seen = new Set<OwnedTable['table']>(),
): { readonly name: string; readonly minutes: number }[] {
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
