import { type Department } from '../company/department';
import { type CompanyGraph } from '../company/graph';
import { type DataContract, subjectColumns } from '../contracts/data-contract';
import { type Table } from '../flows/relation';
import { timeRangeRead } from '../flows/time-range';
import { PersonalData } from './personal-data';

/** A Delta table of which rows of persons are found by what identifies them. */
export interface KeyedErasure {
  /** The table. */
  readonly table: Table;
  /** The columns that identify persons, each with the kind of person; a pseudonym was made with the department's own pepper. */
  readonly persons: readonly {
    readonly column: string;
    readonly subject: string;
    readonly isPseudonym: boolean;
  }[];
  /** Columns that are emptied; where there are none, rows are deleted. */
  readonly emptied: readonly string[];
}

/** What a department does to erase persons, and in which order. */
export interface ErasurePlan {
  /** The kinds of persons that its sources and tables know, sorted. */
  readonly subjects: readonly string[];
  /** The kinds that it finds by key: the others vanish when tables are computed anew. */
  readonly keyedSubjects: readonly string[];
  /** Silver tables of which rows are found by key. */
  readonly keyed: readonly KeyedErasure[];
  /** Silver tables that are computed anew from what is left, each after those it reads. */
  readonly recomputed: readonly Table[];
  /** Gold tables whose results are stored anew, each after those it reads. */
  readonly stored: readonly Table[];
  /** Gold views, which show at once what is left. */
  readonly views: readonly Table[];
  /** Silver tables in which nobody could be found, with the columns that hold something of persons. */
  readonly unreachable: readonly { readonly table: Table; readonly columns: readonly string[] }[];
}

/**
 * How a department erases a person in its own tables: those that hold a personal value, something made of one row's, or what
 * identifies a person.
 */
export function erasurePlan(
  graph: CompanyGraph,
  department: Department,
  data: PersonalData = new PersonalData(graph),
): ErasurePlan {
  const holding = graph.inOrderOf(department).filter((table) => data.columnsOf(table).size > 0);
  const silver = holding.filter(({ zone }) => zone === 'silver');
  const gold = holding.filter(({ zone }) => zone === 'gold');
  const merged = silver.filter((table) => !isComputedWhole(table));
  const keyed = merged.flatMap((table) => keyedErasure(graph, department, table, data) ?? []);
  const sources = [
    ...department.sources,
    ...holding.flatMap((table) =>
      [...data.columnsOf(table).values()].flatMap(({ sources }) => sourcesOf(graph, sources)),
    ),
  ];
  const subjects = sources.flatMap((contract) => subjectColumns(contract).map(({ subject }) => subject));
  return {
    subjects: unique(subjects),
    keyedSubjects: unique(keyed.flatMap(({ persons }) => persons.map(({ subject }) => subject))),
    keyed,
    recomputed: silver.filter(isComputedWhole),
    stored: gold.filter(({ materialized }) => materialized),
    views: gold.filter(({ materialized }) => !materialized),
    unreachable: merged
      .filter((table) => !keyed.some((erasure) => erasure.table === table))
      .map((table) => ({ table, columns: [...data.columnsOf(table).keys()] })),
  };
}

/** Whether one run makes the table of what is left, and nothing stays of what was there. */
function isComputedWhole(table: Table): boolean {
  return table.write === 'overwrite' || timeRangeRead(table.relation) !== undefined;
}

function keyedErasure(
  graph: CompanyGraph,
  department: Department,
  table: Table,
  data: PersonalData,
): KeyedErasure | undefined {
  const columns = data.columnsOf(table);
  const persons = [...columns].flatMap(([column, { person }]) =>
    // Another department's pseudonyms are made with another pepper.
    person && (person.pepperOf ?? department) === department
      ? [{ column, subject: person.subject, isPseudonym: person.pepperOf !== undefined }]
      : [],
  );
  if (persons.length === 0) return undefined;
  const sources = new Set([...columns.values()].flatMap((column) => [...column.sources]));
  const anonymised = sourcesOf(graph, sources).every(({ anonymise }) => anonymise !== undefined);
  const emptiable = [...columns.keys()].every(
    (name) =>
      !table.key.includes(name) && table.columns.some((column) => column.name === name && column.nullable),
  );
  return { table, persons, emptied: anonymised && emptiable ? [...columns.keys()] : [] };
}

/** The contracts that columns are of, which are named as `source.column`. */
function sourcesOf(graph: CompanyGraph, columns: ReadonlySet<string>): DataContract[] {
  const names = new Set([...columns].map((column) => column.split('.')[0] ?? ''));
  return [...names].flatMap((name) => graph.source(name)?.contract ?? []);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
