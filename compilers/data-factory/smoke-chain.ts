import {
  type CompanyGraph,
  type DataContract,
  type Department,
  readsOf,
  type Table,
  zoneOf,
} from '../../model';
import { compileDataFlow } from '../data-flow-script/flow';
import { type DataFlowLocations } from '../data-flow-script/locations';
import { WINDOW_PARAMETER } from '../data-flow-script/script-writer';

/** The folder, in every zone, of what a smoke test writes; no source and no table begins with an underscore. */
export const SMOKE_FOLDER = '_smoke';

/** Most columns of a source: its row is one expression of Data Factory. */
const MOST_COLUMNS = 40;

/** What a smoke test of a department goes through. */
export interface SmokeChain {
  /** Whose row it is. */
  readonly source: DataContract;
  /** The silver table that reads this source alone. */
  readonly table: Table;
  /** A gold view that reads this table alone. @default the department has none */
  readonly gold?: Table;
  /** Whether serverless SQL may read the zone of the table, because gold does. */
  readonly readable: boolean;
}

/**
 * The chain of a department that one row can go through by itself: a source with plain columns, a silver table that reads
 * nothing else and needs neither pepper nor history, and, where there is one, a gold view that reads nothing but that table.
 *
 * @returns nothing where there is no such chain.
 */
export function smokeChain(graph: CompanyGraph, department: Department): SmokeChain | undefined {
  const own = department.tables;
  const gold = own.filter(({ zone }) => zone === 'gold');
  const chains = department.sources.filter(isPlain).flatMap((source) =>
    own
      .filter((table) => table.zone === 'silver' && readsAlone(table, source) && !needsMore(table))
      .map((table): SmokeChain => {
        const view = gold.find((each) => isView(each) && readsAlone(each, table));
        const readable = gold.some((each) =>
          readsOf(each.relation).some((read) => {
            const owned = graph.tableOf(read);
            return owned?.department === department && zoneOf(owned.table) === zoneOf(table);
          }),
        );
        return { source, table, readable, ...(view && { gold: view }) };
      }),
  );
  // As far as possible: what reads least comes first anyway.
  return chains.find(({ gold: view }) => view) ?? chains.find(({ readable }) => readable) ?? chains[0];
}

/** A row of it is an object of texts. */
function isPlain({ columns, snapshot }: DataContract): boolean {
  const all = Object.values(columns);
  return (
    snapshot === undefined &&
    all.length <= MOST_COLUMNS &&
    all.every(
      (column) =>
        column !== undefined &&
        column.elements === undefined &&
        column.folder === undefined &&
        (column.path?.length ?? 1) === 1,
    )
  );
}

function readsAlone({ relation }: Table, from: { readonly name: string; readonly zone?: string }): boolean {
  const zone = from.zone ?? 'bronze';
  const reads = readsOf(relation);
  return reads.length > 0 && reads.every((read) => read.zone === zone && read.name === from.name);
}

function isView({ materialized, relation }: Table): boolean {
  return !materialized && relation.step !== 'sql';
}

/** The pepper, a range of time, or versions of parents. */
function needsMore(table: Table): boolean {
  if (table.parentVersions !== undefined) return true;
  const anywhere = { fileSystem: 'none', folder: 'none' };
  const locations: DataFlowLocations = {
    read: () => anywhere,
    write: () => anywhere,
    quarantine: () => anywhere,
  };
  const { parameters } = compileDataFlow(table, locations);
  return parameters.some((name) => name !== WINDOW_PARAMETER);
}
