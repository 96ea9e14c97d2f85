import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import { Construct } from 'constructs';
import { type AlertThreshold, DEFAULT_SETTINGS } from '../../model';
import { placeIn } from '../core';
import type { IEventHubsNamespace, IResourceGroup } from '../hosts';
import type { IActionGroup } from './action-group';
import { type AlertRecord, runbookOf } from './alert-record';
import { MONITORING_PRICES } from './prices';

/** What reports a busy namespace. */
export interface ThrottledHubProps {
  /** Where the rule is made. */
  readonly resourceGroup: IResourceGroup;
  /** The namespace. */
  readonly eventHubs: Pick<IEventHubsNamespace, 'name' | 'id'>;
  /** Who is notified. */
  readonly actionGroup: IActionGroup;
  /** Requests in an hour that may be refused. @default {@link DEFAULT_SETTINGS} */
  readonly throttledRequests?: AlertThreshold;
}

/**
 * Reports a namespace that refuses requests because it is busy: senders try again, and then lose events.
 *
 * It is a metric alert, one for each namespace: the metric does not reach a workspace ("Supported metrics for
 * Microsoft.EventHub/Namespaces"), and a rule cannot watch several namespaces ("Types of Azure Monitor alerts").
 */
export class ThrottledHub extends Construct {
  /** What people read about it. */
  readonly alerts: readonly AlertRecord[];
  /** The rule; absent where it is off. */
  readonly resource?: MonitorMetricAlert;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the namespace, and who is notified.
   */
  constructor(scope: Construct, id: string, props: ThrottledHubProps) {
    super(scope, id);
    const { resourceGroup, eventHubs, actionGroup } = props;
    const { throttledRequests: most = DEFAULT_SETTINGS.monitoring.throttledRequests } = props;
    const { placement } = resourceGroup;
    const owner = placement.department === undefined ? '' : `${placement.department}-`;
    const rule = `throttled-hub-${owner}${placement.environment.name}`;
    const runbook = runbookOf('throttled-hub');
    const isOff = typeof most !== 'number';
    this.alerts = [
      {
        rule,
        condition: `${eventHubs.name} refused requests because it was busy`,
        threshold: isOff
          ? 'settings.monitoring.throttledRequests'
          : `more than ${most} in an hour; settings.monitoring.throttledRequests`,
        looksAt: `metric ThrottledRequests of ${eventHubs.name}, total of an hour`,
        ...(!isOff && { meter: 'monitor/metric-series' as const }),
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- said until it ends
        monthlyDollars: isOff ? 0 : MONITORING_PRICES.metricSeries,
        runbook,
        ...(isOff && { off: most.off.reason }),
      },
    ];
    if (isOff) return;
    placeIn(this, resourceGroup);
    this.resource = new MonitorMetricAlert(this, 'Resource', {
      name: rule,
      resourceGroupName: resourceGroup.nameToken,
      scopes: [eventHubs.id],
      description: `${eventHubs.name} refused more than ${most} requests in an hour because it was busy. What to do: ${runbook}`,
      severity: 2,
      frequency: 'PT15M',
      windowSize: 'PT1H',
      criteria: [
        {
          metricNamespace: 'Microsoft.EventHub/namespaces',
          metricName: 'ThrottledRequests',
          aggregation: 'Total',
          operator: 'GreaterThan',
          threshold: most,
        },
      ],
      action: [{ actionGroupId: actionGroup.id, webhookProperties: { runbook } }],
    });
  }
}
