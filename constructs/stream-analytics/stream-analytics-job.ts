import { type MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { StreamAnalyticsJob as AzurermStreamAnalyticsJob } from '@cdktf/provider-azurerm/lib/stream-analytics-job';
import { StreamAnalyticsJobSchedule } from '@cdktf/provider-azurerm/lib/stream-analytics-job-schedule';
import { StreamAnalyticsOutputBlob } from '@cdktf/provider-azurerm/lib/stream-analytics-output-blob';
import { StreamAnalyticsOutputEventhub } from '@cdktf/provider-azurerm/lib/stream-analytics-output-eventhub';
import { StreamAnalyticsOutputPowerbi } from '@cdktf/provider-azurerm/lib/stream-analytics-output-powerbi';
import { StreamAnalyticsReferenceInputBlob } from '@cdktf/provider-azurerm/lib/stream-analytics-reference-input-blob';
import { StreamAnalyticsStreamInputEventhubV2 } from '@cdktf/provider-azurerm/lib/stream-analytics-stream-input-eventhub-v2';
import { dependable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { StreamQuery } from '../../compilers';
import { type ConstructIssue, nameAt, placeIn, throwAt } from '../core';
import type { IEventHubsNamespace, IObservability, IResourceGroup } from '../hosts';

/** What applies when nobody decides otherwise. */
export const STREAM_ANALYTICS_DEFAULTS = Object.freeze({
  /** A third of a unit: the smallest of StandardV2. */
  streamingUnits: 3,
  /** Seconds that an event's own time may lie before its arrival. */
  lateArrivalSeconds: 300,
  /** Seconds within which events are put into order; what looks at event times waits as long. */
  outOfOrderSeconds: 30,
  /** An event that is later or further out of order than that still counts, at the nearest time that is allowed. */
  lateEvents: 'Adjust',
} as const);

/** How a job treats event times. It holds for rules that look at them: landing and single events go by arrival. */
export interface EventTimes {
  /** Seconds that an event's own time may lie before its arrival, 0 to 1,814,399. A partition without events holds results up as long. @default 300 */
  readonly lateArrivalSeconds?: number;
  /** Seconds within which events are put into order, 0 to 599; results wait as long. @default 30 */
  readonly outOfOrderSeconds?: number;
  /**
   * What becomes of an event beyond both: it counts at the nearest time that is allowed, or not at all. `Adjust` misses no
   * event, `Drop` raises no false alarm when old events are sent again. An event more than 5 minutes ahead of its arrival
   * counts in neither. Source: "Understand time handling in Azure Stream Analytics". @default Adjust
   */
  readonly lateEvents?: 'Adjust' | 'Drop';
}

/** What is decided about a job. */
export interface StreamAnalyticsJobProps {
  /** Where the job is made. */
  readonly resourceGroup: IResourceGroup;
  /** The namespace of the hubs it reads and writes. */
  readonly eventHubs: Pick<IEventHubsNamespace, 'name'>;
  /** Where its logs go. @default nowhere */
  readonly observability?: IObservability;
  /** What it does; its names are checked against inputs and outputs. */
  readonly query: StreamQuery;
  /** Streaming units of StandardV2: 3, 7 or a multiple of 10 up to 120; they bill by the hour while the job runs. @default 3 */
  readonly streamingUnits?: number;
  /** How it treats event times. @default {@link STREAM_ANALYTICS_DEFAULTS}, one by one */
  readonly eventTimes?: EventTimes;
  /** Whether it runs. @default false */
  readonly started?: boolean;
}

/** A Stream Analytics job that reaches everything by its own identity. */
export class StreamAnalyticsJob extends Construct {
  /** Its name. */
  readonly name: string;
  /** Object id of its identity, a token. */
  readonly principalId: string;
  /** The job. */
  readonly resource: AzurermStreamAnalyticsJob;
  /** Its diagnostics, where its logs go somewhere. */
  readonly diagnostics?: MonitorDiagnosticSetting;
  private readonly inputs = new Map<string, ITerraformDependable>();
  private readonly outputs = new Map<string, ITerraformDependable>();
  private readonly needs: ITerraformDependable[] = [];
  private schedule?: StreamAnalyticsJobSchedule;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the query and its size.
   * @throws LakehouseError when Azure has no such number of streaming units or seconds.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: StreamAnalyticsJobProps,
  ) {
    super(scope, id);
    const { resourceGroup, query, observability } = props;
    const { streamingUnits = STREAM_ANALYTICS_DEFAULTS.streamingUnits } = props;
    const times = props.eventTimes ?? {};
    const late = times.lateArrivalSeconds ?? STREAM_ANALYTICS_DEFAULTS.lateArrivalSeconds;
    const outOfOrder = times.outOfOrderSeconds ?? STREAM_ANALYTICS_DEFAULTS.outOfOrderSeconds;
    throwAt(this, [
      ...unitIssues(streamingUnits),
      ...secondIssues('eventTimes.lateArrivalSeconds', late, 1_814_399),
      ...secondIssues('eventTimes.outOfOrderSeconds', outOfOrder, 599),
    ]);
    placeIn(this, resourceGroup);
    this.name = nameAt(resourceGroup.placement, 'streamAnalyticsJob');
    this.resource = new AzurermStreamAnalyticsJob(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      skuName: 'StandardV2',
      streamingUnits,
      compatibilityLevel: '1.2',
      dataLocale: 'en-US',
      contentStoragePolicy: 'SystemAccount',
      // An event that cannot be written holds the job up instead of being lost without a word.
      outputErrorPolicy: 'Stop',
      eventsLateArrivalMaxDelayInSeconds: late,
      eventsOutOfOrderMaxDelayInSeconds: outOfOrder,
      eventsOutOfOrderPolicy: times.lateEvents ?? STREAM_ANALYTICS_DEFAULTS.lateEvents,
      transformationQuery: query.text,
      identity: { type: 'SystemAssigned' },
    });
    this.principalId = this.resource.identity.principalId;
    this.diagnostics = observability?.diagnose(this, 'Diagnostics', this.resource.id);
    this.node.addValidation({ validate: () => this.missingNames() });
  }

  /** Reads a hub, under the name that the query uses; `ready` is what must be there before the job starts. */
  addInput(
    name: string,
    hubName: string,
    consumerGroupName: string,
    ready: readonly ITerraformDependable[],
  ): StreamAnalyticsStreamInputEventhubV2 {
    const input = new StreamAnalyticsStreamInputEventhubV2(this, `Input-${name}`, {
      name,
      streamAnalyticsJobId: this.resource.id,
      servicebusNamespace: this.props.eventHubs.name,
      eventhubName: hubName,
      eventhubConsumerGroupName: consumerGroupName,
      authenticationMode: 'Msi',
      serialization: { type: 'Json', encoding: 'UTF8' },
    });
    this.connect(this.inputs, name, input, ready);
    return input;
  }

  /** Reads reference data: the newest file by the day and minute in its path, `<folder>/yyyy/MM/dd/HH-mm/<file>`, JSON Lines. */
  addReferenceInput(
    name: string,
    storageAccountName: string,
    container: string,
    { folder, file }: { readonly folder: string; readonly file: string },
    ready: readonly ITerraformDependable[],
  ): StreamAnalyticsReferenceInputBlob {
    const input = new StreamAnalyticsReferenceInputBlob(this, `Input-${name}`, {
      name,
      streamAnalyticsJobName: this.resource.name,
      resourceGroupName: this.resource.resourceGroupName,
      storageAccountName,
      storageContainerName: container,
      pathPattern: `${folder}/{date}/{time}/${file}`,
      dateFormat: 'yyyy/MM/dd',
      timeFormat: 'HH-mm',
      authenticationMode: 'Msi',
      serialization: { type: 'Json', encoding: 'UTF8' },
    });
    this.connect(this.inputs, name, input, ready);
    return input;
  }

  /** Writes events as JSON Lines into folders of days and hours, `<folder>/yyyy/MM/dd/HH`. */
  addLakeOutput(
    name: string,
    storageAccountName: string,
    container: string,
    folder: string,
    ready: readonly ITerraformDependable[],
  ): StreamAnalyticsOutputBlob {
    const output = new StreamAnalyticsOutputBlob(this, `Output-${name}`, {
      name,
      streamAnalyticsJobName: this.resource.name,
      resourceGroupName: this.resource.resourceGroupName,
      storageAccountName,
      storageContainerName: container,
      pathPattern: `${folder}/{date}/{time}`,
      dateFormat: 'yyyy/MM/dd',
      timeFormat: 'HH',
      authenticationMode: 'Msi',
      serialization: { type: 'Json', encoding: 'UTF8', format: 'LineSeparated' },
    });
    this.connect(this.outputs, name, output, ready);
    return output;
  }

  /** Writes events to a hub. */
  addHubOutput(
    name: string,
    hubName: string,
    ready: readonly ITerraformDependable[],
  ): StreamAnalyticsOutputEventhub {
    const output = new StreamAnalyticsOutputEventhub(this, `Output-${name}`, {
      name,
      streamAnalyticsJobName: this.resource.name,
      resourceGroupName: this.resource.resourceGroupName,
      servicebusNamespace: this.props.eventHubs.name,
      eventhubName: hubName,
      authenticationMode: 'Msi',
      serialization: { type: 'Json', encoding: 'UTF8', format: 'LineSeparated' },
    });
    this.connect(this.outputs, name, output, ready);
    return output;
  }

  /** Pushes events into a dataset of Power BI, which the job makes; its identity has to be a contributor of the workspace. */
  addPowerBiOutput(
    name: string,
    workspace: { readonly id: string; readonly name: string },
    dataset: string,
    table: string,
  ): StreamAnalyticsOutputPowerbi {
    const output = new StreamAnalyticsOutputPowerbi(this, `Output-${name}`, {
      name,
      streamAnalyticsJobId: this.resource.id,
      groupId: workspace.id,
      groupName: workspace.name,
      dataset,
      table,
    });
    this.connect(this.outputs, name, output);
    return output;
  }

  /** Starts the job where that is asked for, once every input, output and grant is there, also those that are added later. */
  start(): StreamAnalyticsJobSchedule | undefined {
    if (!(this.props.started ?? false)) return undefined;
    this.schedule ??= new StreamAnalyticsJobSchedule(this, 'Schedule', {
      streamAnalyticsJobId: this.resource.id,
      startMode: 'JobStartTime',
    });
    this.startAfterAll();
    return this.schedule;
  }

  private connect(
    ends: Map<string, ITerraformDependable>,
    name: string,
    end: ITerraformDependable,
    ready: readonly ITerraformDependable[] = [],
  ): void {
    ends.set(name, end);
    this.needs.push(...ready);
    this.startAfterAll();
  }

  private startAfterAll(): void {
    if (!this.schedule) return;
    const ends = [...this.inputs.values(), ...this.outputs.values()];
    this.schedule.dependsOn = [...new Set([...ends, ...this.needs])].map(dependable);
    // A running job cannot be changed: it is stopped before, and started again after. As addresses, because Terraform
    // refuses the interpolations that the engine makes of resources here.
    this.schedule.lifecycle = { replaceTriggeredBy: [this.resource, ...ends].map(dependable) };
  }

  private missingNames(): string[] {
    const { inputs, outputs } = this.props.query;
    return [
      ...inputs
        .filter((name) => !this.inputs.has(name))
        .map(
          (name) =>
            `the query reads [${name}], which is no input of job "${this.name}"; add it with addInput() or addReferenceInput()`,
        ),
      ...outputs
        .filter((name) => !this.outputs.has(name))
        .map(
          (name) =>
            `the query writes [${name}], which is no output of job "${this.name}"; add it with addLakeOutput(), addHubOutput() or addPowerBiOutput()`,
        ),
    ];
  }
}

function unitIssues(units: number): ConstructIssue[] {
  const legal = units === 3 || units === 7 || (units % 10 === 0 && units >= 10 && units <= 120);
  if (legal) return [];
  const allowed = '3, 7, or a multiple of 10 up to 120';
  return [{ prop: 'streamingUnits', got: `is ${units}`, allowed, change: 'change the number' }];
}

function secondIssues(prop: string, seconds: number, most: number): ConstructIssue[] {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= most) return [];
  const allowed = `a whole number of seconds from 0 to ${most}`;
  return [{ prop, got: `is ${seconds}`, allowed, change: 'change the number' }];
}
