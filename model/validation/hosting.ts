import { type Company } from '../company/company';
import { type Department } from '../company/department';
import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { type Issue, listed } from '../errors';

/**
 * What gold cannot read because of where it lives: SQL crosses databases, but no workspaces; and a workspace of a department
 * has an identity of its own, which no owner's stack knows.
 */
export function goldHostingIssues(
  graph: CompanyGraph,
  { department, table }: OwnedTable,
  at: string,
): Issue[] {
  if (table.zone !== 'gold') return [];
  return graph.upstreamOf(table).flatMap((read): Issue[] => {
    const owner = read.department;
    if (owner === department) return [];
    const name = `${owner.name}.${read.table.name}`;
    const published = owner.tables.filter((other) => other.zone === 'silver' && other.published);
    const silver = listed(published.map((other) => other.name));
    if (read.table.zone === 'gold' && (owner.hosting === 'dedicated' || department.hosting === 'dedicated')) {
      const who = owner.hosting === 'dedicated' ? owner.name : department.name;
      return [
        {
          code: 'LH3202',
          at,
          prop: 'flow',
          got: `reads ${name}, a gold table in another workspace: ${who} is dedicated`,
          allowed: `published silver of ${owner.name}: ${silver}`,
          change: `read that, or host ${who} shared`,
        },
      ];
    }
    if (department.hosting === 'dedicated') {
      return [
        {
          code: 'LH3203',
          at,
          prop: 'flow',
          got: `is gold of a dedicated department and reads ${name}`,
          allowed: `tables of ${department.name}: its workspace is let into no other department's lake`,
          change: `read ${name} in a silver table of ${department.name}, and that one here`,
        },
      ];
    }
    if (read.table.zone === 'gold' && !table.materialized) {
      return [
        {
          code: 'LH3204',
          at,
          prop: 'flow',
          got: `is computed at each query and reads ${name}, which its readers have no right on`,
          allowed: "a goldTable: the department's pipeline reads the other's gold, and stores the result",
          change: 'declare it with goldTable',
        },
      ];
    }
    return [];
  });
}

/**
 * Dedicated departments of a private environment that read each other, directly or over others: a private endpoint into a
 * lake is made after the lake, so one of them has to be deployed first.
 */
export function dedicatedCycleIssues(company: Company, graph: CompanyGraph): Issue[] {
  if (!company.environments.some(({ network }) => network.kind === 'private')) return [];
  const dedicated = company.departments.filter(({ hosting }) => hosting === 'dedicated');
  const reads = new Map(
    dedicated.map((reader) => [
      reader,
      new Set(
        reader.tables
          .filter(({ zone }) => zone === 'silver')
          .flatMap((table) => graph.upstreamOf(table).map(({ department }) => department))
          .filter((owner) => owner !== reader && owner.hosting === 'dedicated'),
      ),
    ]),
  );
  const reachable = (from: Department, seen = new Set<Department>()): Set<Department> => {
    for (const next of reads.get(from) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reachable(next, seen);
    }
    return seen;
  };
  const inCycle = dedicated.filter((department) => reachable(department).has(department));
  return inCycle.map(({ name }): Issue => ({
    code: 'LH4009',
    at: name,
    prop: 'hosting',
    got: `is dedicated, and ${name} reads others that read it: ${listed(inCycle.map((other) => other.name).filter((other) => other !== name))}`,
    allowed: 'one direction of reading between dedicated departments of a private environment',
    change: 'host one of them shared',
  }));
}
