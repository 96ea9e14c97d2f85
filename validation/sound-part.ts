import {
  columnsWithin,
  type Company,
  type Consumer,
  type DataContract,
  type Delivery,
  type Department,
  type Environment,
  type Readable,
  readsOf,
  type AlertRule,
  type Table,
} from '../model';

/**
 * The part of a company whose rules can be looked at: without the definitions whose shape is wrong, and without those that need
 * one of them. What a rule would report of these follows from the wrong shape, and is no mistake of its own.
 *
 * @param company the company; its own properties are as they should be.
 * @param holds whether a definition, and everything that it is made of, is as it should be.
 */
export function soundPart(company: Company, holds: (definition: object) => boolean): Company {
  const out = new Left(company, holds);
  if (out.isEmpty) return company;
  const inPlay = <T>(definitions: readonly T[]): T[] =>
    definitions.filter((definition) => !out.has(definition));
  return {
    ...company,
    departments: inPlay(company.departments).map((department) => ({
      ...department,
      sources: inPlay(department.sources),
      tables: inPlay(department.tables),
      alerts: inPlay(department.alerts),
      consumers: inPlay(department.consumers),
      questions: inPlay(department.questions),
    })),
    environments: inPlay(company.environments),
    delivery: soundDelivery(company, out),
  };
}

/** What pipelines deploy of what is left; nothing, where that is nothing. */
function soundDelivery({ delivery }: Company, out: Left): Delivery | undefined {
  if (!delivery?.environments.some(({ name }) => out.hasEnvironment(name))) return delivery;
  const environments = delivery.environments.filter(({ name }) => !out.hasEnvironment(name));
  return environments.length === 0 ? undefined : { ...delivery, environments };
}

/** What is left out: first what does not hold, then, again and again, what needs something that is left out. */
class Left {
  private readonly definitions = new Set<unknown>();
  /** Names that definitions refer to each other by. */
  private readonly sources = new Set<string>();
  private readonly tables = new Set<string>();
  private readonly environments = new Set<string>();
  private readonly departments = new Set<string>();

  constructor(
    company: Company,
    private readonly holds: (definition: object) => boolean,
  ) {
    let before: number;
    do {
      before = this.definitions.size;
      for (const environment of company.environments) this.environment(environment);
      for (const department of company.departments) this.department(department);
    } while (this.definitions.size > before);
  }

  get isEmpty(): boolean {
    return this.definitions.size === 0;
  }

  has(definition: unknown): boolean {
    return this.definitions.has(definition);
  }

  hasEnvironment(name: string): boolean {
    return this.environments.has(name);
  }

  private environment(environment: Environment): void {
    const needs = ({ models = {}, departments = {} }: Environment): boolean =>
      Object.keys(models).some((name) => this.tables.has(name)) ||
      Object.keys(departments).some((name) => this.departments.has(name));
    if (this.stays(environment, needs)) return;
    this.definitions.add(environment);
    this.environments.add(environment?.name);
  }

  private department(department: Department): void {
    // Without what it owns: a department that is not there owns nothing.
    const { name, sources, tables, alerts, consumers, questions } = (department ?? {}) as Partial<Department>;
    const goes = !this.stays(department, () => false);
    if (goes) {
      this.definitions.add(department);
      if (name !== undefined) this.departments.add(name);
    }
    for (const contract of listOf(sources))
      if (goes || !this.stays(contract, (each) => this.samples(each))) {
        this.definitions.add(contract);
        this.sources.add(contract?.name);
      }
    for (const table of listOf(tables))
      if (goes || !this.stays(table, (each) => readsOf(each.relation).some((from) => this.isOut(from)))) {
        this.definitions.add(table);
        this.tables.add(table?.name).add(qualified(name, table?.name));
      }
    for (const rule of listOf(alerts))
      if (goes || !this.stays(rule, (each) => this.watches(each))) this.definitions.add(rule);
    for (const consumer of listOf(consumers))
      if (goes || !this.stays(consumer, (each) => this.gets(each))) this.definitions.add(consumer);
    for (const question of listOf(questions))
      if (goes || !this.stays(question, (each) => this.has(each.reads))) this.definitions.add(question);
  }

  /** Whether a definition holds and needs nothing that is left out. */
  private stays<T>(definition: T, needs: (definition: T) => boolean): boolean {
    if (this.has(definition)) return false;
    return (
      typeof definition === 'object' && definition !== null && this.holds(definition) && !needs(definition)
    );
  }

  private isOut(readable: Readable): boolean {
    if (readable.zone === 'erasures' || readable.zone === 'estimate') return false;
    if (readable.zone === 'bronze') return this.sources.has(readable.name);
    return readable.zone === 'reference' ? this.tables.has(readable.name) : this.has(readable);
  }

  private samples({ columns }: DataContract): boolean {
    return Object.entries(columns)
      .flatMap(([name, column]) => columnsWithin(name, column))
      .some(([, { sample }]) => sample?.from === 'reference' && this.sources.has(sample.source));
  }

  private watches(rule: AlertRule): boolean {
    return (
      this.sources.has(rule.source) ||
      (rule.kind === 'reference' && this.has(rule.reference)) ||
      Object.keys(rule.powerBi?.workspaces ?? {}).some((name) => this.environments.has(name))
    );
  }

  private gets(consumer: Consumer): boolean {
    const tables: readonly Table[] = [...consumer.reads, ...consumer.personal.map(({ table }) => table)];
    const alerts = consumer.kind === 'application' ? consumer.receives : [];
    return [...tables, ...alerts].some((each) => this.has(each));
  }
}

/** How others refer to a table of a department; a name whose shape is wrong can be anything. */
function qualified(department: unknown, table: unknown): string {
  return `${String(department)}.${String(table)}`;
}

/** A department whose own shape is wrong can have anything in the place of a list. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? (list as readonly T[]) : [];
}
