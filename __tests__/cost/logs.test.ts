import { assumedWith, type BillLine } from '../../cost';
import { billOfStack, stackOf } from '../support/bills';
import { type Block } from '../support/synth';

const sends = (...logs: readonly string[]): Block => ({
  name: 'to-log-analytics',
  enabled_log: logs.map((category) => ({ category })),
});
const FOUR: Record<string, Block> = {
  Factory: sends('PipelineRuns', 'ActivityRuns'),
  Vault: sends('AuditEvent'),
  Sql: sends('SQLSecurityAuditEvents'),
  Lake: sends('StorageDelete'),
};

/** Lines of a workspace whose four resources send 1 GB a month each. */
function linesOf(
  workspace: Block,
  tables: Record<string, Block> = {},
  settings: Record<string, Block> = FOUR,
): BillLine[] {
  const stack = stackOf({
    azurerm_log_analytics_workspace: { Logs: { name: 'log', daily_quota_gb: 1, ...workspace } },
    azurerm_log_analytics_workspace_table: tables,
    azurerm_monitor_diagnostic_setting: settings,
  });
  const megabytes = 1024 / (730 / 24);
  const each = { low: megabytes, likely: megabytes, high: 100 * megabytes };
  const assumptions = assumedWith({ logMegabytesPerSource: each });
  return [...billOfStack(stack, { assumptions }).lines];
}

const amounts = (lines: readonly BillLine[]): Record<string, number> =>
  Object.fromEntries(lines.map(({ what, quantity }) => [what, Number(quantity.likely.toFixed(3))]));
const months = (days: number): number => Number((days / (730 / 24)).toFixed(3));
const COMES_IN = 'logs and metrics that come in, 1 GB a day at most';

test('logs that are kept for thirty days cost what comes in', () => {
  expect(amounts(linesOf({ retention_in_days: 30 }))).toEqual({ [COMES_IN]: 4 });
});

test('what a table keeps longer than others is priced by what that table takes', () => {
  const tables = {
    Audit: { name: 'SQLSecurityAuditEvents', retention_in_days: 90, total_retention_in_days: 2556 },
    Runs: { name: 'ADFPipelineRun', retention_in_days: 30, total_retention_in_days: 30 },
  };
  const lines = linesOf({ retention_in_days: 61 }, tables);
  expect(amounts(lines)).toEqual({
    [COMES_IN]: 4,
    // The vault's, the lake's, and half of the factory's.
    'logs, kept for queries for 61 days, beyond the 31 that are included': Number(
      ((2.5 * 30) / (730 / 24)).toFixed(3),
    ),
    'SQLSecurityAuditEvents, kept for queries for 90 days, beyond the 31 that are included': months(59),
    'SQLSecurityAuditEvents, kept after that until day 2556': months(2556 - 90),
  });
  const costs = Object.fromEntries(lines.map(({ meter, price }) => [meter, price]));
  expect(costs['logs/long-term-retention']).toMatchObject({ amount: 0.026, certainty: 'golden file' });
  expect(costs['logs/retention']).toMatchObject({ amount: 0.13, certainty: 'golden file' });
});

test('requests to lakes in the plan Basic cost what that plan does, and thirty days are included', () => {
  const lines = linesOf(
    { retention_in_days: 90 },
    { Lake: { name: 'StorageBlobLogs', plan: 'Basic', total_retention_in_days: 60 } },
    { Lake: sends('StorageDelete', 'StorageWrite') },
  );
  expect(amounts(lines)).toEqual({
    'logs that come into tables of the plan Basic': 1,
    'StorageBlobLogs, kept after that until day 60': months(30),
  });
  expect(lines[0]).toMatchObject({ meter: 'logs/basic-ingestion', price: { amount: 0.65 } });
  const assumptions = ['logBytesPerRequest', 'logMegabytesPerSource'];
  expect(lines).toMatchObject([{ assumptions }, { assumptions }]);
});

test('the daily cap keeps the same part of each table out', () => {
  const tables = { Runs: { name: 'ADFPipelineRun', retention_in_days: 62, total_retention_in_days: 62 } };
  const [comesIn, kept] = linesOf({ retention_in_days: 30 }, tables);
  expect(comesIn!.quantity.high).toBeCloseTo(730 / 24);
  expect(kept!.quantity.high).toBeCloseTo((730 / 24 / 8) * (31 / (730 / 24)));
});
