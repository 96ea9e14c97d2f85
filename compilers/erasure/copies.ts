import {
  type AlertRule,
  type Company,
  type CompanyGraph,
  type DataContract,
  type Department,
  type Environment,
  DEFAULT_HUB_RETENTION_DAYS,
  erasurePlan,
  hubRetentionDays,
  isAboutPersons,
  PersonalData,
  personalColumns,
  type ResolvedSettings,
  type Score,
  scoreOf,
  settingsOf,
  subjectColumns,
  type Table,
  validityOf,
  zoneOf,
} from '../../model';
import { SUPERSEDED_DAYS } from '../data-factory/gold-activities';
import { erasurePipelineOf, KEYS_FOLDER } from '../data-factory/erasure';
import { prefixOf, type PipelineZone } from '../data-factory/department-datasets';
import { referenceFolder } from '../data-factory/reference-export';
import { scoresFolder } from '../data-factory/scoring';
import { observationsFolder } from '../data-flow-script/history';
import { parentVersionsLocation } from '../data-flow-script/parent-versions';
import { connectorOf } from '../source-connectors';

/** Days that a lifecycle rule may be late: it looks at whole days, and runs once a day. Source: "Azure Blob Storage lifecycle management overview". */
export const LIFECYCLE_DELAY_DAYS = 2;
/** Days that the log of a Delta table goes back; it holds the least and the greatest value of files that are gone. Source: "Delta table properties", `delta.logRetentionDuration`. */
export const DELTA_LOG_DAYS = 30;
/** Writes after which a Delta table makes a checkpoint, and drops the log before it. Source: "Delta transaction log protocol". */
export const DELTA_CHECKPOINT_WRITES = 10;
const DAY_MINUTES = 24 * 60;

/** What holds data of persons, and how long after an erasure. */
export interface PersonalCopy {
  /** Whose it is. */
  readonly department: string;
  /** The kinds of persons. */
  readonly subjects: readonly string[];
  /** The contract columns that it comes from, as `source.column`, sorted. */
  readonly columns: readonly string[];
  /** What it is. */
  readonly kind:
    | 'events in the hub'
    | 'landed rows'
    | 'raw rows'
    | 'rows that broke a rule'
    | 'rows of a silver table'
    | 'replaced files of a silver table'
    | 'log of a silver table'
    | 'scores as the model wrote them'
    | 'scores in the storage of models'
    | 'gold view'
    | 'stored result'
    | 'superseded results'
    | 'alerts'
    | 'rows that alert rules look up'
    | 'keys of the erasure';
  /** The zone that it lies in; absent for what is in no lake. */
  readonly zone?: PipelineZone;
  /** Its folder, table, hub or view. */
  readonly place: string;
  /** What ends it, in words. */
  readonly by: string;
  /** Days until it is deleted, at most. */
  readonly days: number;
  /** Days that it can be brought back afterwards. */
  readonly softDeleteDays: number;
}

/** Days after which a copy is gone, at most. */
export function goneAfter({ days, softDeleteDays }: Pick<PersonalCopy, 'days' | 'softDeleteDays'>): number {
  return days + softDeleteDays;
}

/** Every copy of data of persons that a department has in an environment. */
export function personalCopies(
  company: Company,
  environment: Environment,
  department: Department,
  graph: CompanyGraph,
): PersonalCopy[] {
  return new Copies(company, environment, department, graph).all();
}

class Copies {
  private readonly settings: ResolvedSettings;
  private readonly softDeleteDays: number;
  private readonly data: PersonalData;
  private readonly erase: string;

  constructor(
    company: Company,
    environment: Environment,
    private readonly department: Department,
    private readonly graph: CompanyGraph,
  ) {
    this.settings = settingsOf(company, environment, department.name);
    // The lake of the platform is as the environment decides.
    this.softDeleteDays = (
      department.hosting === 'shared' ? settingsOf(company, environment) : this.settings
    ).storage.softDeleteDays;
    this.data = new PersonalData(graph);
    this.erase = `pipeline ${erasurePipelineOf(prefixOf(department))}`;
  }

  all(): PersonalCopy[] {
    const { sources, tables, alerts } = this.department;
    const plan = erasurePlan(this.graph, this.department, this.data);
    const silver = [...plan.keyed.map(({ table }) => table), ...plan.recomputed];
    return [
      ...sources.filter(isAboutPersons).flatMap((source) => this.ofSource(source)),
      ...tables.flatMap((table) => this.ofQuarantine(table)),
      ...silver.flatMap((table) => this.ofSilver(table)),
      ...plan.stored.flatMap((table) => this.ofStored(table)),
      ...plan.views.map((table) => this.ofTable(table, 'gold view', `${this.erase}: it reads what is left`)),
      ...alerts.flatMap((rule) => this.ofAlert(rule)),
      ...(plan.keyed.length > 0 ? [this.ofKeys(plan.keyedSubjects)] : []),
    ];
  }

  private ofSource(source: DataContract): PersonalCopy[] {
    const { name, delivery, retentionDays } = source;
    const { landing } = this.department.retention;
    const lands = connectorOf(source)?.lands ?? true;
    return [
      ...(delivery.kind === 'stream'
        ? [
            {
              ...this.about(source),
              kind: 'events in the hub' as const,
              place: name,
              by: 'retention of the hub',
              days: hubRetentionDays(delivery),
              softDeleteDays: 0,
            },
          ]
        : []),
      ...(lands ? [this.inLake(this.about(source), 'landed rows', 'landing', name, landing)] : []),
      this.inLake(this.about(source), 'raw rows', 'bronze', name, retentionDays),
    ];
  }

  private ofQuarantine(table: Table): PersonalCopy[] {
    const sources = this.graph
      .bronzeOf(table)
      .filter(({ contract }) => this.department.sources.includes(contract) && isAboutPersons(contract));
    const { quarantine } = this.department.retention;
    return sources.map(({ contract }) =>
      this.inLake(this.about(contract), 'rows that broke a rule', 'quarantine', table.name, quarantine),
    );
  }

  private ofSilver(table: Table): PersonalCopy[] {
    const zone = zoneOf(table);
    const interval = Math.ceil(this.graph.intervalOf(table).minutes / DAY_MINUTES);
    const { softDeleteDays } = this;
    const { timeTravelDays } = this.settings.delta;
    const about = this.ofColumns(table);
    const score = scoreOf(table);
    return [
      this.ofTable(table, 'rows of a silver table', this.erase),
      {
        ...about,
        kind: 'replaced files of a silver table',
        zone,
        place: table.name,
        by: `vacuum at the next write after ${timeTravelDays} days`,
        days: timeTravelDays + interval,
        softDeleteDays,
      },
      {
        ...about,
        kind: 'log of a silver table',
        zone,
        place: `${table.name}/_delta_log`,
        by: `the checkpoint after ${DELTA_LOG_DAYS} days, at every ${DELTA_CHECKPOINT_WRITES}th write`,
        days: DELTA_LOG_DAYS + DELTA_CHECKPOINT_WRITES * interval,
        softDeleteDays,
      },
      ...(score ? this.ofScores(table, score) : []),
      ...(this.isOfEvents(table)
        ? [
            {
              ...this.ofTable(table, 'rows of a silver table', this.erase),
              place: observationsFolder(table.name),
            },
          ]
        : []),
      ...(table.parentVersions?.key.some((name) => this.data.columnsOf(table).has(name))
        ? [
            {
              ...this.ofTable(table, 'rows of a silver table', this.erase),
              place: parentVersionsLocation({ fileSystem: zone, folder: table.name }).folder,
            },
          ]
        : []),
    ];
  }

  /** Whether a table is a history of events, which keeps all that it is made of beside it. */
  private isOfEvents(table: Table): boolean {
    return validityOf(table)?.snapshots === false;
  }

  private ofScores(table: Table, { retentionDays }: Score): PersonalCopy[] {
    const about = this.ofColumns(table);
    const { landing } = this.department.retention;
    return [
      this.inLake(about, 'scores as the model wrote them', 'bronze', scoresFolder(table), retentionDays),
      {
        ...about,
        kind: 'scores in the storage of models',
        place: scoresFolder(table),
        by: `lifecycle rule of the storage of models, after ${landing} days`,
        days: landing + LIFECYCLE_DELAY_DAYS,
        softDeleteDays: this.settings.storage.softDeleteDays,
      },
    ];
  }

  private ofStored(table: Table): PersonalCopy[] {
    const interval = Math.ceil(this.graph.intervalOf(table).minutes / DAY_MINUTES);
    return [
      this.ofTable(table, 'stored result', `${this.erase}: its procedure stores what is left`),
      {
        ...this.ofColumns(table),
        kind: 'superseded results',
        zone: 'gold',
        place: table.name,
        by: `pipeline ${prefixOf(this.department)}_materialize_${table.name}`,
        days: SUPERSEDED_DAYS + interval,
        softDeleteDays: this.softDeleteDays,
      },
    ];
  }

  private ofTable(table: Table, kind: PersonalCopy['kind'], by: string): PersonalCopy {
    return {
      ...this.ofColumns(table),
      kind,
      zone: zoneOf(table),
      place: table.name,
      by,
      days: 0,
      softDeleteDays: 0,
    };
  }

  private ofAlert(rule: AlertRule): PersonalCopy[] {
    const source = this.department.sources.find(({ name }) => name === rule.source);
    const { landing } = this.department.retention;
    const named = source ? personalColumns(source).filter((name) => rule.payload.includes(name)) : [];
    const columns = named.map((name) => `${rule.source}.${name}`);
    const about = { ...this.of(columns), columns };
    const looked =
      rule.kind === 'reference' && this.data.columnsOf(rule.reference).size > 0 ? [rule.reference] : [];
    return [
      ...(named.length > 0 && rule.to.includes('lake')
        ? [this.inLake(about, 'alerts', 'landing', rule.name, landing)]
        : []),
      ...(named.length > 0 && rule.to.includes('alerts-hub')
        ? [
            {
              ...about,
              kind: 'alerts' as const,
              place: 'hub of alerts',
              by: 'retention of the hub',
              days: ALERT_HUB_DAYS,
              softDeleteDays: 0,
            },
          ]
        : []),
      ...looked.map((table) =>
        this.inLake(
          this.ofColumns(table),
          'rows that alert rules look up',
          'landing',
          referenceFolder(table),
          landing,
        ),
      ),
    ];
  }

  private ofKeys(subjects: readonly string[]): PersonalCopy {
    const about = { department: this.department.name, subjects, columns: [] };
    const { landing } = this.department.retention;
    // A run that fails leaves them to the rule of landing.
    return this.inLake(about, 'keys of the erasure', 'landing', KEYS_FOLDER, landing);
  }

  private inLake(
    about: Pick<PersonalCopy, 'department' | 'subjects' | 'columns'>,
    kind: PersonalCopy['kind'],
    zone: 'landing' | 'bronze' | 'quarantine',
    folder: string,
    days: number,
  ): PersonalCopy {
    return {
      ...about,
      kind,
      zone,
      place: `${folder}/`,
      by: `lifecycle rule of ${this.department.name}-${zone}, after ${days} days`,
      days: days + LIFECYCLE_DELAY_DAYS,
      softDeleteDays: this.softDeleteDays,
    };
  }

  private about(source: DataContract): Pick<PersonalCopy, 'department' | 'subjects' | 'columns'> {
    return this.of(personalColumns(source).map((name) => `${source.name}.${name}`));
  }

  private ofColumns(table: Table): Pick<PersonalCopy, 'department' | 'subjects' | 'columns'> {
    return this.of([...this.data.columnsOf(table).values()].flatMap(({ sources }) => [...sources]));
  }

  private of(columns: readonly string[]): Pick<PersonalCopy, 'department' | 'subjects' | 'columns'> {
    const sorted = [...new Set(columns)].sort();
    const contracts = sorted.flatMap(
      (column) => this.graph.source(column.split('.')[0] ?? '')?.contract ?? [],
    );
    const subjects = contracts.flatMap((contract) => subjectColumns(contract).map(({ subject }) => subject));
    return {
      department: this.department.name,
      subjects: [...new Set(subjects)].sort(),
      columns: sorted,
    };
  }
}

/** Days that the hub of alerts keeps them. */
export const ALERT_HUB_DAYS = DEFAULT_HUB_RETENTION_DAYS;
