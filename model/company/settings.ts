import { type ModelCompute } from '../machine-learning/model-run';
import { type NamingSettings } from './naming';

/** Labels of Azure resources. */
export type Tags = Readonly<Record<string, string>>;

/** In how many places an account keeps each file; changing between the two zonal and the two other kinds makes a new account. */
export type Replication = 'LRS' | 'GRS' | 'ZRS' | 'GZRS';

/** An Event Hubs namespace; it bills by the hour. */
export interface EventHubsSettings {
  /** Throughput units, 1 to 40; one takes in 1 MB or 1,000 events a second. @default 1 */
  readonly throughputUnits?: number;
  /** Lets Azure raise the units up to this number, and never lower them again; `off` does not. @default 'off' */
  readonly autoInflateTo?: number | 'off';
}

/** Storage accounts: the lake, and those of models. */
export interface StorageSettings {
  /** In how many places each file is kept. @default 'ZRS', three buildings of one region */
  readonly replication?: Replication;
  /** Days that deleted files and containers can be brought back, 1 to 365. @default 14 */
  readonly softDeleteDays?: number;
}

/** Key vaults. */
export interface KeyVaultSettings {
  /** Days that deleted secrets, and the vault itself, can be brought back, 7 to 90; a vault keeps the first number it gets. @default 90 */
  readonly softDeleteDays?: number;
}

/** How the job of alert rules treats event times. It holds for rules that look at them: landing and single events go by arrival. */
export interface EventTimes {
  /** Seconds that an event's own time may lie before its arrival, 0 to 1,814,399. A partition without events holds results up as long. @default 300 */
  readonly lateArrivalSeconds?: number;
  /** Seconds within which events are put into order, 0 to 599; results wait as long. @default 30 */
  readonly outOfOrderSeconds?: number;
  /**
   * What becomes of an event beyond both: it counts at the nearest time that is allowed, or not at all. `Adjust` misses no
   * event, `Drop` raises no false alarm when old events are sent again. An event more than 5 minutes ahead of its arrival
   * counts in neither. Source: "Understand time handling in Azure Stream Analytics". @default 'Adjust'
   */
  readonly lateEvents?: 'Adjust' | 'Drop';
}

/** A department's streaming jobs: one lands its streams, another, where it has any, evaluates its rules. Each bills by the hour while it runs. */
export interface StreamingSettings {
  /** Streaming units of the job that lands streams, of StandardV2: 3, a third of a unit, 7, two thirds, or a multiple of 10 up to 120. @default 3 */
  readonly streamingUnits?: number;
  /** The same of the job that evaluates alert rules. @default 3 */
  readonly rulesStreamingUnits?: number;
}

/** Sizes of the Spark cluster that a data flow gets, in cores. Source: "Optimizing performance of the Azure Integration Runtime". */
export const DATA_FLOW_CORES = Object.freeze([8, 16, 32, 48, 80, 144, 272] as const);

/** The integration runtime that data flows run on; it bills by core and hour while it is up. */
export interface IntegrationRuntimeSettings {
  /** What its machines are good at. `MemoryOptimized` ends on 31 March 2027. @default 'General' */
  readonly computeType?: 'General' | 'MemoryOptimized';
  /** Cores of each cluster. @default 8, the smallest */
  readonly coreCount?: (typeof DATA_FLOW_CORES)[number];
  /** Minutes that a cluster stays after its last data flow, 0 to 240: a warm one bills. @default 0 */
  readonly timeToLiveMinutes?: number;
}

/** Days that a Delta table can be read as it was: Delta's own safeguard for readers, and how far back the log of a table goes. */
export const TIME_TRAVEL_DAYS = Object.freeze({ least: 7, most: 30 });

/** Delta tables of silver. */
export interface DeltaSettings {
  /**
   * Days that the files which a write replaced stay, 7 to 30: so long an older version of a table can be read, and a run that
   * went wrong be looked into. A reader in the middle of an older version needs 7; the log of a table goes back 30 days.
   * @default 7
   */
  readonly timeTravelDays?: number;
}

/**
 * Requests to lakes that are logged, each a row: who deleted something; who changed something; or also who read. Pipelines alone make hundreds
 * of thousands a day. All but deletes go into a table of the plan Basic, which costs a fifth and which alert rules cannot look at.
 */
export const LAKE_REQUESTS = Object.freeze(['deletes', 'changes', 'all'] as const);

/** One of the {@link LAKE_REQUESTS}. */
export type LakeRequests = (typeof LAKE_REQUESTS)[number];

/** The tables that what is synthesized sends logs and metrics to. Source: "Supported resource log categories for Azure Monitor". */
export const LOG_TABLES = Object.freeze([
  'ADFActivityRun',
  'ADFPipelineRun',
  'AmlComputeClusterEvent',
  'AmlComputeJobEvent',
  'AmlRunStatusChangedEvent',
  'AzureDiagnostics',
  'AzureMetrics',
  'LAQueryLogs',
  'SQLSecurityAuditEvents',
  'StorageBlobLogs',
  'SynapseBuiltinSqlPoolRequestsEnded',
  'SynapseRbacOperations',
] as const);

/** One of the {@link LOG_TABLES}. */
export type LogTable = (typeof LOG_TABLES)[number];

/** How long a table keeps its rows. Source: "Manage data retention in a Log Analytics workspace". */
export interface LogTableRetention {
  /** Days that queries and alert rules read them, 4 to 730; fewer than 31 save nothing. @default that of the workspace */
  readonly retentionDays?: number;
  /**
   * Days until they are gone, 4 to 730, or 3 to 12 years as {@link LONG_TERM_DAYS} counts them. Beyond `retentionDays` a row costs a fifth, and is read
   * by search jobs alone. @default `retentionDays`
   */
  readonly totalRetentionDays?: number;
}

/** Days of 3 to 12 years, the only ones beyond 730 that a table may keep its rows. */
export const LONG_TERM_DAYS = Object.freeze([1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383]);

/** The Log Analytics workspace. */
export interface LogSettings {
  /** Days that logs are kept, 30 to 730. @default 30, which costs nothing extra */
  readonly retentionDays?: number;
  /** What single tables keep longer, or less long, by their names. @default none: all are kept for `retentionDays` */
  readonly tables?: Readonly<Partial<Record<LogTable, LogTableRetention>>>;
  /**
   * Gigabytes of logs a day after which ingestion pauses until the next: alert rules see nothing of what would have come. It guards against a bill, and is
   * no means to keep logs small. Source: "Set daily cap on Log Analytics workspace". @default 1
   */
  readonly dailyQuotaGb?: number;
  /** Which requests to lakes are logged. @default 'deletes' */
  readonly lakeRequests?: LakeRequests;
}

/** Switches an alert rule off. */
export interface SwitchedOff {
  /** Says so. */
  readonly off: {
    /** Why nobody has to hear of it. */
    readonly reason: string;
  };
}

/** What an alert rule compares with, or that there is none. */
export type AlertThreshold = number | SwitchedOff;

/** The alert rules of an environment, which look at the logs of the platform and of every department. */
export interface MonitoringSettings {
  /** Failed runs of a window of a pipeline since it last succeeded, within a day, from which it is reported. @default 1 */
  readonly failedRuns?: AlertThreshold;
  /** Minutes beyond its freshness after which a table without a successful run is reported, 0 to 1,440. @default 0 */
  readonly lateByMinutes?: AlertThreshold;
  /** Sources that promise so many rows a day, or more, are reported when a day brings none. @default 10 */
  readonly zeroRowsFrom?: AlertThreshold;
  /** Percent of a day's rows of a table above which quarantine is reported, 0 to 100. @default 5 */
  readonly quarantinedPercent?: AlertThreshold;
  /** Requests in an hour that a namespace may refuse because it is busy; more are reported. @default 0 */
  readonly throttledRequests?: AlertThreshold;
  /** Minutes that a streaming job may be behind, or silent, 15 to 2,880; at most half of the shortest retention of a hub. @default 60 */
  readonly streamDelayMinutes?: AlertThreshold;
  /** Requests in an hour that a vault may refuse for want of a right; more are reported. @default 5 */
  readonly refusedRequests?: AlertThreshold;
  /**
   * Percent of `logs.dailyQuotaGb` that may come within 24 hours, 1 to 100; more is reported before the cap stops the logs, and a stop is always.
   * @default off: eight alerts are enough to begin with
   */
  readonly logCapPercent?: AlertThreshold;
}

/** What is decided for a department; each setting that is left out is as for the environment. */
export interface DepartmentSettings {
  /** How its resources are named. @default the library's names, see {@link NamingSettings} */
  readonly naming?: NamingSettings;
  /** Tags of its resources, beside `company`, `environment`, `department` and `managed-by`. @default none */
  readonly tags?: Tags;
  /** The Event Hubs namespace; of a department with hosts of its own. @default {@link DEFAULT_SETTINGS} */
  readonly eventHubs?: EventHubsSettings;
  /** The storage accounts; of a department with hosts of its own. @default {@link DEFAULT_SETTINGS} */
  readonly storage?: StorageSettings;
  /** The key vaults; of a department with hosts of its own. @default {@link DEFAULT_SETTINGS} */
  readonly keyVault?: KeyVaultSettings;
  /** The streaming jobs. @default {@link DEFAULT_SETTINGS} */
  readonly streaming?: StreamingSettings;
  /** How the job of alert rules treats event times. @default {@link DEFAULT_SETTINGS} */
  readonly eventTimes?: EventTimes;
  /** What data flows run on. @default {@link DEFAULT_SETTINGS} */
  readonly integrationRuntime?: IntegrationRuntimeSettings;
  /** How Delta tables are kept. @default {@link DEFAULT_SETTINGS} */
  readonly delta?: DeltaSettings;
  /** The machines that models run on. @default {@link DEFAULT_SETTINGS} */
  readonly modelCompute?: ModelCompute;
}

/** What is decided for a company, or for one of its environments. The most specific decision wins, setting by setting. */
export interface Settings extends DepartmentSettings {
  /** The logs of the platform and of every department. @default {@link DEFAULT_SETTINGS} */
  readonly logs?: LogSettings;
  /** The alert rules. @default {@link DEFAULT_SETTINGS} */
  readonly monitoring?: MonitoringSettings;
}

/** The groups of settings that have a default for each. */
export type SettingGroup = Exclude<keyof Settings, 'naming' | 'tags'>;

/** A value for every setting of every group. */
export type DefaultSettings = {
  readonly [Group in SettingGroup]: Readonly<Required<NonNullable<Settings[Group]>>>;
};

/** What applies when nobody decides otherwise. */
export const DEFAULT_SETTINGS: DefaultSettings = Object.freeze({
  eventHubs: Object.freeze({ throughputUnits: 1, autoInflateTo: 'off' }),
  storage: Object.freeze({ replication: 'ZRS', softDeleteDays: 14 }),
  keyVault: Object.freeze({ softDeleteDays: 90 }),
  streaming: Object.freeze({ streamingUnits: 3, rulesStreamingUnits: 3 }),
  eventTimes: Object.freeze({ lateArrivalSeconds: 300, outOfOrderSeconds: 30, lateEvents: 'Adjust' }),
  integrationRuntime: Object.freeze({ computeType: 'General', coreCount: 8, timeToLiveMinutes: 0 }),
  delta: Object.freeze({ timeTravelDays: 7 }),
  modelCompute: Object.freeze({ vmSize: 'Standard_D4ds_v4', maxNodes: 2, priority: 'Dedicated' }),
  logs: Object.freeze({
    retentionDays: 30,
    tables: Object.freeze({}),
    dailyQuotaGb: 1,
    lakeRequests: 'deletes',
  }),
  monitoring: Object.freeze({
    failedRuns: 1,
    lateByMinutes: 0,
    zeroRowsFrom: 10,
    quarantinedPercent: 5,
    throttledRequests: 0,
    streamDelayMinutes: 60,
    refusedRequests: 5,
    logCapPercent: Object.freeze({ off: Object.freeze({ reason: 'eight alerts are enough to begin with' }) }),
  }),
});
