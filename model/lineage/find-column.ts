import { businessColumns } from '../columns';
import { type CompanyGraph } from '../company/graph';
import { LakehouseError, listed, type Issue, suggestion } from '../errors';
import { type LineageColumn, type LineageDataset } from './lineage-column';

/**
 * The column that a name means: `table.column`, `source.column`, `department.table.column`, and for a field of the elements of an
 * array `source.array.field`.
 *
 * @param graph the company.
 * @param name as a person writes it.
 * @param first what is meant where a source and a table have the same name and both have the column; with its department in front it
 *   is the table. @default the table
 * @throws LakehouseError for a name without a column (LH8120), of no source or table (LH8121), of no column (LH8122).
 */
export function findColumn(
  graph: CompanyGraph,
  name: string,
  first: LineageDataset['kind'] = 'table',
): LineageColumn {
  const parts = name.split('.');
  const [start = ''] = parts;
  const owned = graph
    .inOrder()
    .find(({ department, table }) => department.name === start && table.name === parts[1]);
  const candidates: LineageDataset[] = owned
    ? [{ kind: 'table', ...owned }]
    : datasets(graph).filter((dataset) => nameOf(dataset) === start);
  const column = parts.slice(owned ? 2 : 1).join('.');
  const ordered = [...candidates].sort((a, b) => Number(b.kind === first) - Number(a.kind === first));
  if (column === '') throw unknown(name, noColumn(name, ordered));
  if (ordered.length === 0) throw unknown(name, noDataset(graph, name, start));
  const found = ordered.find((dataset) => columnNames(graph, dataset).includes(column));
  if (found === undefined) {
    const known = ordered.flatMap((dataset) => columnNames(graph, dataset));
    throw unknown(name, {
      code: 'LH8122',
      got: `is "${name}", and ${start} has no column "${column}"${suggestion(column, known)}`,
      allowed: listed(new Set(known)),
      change: 'name one of these',
    });
  }
  return { dataset: found, column };
}

/** Every column of a source or a table that people can ask for, in order; fields of the elements of arrays as `array.field`. */
export function columnNames(graph: CompanyGraph, dataset: LineageDataset): string[] {
  if (dataset.kind === 'table') return businessColumns(dataset.table.columns).map(({ name }) => name);
  const columns = graph.source(dataset.name)?.contract.columns ?? {};
  return Object.entries(columns).flatMap(([name, { elements }]) => [
    name,
    ...Object.keys(elements ?? {}).map((field) => `${name}.${field}`),
  ]);
}

/** All sources and tables of a company: sources by department, then tables after those that they read. */
export function datasets(graph: CompanyGraph): LineageDataset[] {
  return [
    ...graph.company.departments.flatMap(({ sources }) =>
      sources.map(({ name }): LineageDataset => ({ kind: 'source', name })),
    ),
    ...graph.inOrder().map((owned): LineageDataset => ({ kind: 'table', ...owned })),
  ];
}

function nameOf(dataset: LineageDataset): string {
  return dataset.kind === 'source' ? dataset.name : dataset.table.name;
}

function noColumn(name: string, candidates: readonly LineageDataset[]): Wrong {
  const [dataset] = candidates;
  return {
    code: 'LH8120',
    got: `is "${name}", without a column`,
    allowed: '<table>.<column>, <source>.<column> or <department>.<table>.<column>',
    change: dataset ? `put a column behind it: ${nameOf(dataset)}.<column>` : 'name a table and its column',
  };
}

function noDataset(graph: CompanyGraph, name: string, start: string): Wrong {
  const known = new Set(datasets(graph).map(nameOf));
  return {
    code: 'LH8121',
    got: `is "${name}", and there is no source or table "${start}"${suggestion(start, known)}`,
    allowed: listed(known),
    change: 'name one of these',
  };
}

type Wrong = Omit<Issue, 'at' | 'prop'>;

function unknown(name: string, wrong: Wrong): LakehouseError {
  return new LakehouseError(`column "${name}"`, [{ at: name, prop: 'column', ...wrong }]);
}
