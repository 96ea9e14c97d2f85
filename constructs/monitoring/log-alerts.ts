import {
  cappedLogs,
  emptyCopies,
  EXPECTED_A_QUERY,
  type ExpectedJob,
  type ExpectedRuns,
  failedPipelines,
  latePipelines,
  LOOK_BACK_MINUTES,
  quarantinedRows,
  refusedRequests,
  streamDelays,
} from '../../compilers/internal';
import { DEFAULT_SETTINGS, type DefaultSettings, type MonitoringSettings } from '../../model';

/** A log alert rule, as data. */
export interface LogAlert {
  /** What it is about: its page of the runbooks, and the beginning of its name. */
  readonly alert: string;
  /** The id of its construct. */
  readonly id: string;
  /** Tells several rules about one thing apart. @default none: there is one */
  readonly part?: number;
  /** When it fires, in words. */
  readonly condition: string;
  /** The setting that decides its threshold. */
  readonly setting: keyof MonitoringSettings;
  /** Its threshold in words. */
  readonly threshold: string;
  /** The table it looks at, and which part of it. */
  readonly table: string;
  /** The Terraform type of the resources whose diagnostic settings send that. @default the workspace writes it itself */
  readonly sentBy?: string;
  /** The column that each value of is reported by itself. */
  readonly dimension: string;
  /** 0, critical, to 4. */
  readonly severity: number;
  /** How often it is evaluated, ISO 8601. */
  readonly frequency: string;
  /** What it looks back at, ISO 8601. */
  readonly window: string;
  /** Whether it asks what has to be there: it would fire where nothing runs. @default false */
  readonly needsRuns?: boolean;
  /** Why it was switched off. @default it is on */
  readonly off?: string;
  /** The query; each row that it gives is reported. */
  readonly query: string;
}

/** What the rules of an environment watch over. */
export interface Watched {
  /** Its pipelines. */
  readonly runs: readonly ExpectedRuns[];
  /** Its streaming jobs. */
  readonly jobs: readonly ExpectedJob[];
  /** Gigabytes a day after which the workspace takes no more. @default not known: it is not made here */
  readonly dailyQuotaGb?: number | undefined;
}

/** A rule, unless it is off. */
type Rule = (threshold: number, watched: Watched) => LogAlert[];

const FACTORY = 'azurerm_data_factory';

const RULES: Readonly<Partial<Record<keyof MonitoringSettings, Rule>>> = {
  failedRuns: (runs) => [
    {
      alert: 'failed-pipelines',
      id: 'FailedPipelines',
      condition: 'a window of a pipeline failed and has not succeeded since',
      setting: 'failedRuns',
      threshold: `${runs} or more failed runs of the window since it last succeeded, within a day`,
      table: 'ADFPipelineRun, category PipelineRuns',
      sentBy: FACTORY,
      dimension: 'PipelineName',
      severity: 2,
      frequency: 'PT15M',
      window: 'P1D',
      query: failedPipelines(runs),
    },
  ],
  lateByMinutes: (minutes, { runs }) =>
    chunks(seen(runs, minutes)).map((expected, index) => ({
      alert: 'late-tables',
      id: numbered('LateTables', index),
      ...(index > 0 && { part: index + 1 }),
      condition: 'a pipeline has not succeeded for longer than its table may be old',
      setting: 'lateByMinutes',
      threshold: `the freshness of a source in its contract, of any other table twice its interval, and ${minutes} minutes`,
      table: 'ADFPipelineRun, category PipelineRuns',
      sentBy: FACTORY,
      dimension: 'PipelineName',
      severity: 2,
      frequency: 'PT15M',
      window: 'P2D',
      needsRuns: true,
      query: latePipelines(expected, minutes),
    })),
  zeroRowsFrom: (rows, { runs }) =>
    chunks(runs.filter(({ rowsADay }) => rowsADay !== undefined && rowsADay >= rows)).map(
      (copies, index) => ({
        alert: 'zero-rows',
        id: numbered('ZeroRows', index),
        ...(index > 0 && { part: index + 1 }),
        condition: 'the copies of a source succeeded for a day and brought no row',
        setting: 'zeroRowsFrom',
        threshold: `no row in a day, of sources whose contract expects ${rows} a day or more`,
        table: 'ADFActivityRun, category ActivityRuns',
        sentBy: FACTORY,
        dimension: 'PipelineName',
        severity: 3,
        frequency: 'PT1H',
        window: 'P1D',
        query: emptyCopies(copies.map(({ pipeline }) => pipeline)),
      }),
    ),
  quarantinedPercent: (percent) => [
    {
      alert: 'quarantined-rows',
      id: 'QuarantinedRows',
      condition: 'many rows of a table broke its contract',
      setting: 'quarantinedPercent',
      threshold: `more than ${percent} percent of a day's rows`,
      table: 'ADFActivityRun, category ActivityRuns',
      sentBy: FACTORY,
      dimension: 'PipelineName',
      severity: 3,
      frequency: 'PT1H',
      window: 'P1D',
      query: quarantinedRows(percent),
    },
  ],
  streamDelayMinutes: (minutes, { jobs }) =>
    jobs.length === 0
      ? []
      : [
          {
            alert: 'stream-delay',
            id: 'StreamDelay',
            condition:
              'a streaming job is behind, has a backlog, or sends no metrics because it stands still',
            setting: 'streamDelayMinutes',
            threshold: `${minutes} minutes, and what the job waits for late events; at most half of the shortest retention of a hub`,
            table: 'AzureMetrics: OutputWatermarkDelaySeconds and InputEventsSourcesBacklogged',
            sentBy: 'azurerm_stream_analytics_job',
            dimension: 'Job',
            severity: 1,
            frequency: 'PT15M',
            window: windowOf(minutes),
            needsRuns: true,
            query: streamDelays(jobs, minutes),
          },
        ],
  refusedRequests: (most) => [
    {
      alert: 'refused-by-vault',
      id: 'RefusedByVault',
      condition: 'a vault refused who had no right',
      setting: 'refusedRequests',
      threshold: `more than ${most} requests in an hour, answered by 403, or by 401 after signing in`,
      table: 'AzureDiagnostics, category AuditEvent',
      sentBy: 'azurerm_key_vault',
      dimension: 'Vault',
      severity: 2,
      frequency: 'PT15M',
      window: 'PT1H',
      query: refusedRequests(most),
    },
  ],
  logCapPercent: (percent, { dailyQuotaGb }) => [
    {
      alert: 'log-cap',
      id: 'LogCap',
      condition: 'the daily cap stopped the logs, or soon will: alert rules then see nothing',
      setting: 'logCapPercent',
      threshold:
        dailyQuotaGb === undefined
          ? 'a stop'
          : `a stop, or more than ${percent} percent of ${dailyQuotaGb} GB within 24 hours`,
      table: '_LogOperation, category Ingestion, and Usage',
      dimension: 'Problem',
      severity: 1,
      frequency: 'PT15M',
      window: 'P1D',
      query: cappedLogs(dailyQuotaGb === undefined ? undefined : shareOf(dailyQuotaGb, percent)),
    },
  ],
};

/** The log alert rules of an environment; those that are off as they would be. */
export function logAlerts(settings: DefaultSettings['monitoring'], watched: Watched): LogAlert[] {
  return (Object.entries(RULES) as [keyof MonitoringSettings, Rule][]).flatMap(([setting, rule]) => {
    const threshold = settings[setting];
    if (typeof threshold === 'number') return rule(threshold, watched);
    const usual = DEFAULT_SETTINGS.monitoring[setting];
    if (typeof usual !== 'number') return [];
    return rule(usual, watched).map((alert) => Object.assign({}, alert, { off: threshold.off.reason }));
  });
}

/** Pipelines that may be late for longer than a rule looks back: it cannot tell that they are. */
export function unseenRuns(runs: readonly ExpectedRuns[], lateByMinutes: number): ExpectedRuns[] {
  return runs.filter(({ lateAfterMinutes }) => lateAfterMinutes + lateByMinutes > LOOK_BACK_MINUTES);
}

function seen(runs: readonly ExpectedRuns[], lateByMinutes: number): ExpectedRuns[] {
  const unseen = new Set(unseenRuns(runs, lateByMinutes));
  return runs.filter((run) => !unseen.has(run));
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / EXPECTED_A_QUERY) }, (_, index) =>
    all.slice(index * EXPECTED_A_QUERY, (index + 1) * EXPECTED_A_QUERY),
  );
}

function numbered(id: string, index: number): string {
  return index === 0 ? id : `${id}${index + 1}`;
}

/** Megabytes of a share of gigabytes, as the cap and the bill count them. */
function shareOf(gigabytes: number, percent: number): number {
  return Number((gigabytes * 10 * percent).toFixed(3));
}

/** The shortest window that Azure has and that holds so many minutes. */
function windowOf(minutes: number): string {
  const windows = [15, 30, 45, 60, 120, 180, 240, 300, 360, 1440, 2880] as const;
  const found = windows.find((window) => window >= minutes) ?? 2880;
  if (found >= 1440) return `P${found / 1440}D`;
  return found % 60 === 0 ? `PT${found / 60}H` : `PT${found}M`;
}
