import { Observability, OBSERVABILITY_DEFAULTS, ResourceGroup } from '../../../constructs/hosts';
import type { Environment, LogSettings } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, resources, synth, testStack } from '../../support/synth';

function observabilityIn(environment: Environment, settings: LogSettings = {}) {
  const stack = testStack(environment);
  const resourceGroup = new ResourceGroup(stack, 'Group', stack.placement);
  const observability = new Observability(stack, 'Logs', { ...settings, resourceGroup });
  return { stack, observability };
}

describe('Observability', () => {
  test('keeps logs for 30 days, a gigabyte a day, without keys', () => {
    const { stack, observability } = observabilityIn(dev);
    expect(OBSERVABILITY_DEFAULTS).toEqual({
      retentionDays: 30,
      tables: {},
      dailyQuotaGb: 1,
      lakeRequests: 'deletes',
    });
    expect(blockOf(synth(stack), observability.resource)).toMatchObject({
      name: 'log-small-dev',
      sku: 'PerGB2018',
      retention_in_days: 30,
      daily_quota_gb: 1,
      local_authentication_enabled: false,
    });
  });

  test('takes the quota and the days asked for', () => {
    const { stack, observability } = observabilityIn(dev, { retentionDays: 90, dailyQuotaGb: 5 });
    expect(blockOf(synth(stack), observability.resource)).toMatchObject({
      retention_in_days: 90,
      daily_quota_gb: 5,
    });
  });

  test('watches itself', () => {
    const { stack, observability } = observabilityIn(prod);
    expect(blockOf(synth(stack), observability.diagnostics)).toMatchObject({
      target_resource_id: expect.stringContaining('azurerm_log_analytics_workspace.Logs') as string,
      log_analytics_workspace_id: expect.stringContaining('azurerm_log_analytics_workspace.Logs') as string,
    });
  });

  test('takes all logs of a resource and no metrics, in the shared tables', () => {
    const { stack, observability } = observabilityIn(dev);
    const setting = observability.diagnose(stack, 'Setting', 'target');
    const block = blockOf(synth(stack), setting);
    expect(block).toMatchObject({
      target_resource_id: 'target',
      enabled_log: [{ category_group: 'allLogs' }],
    });
    expect(block).not.toHaveProperty('enabled_metric');
    expect(block).not.toHaveProperty('log_analytics_destination_type');
  });

  test('takes the categories of logs that are asked for', () => {
    const { stack, observability } = observabilityIn(dev);
    const setting = observability.diagnose(stack, 'Setting', 'target', { logs: ['AuditEvent'] });
    expect(blockOf(synth(stack), setting)).toMatchObject({ enabled_log: [{ category: 'AuditEvent' }] });
  });

  test.each([
    ['deletes', ['StorageDelete'], 0],
    ['changes', ['StorageDelete', 'StorageWrite'], 1],
    ['all', ['StorageDelete', 'StorageWrite', 'StorageRead'], 1],
  ] as const)('takes the requests to lakes that are asked for: %s', (lakeRequests, categories, tables) => {
    const { stack, observability } = observabilityIn(dev, { lakeRequests });
    const setting = observability.diagnoseStorage(stack, 'Setting', 'account');
    const terraform = synth(stack);
    expect(blockOf(terraform, setting)).toMatchObject({
      target_resource_id: 'account/blobServices/default',
      enabled_log: categories.map((category) => ({ category })),
    });
    expect(blockOf(terraform, setting)).not.toHaveProperty('enabled_metric');
    // Many rows go into a table for a fifth of the price.
    expect(resources(terraform, 'azurerm_log_analytics_workspace_table')).toEqual(
      Array(tables).fill(
        expect.objectContaining({ name: 'StorageBlobLogs', plan: 'Basic', total_retention_in_days: 30 }),
      ),
    );
  });

  test('keeps the rows of single tables for days of their own, and says both numbers of each', () => {
    const { stack, observability } = observabilityIn(dev, {
      retentionDays: 60,
      tables: {
        SQLSecurityAuditEvents: { totalRetentionDays: 2556 },
        ADFActivityRun: { retentionDays: 31 },
        StorageBlobLogs: { retentionDays: 90, totalRetentionDays: 365 },
      },
    });
    const terraform = synth(stack);
    const ids = [...observability.tables.values()].map(({ node }) => node.path.split('/').at(-1));
    expect(ids).toEqual(['Table-ADFActivityRun', 'Table-SQLSecurityAuditEvents', 'LakeTable']);
    const kept = resources(terraform, 'azurerm_log_analytics_workspace_table').map(
      ({ name, plan, retention_in_days: days, total_retention_in_days: total }) => [name, plan, days, total],
    );
    expect(kept).toEqual(
      expect.arrayContaining([
        ['SQLSecurityAuditEvents', undefined, 60, 2556],
        ['ADFActivityRun', undefined, 31, 31],
        ['StorageBlobLogs', undefined, 90, 365],
      ]),
    );
    expect(blockOf(terraform, observability.tables.get('ADFActivityRun')!).depends_on).toEqual([
      expect.stringContaining('azurerm_monitor_diagnostic_setting.'),
    ]);
  });

  test('keeps what the plan Basic has beyond its thirty days, under the same id', () => {
    const { stack, observability } = observabilityIn(dev, {
      lakeRequests: 'all',
      tables: { StorageBlobLogs: { totalRetentionDays: 365 } },
    });
    const block = blockOf(synth(stack), observability.lakeTable!);
    expect(block).toMatchObject({ plan: 'Basic', total_retention_in_days: 365 });
    expect(block).not.toHaveProperty('retention_in_days');
  });

  test('refuses days that contradict each other, all at once', () => {
    const refused = () =>
      observabilityIn(dev, {
        retentionDays: 90,
        lakeRequests: 'changes',
        tables: { ADFActivityRun: { totalRetentionDays: 30 }, StorageBlobLogs: { retentionDays: 90 } },
      });
    expect(refused).toThrow(
      /LH5045.*"tables.ADFActivityRun.totalRetentionDays" is 30, and queries read its rows for 90 days/s,
    );
    expect(refused).toThrow(
      /LH5044.*"tables.StorageBlobLogs.retentionDays" is 90, and lakeRequests "changes" puts/s,
    );
  });

  test('sends to an existing workspace what is asked for, and leaves its tables alone', () => {
    const { stack } = observabilityIn(dev);
    const id =
      '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/central';
    const existing = Observability.fromExisting(stack, 'Central', { id, lakeRequests: 'all' });
    const setting = existing.diagnoseStorage(stack, 'Setting', 'account');
    const terraform = synth(stack);
    expect(blockOf(terraform, setting).enabled_log).toHaveLength(3);
    expect(resources(terraform, 'azurerm_log_analytics_workspace_table')).toEqual([]);
  });

  test('refuses requests to lakes that there are not', () => {
    expect(() => observabilityIn(dev, { lakeRequests: 'reads' as never })).toThrow(
      '"lakeRequests" is "reads"; allowed: all, changes, deletes; choose one',
    );
  });

  test('uses tables of their own where asked, and the metrics asked for', () => {
    const { stack, observability } = observabilityIn(dev);
    const setting = observability.diagnose(stack, 'Setting', 'target', {
      dedicated: true,
      metrics: ['Transaction'],
    });
    expect(blockOf(synth(stack), setting)).toMatchObject({
      log_analytics_destination_type: 'Dedicated',
      enabled_metric: [{ category: 'Transaction' }],
    });
  });

  test('uses the shared tables where that is said', () => {
    const { stack, observability } = observabilityIn(dev);
    const setting = observability.diagnose(stack, 'Setting', 'target', { dedicated: false });
    expect(blockOf(synth(stack), setting)).not.toHaveProperty('log_analytics_destination_type');
  });
});
