import { type Table } from './interpreter';
import { type Given, type Type } from './values';

/** What is in the workspace, before anybody asks which of it was sent there. */
export type Logs = Readonly<Partial<Record<TableName, readonly Readonly<Record<string, Given>>[]>>>;

/** The tables that are modelled. */
export type TableName = keyof typeof TABLES;

/** Where a table's rows come from: a resource type of Terraform, and the category of its logs, or its metrics. */
export interface Sender {
  readonly type: string;
  readonly category: string;
  /** Whether the setting has to say that each category has a table of its own. */
  readonly dedicated: boolean;
}

/** Columns by table. Source: "Azure Monitor Logs reference", the page of each table; `_d` columns come with their first value. */
const TABLES = {
  ADFPipelineRun: columns({
    string: 'PipelineName RunId Status FailureType ErrorCode ErrorMessage Parameters Category _ResourceId',
    datetime: 'TimeGenerated Start End',
  }),
  ADFActivityRun: columns({
    string:
      'PipelineName PipelineRunId ActivityName ActivityType ActivityRunId Status FailureType ErrorCode ErrorMessage Input Output Category _ResourceId',
    datetime: 'TimeGenerated Start End',
  }),
  AzureMetrics: columns({
    string: 'MetricName Resource ResourceId ResourceProvider TimeGrain UnitName _ResourceId',
    real: 'Average Count Maximum Minimum Total',
    datetime: 'TimeGenerated',
  }),
  AzureDiagnostics: columns({
    string:
      'Category OperationName Resource ResourceProvider ResultType ResultSignature CallerIPAddress _ResourceId',
    real: 'httpStatusCode_d',
    datetime: 'TimeGenerated',
  }),
  // What the workspace writes itself. "Monitor operational issues in your Azure Monitor Log Analytics workspace" has the first.
  _LogOperation: columns({
    string: 'Category Operation Level Detail Computer CorrelationId _ResourceId',
    datetime: 'TimeGenerated',
  }),
  Usage: columns({
    string: 'DataType QuantityUnit ResourceUri Solution',
    real: 'Quantity',
    bool: 'IsBillable',
    datetime: 'TimeGenerated StartTime EndTime',
  }),
} as const satisfies Readonly<Record<string, Readonly<Record<string, Type>>>>;

/** Tables that a workspace writes itself, also after its cap is reached: they are not billed. */
const OWN: readonly string[] = ['_LogOperation', 'Usage'] satisfies TableName[];

/** Columns of AzureDiagnostics that are there once something was written into them. */
const DYNAMIC = ['httpStatusCode_d'];

/** Metrics that a diagnostic setting exports. Source: "Supported metrics with Azure Monitor", the column "DS Export". */
const EXPORTED: Readonly<Record<string, readonly string[]>> = {
  'MICROSOFT.STREAMANALYTICS': [
    ...['InputEvents', 'InputEventsSourcesBacklogged', 'OutputEvents', 'OutputWatermarkDelaySeconds'],
    ...['ResourceUtilization', 'Errors'],
  ],
  'MICROSOFT.EVENTHUB': ['IncomingMessages', 'IncomingBytes', 'OutgoingMessages', 'OutgoingBytes'],
};

const METRICS: Readonly<Record<string, string>> = {
  'MICROSOFT.STREAMANALYTICS': 'azurerm_stream_analytics_job',
  'MICROSOFT.EVENTHUB': 'azurerm_eventhub_namespace',
};

/** The columns of a table, if it is known. */
export function columnsOf(table: string): readonly string[] | undefined {
  return table in TABLES ? Object.keys(TABLES[table as TableName]) : undefined;
}

/** Whether a diagnostic setting exports a metric of any service. */
export function isExported(metric: string): boolean {
  return Object.values(EXPORTED).some((names) => names.includes(metric));
}

/** What has to send a row, so that it comes to the workspace; nothing, where that writes it itself. */
export function senderOf(table: TableName, row: Readonly<Record<string, Given>>): Sender | undefined {
  if (OWN.includes(table)) return undefined;
  if (table === 'ADFPipelineRun')
    return { type: 'azurerm_data_factory', category: 'PipelineRuns', dedicated: true };
  if (table === 'ADFActivityRun')
    return { type: 'azurerm_data_factory', category: 'ActivityRuns', dedicated: true };
  const provider = String(row.ResourceProvider).toUpperCase();
  if (table === 'AzureMetrics') {
    const type = METRICS[provider];
    if (type === undefined || !EXPORTED[provider]?.includes(String(row.MetricName)))
      throw new Error(`no diagnostic setting exports ${String(row.MetricName)} of ${provider}`);
    return { type, category: 'AllMetrics', dedicated: false };
  }
  if (provider !== 'MICROSOFT.KEYVAULT') throw new Error(`not modelled: logs of ${provider}`);
  return { type: 'azurerm_key_vault', category: String(row.Category), dedicated: false };
}

/** The tables with rows of a time range: after its beginning, up to its end. */
export function tablesWith(
  logs: Logs,
  arrives: (table: TableName, row: Readonly<Record<string, Given>>) => boolean,
): Readonly<Record<string, Table>> {
  return Object.fromEntries(
    (Object.keys(TABLES) as TableName[]).map((name) => {
      const rows = (logs[name] ?? []).filter((row) => arrives(name, row));
      const there = Object.entries(TABLES[name]).filter(
        ([column]) => !DYNAMIC.includes(column) || rows.some((row) => row[column] !== undefined),
      );
      return [name, { columns: Object.fromEntries(there), rows }];
    }),
  );
}

function columns(byType: Readonly<Partial<Record<Type, string>>>): Readonly<Record<string, Type>> {
  return Object.fromEntries(
    Object.entries(byType).flatMap(([type, names]) => names.split(' ').map((name) => [name, type as Type])),
  );
}
