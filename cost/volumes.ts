import { type Column, type Company, type DataContract, type Issue } from '../model';
import { computedOnce, groupBy } from '../model/collections';
import { type Assumed, beforeJobHours } from './assumptions';
import { combined, exactly, product, type Range, sumOf } from './range';

/** How much of a source comes, and how long it stays. */
export interface Volume {
  /** The department that owns the source. */
  readonly department: string;
  /** The source. */
  readonly source: string;
  /** Whether it comes event by event, or in files. */
  readonly kind: 'stream' | 'batch';
  /** Rows, or events, a day. */
  readonly rowsPerDay: number;
  /** Bytes of a row as text. */
  readonly textBytes: Range;
  /** Bytes of a row as Parquet. */
  readonly parquetBytes: Range;
  /** Days that landing keeps it. */
  readonly landingDays: number;
  /** Days that bronze keeps it. */
  readonly bronzeDays: number;
  /** Days until bronze is cool. */
  readonly coolAfterDays: number;
  /** Days that quarantine keeps rows. */
  readonly quarantineDays: number;
}

/** Bytes of a gigabyte, as storage is billed. */
export const GIGABYTE = 1024 ** 3;
/** Bytes of a megabyte. */
export const MEGABYTE = 1024 ** 2;

/** How much of every source of a company comes, as the contracts promise. */
export function volumesOf(company: Pick<Company, 'departments'>, assuming: Assumed): readonly Volume[] {
  const assumed = beforeJobHours(assuming);
  const known = computedOnce(KNOWN, company.departments, () => new WeakMap());
  return computedOnce(known, assumed, () => computedVolumes(company, assumed));
}

/** The same volumes are the same object, by which what depends on them is known again. */
const KNOWN = new WeakMap<Company['departments'], WeakMap<Assumed, readonly Volume[]>>();

/** What a list of volumes is looked up by: a bill does so for each resource. */
interface Lookup {
  readonly byDepartment: ReadonlyMap<string, readonly Volume[]>;
  readonly bySource: ReadonlyMap<string, readonly Volume[]>;
  readonly byTable: ReadonlyMap<string, readonly Volume[]>;
  readonly read: Map<ReadonlySet<string>, Range>;
}

const LOOKUPS = new WeakMap<readonly Volume[], Lookup>();

function lookupOf(volumes: readonly Volume[]): Lookup {
  return computedOnce(LOOKUPS, volumes, () => ({
    byDepartment: groupBy(volumes, ({ department }) => department),
    bySource: groupBy(volumes, ({ source }) => source),
    byTable: groupBy(volumes, ({ source }) => source.replaceAll('-', '_')),
    read: new Map(),
  }));
}

const NO_VOLUMES: readonly Volume[] = Object.freeze([]);

/** The volumes of a department. */
export function volumesIn(volumes: readonly Volume[], department: string): readonly Volume[] {
  return lookupOf(volumes).byDepartment.get(department) ?? NO_VOLUMES;
}

/** The volume of a streamed source. */
export function streamNamed(volumes: readonly Volume[], source: string): Volume | undefined {
  return lookupOf(volumes)
    .bySource.get(source)
    ?.find(({ kind }) => kind === 'stream');
}

/** The volume of a source by its name as tables and pipelines write it. */
export function volumeOfTable(volumes: readonly Volume[], table: string): Volume | undefined {
  return lookupOf(volumes).byTable.get(table)?.[0];
}

/** Megabytes that a day brings of a source, as text. */
export function textMegabytes({ textBytes, rowsPerDay }: Volume): Range {
  return product(textBytes, rowsPerDay / MEGABYTE);
}

/** Megabytes that a day brings of some sources, as text, added up once: each run of a data flow asks for those that it reads. */
export function dailyMegabytes(volumes: readonly Volume[], sources: ReadonlySet<string>): Range {
  const { bySource, read } = lookupOf(volumes);
  return computedOnce(read, sources, () =>
    sumOf([...sources].flatMap((source) => bySource.get(source) ?? []).map(textMegabytes)),
  );
}

function computedVolumes(company: Pick<Company, 'departments'>, assumed: Assumed): Volume[] {
  return company.departments.flatMap(({ name, sources, retention }) =>
    sources.map((contract) => ({
      department: name,
      source: contract.name,
      kind: contract.delivery.kind,
      rowsPerDay: contract.expectedRowsPerDay,
      ...rowBytes(contract, assumed),
      landingDays: retention.landing,
      bronzeDays: contract.retentionDays,
      coolAfterDays: retention.bronzeCool,
      quarantineDays: retention.quarantine,
    })),
  );
}

/** Volumes that no bill can be made of. */
export function volumeIssues(company: Pick<Company, 'departments'>): Issue[] {
  return company.departments.flatMap(({ name, sources }) =>
    sources
      .filter(({ expectedRowsPerDay: rows }) => !(Number.isFinite(rows) && rows > 0 && rows < 1e12))
      .map((contract) => ({
        code: 'LH9104' as const,
        at: `${name}/${contract.name}`,
        prop: 'expectedRowsPerDay',
        got: `is ${contract.expectedRowsPerDay}`,
        allowed: 'more than 0 rows a day, and fewer than a trillion',
        change: 'give what the source promises',
      })),
  );
}

type RowBytes = Pick<Volume, 'textBytes' | 'parquetBytes'>;

/** More rows of the same columns are as long: what grows asks again. */
const ROWS = new WeakMap<Assumed, WeakMap<DataContract['columns'], RowBytes>>();

function rowBytes({ columns }: Pick<DataContract, 'columns'>, assumed: Assumed): RowBytes {
  const known = computedOnce(ROWS, assumed, () => new WeakMap());
  return computedOnce(known, columns, () => computedRowBytes(columns, assumed));
}

function computedRowBytes(columns: DataContract['columns'], assumed: Assumed): RowBytes {
  const entries = Object.entries<Column>(columns);
  const values = sumOf(entries.map(([, column]) => valueBytes(column, assumed)));
  // As JSON, each value has its name, quotes, a colon and a comma.
  const names = entries.reduce((sum, [name]) => sum + name.length + 6, 2);
  return {
    textBytes: sumOf([values, exactly(names)]),
    parquetBytes: product(values, assumed.parquetShare),
  };
}

const PLAIN_BYTES: Readonly<Record<string, number>> = {
  boolean: 5,
  integer: 6,
  long: 12,
  double: 12,
  date: 10,
  timestamp: 24,
};

function valueBytes({ type, elements }: Column, assumed: Assumed): Range {
  if (type.kind === 'string')
    return combined([product(assumed.rowTextFill, type.length)], (bytes) => Math.max(1, bytes));
  if (type.kind === 'decimal') return exactly(type.precision / 2 + 2);
  if (type.kind !== 'array') return exactly(PLAIN_BYTES[type.kind] ?? 8);
  const inside = sumOf(Object.values(elements ?? {}).map((column) => valueBytes(column, assumed)));
  // One object in an array at least, three likely, and ten at most: contracts do not say.
  return product(inside, { low: 1, likely: 3, high: 10 });
}
