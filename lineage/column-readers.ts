import { type Company, CompanyGraph } from '../model';
import { ColumnLineage, findColumn, idOf, leastMasked, type LineageColumn } from '../model/lineage';
import { type ColumnPlace, type ColumnZone, decidedRows, placesOf, type Shown } from './column-places';

/** A right on a place, by one's own or by a chain of rights; the lines of `access-matrix/<environment>-reach.json`. */
export interface Reach {
  /** Name of who reaches it. */
  readonly principal: string;
  /** What the principal is, such as a group or a service identity. */
  readonly kind: string;
  /** What is reached: a container, a hub, a database, a view with its columns. */
  readonly resource: string;
  /** What may be done there. */
  readonly right: string;
  /** The tables and sources whose rows lie there. */
  readonly tables: readonly string[];
  /** The rights that lead there, in order; empty for a right of one's own. */
  readonly chain: readonly string[];
}

/** A column that somebody can read. */
export interface ReadableColumn extends Shown {
  /** The source, table or alert rule. */
  readonly dataset: string;
  /** Name of the column there. */
  readonly column: string;
}

/** Somebody who can read a column, or what is made of it, at one place. */
export interface ColumnReader extends Shown {
  /** Name of who, as Entra ID knows it. */
  readonly principal: string;
  /** What the principal is, such as a group or a service identity. */
  readonly kind: string;
  /** The department that owns the place. */
  readonly department: string;
  /** Where in the department. */
  readonly zone: ColumnZone;
  /** What is read there: a container, a hub, a database, a view. */
  readonly resource: string;
  /** What may be done there. */
  readonly right: string;
  /** The rights that lead there, in order; empty for a right of one's own. */
  readonly chain: readonly string[];
  /** What is read of it. `masking` and `declared` of the reader are those of the column that shows most. */
  readonly columns: readonly ReadableColumn[];
}

/** A table that shows nothing of a column, which yet decides which rows are there: who reads these learns of it. */
export interface DecidingColumn {
  /** The department that owns the table. */
  readonly department: string;
  /** The table. */
  readonly table: string;
  /** How, in the words of OpenLineage, such as `FILTER` or `JOIN`. */
  readonly how: readonly string[];
  /** Names of who can read the rows, sorted. */
  readonly principals: readonly string[];
}

/** Who can read a column, or anything that is made of it. */
export interface ColumnReaders {
  /** The column that was asked for, as `source.column` or `department.table.column`. */
  readonly column: string;
  /** The columns that were followed from: where it is made of personal columns of sources, these; otherwise itself. */
  readonly from: readonly string[];
  /** Whether these are personal, or identify a person. */
  readonly personal: boolean;
  /** What the asked column itself shows of them. */
  readonly shown: Shown;
  /** Sorted: by what they see, then who, then where. */
  readonly readers: readonly ColumnReader[];
  /** Where it shows only in which rows are there. */
  readonly decides: readonly DecidingColumn[];
}

/** Rights that read nothing by themselves. What is not known to be one counts as reading. */
const READS_NOTHING: ReadonlySet<string> = new Set([
  'act as',
  'SQL administrator',
  'AzureML Data Scientist',
  'Azure Event Hubs Data Sender',
  'Azure AI Enterprise Network Connection Approver',
]);

/**
 * Everybody who can read a column, or what is made of it, by the rights that were synthesized.
 *
 * A column that is made of personal columns of sources is followed from these, so that the values themselves are found wherever they
 * lie: at the source, in the hub, landing, bronze, quarantine, and in every table, view, alert and export that is made of them.
 *
 * @param company the company.
 * @param reach who reaches which place: that of an environment.
 * @param name `table.column`, `source.column` or `department.table.column`.
 * @throws LakehouseError for a name that means nothing (LH8120 to LH8122).
 */
export function columnReaders(company: Company, reach: readonly Reach[], name: string): ColumnReaders {
  const lineage = new ColumnLineage(new CompanyGraph(company));
  const asked = findColumn(lineage.graph, name);
  const sources = [...lineage.sourceColumns(asked).values()];
  const personal = sources.filter((column) => isPersonal(lineage, column));
  const from: readonly LineageColumn[] = personal.length > 0 ? personal : [asked];
  const shown = leastShown(personal);
  const roots = from.map(({ dataset, column }) => ({ dataset, column }));
  const places = placesOf(lineage, roots);
  const readers = reach.flatMap((line) => {
    if (READS_NOTHING.has(line.right)) return [];
    const read = placesReached(line, places, company);
    const [place] = read;
    return place === undefined ? [] : [readerOf(line, place, read)];
  });
  return {
    column: idOf(asked),
    from: from.map(idOf).sort(),
    personal: personal.length > 0,
    shown: personal.length > 0 ? shown : {},
    readers: sorted(readers),
    decides: decidedRows(lineage, roots).map(({ owned, how, places: rows }) => ({
      department: owned.department.name,
      table: owned.table.name,
      how,
      principals: principalsOf(reach, rows, company),
    })),
  };
}

function principalsOf(reach: readonly Reach[], rows: readonly ColumnPlace[], company: Company): string[] {
  const reading = reach.filter(
    (line) => !READS_NOTHING.has(line.right) && placesReached(line, rows, company).length > 0,
  );
  return [...new Set(reading.map(({ principal }) => principal))].sort();
}

function isPersonal({ graph }: ColumnLineage, { dataset, column }: LineageColumn): boolean {
  if (dataset.kind !== 'source') return false;
  const [name = '', field] = column.split('.');
  const whole = graph.source(dataset.name)?.contract.columns[name];
  const promise = field === undefined ? whole : whole?.elements?.[field];
  return promise !== undefined && (promise.classification === 'personal' || promise.subject !== undefined);
}

/** The places that a right reads, with the columns that it shows of them. */
function placesReached(
  { resource, right, tables }: Reach,
  places: readonly ColumnPlace[],
  company: Company,
): ColumnPlace[] {
  const [, view, list] = /\/gold\.([^ ]+)(?: \((.+)\))?$/.exec(resource) ?? [];
  const named = list?.split(', ');
  if (view !== undefined)
    return places.filter(
      ({ zone, dataset, column }) =>
        zone === 'views' && dataset === view && (named === undefined || named.includes(column)),
    );
  const [start = ''] = resource.split('/');
  if (right.startsWith('Azure Event Hubs'))
    return places.filter(
      ({ zone, dataset, department }) =>
        (zone === 'hub' && dataset === start) || (zone === 'alerts' && `${department}-alerts` === start),
    );
  if (right.startsWith('Storage')) {
    const isInLake = company.departments.some(({ name }) => resource.startsWith(`${name}-`));
    return places.filter(({ zone, dataset, department }) =>
      isInLake ? `${department}-${zone}` === resource : zone === 'models' && tables.includes(dataset),
    );
  }
  // What is left are databases: those of sources, and those with the views of gold.
  return places.filter(
    ({ zone, dataset }) => (zone === 'source' || zone === 'views') && tables.includes(dataset),
  );
}

function readerOf(
  { principal, kind, resource, right, chain }: Reach,
  { department, zone }: ColumnPlace,
  read: readonly ColumnPlace[],
): ColumnReader {
  const columns = read.map(({ dataset, column, masking, declared }) => ({
    dataset,
    column,
    ...(masking && { masking }),
    ...(declared && { declared }),
  }));
  return { principal, kind, department, zone, resource, right, chain, columns, ...leastShown(columns) };
}

function leastShown(all: readonly Shown[]): Shown {
  const [first, ...others] = all;
  const masking = others.reduce((least, { masking: next }) => leastMasked(least, next), first?.masking);
  const most = all.filter((shown) => shown.masking === masking);
  const isDeclared = most.length > 0 && most.every(({ declared }) => declared === true);
  return { ...(masking && { masking }), ...(isDeclared && { declared: true }) };
}

const VISIBLE = [undefined, 'pseudonym', 'presence', 'aggregate'] as const;

function sorted(readers: readonly ColumnReader[]): ColumnReader[] {
  const keyed = readers.map((reader) => ({
    reader,
    key: [
      VISIBLE.indexOf(reader.masking),
      reader.kind,
      reader.principal,
      reader.department,
      reader.zone,
      reader.resource,
      reader.right,
    ].join('\n'),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ reader }) => reader);
}
