import { type CompanyGraph, type Department, TRIGGERED_LANDING, TRIGGERED_LANDING_RUN } from '../../model';
import * as activities from './activities';
import { type Activity } from './activities';
import { executePipeline, fail, ifCondition, until } from './control-activities';
import { restDataset } from './datasets';
import { type DepartmentDatasets, prefixOf } from './department-datasets';
import { type LinkedService } from './linked-service';
import { type Pipeline } from './pipeline';
import { callRest } from './scoring-activities';
import { TIMESTAMP_FORMAT, WINDOW_START, windowFolder, windowStart } from './window';

/** Where the job is that lands a department's streams, and who starts it. */
export interface LandingTarget {
  /** Id of its resource group, `/subscriptions/…/resourceGroups/…`. */
  readonly resourceGroupId: string;
  /** Its name. */
  readonly job: string;
  /** Name of the credential by which the factory acts as the department. */
  readonly credential: string;
}

/** When landing runs does not depend on where its job is. */
export const LANDING_NOWHERE: LandingTarget = { resourceGroupId: '', job: '', credential: '' };

/** A time before all events: a job that begins its output there reads whatever its hubs still keep. */
export const BEFORE_ALL_EVENTS = '2020-01-01T00:00:00Z';
/** Minutes after a window's end until its landing has ended, all of its tries included: files that are written till then are its own. */
export const LANDING_MINUTES = TRIGGERED_LANDING_RUN.allTries;
/** Minutes after a window's end until its landing has ended as a rule: then waves look whether it has. */
export const LANDED_MINUTES = 60;
/** Minutes without a backlog after which a job is stopped. Source: "Auto-pause a job with PowerShell and Azure Functions or Azure Automation". */
const QUIET_MINUTES = 5;
/** Minutes until Azure Monitor has a metric of a job; the same source says one to three. */
const METRIC_DELAY_MINUTES = 3;
/** Seconds between two looks. */
const POLL_SECONDS = 60;
/** Longest time until nothing is left: two further tries of the window fit into {@link LANDING_MINUTES}. */
const MOST_TO_CATCH_UP = `0.0${TRIGGERED_LANDING_RUN.mostToCatchUp / 60}:00:00`;
const MOST_TO_STOP = '0.00:30:00';

const JOBS_API = 'api-version=2020-03-01';
const METRICS_API = 'api-version=2018-01-01';
const BACKLOG = 'InputEventsSourcesBacklogged';
/** States in which a job reads, or is about to. */
const STARTED = ['Running', 'Starting', 'Degraded', 'Restarting', 'Scaling'];
/** Whom a token for Resource Manager is asked for. */
const RESOURCE_MANAGER = 'https://management.azure.com/';

/** What a job says of itself after it was asked to stop, as a file of answers. */
const STOPPED = 'Stopped';
/** Whether no later window than the pipeline's has begun to be landed. */
const IS_NEWEST = `less(ticks(utcNow()), ticks(addMinutes(pipeline().parameters.${WINDOW_START}, ${2 * TRIGGERED_LANDING.minutes})))`;

type Landing = Pick<Pipeline, 'name' | 'description' | 'activities'>;

/** Whether a pipeline lands the streams of a department once a day. */
export function landsByPipeline(graph: CompanyGraph, { sources }: Pick<Department, 'sources'>): boolean {
  return graph.landing === 'triggered' && sources.some(({ delivery }) => delivery.kind === 'stream');
}

/** Name of the pipeline that lands a department's streams, and of its trigger. */
export function landingOf(department: Department): string {
  return `${prefixOf(department)}_land_streams`;
}

/** Name of the activity of a wave that succeeds where the window is landed. */
export const LANDED = 'Landed';
const READ_LANDED = 'ReadLanded';

/**
 * Fails where the window is not landed yet, by what the job said of itself when it was asked to stop: for who goes on without streams then.
 *
 * Of a window of long ago nothing is asked: what it had is landed with the newest.
 */
export function landed(datasets: DepartmentDatasets): Activity[] {
  const read = activities.lookup({
    name: READ_LANDED,
    input: answerOf(datasets, STOPPED),
    timeout: '0.00:10:00',
    // Not there before the first window is landed.
    retries: 0,
  });
  const stopped = `equals(activity('${READ_LANDED}')?.output?.firstRow?.properties?.jobState, 'Stopped')`;
  return [
    read,
    {
      ...ifCondition({
        name: LANDED,
        condition: activities.expression(`@or(${stopped}, not(${IS_NEWEST}))`),
        otherwise: [
          fail({
            name: 'NotLanded',
            message: 'the streams of this window are not landed yet',
            errorCode: 'NotLanded',
          }),
        ],
      }),
      dependsOn: [{ activity: READ_LANDED, dependencyConditions: ['Succeeded', 'Failed'] }],
    },
  ];
}

/** Where an answer of Resource Manager is kept: in a folder of the window, beside those of streams, whose names have no underscore. */
function answerOf(datasets: DepartmentDatasets, what: string): activities.DatasetUse {
  return {
    dataset: datasets.inLake('landing', 'Json', ['folder', 'file']),
    parameters: { folder: windowFolder(TRIGGERED_LANDING, '_landing'), file: `${what}.json` },
  };
}

/** The pipelines that land a department's streams once a day, the one with a trigger last, and the connection that they go through. */
export function landingPipelines(
  department: Department,
  target: LandingTarget,
  datasets: DepartmentDatasets,
): { readonly inner: Landing; readonly outer: Landing; readonly service: LinkedService } {
  const name = landingOf(department);
  const inner = `${name}_until_done`;
  const service: LinkedService = {
    name: `${datasets.prefix}_resource_manager`,
    type: 'RestService',
    typeProperties: {
      url: `https://management.azure.com${target.resourceGroupId}/providers/Microsoft.StreamAnalytics/`,
      enableServerCertificateValidation: true,
      authenticationType: 'ManagedServiceIdentity',
      aadResourceId: RESOURCE_MANAGER,
      credential: { referenceName: target.credential, type: 'CredentialReference' },
    },
  };
  return {
    service,
    inner: {
      name: inner,
      description: `Starts the job that lands the streams of ${department.name}, and stops it when nothing is left`,
      activities: landing(target, service, datasets),
    },
    outer: {
      name,
      description: `Lands the streams of ${department.name} once a day; a window of long ago has nothing to land`,
      activities: [
        ifCondition({
          name: 'IsNewest',
          // What was sent in earlier windows is landed with the newest one.
          condition: activities.expression(`@${IS_NEWEST}`),
          then: [
            executePipeline({
              name: 'Land',
              pipeline: inner,
              parameters: { [WINDOW_START]: activities.expression(`@pipeline().parameters.${WINDOW_START}`) },
            }),
          ],
        }),
      ],
    },
  };
}

/**
 * Starts the job unless it runs, waits until no input has a backlog, and stops it. Where it does not catch up, it goes on running and
 * the run fails: that costs, and loses nothing.
 *
 * Resource Manager answers a start and a stop without a body, of which the page on REST says nothing: whether the call is held to
 * have failed does not count, the state of the job afterwards does. Sources: "Streaming Jobs - Start", "- Stop" and "- Get", "Metrics - List".
 */
function landing(target: LandingTarget, service: LinkedService, datasets: DepartmentDatasets): Activity[] {
  const dataset = datasets.add(restDataset(`${service.name}_calls`, service.name));
  const call = (path: string): activities.DatasetUse => ({
    dataset,
    parameters: { relativeUrl: activities.expression(`@concat('streamingjobs/${target.job}', ${path})`) },
  });
  const answer = (what: string): activities.DatasetUse => answerOf(datasets, what);
  const briefly = { timeout: '0.00:10:00' };
  const ask = (what: string, path: string, after?: string): Activity[] => [
    callRest({
      name: `Ask${what}`,
      ...(after !== undefined && { after: [after] }),
      input: call(path),
      output: answer(what),
      ...briefly,
    }),
    activities.lookup({ name: `Read${what}`, after: [`Ask${what}`], input: answer(what) }),
  ];
  const post = (name: string, verb: 'start' | 'stop', body?: string, after?: string): Activity[] => [
    callRest({
      name,
      ...(after !== undefined && { after: [after] }),
      input: call(`'/${verb}?${JOBS_API}'`),
      output: answer(verb),
      post: {
        ...(body !== undefined && { body: activities.expression(body) }),
        headers: { 'Content-Type': 'application/json' },
      },
      ...briefly,
      retries: 0,
    }),
    {
      ...activities.wait({ name: `${name}Asked`, seconds: POLL_SECONDS }),
      dependsOn: [{ activity: name, dependencyConditions: ['Completed'] }],
    },
  ];
  const property = (read: string, name: string): string =>
    `activity('${read}').output.firstRow.properties?.${name}`;
  const pause = (before: string): Activity =>
    activities.wait({ name: `PauseBefore${before}`, seconds: POLL_SECONDS });
  const ago = (minutes: number): string => `addMinutes(utcNow(), -${minutes}, '${TIMESTAMP_FORMAT}')`;
  const span = `${ago(METRIC_DELAY_MINUTES + QUIET_MINUTES)}, '/', ${ago(METRIC_DELAY_MINUTES)}`;
  const backlog = `'/providers/Microsoft.Insights/metrics?${METRICS_API}&metricnames=${BACKLOG}&aggregation=Maximum&interval=FULL&timespan=', ${span}`;
  const most = "activity('ReadBacklog').output.firstRow.value?[0]?.timeseries?[0]?.data?[0]?.maximum";
  // A job without a metric does not run yet, or no longer: that is not the same as none behind.
  const quiet = `@contains(createArray('0', '0.0'), string(coalesce(${most}, 'none')))`;
  const job = `'?${JOBS_API}'`;
  return [
    ...ask('State', job),
    ifCondition({
      name: 'StartUnlessItRuns',
      after: ['ReadState'],
      condition: activities.expression(
        `@not(contains(createArray(${STARTED.map((state) => `'${state}'`).join(', ')}), ${property('ReadState', 'jobState')}))`,
      ),
      then: post(
        'StartJob',
        'start',
        `@concat('{"outputStartMode":"CustomTime","outputStartTime":"', ${outputStart(property('ReadState', 'lastOutputEventTime'))}, '"}')`,
      ),
    }),
    {
      ...activities.wait({ name: 'CatchUp', seconds: TRIGGERED_LANDING_RUN.catchUp * 60 }),
      dependsOn: activities.succeeded(['StartUnlessItRuns']),
    },
    until({
      name: 'WaitUntilLanded',
      after: ['CatchUp'],
      condition: activities.expression(quiet),
      activities: [pause('Backlog'), ...ask('Backlog', backlog, 'PauseBeforeBacklog')],
      timeout: MOST_TO_CATCH_UP,
    }),
    ...post('StopJob', 'stop', undefined, 'WaitUntilLanded'),
    until({
      name: 'WaitUntilStopped',
      after: ['StopJobAsked'],
      condition: activities.expression(`@equals(${property('ReadStopped', 'jobState')}, 'Stopped')`),
      activities: [pause('Stopped'), ...ask(STOPPED, job, 'PauseBeforeStopped')],
      timeout: MOST_TO_STOP,
    }),
  ];
}

/**
 * Where output begins: with the last one, but no later than an hour before the window. A start "when last stopped" goes by the job's last
 * output, and it is not documented for several outputs whether that is the earliest or the latest of them; by the latest, a stream that was
 * behind would be cut short. What is landed twice is one row in silver.
 */
function outputStart(lastOutput: string): string {
  const overlap = `addMinutes(${windowStart(TIMESTAMP_FORMAT)}, -${TRIGGERED_LANDING_RUN.overlap}, '${TIMESTAMP_FORMAT}')`;
  const last = `formatDateTime(coalesce(${lastOutput}, '${BEFORE_ALL_EVENTS}'), '${TIMESTAMP_FORMAT}')`;
  return `if(less(ticks(${last}), ticks(${overlap})), ${last}, ${overlap})`;
}
