import { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import { EventhubConsumerGroup } from '@cdktf/provider-azurerm/lib/eventhub-consumer-group';
import { Annotations, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  ALERT_HUB_DAYS,
  alertIssues,
  compileStreamQuery,
  lakeOutput,
  landingOutput,
  powerBiOutput,
  REFERENCE_FILE,
  referenceFolder,
  referenceInput,
  timedInput,
} from '../../compilers/internal';
import {
  type DataContract,
  type Department,
  type EventTimes,
  isTimed,
  type ReferenceAlert,
  type StreamingSettings,
  type AlertRule,
  throwIssues,
} from '../../model';
import { failAt, grant, protect, providerFor } from '../core';
import type { IEventHubsNamespace, ILakeContainer, IObservability, IResourceGroup } from '../hosts';
import { StreamAnalyticsJob } from '../stream-analytics';

/** What applies when nobody decides otherwise. */
export const INGESTION_DEFAULTS = Object.freeze({
  /** Partitions of the hub of alerts. */
  alertPartitions: 1,
  /** Days that alerts are kept. */
  alertRetentionDays: ALERT_HUB_DAYS,
});

/** Consumer group of the landing job on every hub. */
export const LANDING_CONSUMER_GROUP = 'stream-analytics';

/** Consumer group of the same job where it reads a hub by event times: an input has one time only. */
export const TIMED_CONSUMER_GROUP = 'stream-analytics-timed';

/** What a department's ingestion is made of. */
export interface IngestionLayerProps extends StreamingSettings {
  /** Whose streams they are. */
  readonly department: Pick<Department, 'name' | 'sources' | 'alerts'>;
  /** Where the job is made. */
  readonly resourceGroup: IResourceGroup;
  /** The namespace that the hubs live in. */
  readonly eventHubs: IEventHubsNamespace;
  /** Where the job's logs go. @default nowhere */
  readonly observability?: IObservability;
  /** The container that events land in, in a folder for each stream: `lakehouse.container('landing')`, or any other. */
  readonly landing: ILakeContainer;
  /** Whether the streaming job runs; a running one bills by the hour. @default false */
  readonly started?: boolean;
  /** How the job treats event times. @default {@link STREAM_ANALYTICS_DEFAULTS}, one by one */
  readonly eventTimes?: EventTimes;
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
 * The entrance of a department's streams: a hub for each, and one Stream Analytics job that lands them all and evaluates
 * the department's rules. Without streams it makes nothing: batches are fetched by pipelines.
 */
export class IngestionLayer extends Construct {
  /** The hubs, by source. */
  readonly hubs: Readonly<Record<string, Eventhub>>;
  /** The landing job's consumer groups, by source. */
  readonly consumerGroups: Readonly<Record<string, EventhubConsumerGroup>>;
  /** Further groups, by source, where rules look at event times. */
  readonly timedConsumerGroups: Readonly<Record<string, EventhubConsumerGroup>>;
  /** The hub that alerts are sent to, where there are any. */
  readonly alertsHub?: Eventhub;
  /** The job, where there are streams. */
  readonly job?: StreamAnalyticsJob;
  private readonly props: IngestionLayerProps;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department and the hosts it uses.
   * @throws LakehouseError when an alert uses what Stream Analytics cannot do.
   */
  constructor(scope: Construct, id: string, props: IngestionLayerProps) {
    super(scope, id);
    this.props = props;
    const { department } = props;
    const streams = department.sources.filter(({ delivery }) => delivery.kind === 'stream');
    throwIssues(
      this.node.path,
      department.alerts.flatMap((alert) => alertIssues(`${this.node.path}/${alert.name}`, alert)),
    );
    this.hubs = Object.fromEntries(streams.map((contract) => [contract.name, this.hub(contract)]));
    this.consumerGroups = Object.fromEntries(streams.map(({ name }) => [name, this.consumerGroup(name)]));
    const timed = new Set(department.alerts.filter(isTimed).map(({ source }) => source));
    this.timedConsumerGroups = Object.fromEntries(
      streams
        .filter(({ name }) => timed.has(name))
        .map(({ name }) => [name, this.consumerGroup(name, 'Timed', TIMED_CONSUMER_GROUP)]),
    );
    if (streams.length === 0) return;
    if (department.alerts.some(({ to }) => to.includes('alerts-hub'))) this.alertsHub = this.makeAlertsHub();
    this.job = new StreamAnalyticsJob(this, 'Job', {
      resourceGroup: props.resourceGroup,
      eventHubs: props.eventHubs,
      observability: props.observability,
      query: compileStreamQuery(streams, department.alerts, this.environment),
      streamingUnits: props.streamingUnits,
      eventTimes: props.eventTimes,
      started: props.started,
    });
    this.connect(this.job, streams);
    this.job.start();
  }

  private hub({ name, delivery }: DataContract): Eventhub {
    if (delivery.kind !== 'stream') throw new Error(`not a stream: ${name}`);
    return new Eventhub(this, `Hub-${name}`, {
      name,
      namespaceId: this.props.eventHubs.id,
      provider: providerFor(this, this.props.eventHubs),
      partitionCount: delivery.partitions,
      messageRetention: delivery.retentionDays,
      lifecycle: protect(this.props.resourceGroup.placement.environment),
    });
  }

  private get environment(): string {
    return this.props.resourceGroup.placement.environment.name;
  }

  private consumerGroup(source: string, prefix = '', name = LANDING_CONSUMER_GROUP): EventhubConsumerGroup {
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

  private connect(job: StreamAnalyticsJob, streams: readonly DataContract[]): void {
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
      const timed = this.timedConsumerGroups[name];
      if (timed) job.addInput(timedInput(name), hub.name, timed.name, [reads]);
      job.addLakeOutput(landingOutput(name), container.account, container.nameToken, name, [landing]);
    }
    this.connectRules(job, landing);
    const alerts = this.alertsHub;
    if (!alerts) return;
    const sends = grant(job, 'RaisesAlerts', {
      scopeId: alerts.id,
      role: 'Azure Event Hubs Data Sender',
      reason: `raises the alerts of ${department.name}`,
      on: `${department.name}-alerts`,
      ...principal,
    });
    for (const { name, to } of department.alerts)
      if (to.includes('alerts-hub')) job.addHubOutput(name, alerts.name, [sends]);
  }

  /** What rules read and write besides hubs; reference data and their alerts lie in landing, which is emptied by age. */
  private connectRules(job: StreamAnalyticsJob, landing: ITerraformDependable): void {
    const { department } = this.props;
    const { account, nameToken: container } = this.props.landing;
    const references = department.alerts.filter((rule): rule is ReferenceAlert => rule.kind === 'reference');
    for (const [name, { reference }] of new Map(references.map((rule) => [referenceInput(rule), rule])))
      job.addReferenceInput(
        name,
        account,
        container,
        { folder: referenceFolder(reference), file: REFERENCE_FILE },
        [landing],
      );
    for (const rule of department.alerts) {
      if (rule.to.includes('lake'))
        job.addLakeOutput(lakeOutput(rule), account, container, rule.name, [landing]);
      this.pushToPowerBi(job, rule);
    }
  }

  private pushToPowerBi(job: StreamAnalyticsJob, rule: AlertRule): void {
    const workspace = rule.powerBi?.workspaces[this.environment];
    if (!rule.powerBi || !workspace) return;
    const { dataset, table, reason } = rule.powerBi;
    job.addPowerBiOutput(powerBiOutput(rule), workspace, dataset, table);
    Annotations.of(this).addWarning(
      `the Power BI output of "${rule.name}" ends on 31 October 2027, and a job that still has it stops running; it is wanted because: ${reason}`,
    );
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
