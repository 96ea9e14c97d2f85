import { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import { EventhubConsumerGroup } from '@cdktf/provider-azurerm/lib/eventhub-consumer-group';
import { Construct } from 'constructs';
import {
  ALERT_HUB_DAYS,
  alertIssues,
  compileLandingQuery,
  compileRulesQuery,
  landingOutput,
} from '../../compilers/internal';
import {
  type DataContract,
  type Department,
  type EventTimes,
  hubRetentionDays,
  isTimed,
  type StreamingSettings,
  throwIssues,
} from '../../model';
import { failAt, grant, LANDING_OPERATOR, protect, providerFor } from '../core';
import type { IEventHubsNamespace, ILakeContainer, IObservability, IResourceGroup } from '../hosts';
import { STREAM_ANALYTICS_DEFAULTS, StreamAnalyticsJob } from '../stream-analytics';
import { grantProducers } from './producers';
import { connectRules, RULES_PURPOSE } from './rules-job';

/** What applies when nobody decides otherwise. */
export const INGESTION_DEFAULTS = Object.freeze({
  /** Partitions of the hub of alerts. */
  alertPartitions: 1,
  /** Days that alerts are kept, so that whoever receives them can stand still over a weekend. */
  alertRetentionDays: ALERT_HUB_DAYS,
});

/** Consumer group of the landing job on every hub. */
export const LANDING_CONSUMER_GROUP = 'stream-analytics';

/** Consumer group of the job of alert rules on the hubs that it reads by arrival. */
export const RULES_CONSUMER_GROUP = 'stream-analytics-rules';

/** Consumer group of the same job where it reads a hub by event times: an input has one time only. */
export const TIMED_CONSUMER_GROUP = 'stream-analytics-timed';

/** What a department's ingestion is made of. */
export interface IngestionLayerProps extends StreamingSettings {
  /** Whose streams they are. */
  readonly department: Pick<Department, 'name' | 'sources' | 'alerts'>;
  /** Where the jobs are made. */
  readonly resourceGroup: IResourceGroup;
  /** The namespace that the hubs live in. */
  readonly eventHubs: IEventHubsNamespace;
  /** Where the jobs' logs go. @default nowhere */
  readonly observability?: IObservability;
  /** The container that events land in, in a folder for each stream: `lakehouse.container('landing')`, or any other. */
  readonly landing: ILakeContainer;
  /** Whether the streaming jobs run; each bills by the hour while it does. @default false */
  readonly started?: boolean;
  /** Whose pipelines start and stop the job that lands streams; Terraform then leaves it stopped. @default nobody's: it runs all day where `started` */
  readonly triggeredBy?: LandingOperator | undefined;
  /** How the job of alert rules treats event times. @default {@link STREAM_ANALYTICS_DEFAULTS}, one by one */
  readonly eventTimes?: EventTimes;
}

/** The identity of the pipelines that start and stop a landing job. */
export interface LandingOperator {
  /** Its object id. */
  readonly principalId: string;
  /** Its name, for the access matrix. */
  readonly name: string;
}

/** An application that receives alerts. */
export interface AlertReceiver {
  /** Its name, which is also its consumer group's. */
  readonly name: string;
  /** Object id of its identity. */
  readonly principalId: string;
  /** Name of its identity, for the access matrix. @default its own name */
  readonly identityName?: string;
  /** Why it receives them. */
  readonly reason: string;
}

/**
 * The entrance of a department's streams: a hub for each, a Stream Analytics job that lands them all, and a second one that
 * evaluates the department's rules, where it has any. Landing depends on the streams' names alone, so that neither a changed rule
 * nor a changed contract stops it. Without streams it makes nothing: batches are fetched by pipelines.
 */
export class IngestionLayer extends Construct {
  /** The hubs, by source. */
  readonly hubs: Readonly<Record<string, Eventhub>>;
  /** The landing job's consumer groups, by source. */
  readonly consumerGroups: Readonly<Record<string, EventhubConsumerGroup>>;
  /** Further groups, by source, where rules look at events as they arrive. */
  readonly rulesConsumerGroups: Readonly<Record<string, EventhubConsumerGroup>>;
  /** Further groups, by source, where rules look at event times. */
  readonly timedConsumerGroups: Readonly<Record<string, EventhubConsumerGroup>>;
  /** The hub that alerts are sent to, where there are any. */
  readonly alertsHub?: Eventhub;
  /** The job that lands streams, where there are any. */
  readonly job?: StreamAnalyticsJob;
  /** The job that evaluates alert rules, where there are any. */
  readonly rulesJob?: StreamAnalyticsJob;
  private readonly props: IngestionLayerProps;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department and the hosts it uses.
   * @throws LakehouseError when an alert uses what Stream Analytics cannot do, or a producer has no identity here.
   */
  constructor(scope: Construct, id: string, props: IngestionLayerProps) {
    super(scope, id);
    this.props = props;
    const { department } = props;
    const { alerts } = department;
    const streams = department.sources.filter(({ delivery }) => delivery.kind === 'stream');
    throwIssues(
      this.node.path,
      alerts.flatMap((alert) => alertIssues(`${this.node.path}/${alert.name}`, alert)),
    );
    this.hubs = Object.fromEntries(streams.map((contract) => [contract.name, this.hub(contract)]));
    const groupsFor = (read: (source: string) => boolean, prefix: string, name: string) =>
      Object.fromEntries(
        streams
          .filter((stream) => read(stream.name))
          .map((stream) => [stream.name, this.consumerGroup(stream.name, prefix, name)]),
      );
    const watched = (timed: boolean): Set<string> =>
      new Set(alerts.filter((rule) => isTimed(rule) === timed).map(({ source }) => source));
    const [byArrival, byTime] = [watched(false), watched(true)];
    this.consumerGroups = groupsFor(() => true, '', LANDING_CONSUMER_GROUP);
    this.rulesConsumerGroups = groupsFor((name) => byArrival.has(name), 'Rules', RULES_CONSUMER_GROUP);
    this.timedConsumerGroups = groupsFor((name) => byTime.has(name), 'Timed', TIMED_CONSUMER_GROUP);
    if (streams.length === 0) return;
    if (alerts.some(({ to }) => to.includes('alerts-hub'))) this.alertsHub = this.makeAlertsHub();
    this.job = this.landingJob(streams);
    if (props.triggeredBy) this.grantOperator(this.job, props.triggeredBy);
    const lands = this.job.start();
    const { environment } = props.resourceGroup.placement;
    for (const contract of streams)
      grantProducers(this, contract, { hub: this.hubs[contract.name], environment, lands });
    if (alerts.length === 0) return;
    this.rulesJob = this.makeRulesJob(streams);
    this.rulesJob.start();
  }

  /** Nothing is lost: what cannot be written waits, and the first start lands what the hubs have kept till then. */
  private landingJob(streams: readonly DataContract[]): StreamAnalyticsJob {
    const { resourceGroup, eventHubs, observability, streamingUnits, triggeredBy } = this.props;
    const started = triggeredBy === undefined && this.props.started;
    const job = new StreamAnalyticsJob(this, 'Job', {
      resourceGroup,
      eventHubs,
      observability,
      query: compileLandingQuery(streams),
      streamingUnits,
      started,
      outputErrorPolicy: 'Stop',
      firstStart: 'everything',
    });
    this.connectLanding(job, streams);
    return job;
  }

  /** Lets pipelines start and stop the job that lands, and no other. */
  private grantOperator(job: StreamAnalyticsJob, { principalId, name }: LandingOperator): void {
    const { department } = this.props;
    grant(this, 'StartsLanding', {
      scopeId: job.resource.id,
      role: LANDING_OPERATOR.name,
      principalId,
      reason: `a pipeline of ${department.name} starts landing once a day, and stops it`,
      on: job.name,
      to: name,
      kind: 'pipeline identity',
    });
  }

  /** An alert that cannot be written is left out rather than holding all later ones up; its event is in the lake. */
  private makeRulesJob(streams: readonly DataContract[]): StreamAnalyticsJob {
    const { department, resourceGroup, eventHubs, observability, landing, started } = this.props;
    const { name: environment } = resourceGroup.placement.environment;
    const job = new StreamAnalyticsJob(this, 'RulesJob', {
      purpose: RULES_PURPOSE,
      resourceGroup,
      eventHubs,
      observability,
      query: compileRulesQuery(streams, department.alerts, environment),
      streamingUnits: this.props.rulesStreamingUnits ?? STREAM_ANALYTICS_DEFAULTS.rulesStreamingUnits,
      eventTimes: this.props.eventTimes,
      started,
      outputErrorPolicy: 'Drop',
      firstStart: 'now',
    });
    connectRules(job, {
      department,
      landing,
      hubs: this.hubs,
      groups: this.rulesConsumerGroups,
      timedGroups: this.timedConsumerGroups,
      alertsHub: this.alertsHub,
      environment,
    });
    return job;
  }

  private hub({ name, delivery }: DataContract): Eventhub {
    if (delivery.kind !== 'stream') throw new Error(`not a stream: ${name}`);
    return new Eventhub(this, `Hub-${name}`, {
      name,
      namespaceId: this.props.eventHubs.id,
      provider: providerFor(this, this.props.eventHubs),
      partitionCount: delivery.partitions,
      messageRetention: hubRetentionDays(delivery),
      lifecycle: protect(this.props.resourceGroup.placement.environment),
    });
  }

  private consumerGroup(source: string, prefix: string, name: string): EventhubConsumerGroup {
    const hub = this.hubs[source];
    if (!hub) throw new Error(`no hub: ${source}`);
    return this.consumerGroupOn(hub, `${prefix}ConsumerGroup-${source}`, name);
  }

  /** A reader's own place in a hub; readers that share one would steal each other's events. */
  private consumerGroupOn(hub: Eventhub, id: string, name: string): EventhubConsumerGroup {
    const { eventHubs } = this.props;
    return new EventhubConsumerGroup(this, id, {
      name,
      eventhubName: hub.name,
      namespaceName: eventHubs.name,
      resourceGroupName: eventHubs.resourceGroupName,
      provider: providerFor(this, eventHubs),
    });
  }

  private makeAlertsHub(): Eventhub {
    return new Eventhub(this, 'AlertsHub', {
      name: `${this.props.department.name}-alerts`,
      namespaceId: this.props.eventHubs.id,
      provider: providerFor(this, this.props.eventHubs),
      partitionCount: INGESTION_DEFAULTS.alertPartitions,
      messageRetention: INGESTION_DEFAULTS.alertRetentionDays,
      lifecycle: protect(this.props.resourceGroup.placement.environment),
    });
  }

  private connectLanding(job: StreamAnalyticsJob, streams: readonly DataContract[]): void {
    const { department, landing: container } = this.props;
    const principal = { principalId: job.principalId, to: job.name };
    const landing = grant(job, 'LandsEvents', {
      scopeId: container.id,
      role: 'Storage Blob Data Contributor',
      reason: `lands the streams of ${department.name}`,
      on: container.name,
      ...principal,
    });
    for (const { name } of streams) {
      const [hub, group] = [this.hubs[name], this.consumerGroups[name]];
      if (!hub || !group) continue;
      const reads = grant(job, `Reads-${name}`, {
        scopeId: hub.id,
        role: 'Azure Event Hubs Data Receiver',
        reason: `reads the stream ${name}`,
        on: name,
        ...principal,
      });
      job.addInput(name, hub.name, group.name, [reads]);
      job.addLakeOutput(landingOutput(name), container.account, container.nameToken, name, [landing]);
    }
  }

  /**
   * Lets an application receive alerts, over a consumer group of its own and nothing else. Asking twice is harmless.
   *
   * @returns the consumer group.
   * @throws LakehouseError when no alert goes to a hub, or another application has that name.
   */
  grantReceiveAlerts(consumer: AlertReceiver): EventhubConsumerGroup {
    const hub = this.alertsHub ?? this.noAlerts(consumer);
    const id = `AlertsFor-${consumer.name}`;
    const known = this.node.tryFindChild(id) as EventhubConsumerGroup | undefined;
    const group = known ?? this.consumerGroupOn(hub, id, consumer.name);
    grant(this, `Receives-${consumer.name}`, {
      scopeId: group.id,
      role: 'Azure Event Hubs Data Receiver',
      principalId: consumer.principalId,
      reason: consumer.reason,
      on: `${this.props.department.name}-alerts/${consumer.name}`,
      to: consumer.identityName ?? consumer.name,
      kind: 'application',
    });
    return group;
  }

  private noAlerts({ name }: AlertReceiver): never {
    const { department } = this.props;
    return failAt(this, {
      code: 'LH6020',
      prop: 'alerts',
      got: `go to no hub, and ${name} is to receive them`,
      allowed: 'an alert of ' + department.name + " that goes to 'alerts-hub'",
      change: 'declare one, or grant nothing',
    });
  }
}
