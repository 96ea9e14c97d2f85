/** The kinds of metrics that Azure services have; storage has its own two. */
export type MetricCategory = 'AllMetrics' | 'Transaction' | 'Capacity';

/** How the logs of one resource are sent. */
export interface DiagnoseOptions {
  /** The categories of logs to send, or all that the resource has. @default 'all' */
  readonly logs?: readonly string[] | 'all';
  /** The metrics to send: they can be looked at in each service without, for 93 days. @default none */
  readonly metrics?: readonly MetricCategory[];
  /** One table for each kind of log. For Data Factory only: other services ignore it, and every plan would show it. @default false */
  readonly dedicated?: boolean;
}

/** What a host sends, and who asks for it. */
export interface HostDiagnostics extends DiagnoseOptions {
  /** The categories of logs. */
  readonly logs: readonly string[];
  /** The alerts, the runbooks or the people that need it. */
  readonly because: string;
}

/**
 * What is sent to the logs, each because an alert or a page of the runbooks asks for it: what comes in is billed by the gigabyte.
 *
 * Source of the categories: "Supported resource log categories for Azure Monitor".
 */
export const DIAGNOSTICS = Object.freeze({
  dataFactory: {
    logs: ['PipelineRuns', 'ActivityRuns'],
    dedicated: true,
    because:
      'the alerts failed-pipelines, late-tables, zero-rows and quarantined-rows, and the runbook of costs',
  },
  eventHubs: {
    logs: ['OperationalLogs'],
    because:
      'the runbooks zero-rows and throttled-hub: who changed a hub; its metrics are asked for themselves',
  },
  keyVault: { logs: ['AuditEvent'], because: 'the alert refused-by-vault' },
  logAnalytics: { logs: ['Audit'], because: 'the runbook of costs: who asked what, and how much that read' },
  machineLearning: {
    logs: ['AmlRunStatusChangedEvent', 'AmlComputeJobEvent', 'AmlComputeClusterEvent'],
    because: 'the runbook failed-pipelines: why a model failed',
  },
  streamAnalytics: {
    logs: ['Execution', 'Authoring'],
    metrics: ['AllMetrics'],
    because: 'the alert and the runbook stream-delay; the runbook zero-rows',
  },
  synapse: {
    logs: ['SQLSecurityAuditEvents', 'BuiltinSqlReqsEnded', 'SynapseRbacOperations'],
    because: 'the audit of SQL: who read which gold table; and the runbook of costs: what queries read',
  },
} as const satisfies Readonly<Record<string, HostDiagnostics>>);
