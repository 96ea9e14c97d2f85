import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { LogAnalyticsWorkspaceTable } from '@cdktf/provider-azurerm/lib/log-analytics-workspace-table';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { Construct } from 'constructs';
import {
  DEFAULT_SETTINGS,
  LAKE_TABLE,
  type LakeRequests,
  logTableConflicts,
  type LogSettings,
  type LogTable,
  type TableRetention,
  tableRetentions,
} from '../../model';
import { nameAt, placeIn, resourceIdOf, settingIssues, throwAt } from '../core';
import { type DiagnoseOptions, DIAGNOSTICS } from './diagnostics';
import type { IResourceGroup } from './resource-group';

/** What applies when nobody decides otherwise. */
export const OBSERVABILITY_DEFAULTS = DEFAULT_SETTINGS.logs;

/** Categories of requests to storage, by the setting that asks for them. */
const LAKE_LOGS: Readonly<Record<LakeRequests, readonly string[]>> = Object.freeze({
  deletes: ['StorageDelete'],
  changes: ['StorageDelete', 'StorageWrite'],
  all: ['StorageDelete', 'StorageWrite', 'StorageRead'],
});

/** A Log Analytics workspace, made here or not. */
export interface IObservability {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
  /** Which requests to lakes it takes. */
  readonly lakeRequests: LakeRequests;
  /** Gigabytes a day after which it takes no more. @default not known: it is not made here */
  readonly dailyQuotaGb?: number;
  /** Sends logs of a resource here, see {@link Observability.diagnose}. */
  diagnose(
    scope: Construct,
    id: string,
    targetId: string,
    options?: DiagnoseOptions,
  ): MonitorDiagnosticSetting;
  /** Sends requests to a storage account here, as many as {@link lakeRequests} says. */
  diagnoseStorage(scope: Construct, id: string, accountId: string): MonitorDiagnosticSetting;
}

/** What is decided about the logs. */
export interface ObservabilityProps extends LogSettings {
  /** Decides the region and the names. */
  readonly resourceGroup: IResourceGroup;
}

abstract class LogWorkspace extends Construct implements IObservability {
  /** Its name. */
  abstract readonly name: string;
  /** Its resource id. */
  abstract readonly id: string;
  /** Which requests to lakes it takes. */
  abstract readonly lakeRequests: LakeRequests;

  /**
   * Sends logs of a resource here, and the metrics that are asked for.
   *
   * @param scope where the setting is made.
   * @param id its name below the scope.
   * @param targetId id of the resource; for a storage account `<id>/blobServices/default`, because the account itself has no logs.
   * @param options which logs and metrics, and in which tables.
   */
  diagnose(
    scope: Construct,
    id: string,
    targetId: string,
    options: DiagnoseOptions = {},
  ): MonitorDiagnosticSetting {
    const { logs = 'all', dedicated = false, metrics = [] } = options;
    return new MonitorDiagnosticSetting(scope, id, {
      name: 'to-log-analytics',
      targetResourceId: targetId,
      logAnalyticsWorkspaceId: this.id,
      logAnalyticsDestinationType: dedicated ? 'Dedicated' : undefined,
      enabledLog: logs === 'all' ? [{ categoryGroup: 'allLogs' }] : logs.map((category) => ({ category })),
      enabledMetric: metrics.length === 0 ? undefined : metrics.map((category) => ({ category })),
    });
  }

  /**
   * Sends requests to a storage account here, as many as {@link lakeRequests} says.
   *
   * @param scope where the setting is made.
   * @param id its name below the scope.
   * @param accountId id of the account, whose service for blobs has the logs.
   */
  diagnoseStorage(scope: Construct, id: string, accountId: string): MonitorDiagnosticSetting {
    return this.diagnose(scope, id, `${accountId}/blobServices/default`, {
      logs: LAKE_LOGS[this.lakeRequests],
    });
  }
}

/** The Log Analytics workspace that every host's logs go to. */
export class Observability extends LogWorkspace {
  /**
   * A Log Analytics workspace that exists, in any subscription of the tenant. What is made here sends its logs there; its
   * own settings are not touched.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id, and which requests to lakes are sent there.
   * @throws LakehouseError when the id is none of a Log Analytics workspace.
   */
  static fromExisting(
    scope: Construct,
    id: string,
    props: { readonly id: string } & Pick<LogSettings, 'lakeRequests'>,
  ): IObservability {
    return new ExistingLogWorkspace(scope, id, props);
  }

  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Which requests to lakes it takes. */
  readonly lakeRequests: LakeRequests;
  /** Gigabytes a day after which it takes no more. */
  readonly dailyQuotaGb: number;
  /** The workspace. */
  readonly resource: LogAnalyticsWorkspace;
  /** The table of requests to lakes, where there are many, which are in the plan Basic, or where it keeps rows for days of its own. */
  readonly lakeTable?: LogAnalyticsWorkspaceTable;
  /** Tables that keep their rows otherwise than the workspace does, by name. Azure makes and keeps tables: taking one out of the stack gives it the days of the workspace again. */
  readonly tables: ReadonlyMap<LogTable, LogAnalyticsWorkspaceTable>;
  /** Its own diagnostics: who asked what. */
  readonly diagnostics: MonitorDiagnosticSetting;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, how long logs are kept, and how many there may be.
   * @throws LakehouseError when one of the numbers is out of range.
   */
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { resourceGroup } = props;
    const {
      retentionDays = OBSERVABILITY_DEFAULTS.retentionDays,
      tables = OBSERVABILITY_DEFAULTS.tables,
      dailyQuotaGb = OBSERVABILITY_DEFAULTS.dailyQuotaGb,
      lakeRequests = OBSERVABILITY_DEFAULTS.lakeRequests,
    } = props;
    const decided = { retentionDays, tables, dailyQuotaGb, lakeRequests };
    throwAt(this, [...settingIssues('logs', decided), ...logTableConflicts(decided)]);
    this.lakeRequests = lakeRequests;
    this.dailyQuotaGb = dailyQuotaGb;
    placeIn(this, resourceGroup);
    this.name = nameAt(resourceGroup.placement, 'logAnalytics');
    this.resource = new LogAnalyticsWorkspace(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      sku: 'PerGB2018',
      retentionInDays: retentionDays,
      dailyQuotaGb,
      localAuthenticationEnabled: false,
    });
    this.id = this.resource.id;
    this.diagnostics = this.diagnose(this, 'Diagnostics', this.id, DIAGNOSTICS.logAnalytics);
    this.tables = new Map(tableRetentions(decided).map((table) => [table.name, this.tableOf(table)]));
    const lakeTable = this.tables.get(LAKE_TABLE);
    if (lakeTable) this.lakeTable = lakeTable;
  }

  private tableOf({
    name,
    isBasic,
    retentionDays,
    totalRetentionDays,
  }: TableRetention): LogAnalyticsWorkspaceTable {
    // One id for all plans of one table: two resources would take turns in changing it.
    return new LogAnalyticsWorkspaceTable(this, name === LAKE_TABLE ? 'LakeTable' : `Table-${name}`, {
      workspaceId: this.id,
      name,
      plan: isBasic ? 'Basic' : undefined,
      // Azure answers with both numbers: one that is not said would differ at each plan. Those of the plan Basic are its own.
      retentionInDays: isBasic ? undefined : retentionDays,
      totalRetentionInDays: totalRetentionDays,
      // A workspace that was made a moment ago may not know its tables yet.
      dependsOn: [this.diagnostics],
    });
  }
}

class ExistingLogWorkspace extends LogWorkspace {
  readonly name: string;
  readonly id: string;
  readonly lakeRequests: LakeRequests;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly id: string } & Pick<LogSettings, 'lakeRequests'>,
  ) {
    super(scope, id);
    const { lakeRequests = OBSERVABILITY_DEFAULTS.lakeRequests } = props;
    throwAt(this, settingIssues('logs', { lakeRequests }));
    this.lakeRequests = lakeRequests;
    const known = resourceIdOf(this, 'id', props.id, 'Microsoft.OperationalInsights/workspaces');
    this.name = known.name;
    this.id = known.id;
  }
}
