import { type ExpectedRuns } from '../data-factory/expected-runs';
import { ONE_TABLE } from '../data-factory/one-table';
import { ALONE } from '../data-factory/table-fills';
import { AFTER_TABLE, SINKS } from '../data-flow-script/script-writer';
import { datatable, textList } from './literals';

/** Minutes that an alert rule looks back at most. Source: "Create or edit a log search alert rule". */
export const LOOK_BACK_MINUTES = 2 * 24 * 60;
/** Rows of a table in one query: with names of the greatest length a rule stays below {@link MAX_RULE_BYTES}. */
export const EXPECTED_A_QUERY = 500;
/** Most bytes of all properties of a log alert rule. Source: "Azure Monitor service limits", log alerts. */
export const MAX_RULE_BYTES = 64 * 1024;

/** A pipeline, with the table where it fills several. */
const WITH_TABLE =
  "PipelineName = iff(FilledTable == '', PipelineName, strcat(PipelineName, ' ', FilledTable))";

/** A streaming job that has to run. */
export interface ExpectedJob {
  /** Its name; Azure tells no case apart. */
  readonly job: string;
  /** Seconds that it holds results up by itself: events that come late, or out of order. */
  readonly toleranceSeconds: number;
}

/**
 * Pipelines with so many failed runs of a window since it last succeeded. Each run that ends writes a line with its status and its
 * parameters, of which the window is one: that a later window succeeds mends no earlier one. So is the table, where a pipeline was asked for one.
 */
export function failedPipelines(runs: number): string {
  return `let succeeded = ADFPipelineRun
| where Status == 'Succeeded'
| summarize LastSucceeded = max(TimeGenerated) by PipelineName, Parameters;
ADFPipelineRun
| where Status == 'Failed'
| join kind=leftouter succeeded on PipelineName, Parameters
| where isnull(LastSucceeded) or TimeGenerated > LastSucceeded
| summarize FailedRuns = count() by PipelineName, Parameters
| where FailedRuns >= ${runs}
| extend FilledTable = tostring(parse_json(Parameters).${ONE_TABLE})
| summarize FailedWindows = count() by PipelineName, FilledTable
| project ${WITH_TABLE}, FailedWindows`;
}

/**
 * Pipelines whose last success is too long ago, or beyond what a rule looks back at. A wave that was asked for one of its tables filled
 * that alone: it says nothing of the others.
 */
export function latePipelines(expected: readonly ExpectedRuns[], lateByMinutes: number): string {
  const rows = expected.map(({ pipeline, lateAfterMinutes }) => [
    pipeline,
    Math.min(lateAfterMinutes + lateByMinutes, LOOK_BACK_MINUTES),
  ]);
  return `let expected = ${datatable(
    [
      { name: 'PipelineName', type: 'string' },
      { name: 'LateAfterMinutes', type: 'long' },
    ],
    rows,
  )};
let succeeded = ADFPipelineRun
| where Status == 'Succeeded' and tostring(parse_json(Parameters).${ONE_TABLE}) == ''
| summarize LastSucceeded = max(TimeGenerated) by PipelineName;
expected
| join kind=leftouter succeeded on PipelineName
| extend SilentMinutes = iff(isnull(LastSucceeded), ${LOOK_BACK_MINUTES}, datetime_diff('minute', now(), LastSucceeded))
| where SilentMinutes >= LateAfterMinutes
| project PipelineName, SilentMinutes, LateAfterMinutes`;
}

/** Pipelines whose successful copies of a day brought nothing. */
export function emptyCopies(pipelines: readonly string[]): string {
  return `ADFActivityRun
| where ActivityType == 'Copy' and Status == 'Succeeded'
| where ActivityName endswith 'ToBronze' and isnotempty(Output)
| where PipelineName in ${textList(pipelines)}
| summarize CopiedRows = sum(tolong(parse_json(Output).rowsCopied)) by PipelineName
| where CopiedRows == 0 or isnull(CopiedRows)
| project PipelineName`;
}

/**
 * Pipelines of tables of which more than a share was quarantined in a day, each with the table where it fills several. Sinks say which, or the
 * activity. A sink without rows is not in the metrics.
 */
export function quarantinedRows(percent: number): string {
  const kinds = `(${SINKS.quarantine}|${SINKS.write})`;
  return `ADFActivityRun
| where ActivityType == 'ExecuteDataFlow' and Status == 'Succeeded' and isnotempty(Output)
| extend Sinks = parse_json(Output).runStatus.metrics
| mv-expand kind=array Sink = Sinks
| extend SinkName = tostring(Sink[0]), SinkRows = tolong(Sink[1].rowsWritten)
| extend FilledTable = extract('^(.*?)${AFTER_TABLE}${kinds}', 1, SinkName), Kind = extract('^(.*?${AFTER_TABLE})?${kinds}', 2, SinkName)
| extend FilledTable = iff(FilledTable == '', extract('^${ALONE}(.+)$', 1, ActivityName), FilledTable)
| summarize QuarantinedRows = sumif(SinkRows, Kind == '${SINKS.quarantine}'), WrittenRows = sumif(SinkRows, Kind == '${SINKS.write}') by PipelineName, FilledTable
| extend QuarantinedPercent = 100.0 * QuarantinedRows / (QuarantinedRows + coalesce(WrittenRows, 0))
| where QuarantinedRows > 0 and QuarantinedPercent > ${percent}
| project ${WITH_TABLE}, QuarantinedRows, QuarantinedPercent`;
}

/** Jobs that have sent no metric, are behind, or have had a backlog all the time. A job that stands still sends none. */
export function streamDelays(expected: readonly ExpectedJob[], minutes: number): string {
  const rows = expected.map(({ job, toleranceSeconds }) => [
    job.toLowerCase(),
    minutes * 60 + toleranceSeconds,
  ]);
  return `let expected = ${datatable(
    [
      { name: 'Job', type: 'string' },
      { name: 'LimitSeconds', type: 'long' },
    ],
    rows,
  )};
let seen = AzureMetrics
| where ResourceProvider =~ 'MICROSOFT.STREAMANALYTICS' and TimeGenerated > ago(${minutes}m)
| where MetricName == 'OutputWatermarkDelaySeconds' or MetricName == 'InputEventsSourcesBacklogged'
| summarize Samples = count(), DelaySeconds = maxif(Maximum, MetricName == 'OutputWatermarkDelaySeconds'), LeastBacklog = minif(Maximum, MetricName == 'InputEventsSourcesBacklogged') by Job = tolower(Resource);
expected
| join kind=leftouter seen on Job
| extend Problem = case(isnull(Samples), 'silent', DelaySeconds > LimitSeconds, 'delayed', LeastBacklog > 0, 'backlogged', 'none')
| where Problem != 'none'
| project Job, Problem`;
}

/** Hours after which a stop of the logs is no news: the next day's is reported anew. */
const STOP_HOURS = 6;

/**
 * Whether the cap of a workspace stopped its logs, and whether more than a share of it came within a day. The day of the cap begins at an
 * hour of Azure's choosing, so any 24 hours are looked at. Sources: "Set daily cap on Log Analytics workspace", whose query the first half
 * is, and "Analyze usage in a Log Analytics workspace"; both say 1,000 MB to a GB.
 *
 * @param megabytes reported when more came. @default stops alone are reported
 */
export function cappedLogs(megabytes?: number): string {
  const stopped = `_LogOperation
| where Category =~ 'Ingestion' and Detail contains 'OverQuota' and TimeGenerated > ago(${STOP_HOURS}h)
| summarize Records = count() by Problem = 'stopped'
| project Problem`;
  if (megabytes === undefined) return stopped;
  return `let filling = Usage
| where IsBillable
| summarize Megabytes = sum(Quantity) by Problem = 'filling'
| where Megabytes > ${megabytes}
| project Problem;
${stopped}
| union filling`;
}

/** Vaults that refused requests; a first request without a token is refused by design, and no sign of anything. */
export function refusedRequests(most: number): string {
  return `AzureDiagnostics
| where ResourceProvider =~ 'MICROSOFT.KEYVAULT' and Category == 'AuditEvent'
| extend StatusCode = toint(column_ifexists('httpStatusCode_d', 0.0))
| where StatusCode == 403 or (StatusCode == 401 and OperationName != 'Authentication')
| summarize Refused = count() by Vault = tolower(Resource)
| where Refused > ${most}
| project Vault, Refused`;
}
