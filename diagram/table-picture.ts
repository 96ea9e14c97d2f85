import { CompanyGraph, type Department, type OwnedTable, type Table } from '../model';
import { box, DepartmentFacts } from './department-boxes';
import { departmentLane, networkText, type Pictured } from './hosts';
import { type Box, type Edge, type Picture } from './picture';
import { everyText } from './words';

/**
 * Every source, table, alert rule and consumer of a company, or of one department with what it reads of others.
 *
 * @param pictured the company, the environment, and what a synthesis knows of it.
 * @param only the department. @default all of them
 */
export function tablePicture(pictured: Pictured, only?: Department): Picture {
  const { company, environment } = pictured;
  const graph = CompanyGraph.of(company, environment);
  const shown = only ? [only] : company.departments;
  const foreign = shown.flatMap(({ tables }) =>
    tables
      .flatMap((table) => graph.upstreamOf(table))
      .filter(({ department }) => !shown.includes(department)),
  );
  const lanes = company.departments.filter(
    (department) => shown.includes(department) || foreign.some((read) => read.department === department),
  );
  const columns = new Columns(graph, shown, foreign);
  const boxes = lanes.flatMap((department) =>
    shown.includes(department)
      ? departmentBoxes(pictured, department, columns)
      : foreignBoxes(pictured, department, foreign, columns),
  );
  const ids = new Set(boxes.map(({ id }) => id));
  return {
    title: only ? `${company.name}: ${only.name}` : company.name,
    subtitle: networkText(environment),
    columns: columns.titles(),
    lanes: lanes.map((department) => departmentLane(pictured, department)),
    boxes,
    edges: edgesOf(graph, lanes).filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
}

/** Columns from left to right: sources, silver after what it reads, gold after what it reads, consumers. */
class Columns {
  private readonly ranks = new Map<Table, number>();
  private readonly silver: number;
  private readonly gold: number;

  constructor(graph: CompanyGraph, shown: readonly Department[], foreign: readonly OwnedTable[]) {
    const isShown = ({ department, table }: OwnedTable): boolean =>
      shown.includes(department) || foreign.some((read) => read.table === table);
    const rank = (owned: OwnedTable): number => {
      const { table } = owned;
      const before = graph
        .upstreamOf(table)
        .filter((read) => read.table.zone === table.zone && isShown(read))
        .map((read) => (this.ranks.get(read.table) ?? 0) + 1);
      return Math.max(0, ...before);
    };
    const all = graph.inOrder().filter(isShown);
    for (const owned of all) this.ranks.set(owned.table, rank(owned));
    const deepest = (zone: Table['zone']): number =>
      Math.max(
        -1,
        ...all.filter(({ table }) => table.zone === zone).map(({ table }) => this.ranks.get(table) ?? 0),
      ) + 1;
    this.silver = deepest('silver');
    this.gold = deepest('gold');
  }

  of(table: Table): number {
    return (table.zone === 'silver' ? 1 : 1 + this.silver) + (this.ranks.get(table) ?? 0);
  }

  get consumers(): number {
    return 1 + this.silver + this.gold;
  }

  titles(): string[] {
    const repeated = (title: string, count: number): string[] =>
      Array.from({ length: count }, (_, index) => (index === 0 ? title : ''));
    return [
      'Sources',
      ...repeated('Silver, alert rules', this.silver),
      ...repeated('Gold', this.gold),
      'Consumers',
    ];
  }
}

function departmentBoxes(pictured: Pictured, department: Department, columns: Columns): Box[] {
  const { name: lane } = department;
  const known = new DepartmentFacts(pictured, department);
  return [
    ...known.graph
      .sourcesOf(department)
      .map((source) =>
        box(
          { id: `source ${source.name}`, kind: 'source', lane, column: 0, title: source.name },
          [`${source.delivery.kind}, ${everyText(source.delivery.every)}`],
          known.source(source),
        ),
      ),
    ...department.tables.map((table) => tableBox(known, table, columns)),
    ...(department.alerts.length > 0
      ? department.alerts.map((rule) =>
          box(
            { id: `alert ${lane}.${rule.name}`, kind: 'alerts', lane, column: 1, title: rule.name },
            ['alert rule, seconds'],
            [
              { label: 'what', value: rule.description },
              { label: 'owner', value: lane },
              { label: 'on', value: rule.source },
              { label: 'to', value: rule.to.join(', ') },
            ],
          ),
        )
      : []),
    ...department.consumers.map((consumer) =>
      box(
        {
          id: `consumer ${lane}.${consumer.name}`,
          kind: 'consumer',
          lane,
          column: columns.consumers,
          title: consumer.name,
        },
        [consumer.kind],
        known.consumer(consumer),
      ),
    ),
  ];
}

function foreignBoxes(
  pictured: Pictured,
  department: Department,
  foreign: readonly OwnedTable[],
  columns: Columns,
): Box[] {
  const known = new DepartmentFacts(pictured, department);
  const read = foreign.filter((owned) => owned.department === department).map(({ table }) => table);
  return [...new Set(read)].map((table) => tableBox(known, table, columns));
}

function tableBox(known: DepartmentFacts, table: Table, columns: Columns): Box {
  const { name, zone, materialized, published } = table;
  const { name: lane } = known.department;
  const schedule = zone === 'gold' && !materialized ? 'view' : everyText(known.graph.intervalOf(table));
  return {
    ...box(
      { id: `table ${lane}.${name}`, kind: zone, lane, column: columns.of(table), title: name },
      [published ? `${schedule}, product` : schedule],
      known.table(table),
    ),
    product: published,
  };
}

function edgesOf(graph: CompanyGraph, departments: readonly Department[]): Edge[] {
  return departments.flatMap((department) => {
    const { name: lane } = department;
    const id = (table: Table): string => `table ${graph.ownerOf(table)?.name ?? ''}.${table.name}`;
    return [
      ...department.tables.flatMap((table) => [
        ...graph.bronzeOf(table).map(({ name }) => ({
          from: `source ${name}`,
          to: id(table),
          label: 'typed, checked, deduplicated',
        })),
        ...graph.upstreamOf(table).map((read) => ({ from: id(read.table), to: id(table), label: 'read' })),
      ]),
      ...department.alerts.map((rule) => ({
        from: `source ${rule.source}`,
        to: `alert ${lane}.${rule.name}`,
        label: 'events',
      })),
      ...department.consumers.flatMap((consumer) => [
        ...consumer.reads.map((table) => ({
          from: id(table),
          to: `consumer ${lane}.${consumer.name}`,
          label: 'reads',
        })),
        ...(consumer.kind === 'application' ? consumer.receives : []).map((rule) => ({
          from: `alert ${lane}.${rule.name}`,
          to: `consumer ${lane}.${consumer.name}`,
          label: 'receives',
        })),
      ]),
    ];
  });
}
