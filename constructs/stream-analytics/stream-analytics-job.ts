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
import { DEFAULT_SETTINGS, type EventTimes, type StreamingSettings } from '../../model';
import { nameAt, placeIn, settingIssues, throwAt } from '../core';
import type { IEventHubsNamespace, IObservability, IResourceGroup } from '../hosts';

/** What applies when nobody decides otherwise. */
export const STREAM_ANALYTICS_DEFAULTS = Object.freeze({
  ...DEFAULT_SETTINGS.streaming,
  eventTimes: DEFAULT_SETTINGS.eventTimes,
});

/** What is decided about a job. */
export interface StreamAnalyticsJobProps extends StreamingSettings {
  /** Where the job is made. */
  readonly resourceGroup: IResourceGroup;
  /** The namespace of the hubs it reads and writes. */
  readonly eventHubs: Pick<IEventHubsNamespace, 'name'>;
  /** Where its logs go. @default nowhere */
  readonly observability?: IObservability;
  /** What it does; its names are checked against inputs and outputs. */
  readonly query: StreamQuery;
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
    const usual = STREAM_ANALYTICS_DEFAULTS.eventTimes;
    const {
      lateArrivalSeconds = usual.lateArrivalSeconds,
      outOfOrderSeconds = usual.outOfOrderSeconds,
      lateEvents = usual.lateEvents,
    } = props.eventTimes ?? {};
    throwAt(this, [
      ...settingIssues('streaming', { streamingUnits }),
      ...settingIssues('eventTimes', { lateArrivalSeconds, outOfOrderSeconds, lateEvents }, 'eventTimes.'),
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
      eventsLateArrivalMaxDelayInSeconds: lateArrivalSeconds,
      eventsOutOfOrderMaxDelayInSeconds: outOfOrderSeconds,
      eventsOutOfOrderPolicy: lateEvents,
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
