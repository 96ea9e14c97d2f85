import { type Company, CompanyGraph, type Department, readableColumns, type Table, zoneOf } from '../model';
import { type Reach } from './column-readers';

/**
 * Who reaches what by the definitions alone: the pipelines of departments, consumers of gold, and those who receive alerts.
 *
 * A synthesis knows more: the identities of services, administrators, and what leads from one to the other; its
 * `access-matrix/<environment>-reach.json` takes the place of this wherever there is one.
 *
 * @param company the company.
 */
export function declaredReach(company: Company): Reach[] {
  const graph = new CompanyGraph(company);
  return company.departments.flatMap((department) => [
    ...pipelineReach(graph, department),
    ...consumerReach(department),
  ]);
}

function pipelineReach(graph: CompanyGraph, department: Department): Reach[] {
  if (department.sources.length + department.tables.length === 0) return [];
  const principal = `pipelines of ${department.name}`;
  const own = ['landing', 'bronze', 'quarantine', 'silver', 'products', 'gold'].map((zone) => ({
    resource: `${department.name}-${zone}`,
    right: 'Storage Blob Data Contributor',
    tables: department.tables.filter((table) => zoneOf(table) === zone).map(({ name }) => name),
  }));
  const read = department.tables
    .flatMap((table) => graph.upstreamOf(table))
    .filter(({ department: owner }) => owner !== department);
  const owners = [...new Set(read.map(({ department: owner }) => owner))];
  const foreign = owners.flatMap((owner) => {
    const tables = [...new Set(read.filter((each) => each.department === owner).map(({ table }) => table))];
    const silver = tables.filter(({ zone }) => zone === 'silver');
    return [
      ...(silver.length > 0
        ? [
            {
              resource: `${owner.name}-products`,
              right: 'Storage Blob Data Reader',
              tables: silver.map(({ name }) => name),
            },
          ]
        : []),
      ...tables.filter(({ zone }) => zone === 'gold').map((table) => viewOf(owner, table)),
    ];
  });
  return [...own, ...foreign].map((line) => ({
    principal,
    kind: 'pipeline identity',
    resource: line.resource,
    right: line.right,
    tables: line.tables,
    chain: [],
  }));
}

function consumerReach(department: Department): Reach[] {
  return department.consumers.flatMap((consumer): Reach[] => {
    const { name: principal, kind } = consumer;
    const views = consumer.reads.map((table) => {
      const columns = readableColumns(consumer, table);
      const view = viewOf(department, table, columns.length < table.columns.length ? columns : undefined);
      return { principal, kind, chain: [], ...view };
    });
    const receives = consumer.kind === 'application' && consumer.receives.length > 0;
    const alerts = {
      resource: `${department.name}-alerts`,
      right: 'Azure Event Hubs Data Receiver',
      tables: [],
    };
    return [...views, ...(receives ? [{ principal, kind, chain: [], ...alerts }] : [])];
  });
}

function viewOf(
  { name }: Department,
  table: Table,
  columns?: readonly string[],
): Pick<Reach, 'resource' | 'right' | 'tables'> {
  const database = name.replaceAll('-', '_');
  const list = columns === undefined ? '' : ` (${columns.join(', ')})`;
  return { resource: `${database}/gold.${table.name}${list}`, right: 'SELECT', tables: [table.name] };
}
