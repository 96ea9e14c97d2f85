import { CompanyGraph, type Department, scoreOf, type Table } from '../model';
import { box, DepartmentFacts } from './department-boxes';
import { departmentLane, networkText, type Pictured, platformLane } from './hosts';
import { type Box, type Edge, type Picture } from './picture';
import { counted, everyText, firstOf } from './words';

/** Lines of a box that names what it holds. */
const MOST_LINES = 6;

const COLUMNS = ['Sources', 'Ingestion', 'Raw', 'Silver', 'Gold', 'Consumers'] as const;

/**
 * A company, a department to a lane: what each owns, what it makes of it, who reads it, and which products it reads of others.
 *
 * @param pictured the company, the environment, and what a synthesis knows of it.
 */
export function departmentPicture(pictured: Pictured): Picture {
  const { company, environment } = pictured;
  const boxes = company.departments.flatMap((department) => departmentBoxes(pictured, department));
  const ids = new Set(boxes.map(({ id }) => id));
  const graph = new CompanyGraph(company);
  const edges = company.departments.flatMap((department) => [
    ...ownEdges(graph, department),
    ...productEdges(graph, department),
  ]);
  return {
    title: company.name,
    subtitle: networkText(environment),
    columns: COLUMNS,
    lanes: [
      platformLane(pictured),
      ...company.departments.map((department) => departmentLane(pictured, department)),
    ],
    boxes,
    edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
}

function departmentBoxes(pictured: Pictured, department: Department): Box[] {
  const { name: lane, sources, tables, alerts, consumers } = department;
  const known = new DepartmentFacts(pictured, department);
  const streams = sources.filter(({ delivery }) => delivery.kind === 'stream');
  const batches = sources.filter(({ delivery }) => delivery.kind === 'batch');
  const at = (kind: Box['kind'], part: string, column: number, title: string) => ({
    id: `${lane}/${part}`,
    kind,
    lane,
    column,
    title,
  });
  const rhythm = (some: typeof sources): string =>
    [
      ...new Set(
        known.graph
          .sourcesOf({ ...department, sources: some })
          .map(({ delivery }) => everyText(delivery.every)),
      ),
    ].join(', ');
  const list = (some: typeof sources, part: string, title: string): Box[] =>
    some.length === 0
      ? []
      : [
          box(
            at('source', part, 0, title),
            firstOf(
              some.map(({ name }) => name),
              MOST_LINES,
            ),
            some.flatMap((source) => [{ label: source.name, value: source.description }]),
          ),
        ];
  return [
    ...list(streams, 'streams', counted(streams.length, 'stream')),
    ...list(batches, 'batches', batches.length === 1 ? '1 batch source' : `${batches.length} batch sources`),
    ...(streams.length > 0
      ? [
          box(
            at('ingestion', 'streaming', 1, 'Event Hubs'),
            ['Stream Analytics', `lands ${rhythm(streams)}`],
            [...known.layer('Ingestion'), ...known.watched('azurerm_stream_analytics_job')],
          ),
        ]
      : []),
    ...(batches.length > 0
      ? [
          box(
            at('ingestion', 'copy', 1, 'Data Factory'),
            [`copies ${rhythm(batches)}`],
            [...known.layer('Pipelines'), ...known.watched('azurerm_data_factory')],
          ),
        ]
      : []),
    ...(alerts.length > 0
      ? [box(at('alerts', 'alerts', 1, counted(alerts.length, 'alert rule')), ['in seconds'], known.alerts())]
      : []),
    ...(sources.length > 0
      ? [box(at('raw', 'raw', 2, 'landing'), ['▼', 'bronze'], known.layer('Lakehouse'))]
      : []),
    ...zoneBoxes(known, tables),
    ...(consumers.length > 0
      ? [
          box(
            at('consumer', 'consumers', 5, counted(consumers.length, 'consumer')),
            firstOf(
              consumers.map(({ name }) => name),
              MOST_LINES,
            ),
            consumers.map(({ name, reason }) => ({ label: name, value: reason })),
          ),
        ]
      : []),
  ];
}

function zoneBoxes(known: DepartmentFacts, tables: readonly Table[]): Box[] {
  const { name: lane } = known.department;
  const silver = tables.filter(({ zone }) => zone === 'silver');
  const gold = tables.filter(({ zone }) => zone === 'gold');
  const products = silver.filter(({ published }) => published);
  const scored = silver.filter((table) => scoreOf(table));
  const facts = (some: readonly Table[]) =>
    some.map(({ name, description }) => ({ label: name, value: description }));
  const published = gold.filter((table) => table.published).length;
  return [
    ...(silver.length > 0
      ? [
          {
            ...box(
              {
                id: `${lane}/silver`,
                kind: 'silver',
                lane,
                column: 3,
                title: counted(silver.length, 'table'),
              },
              [
                ...(products.length > 0 ? [`${counted(products.length, 'product')} for others`] : []),
                ...(scored.length > 0 ? [`${scored.length} by a model`] : []),
              ],
              facts(silver),
            ),
            product: products.length > 0,
          },
        ]
      : []),
    ...(gold.length > 0
      ? [
          {
            ...box(
              { id: `${lane}/gold`, kind: 'gold', lane, column: 4, title: counted(gold.length, 'table') },
              firstOf(
                gold.map(({ name }) => name),
                MOST_LINES,
              ),
              facts(gold),
            ),
            product: published > 0,
          },
        ]
      : []),
  ];
}

function ownEdges(graph: CompanyGraph, department: Department): Edge[] {
  const { name: lane, tables, consumers } = department;
  const edge = (from: string, to: string, label: string): Edge => ({
    from: `${lane}/${from}`,
    to: `${lane}/${to}`,
    label,
  });
  const receives = consumers.some(
    (consumer) => consumer.kind === 'application' && consumer.receives.length > 0,
  );
  const readsOwnSilver = tables
    .filter(({ zone }) => zone === 'gold')
    .some((table) =>
      graph.upstreamOf(table).some((read) => read.department === department && read.table.zone === 'silver'),
    );
  return [
    edge('streams', 'streaming', 'events'),
    ...(department.alerts.length > 0 ? [edge('streams', 'alerts', 'events')] : []),
    edge('batches', 'copy', 'files and rows'),
    edge('streaming', 'raw', 'landed'),
    edge('copy', 'raw', 'copied'),
    edge('raw', 'silver', 'typed, checked, deduplicated'),
    ...(readsOwnSilver ? [edge('silver', 'gold', 'computed')] : []),
    edge('gold', 'consumers', 'read'),
    ...(receives ? [edge('alerts', 'consumers', 'alerts')] : []),
  ];
}

/** Products that a department reads of others: which zone of whom, and into which of its own. */
function productEdges(graph: CompanyGraph, reader: Department): Edge[] {
  const found = new Map<string, Edge>();
  for (const table of reader.tables)
    for (const { department: owner, table: read } of graph.upstreamOf(table)) {
      if (owner === reader) continue;
      const [from, to] = [`${owner.name}/${read.zone}`, `${reader.name}/${table.zone}`];
      const before = found.get(`${from} ${to}`);
      const names = new Set([...(before?.label.split(', ') ?? []), read.name]);
      found.set(`${from} ${to}`, { from, to, label: [...names].join(', ') });
    }
  return [...found.values()];
}
