import {
  type DeltaSettings,
  type AlertThreshold,
  type DepartmentInEnvironment,
  type EventHubsSettings,
  type EventTimes,
  type IntegrationRuntimeSettings,
  type KeyVaultSettings,
  type LogSettings,
  type ModelCompute,
  type MonitoringSettings,
  type NamingSettings,
  type Settings,
  type StorageSettings,
  type StreamingSettings,
} from '../../model';
import { elsewhere, flag, record, shapeOf, text } from './shape-of';

/** A setting: what it can be, its own rule says. */
const setting = <T>() => elsewhere<T>().optional();

/** What is decided for a company, an environment or a department; what is not a department's to decide, a rule says. */
export const settings = shapeOf<Settings>()({
  naming: shapeOf<NamingSettings>()({
    resourceName: setting<NonNullable<NamingSettings['resourceName']>>(),
    suffix: setting<string>(),
  }).optional(),
  tags: record(elsewhere<string>()).optional(),
  eventHubs: shapeOf<EventHubsSettings>()({
    throughputUnits: setting<number>(),
    autoInflateTo: setting<number | 'off'>(),
  }).optional(),
  storage: shapeOf<StorageSettings>()({
    replication: setting<NonNullable<StorageSettings['replication']>>(),
    softDeleteDays: setting<number>(),
  }).optional(),
  keyVault: shapeOf<KeyVaultSettings>()({ softDeleteDays: setting<number>() }).optional(),
  streaming: shapeOf<StreamingSettings>()({
    streamingUnits: setting<number>(),
    rulesStreamingUnits: setting<number>(),
  }).optional(),
  eventTimes: shapeOf<EventTimes>()({
    lateArrivalSeconds: setting<number>(),
    outOfOrderSeconds: setting<number>(),
    lateEvents: setting<NonNullable<EventTimes['lateEvents']>>(),
  }).optional(),
  integrationRuntime: shapeOf<IntegrationRuntimeSettings>()({
    computeType: setting<NonNullable<IntegrationRuntimeSettings['computeType']>>(),
    coreCount: setting<NonNullable<IntegrationRuntimeSettings['coreCount']>>(),
    timeToLiveMinutes: setting<number>(),
  }).optional(),
  delta: shapeOf<DeltaSettings>()({ timeTravelDays: setting<number>() }).optional(),
  modelCompute: shapeOf<ModelCompute>()({
    vmSize: setting<string>(),
    maxNodes: setting<number>(),
    priority: setting<NonNullable<ModelCompute['priority']>>(),
  }).optional(),
  logs: shapeOf<LogSettings>()({
    retentionDays: setting<number>(),
    tables: setting<NonNullable<LogSettings['tables']>>(),
    dailyQuotaGb: setting<number>(),
    lakeRequests: setting<NonNullable<LogSettings['lakeRequests']>>(),
  }).optional(),
  monitoring: shapeOf<MonitoringSettings>()({
    failedRuns: setting<AlertThreshold>(),
    lateByMinutes: setting<AlertThreshold>(),
    zeroRowsFrom: setting<AlertThreshold>(),
    quarantinedPercent: setting<AlertThreshold>(),
    throttledRequests: setting<AlertThreshold>(),
    streamDelayMinutes: setting<AlertThreshold>(),
    refusedRequests: setting<AlertThreshold>(),
    logCapPercent: setting<AlertThreshold>(),
  }).optional(),
});

/** What is decided for a department in an environment. */
export const departmentHere = shapeOf<DepartmentInEnvironment>()({
  settings: settings.optional(),
  subscriptionId: text.optional(),
  smokeTest: flag.optional(),
});
