import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { Construct } from 'constructs';
import { DEFAULT_SETTINGS, type LogSettings } from '../../model';
import { nameAt, placeIn, resourceIdOf, settingIssues, throwAt } from '../core';
import type { IResourceGroup } from './resource-group';

/** What applies when nobody decides otherwise. */
export const OBSERVABILITY_DEFAULTS = DEFAULT_SETTINGS.logs;

/** The kinds of metrics that Azure services have; storage has its own two. */
export type MetricCategory = 'AllMetrics' | 'Transaction' | 'Capacity';

/** How the logs of one resource are sent. */
export interface DiagnoseOptions {
  /** One table for each kind of log. For Data Factory only: other services ignore it, and every plan would show it. @default false */
  readonly dedicated?: boolean;
  /** The metrics to send. @default ['AllMetrics'] */
  readonly metrics?: readonly MetricCategory[];
}

/** A Log Analytics workspace, made here or not. */
export interface IObservability {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
  /** Sends all logs and the metrics of a resource here, see {@link Observability.diagnose}. */
  diagnose(
    scope: Construct,
    id: string,
    targetId: string,
    options?: DiagnoseOptions,
  ): MonitorDiagnosticSetting;
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

  /**
   * Sends all logs and the metrics of a resource here.
   *
   * @param scope where the setting is made.
   * @param id its name below the scope.
   * @param targetId id of the resource; for a storage account `<id>/blobServices/default`, because the account itself has no logs.
   * @param options which metrics, and in which tables.
   */
  diagnose(
    scope: Construct,
    id: string,
    targetId: string,
    options: DiagnoseOptions = {},
  ): MonitorDiagnosticSetting {
    const { dedicated = false, metrics = ['AllMetrics'] } = options;
    return new MonitorDiagnosticSetting(scope, id, {
      name: 'to-log-analytics',
      targetResourceId: targetId,
      logAnalyticsWorkspaceId: this.id,
      logAnalyticsDestinationType: dedicated ? 'Dedicated' : undefined,
      enabledLog: [{ categoryGroup: 'allLogs' }],
      enabledMetric: metrics.map((category) => ({ category })),
    });
  }
}

/** The Log Analytics workspace that every host's logs and metrics go to. */
export class Observability extends LogWorkspace {
  /**
   * A Log Analytics workspace that exists, in any subscription of the tenant. What is made here sends its logs there; its
   * own settings are not touched.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id.
   * @throws LakehouseError when the id is none of a Log Analytics workspace.
   */
  static fromExisting(scope: Construct, id: string, props: { readonly id: string }): IObservability {
    return new ExistingLogWorkspace(scope, id, props);
  }

  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** The workspace. */
  readonly resource: LogAnalyticsWorkspace;
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
      dailyQuotaGb = OBSERVABILITY_DEFAULTS.dailyQuotaGb,
    } = props;
    throwAt(this, settingIssues('logs', { retentionDays, dailyQuotaGb }));
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
    this.diagnostics = this.diagnose(this, 'Diagnostics', this.id);
  }
}

class ExistingLogWorkspace extends LogWorkspace {
  readonly name: string;
  readonly id: string;

  constructor(scope: Construct, id: string, props: { readonly id: string }) {
    super(scope, id);
    const known = resourceIdOf(this, 'id', props.id, 'Microsoft.OperationalInsights/workspaces');
    this.name = known.name;
    this.id = known.id;
  }
}
