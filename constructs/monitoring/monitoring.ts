import { MonitorScheduledQueryRulesAlertV2 } from '@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import { expectedRuns, landsByPipeline } from '../../compilers/internal';
import { type Company, CompanyGraph, type Environment, isRunning, listed, settingsOf } from '../../model';
import { nameAt, placeIn, placementOf, zoneContainer } from '../core';
import { RULES_PURPOSE } from '../ingestion-layer/rules-job';
import type { IEventHubsNamespace, IObservability, IResourceGroup } from '../hosts';
import { ActionGroup } from './action-group';
import { type AlertRecord, runbookOf } from './alert-record';
import { EnvironmentBudget } from './budget';
import { type LogAlert, logAlerts, unseenRuns, type Watched } from './log-alerts';
import { MONITORING_PRICES } from './prices';
import { ThrottledHub } from './throttled-hub';

/** What an environment is watched with. */
export interface MonitoringProps {
  /** Where the rules are made. */
  readonly resourceGroup: IResourceGroup;
  /** The workspace that all logs of the environment come to. */
  readonly observability: Pick<IObservability, 'id' | 'dailyQuotaGb'>;
  /** Whose pipelines and jobs are watched. */
  readonly company: Company;
  /** Where they run, who is notified, and what was decided. */
  readonly environment: Environment;
  /** The namespace that departments share. @default none is watched */
  readonly eventHubs?: Pick<IEventHubsNamespace, 'name' | 'id'>;
}

/**
 * The alert rules of an environment, and whom they tell. Departments with hosts of their own send their logs to the same
 * workspace, so the rules that ask the logs hold for them too; their namespace has a rule of its own, {@link ThrottledHub}.
 */
export class Monitoring extends Construct {
  /** Who is notified. */
  readonly actionGroup: ActionGroup;
  /** The rules that ask the logs, by the ids of their constructs. */
  readonly rules: Readonly<Record<string, MonitorScheduledQueryRulesAlertV2>>;
  /** Watches the namespace that departments share; absent where they have no streams in it. */
  readonly throttledHub?: ThrottledHub;
  /** Watches what the environment costs; absent where it says no amount. */
  readonly budget?: EnvironmentBudget;
  /** What people read about the rules, those that are off included. */
  readonly alerts: readonly AlertRecord[];
  /** Pipelines that a rule cannot find late, because they may be so for more than the two days it looks back. */
  readonly unseen: readonly string[];

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the workspace, and what is watched.
   * @throws LakehouseError when the name of the action group breaks Azure's rule.
   */
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { resourceGroup, company, environment, eventHubs } = props;
    const settings = settingsOf(company, environment).monitoring;
    const watched = { ...watchedIn(company, environment), dailyQuotaGb: props.observability.dailyQuotaGb };
    const { lateByMinutes } = settings;
    placeIn(this, resourceGroup);
    this.actionGroup = new ActionGroup(this, 'ActionGroup', {
      resourceGroup,
      notify: environment.notify ?? {},
    });
    const all = logAlerts(settings, watched);
    const made = all.filter(({ off }) => off === undefined);
    this.rules = Object.fromEntries(made.map((alert) => [alert.id, this.rule(alert, props)]));
    if (eventHubs && company.departments.some(sharesStreams)) {
      this.throttledHub = new ThrottledHub(this, 'ThrottledHub', {
        resourceGroup,
        eventHubs,
        actionGroup: this.actionGroup,
        throttledRequests: settings.throttledRequests,
      });
    }
    if (environment.budget) {
      const elsewhere = departmentsElsewhere(environment);
      if (elsewhere.length > 0) {
        Annotations.of(this).addWarning(
          `the budget counts one subscription; ${listed(elsewhere)} cost in another, which it does not see`,
        );
      }
      this.budget = new EnvironmentBudget(this, 'Budget', {
        resourceGroup,
        budget: environment.budget,
        actionGroup: this.actionGroup,
      });
    }
    this.unseen =
      typeof lateByMinutes === 'number'
        ? unseenRuns(watched.runs, lateByMinutes).map(({ pipeline }) => pipeline)
        : [];
    this.alerts = [
      ...all.map((alert) => recordOf(alert, environment)),
      ...(this.throttledHub?.alerts ?? []),
      ...(this.budget?.alerts ?? []),
    ];
  }

  private rule(
    alert: LogAlert,
    { resourceGroup, observability, environment }: MonitoringProps,
  ): MonitorScheduledQueryRulesAlertV2 {
    const runbook = runbookOf(alert.alert);
    return new MonitorScheduledQueryRulesAlertV2(this, alert.id, {
      name: nameOf(alert, environment),
      resourceGroupName: resourceGroup.nameToken,
      location: resourceGroup.location,
      scopes: [observability.id],
      description: `Fires when ${alert.condition}: ${alert.threshold}. What to do: ${runbook}`,
      enabled: offBecause(alert, environment) === undefined,
      severity: alert.severity,
      evaluationFrequency: alert.frequency,
      windowDuration: alert.window,
      criteria: [
        {
          query: alert.query,
          timeAggregationMethod: 'Count',
          operator: 'GreaterThan',
          threshold: 0,
          dimension: [{ name: alert.dimension, operator: 'Include', values: ['*'] }],
          failingPeriods: { minimumFailingPeriodsToTriggerAlert: 1, numberOfEvaluationPeriods: 1 },
        },
      ],
      autoMitigationEnabled: true,
      // Tables appear in a workspace with their first rows, and the rules are there before.
      skipQueryValidation: true,
      action: { actionGroups: [this.actionGroup.id], customProperties: { runbook } },
    });
  }
}

/** Departments whose own resources are in another subscription than the platform's. */
function departmentsElsewhere({ departments = {}, subscriptionId }: Environment): string[] {
  const own = subscriptionId?.toLowerCase();
  return Object.entries(departments).flatMap(([name, { subscriptionId: theirs }]) =>
    theirs === undefined || theirs.toLowerCase() === own ? [] : [name],
  );
}

/** Everything of a company that has to run in an environment. */
function watchedIn(company: Company, environment: Environment): Watched {
  const graph = CompanyGraph.of(company, environment);
  return {
    runs: company.departments.flatMap((department) =>
      expectedRuns(graph, department, zoneContainer, environment.models),
    ),
    jobs: company.departments
      .filter(({ sources }) => sources.some(({ delivery }) => delivery.kind === 'stream'))
      .flatMap((department) => {
        const { name, alerts } = department;
        const { lateArrivalSeconds, outOfOrderSeconds } = settingsOf(company, environment, name).eventTimes;
        const placement = placementOf(company, environment, name);
        const toleranceSeconds = lateArrivalSeconds + outOfOrderSeconds;
        // Streams land in one job; rules, where there are any, run in another. One that a pipeline stops is meant to stand still: its
        // failure is the pipeline's.
        const purposes = [
          ...(landsByPipeline(graph, department) ? [] : [undefined]),
          ...(alerts.length > 0 ? [RULES_PURPOSE] : []),
        ];
        return purposes.map((purpose) => ({
          job: nameAt(placement, 'streamAnalyticsJob', purpose),
          toleranceSeconds,
        }));
      }),
  };
}

function sharesStreams({ hosting, sources }: Company['departments'][number]): boolean {
  return hosting === 'shared' && sources.some(({ delivery }) => delivery.kind === 'stream');
}

function nameOf({ alert, part }: LogAlert, { name }: Environment): string {
  return [alert, part, name].filter((word) => word !== undefined).join('-');
}

/** Why a rule does not run, where it does not: without runs, what asks for them would fire for ever. */
function offBecause(
  { off, needsRuns = false }: LogAlert,
  { name, running }: Environment,
): string | undefined {
  return off ?? (needsRuns && !isRunning({ running }) ? `nothing runs in ${name} by itself` : undefined);
}

function recordOf(alert: LogAlert, environment: Environment): AlertRecord {
  const off = offBecause(alert, environment);
  return {
    rule: nameOf(alert, environment),
    condition: alert.condition,
    threshold: `${alert.threshold}; settings.monitoring.${alert.setting}`,
    looksAt: alert.table,
    ...(alert.sentBy !== undefined && { sentBy: alert.sentBy }),
    ...(off === undefined && { meter: 'monitor/log-rule-15m' as const }),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- said until it ends
    monthlyDollars: off === undefined ? MONITORING_PRICES.logAlertRule : 0,
    runbook: runbookOf(alert.alert),
    ...(off !== undefined && { off }),
  };
}
