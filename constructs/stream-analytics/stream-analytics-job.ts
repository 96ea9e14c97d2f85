import { type MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { DataAzurermStreamAnalyticsJob } from '@cdktf/provider-azurerm/lib/data-azurerm-stream-analytics-job';
import { StreamAnalyticsJob as AzurermStreamAnalyticsJob } from '@cdktf/provider-azurerm/lib/stream-analytics-job';
import { StreamAnalyticsJobSchedule } from '@cdktf/provider-azurerm/lib/stream-analytics-job-schedule';
import { StreamAnalyticsOutputBlob } from '@cdktf/provider-azurerm/lib/stream-analytics-output-blob';
import { StreamAnalyticsOutputEventhub } from '@cdktf/provider-azurerm/lib/stream-analytics-output-eventhub';
import { StreamAnalyticsOutputPowerbi } from '@cdktf/provider-azurerm/lib/stream-analytics-output-powerbi';
import { StreamAnalyticsReferenceInputBlob } from '@cdktf/provider-azurerm/lib/stream-analytics-reference-input-blob';
import { StreamAnalyticsStreamInputEventhubV2 } from '@cdktf/provider-azurerm/lib/stream-analytics-stream-input-eventhub-v2';
import { dependable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { BEFORE_ALL_EVENTS, type StreamQuery } from '../../compilers/internal';
import { DEFAULT_SETTINGS, type EventTimes, type StreamingSettings } from '../../model';
import { nameAt, placeIn, providerFor, settingIssues, throwAt } from '../core';
import { DIAGNOSTICS } from '../hosts';
import type { IEventHubsNamespace, IObservability, IResourceGroup } from '../hosts';

/** What applies when nobody decides otherwise. */
export const STREAM_ANALYTICS_DEFAULTS = Object.freeze({
  ...DEFAULT_SETTINGS.streaming,
  eventTimes: DEFAULT_SETTINGS.eventTimes,
  outputErrorPolicy: 'Stop',
  firstStart: 'now',
});

/** What is decided about a job. */
export interface StreamAnalyticsJobProps extends Pick<StreamingSettings, 'streamingUnits'> {
  /** What it is for, at the end of its name. @default nothing: the department's one job */
  readonly purpose?: string;
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
  /**
   * What becomes of an event that its output cannot take as it is: `Stop` tries again for ever, which holds up all outputs and
   * loses nothing; `Drop` leaves the event out, and says so in the job's log. Source: "Azure Stream Analytics output error
   * policy". @default 'Stop'
   */
  readonly outputErrorPolicy?: 'Stop' | 'Drop';
  /** Where output begins while there has been none: with all that the hubs still keep, or with what arrives from now on. @default 'now' */
  readonly firstStart?: 'everything' | 'now';
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
    const { outputErrorPolicy = STREAM_ANALYTICS_DEFAULTS.outputErrorPolicy } = props;
    throwAt(this, [
      ...settingIssues('streaming', { streamingUnits }),
      ...settingIssues('eventTimes', { lateArrivalSeconds, outOfOrderSeconds, lateEvents }, 'eventTimes.'),
    ]);
    placeIn(this, resourceGroup);
    this.name = nameAt(resourceGroup.placement, 'streamAnalyticsJob', props.purpose);
    this.resource = new AzurermStreamAnalyticsJob(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      skuName: 'StandardV2',
      streamingUnits,
      compatibilityLevel: '1.2',
      dataLocale: 'en-US',
      contentStoragePolicy: 'SystemAccount',
      outputErrorPolicy,
      eventsLateArrivalMaxDelayInSeconds: lateArrivalSeconds,
      eventsOutOfOrderMaxDelayInSeconds: outOfOrderSeconds,
      eventsOutOfOrderPolicy: lateEvents,
      transformationQuery: query.text,
      identity: { type: 'SystemAssigned' },
    });
    this.principalId = this.resource.identity.principalId;
    this.diagnostics = observability?.diagnose(
      this,
      'Diagnostics',
      this.resource.id,
      DIAGNOSTICS.streamAnalytics,
    );
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

  /**
   * Starts the job where that is asked for, once every input, output and grant is there, also those that are added later. It goes
   * on where its output ended; only while it has never given any, it begins as `firstStart` says.
   */
  start(): StreamAnalyticsJobSchedule | undefined {
    if (!(this.props.started ?? false)) return undefined;
    this.schedule ??= new StreamAnalyticsJobSchedule(this, 'Schedule', {
      streamAnalyticsJobId: this.resource.id,
      ...this.startMode(),
    });
    this.startAfterAll();
    return this.schedule;
  }

  /** Azure refuses "when last stopped" of a job without any output, so each apply asks it first. */
  private startMode(): { readonly startMode: string; readonly startTime?: string } {
    const { resourceGroup, firstStart = STREAM_ANALYTICS_DEFAULTS.firstStart } = this.props;
    const asked = new DataAzurermStreamAnalyticsJob(this, 'LastOutput', {
      name: this.name,
      resourceGroupName: resourceGroup.nameToken,
      provider: providerFor(this, resourceGroup),
      // A job that is yet to be made, or changed, is asked after that.
      dependsOn: [this.resource],
    });
    const first = firstStart === 'everything' ? 'CustomTime' : 'JobStartTime';
    const hasNone = `try(length(${asked.fqn}.last_output_time), 0) == 0`;
    return {
      startMode: `\${${hasNone} ? "${first}" : "LastOutputEventTime"}`,
      // Counts in the mode CustomTime only.
      ...(firstStart === 'everything' && { startTime: BEFORE_ALL_EVENTS }),
    };
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
    this.schedule.lifecycle = {
      replaceTriggeredBy: [this.resource, ...ends].map(dependable),
      // Azure tells how the job was started last: neither an operator's restart nor the second plan is a change to undo. Where
      // the schedule is replaced, Terraform takes both from the configuration again.
      ignoreChanges: ['start_mode', 'start_time'],
    };
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
