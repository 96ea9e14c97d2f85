import type { Construct } from 'constructs';
import { CompanyGraph, type Department, listed, readsOf } from '../../model';
import { failAt } from './errors';

/**
 * The graph that a layer of a department finds tables in: the one it was given, or that of the department alone.
 *
 * @throws LakehouseError when a table reads something that nobody in the graph fills.
 */
export function graphFor(scope: Construct, department: Department, given?: CompanyGraph): CompanyGraph {
  const graph = given ?? CompanyGraph.ofAlone(department);
  const unknown = department.tables.flatMap((table) =>
    readsOf(table.relation)
      .filter(({ zone }) => zone !== 'bronze' && zone !== 'erasures' && zone !== 'estimate')
      .filter((readable) => graph.tableOf(readable) === undefined)
      .map(({ name }) => name),
  );
  if (unknown.length === 0) return graph;
  return failAt(scope, {
    code: 'LH6014',
    prop: 'graph',
    got: `${given ? 'knows nobody' : 'is missing, and nobody here is known'} who fills ${listed(new Set(unknown))}`,
    allowed: 'the graph of a company whose departments fill all that is read',
    change: 'pass new CompanyGraph(company)',
  });
}
