import { type LogTable } from '../../model';
import { type AssumptionName } from '../assumptions';
import { type MeterId, MONTH_DAYS } from '../prices/meters';
import { combined, NOTHING, product, type Range, sumOf } from '../range';
import { numberOf, textOf, type WrittenResource } from '../synthesized-stacks';
import { GIGABYTE, MEGABYTE } from '../volumes';
import { containerUsage } from './storage';
import { type Usage, type UsageContext, type UsageOf } from './usage';

/** Days of logs that are kept without a charge. Source: "Azure Monitor Logs cost calculations and options", retention. */
const FREE_LOG_DAYS = 31;

/** The table of a category of logs; all others share one. Source: "Supported resource log categories for Azure Monitor". */
const TABLES: Readonly<Record<string, LogTable>> = Object.freeze({
  ActivityRuns: 'ADFActivityRun',
  PipelineRuns: 'ADFPipelineRun',
  Audit: 'LAQueryLogs',
  BuiltinSqlReqsEnded: 'SynapseBuiltinSqlPoolRequestsEnded',
  SQLSecurityAuditEvents: 'SQLSecurityAuditEvents',
  SynapseRbacOperations: 'SynapseRbacOperations',
  StorageDelete: 'StorageBlobLogs',
  StorageRead: 'StorageBlobLogs',
  StorageWrite: 'StorageBlobLogs',
  AmlComputeClusterEvent: 'AmlComputeClusterEvent',
  AmlComputeJobEvent: 'AmlComputeJobEvent',
  AmlRunStatusChangedEvent: 'AmlRunStatusChangedEvent',
});
const SHARED_TABLE: LogTable = 'AzureDiagnostics';

/** Categories of requests to lakes that pipelines make many of, and where they are counted. */
const REQUESTS: Readonly<Record<string, MeterId>> = Object.freeze({
  StorageWrite: 'storage/writes',
  StorageRead: 'storage/reads',
});

/** What a table of the plan Basic keeps for queries. Source: "Select a table plan", Azure Monitor. */
const BASIC_DAYS = 30;

const ASSUMPTIONS = ['logBytesPerActivity', 'logMegabytesPerSource', 'metricMegabytesPerSource'] as const;
const BASIC_ASSUMPTIONS = ['logBytesPerRequest', 'logMegabytesPerSource'] as const;

/** What logs cost by what comes in, up to the daily cap, and by how long each table keeps it. */
export const logUsage: UsageOf = (resource, context) => {
  const cap = numberOf(resource.block, 'daily_quota_gb', -1);
  const tables = capped(monthlyByTable(context), cap < 0 ? Infinity : cap * MONTH_DAYS);
  const own = new Map(
    context.stacks
      .ofType('azurerm_log_analytics_workspace_table')
      .map((table) => [textOf(table.block, 'name'), table] as const),
  );
  const isBasic = (name: string): boolean => own.get(name)?.block.plan === 'Basic';
  const sum = (wanted: (name: string) => boolean): Range =>
    sumOf([...tables].filter(([name]) => wanted(name)).map(([, gigabytes]) => gigabytes));
  const others = numberOf(resource.block, 'retention_in_days', 30);
  return [
    {
      resource,
      what:
        cap < 0 ? 'logs and metrics that come in' : `logs and metrics that come in, ${cap} GB a day at most`,
      meter: 'logs/ingestion' as const,
      quantity: sum((name) => !isBasic(name)),
      assumptions: ASSUMPTIONS,
    },
    {
      resource,
      what: 'logs that come into tables of the plan Basic',
      meter: 'logs/basic-ingestion' as const,
      quantity: sum(isBasic),
      assumptions: BASIC_ASSUMPTIONS,
    },
    ...keptUsage(
      resource,
      'logs',
      sum((name) => !own.has(name)),
      { days: others, total: others, assumptions: ASSUMPTIONS },
    ),
    ...[...own].flatMap(([name, { block }]) => {
      const days = isBasic(name) ? BASIC_DAYS : numberOf(block, 'retention_in_days', others);
      const kept = {
        days,
        total: numberOf(block, 'total_retention_in_days', days),
        assumptions: isBasic(name) ? BASIC_ASSUMPTIONS : ASSUMPTIONS,
      };
      return keptUsage(resource, name, tables.get(name) ?? NOTHING, kept);
    }),
  ];
};

/** What is kept beyond what is paid when it comes in: for queries, and after that for search jobs. */
function keptUsage(
  resource: WrittenResource,
  what: string,
  gigabytes: Range,
  {
    days,
    total,
    assumptions,
  }: {
    readonly days: number;
    readonly total: number;
    readonly assumptions: readonly AssumptionName[];
  },
): Usage[] {
  const line = (text: string, meter: 'logs/retention' | 'logs/long-term-retention', more: number): Usage[] =>
    more <= 0
      ? []
      : [
          {
            resource,
            what: `${what}, kept ${text}`,
            meter,
            quantity: product(gigabytes, more / MONTH_DAYS),
            assumptions,
          },
        ];
  return [
    ...line(
      `for queries for ${days} days, beyond the ${FREE_LOG_DAYS} that are included`,
      'logs/retention',
      days - FREE_LOG_DAYS,
    ),
    ...line(`after that until day ${total}`, 'logs/long-term-retention', total - days),
  ];
}

/** Gigabytes a month by the table that they go to: what a resource sends is spread over its categories. */
function monthlyByTable(context: UsageContext): Map<LogTable, Range> {
  const { stacks, assumed, runs } = context;
  const tables = new Map<LogTable, Range>();
  const add = (table: LogTable, gigabytes: Range): void => {
    tables.set(table, sumOf([tables.get(table) ?? NOTHING, gigabytes]));
  };
  const month = (MONTH_DAYS * MEGABYTE) / GIGABYTE;
  const sent = new Set<string>();
  for (const { block } of stacks.ofType('azurerm_monitor_diagnostic_setting')) {
    const logs = categoriesOf(block.enabled_log);
    for (const category of logs) {
      sent.add(category);
      add(TABLES[category] ?? SHARED_TABLE, product(assumed.logMegabytesPerSource, month / logs.length));
    }
    if (categoriesOf(block.enabled_metric).length > 0)
      add('AzureMetrics', product(assumed.metricMegabytesPerSource, month));
  }
  for (const [category, meter] of Object.entries(REQUESTS))
    if (sent.has(category))
      add(
        TABLES[category] ?? SHARED_TABLE,
        product(requestsOf(meter, context), assumed.logBytesPerRequest, 1 / GIGABYTE),
      );
  add(
    'ADFActivityRun',
    product(runs.monthOf().amount('orchestration'), assumed.logBytesPerActivity, 1 / GIGABYTE),
  );
  return tables;
}

/** Requests of pipelines and jobs to all lakes in a month. */
function requestsOf(meter: MeterId, context: UsageContext): Range {
  const usages = context.stacks
    .ofType('azurerm_storage_container')
    .flatMap((container) => containerUsage(container, context));
  return sumOf(usages.filter((usage) => usage.meter === meter).map(({ quantity }) => quantity));
}

function categoriesOf(enabled: unknown): string[] {
  if (!Array.isArray(enabled)) return [];
  return (enabled as readonly { readonly category?: string }[]).map(({ category }) => category ?? '');
}

/** What the daily cap lets in: of each table the same part. */
function capped(tables: ReadonlyMap<string, Range>, most: number): Map<string, Range> {
  const part = combined([sumOf([...tables.values()])], (all) => (all > most ? most / all : 1));
  return new Map([...tables].map(([name, gigabytes]) => [name, product(gigabytes, part)]));
}
