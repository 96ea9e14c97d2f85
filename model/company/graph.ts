import { computedOnce, groupBy } from '../collections';
import { type DataContract } from '../contracts/data-contract';
import { type Readable, type Table } from '../flows/relation';
import { type BronzeRows } from '../flows/unfilled-rows';
import { readsOf, scoreOf } from '../flows/traversal';
import { type Interval } from '../schedule';
import { contractAt } from './cadence';
import { type Company } from './company';
import { type Department } from './department';
import { type Environment } from './environment';
import { type LandingMode } from './landing';

/** A table with the department that declares it. */
export interface OwnedTable {
  /** The owner, which alone fills the table. */
  readonly department: Department;
  /** Silver or gold, published or not. */
  readonly table: Table;
}

/** A table that reads one of another department. */
interface CrossRead {
  readonly by: Table;
  readonly read: Table;
}

/** Finds owners and order among the tables of a company; made once, asked often. */
export class CompanyGraph {
  private readonly owners = new Map<Table, Department>();
  private readonly byName = new Map<string, OwnedTable>();
  private readonly upstream = new Map<Table, readonly OwnedTable[]>();
  private tablesInOrder: readonly OwnedTable[] | undefined;
  private ownInOrder: ReadonlyMap<Department, readonly Table[]> | undefined;
  private readonly reads = new Map<Department, ReadonlyMap<Department, readonly CrossRead[]>>();
  private readonly intervals = new Map<Table, Interval>();
  private readonly contracts = new Map<string, { contract: DataContract; department: Department }>();

  /** The graph of a department that reads no other's tables. */
  static ofAlone(department: Department): CompanyGraph {
    const { name } = department;
    return new CompanyGraph({ name, code: name, departments: [department], environments: [] });
  }

  /** The graph of a company in an environment, the same one for all that ask: a company of a hundred departments asks a hundred times. */
  static of(company: Company, environment: Pick<Environment, 'cadence' | 'landing'>): CompanyGraph {
    const graphs = computedOnce(CompanyGraph.known, company, () => new WeakMap());
    return computedOnce(graphs, environment, () => new CompanyGraph(company, environment));
  }

  private static readonly known = new WeakMap<Company, WeakMap<object, CompanyGraph>>();

  /** How streams are landed. */
  readonly landing: LandingMode;
  private readonly atLeastMinutes: number;

  /**
   * @param company the company whose tables are looked at.
   * @param environment the environment whose cadence and landing count for sources and tables. @default none: they run as often as they say
   */
  constructor(
    readonly company: Company,
    environment: Pick<Environment, 'cadence' | 'landing'> = {},
  ) {
    const { cadence } = environment;
    this.landing = environment.landing?.mode ?? 'continuous';
    this.atLeastMinutes = cadence?.atLeast.minutes ?? 0;
    for (const department of company.departments) {
      for (const contract of department.sources)
        this.contracts.set(contract.name, { contract: contractAt(contract, cadence), department });
      for (const table of department.tables) {
        this.owners.set(table, department);
        this.byName.set(`${department.name}.${table.name}`, { department, table });
      }
    }
  }

  /** The department that declares a table, if any does. */
  ownerOf(table: Table): Department | undefined {
    return this.owners.get(table);
  }

  /** The source of that name and its owner, if there is one. */
  source(name: string): { readonly contract: DataContract; readonly department: Department } | undefined {
    return this.contracts.get(name);
  }

  /** The sources of a department, in the order it declares them. */
  sourcesOf({ sources }: Department): DataContract[] {
    return sources.map((declared) => this.source(declared.name)?.contract ?? declared);
  }

  /** The table behind something readable: references are followed; undefined for what no table holds, and for unknown tables. */
  tableOf(readable: Readable): OwnedTable | undefined {
    if (readable.zone === 'bronze' || readable.zone === 'erasures' || readable.zone === 'estimate')
      return undefined;
    if (readable.zone === 'reference') return this.byName.get(readable.name);
    const department = this.owners.get(readable);
    return department && { department, table: readable };
  }

  /** The tables a table is computed from, each once, in the order they are read. */
  upstreamOf(table: Table): readonly OwnedTable[] {
    return computedOnce(this.upstream, table, () => this.findUpstream(table));
  }

  private findUpstream(table: Table): OwnedTable[] {
    const found = readsOf(table.relation).flatMap((readable) => this.tableOf(readable) ?? []);
    return [...new Map(found.map((owned) => [owned.table, owned])).values()];
  }

  /** The zones of a reader's tables that read silver of another department: its pipelines, its gold, or both. */
  zonesReadingSilverOf(owner: Department, reader: Department): ReadonlySet<Table['zone']> {
    const zones = new Set<Table['zone']>();
    for (const { by, read } of this.crossReads(owner, reader)) if (read.zone === 'silver') zones.add(by.zone);
    return zones;
  }

  /** The tables of a department that those of another read. */
  tablesRead(owner: Department, reader: Department): ReadonlySet<Table> {
    return new Set(this.crossReads(owner, reader).map(({ read }) => read));
  }

  /** Found once for a reader: every department asks of every other. */
  private crossReads(owner: Department, reader: Department): readonly CrossRead[] {
    return computedOnce(this.reads, reader, () => this.findCrossReads(reader)).get(owner) ?? [];
  }

  private findCrossReads(reader: Department): ReadonlyMap<Department, readonly CrossRead[]> {
    const reads = reader.tables.flatMap((by) =>
      this.upstreamOf(by).map(({ department, table: read }) => ({ department, by, read })),
    );
    return groupBy(reads, ({ department }) => department);
  }

  /** The raw rows a table is computed from. */
  bronzeOf(table: Table): BronzeRows[] {
    return readsOf(table.relation).filter((readable): readable is BronzeRows => readable.zone === 'bronze');
  }

  /** All tables of the company, each after those it reads; cycles are broken where they close. */
  inOrder(): OwnedTable[] {
    this.tablesInOrder ??= this.findOrder();
    return [...this.tablesInOrder];
  }

  /** The tables of a department, each after those it reads; cycles are broken where they close. */
  inOrderOf(department: Department): readonly Table[] {
    this.ownInOrder ??= this.findOwnOrders();
    return this.ownInOrder.get(department) ?? [];
  }

  private findOwnOrders(): Map<Department, Table[]> {
    const found = new Map<Department, Table[]>(this.company.departments.map((each) => [each, []]));
    for (const { department, table } of this.inOrder()) found.get(department)?.push(table);
    return found;
  }

  private findOrder(): OwnedTable[] {
    const ordered = new Map<Table, OwnedTable>();
    const visiting = new Set<Table>();
    const visit = (owned: OwnedTable): void => {
      if (ordered.has(owned.table) || visiting.has(owned.table)) return;
      visiting.add(owned.table);
      this.upstreamOf(owned.table).forEach(visit);
      ordered.set(owned.table, owned);
    };
    for (const department of this.company.departments)
      for (const table of department.tables) visit({ department, table });
    return [...ordered.values()];
  }

  /** A way from a table back to itself, as names, or nothing. */
  cycleThrough(start: OwnedTable): string[] | undefined {
    const path: OwnedTable[] = [];
    const seen = new Set<Table>();
    const search = (owned: OwnedTable): boolean => {
      path.push(owned);
      for (const next of this.upstreamOf(owned.table)) {
        if (next.table === start.table) return true;
        if (!seen.has(next.table)) {
          seen.add(next.table);
          if (search(next)) return true;
        }
      }
      path.pop();
      return false;
    };
    if (!search(start)) return undefined;
    return [...path, start].map(({ department, table }) => `${department.name}.${table.name}`);
  }

  /**
   * The interval at which a table is computed: of a mapping that of its source, whose windows it reads one by one; of any
   * other table the longest of its own, the environment's and those of what it reads, so that a run finds whole windows on all sides.
   */
  intervalOf(table: Table): Interval {
    return computedOnce(this.intervals, table, () => this.computedInterval(table, new Set()));
  }

  private computedInterval(table: Table, visiting: ReadonlySet<Table>): Interval {
    if (visiting.has(table)) return { minutes: 0 };
    const sources = this.bronzeOf(table).map(
      ({ name }) => this.source(name)?.contract.delivery.every.minutes ?? 0,
    );
    if (sources.length > 0) return { minutes: Math.max(...sources) };
    const path = new Set([...visiting, table]);
    const upstream = this.upstreamOf(table).map((owned) => this.computedInterval(owned.table, path).minutes);
    const stored = table.zone === 'gold' && table.materialized ? [24 * 60] : [];
    const own = [table.every?.minutes ?? 0, scoreOf(table)?.every?.minutes ?? 0];
    return { minutes: Math.max(this.atLeastMinutes, ...own, ...upstream, ...stored) };
  }
}
