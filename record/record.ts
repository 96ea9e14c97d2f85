import {
  type Company,
  CompanyGraph,
  type ColumnInfo,
  describeType,
  type Environment,
  type OwnedTable,
  zoneOf,
} from '../model';
import { foldersBeside } from '../compilers/internal';
import { flowFingerprint } from './flow-fingerprint';
import { pseudonymisedColumns } from './pseudonyms';

/** A column as it lies in the lake. */
export interface RecordedColumn {
  /** Its type, e.g. `decimal(12,2)`. */
  readonly type: string;
  /** There where a row can be without a value. */
  readonly nullable?: true;
  /** There where values are pseudonyms. */
  readonly pseudonymised?: true;
}

/** What a run does to the rows of a table that are there; of gold, whether they are stored. */
export type RecordedWrite = 'upsert' | 'append' | 'overwrite' | 'stored' | 'view';

/** A table as it was at the last record. */
export interface RecordedTable {
  /** Its columns, by name; those that say where a row came from included. */
  readonly columns: Readonly<Record<string, RecordedColumn>>;
  /** Whose it is. */
  readonly department: string;
  /** Length of its windows; there where something fills it. */
  readonly everyMinutes?: number;
  /** Fingerprint of its flow: another one says that the same input gives other rows. */
  readonly flow: string;
  /** Where its rows lie, as `container/folder`; none of a view. */
  readonly folders: readonly string[];
  /** Columns that identify a row. */
  readonly key: readonly string[];
  /** In the platform's lake and workspace, or in the department's own. */
  readonly hosting: 'shared' | 'dedicated';
  /** What a run does to the rows that are there. */
  readonly write: RecordedWrite;
}

/** A tumbling window trigger; Azure replaces one of which either changes, and the new one runs every window again. */
export interface RecordedTrigger {
  /** Length of its windows. */
  readonly everyMinutes: number;
  /** Tables that it fills, `<department>.<table>`; there where it fills any. */
  readonly fills?: readonly string[];
  /** Start of its first window, as `YYYY-MM-DDTHH:MM:SSZ`; absent while the environment has no day from which it runs. */
  readonly from?: string;
}

/** A change that somebody has acknowledged, and what has to be done for it where it is deployed. */
export interface AcknowledgedChange {
  /** What changed, with the code of the issue. */
  readonly change: string;
  /** Why that is right. */
  readonly reason: string;
  /** What to do where it is deployed, in order. */
  readonly steps: readonly string[];
}

/** A hub; Azure keeps its number of partitions: it is never lower, and on Standard never higher. */
export interface RecordedHub {
  /** How many partitions it has. */
  readonly partitions: number;
}

/** What the definitions come to in one environment: kept in the repository, so that the next synthesis sees what changes. */
export interface EnvironmentRecord {
  /** Changes that cannot arrive by themselves; people delete an entry once its steps are done. */
  readonly acknowledged: readonly AcknowledgedChange[];
  /** Code of the company. */
  readonly company: string;
  /** Name of the environment. */
  readonly environment: string;
  /** Hubs of streamed sources, by `<department>.<source>`. @default none: it was written before they were recorded */
  readonly hubs?: Readonly<Record<string, RecordedHub>>;
  /** Tables by name. */
  readonly tables: Readonly<Record<string, RecordedTable>>;
  /** Triggers by name. */
  readonly triggers: Readonly<Record<string, RecordedTrigger>>;
}

/** What a record is made of. */
export interface RecordSource {
  /** The company. */
  readonly company: Company;
  /** One of its environments. */
  readonly environment: Pick<Environment, 'name' | 'cadence'>;
  /** The triggers that its stacks have, by name. */
  readonly triggers: Readonly<Record<string, RecordedTrigger>>;
  /** The container of a department's zone. */
  readonly container: (department: string, zone: 'silver' | 'products' | 'gold') => string;
}

/** The record of what the definitions are now, with no change acknowledged. */
export function recordOf({ company, environment, triggers, container }: RecordSource): EnvironmentRecord {
  const graph = CompanyGraph.of(company, environment);
  const tables = graph.inOrder().map((owned) => [owned.table.name, recordedTable(owned, graph, container)]);
  return {
    acknowledged: [],
    company: company.code,
    environment: environment.name,
    hubs: hubsOf(company),
    tables: Object.fromEntries(tables) as Record<string, RecordedTable>,
    triggers,
  };
}

function hubsOf({ departments }: Company): Record<string, RecordedHub> {
  return Object.fromEntries(
    departments.flatMap(({ name, sources }) =>
      sources.flatMap(({ name: source, delivery }) =>
        delivery.kind === 'stream' ? [[`${name}.${source}`, { partitions: delivery.partitions }]] : [],
      ),
    ),
  );
}

function recordedTable(
  { department, table }: OwnedTable,
  graph: CompanyGraph,
  container: RecordSource['container'],
): RecordedTable {
  const silver = table.zone === 'silver';
  const isStored = silver || table.materialized;
  const folder = `${container(department.name, zoneOf(table))}/${table.name}`;
  const secret = pseudonymisedColumns(table, graph);
  // Readers see the business columns; what lies in silver has the others too, and a merge writes them all.
  const columns = silver ? table.relation.columns : table.columns;
  return {
    columns: Object.fromEntries(columns.map((column) => [column.name, recordedColumn(column, secret)])),
    department: department.name,
    ...(isStored && { everyMinutes: graph.intervalOf(table).minutes }),
    flow: flowFingerprint(table),
    folders: isStored ? [folder, ...foldersBeside(table, folder)] : [],
    key: [...table.key],
    hosting: department.hosting,
    write: silver ? table.write : table.materialized ? 'stored' : 'view',
  };
}

function recordedColumn({ name, type, nullable }: ColumnInfo, secret: ReadonlySet<string>): RecordedColumn {
  return {
    type: describeType(type),
    ...(nullable && { nullable }),
    ...(secret.has(name) && { pseudonymised: true as const }),
  };
}
