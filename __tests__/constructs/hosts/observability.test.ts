import { Observability, OBSERVABILITY_DEFAULTS, ResourceGroup } from '../../../constructs/hosts';
import type { Environment, LogSettings } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, synth, testStack } from '../../support/synth';

function observabilityIn(environment: Environment, settings: LogSettings = {}) {
  const stack = testStack(environment);
  const resourceGroup = new ResourceGroup(stack, 'Group', stack.placement);
  const observability = new Observability(stack, 'Logs', { ...settings, resourceGroup });
  return { stack, observability };
}

describe('Observability', () => {
  test('keeps logs for 30 days, a gigabyte a day, without keys', () => {
    const { stack, observability } = observabilityIn(dev);
    expect(OBSERVABILITY_DEFAULTS).toEqual({ retentionDays: 30, dailyQuotaGb: 1 });
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

  test('takes all logs and metrics of a resource, in the shared tables', () => {
    const { stack, observability } = observabilityIn(dev);
    const setting = observability.diagnose(stack, 'Setting', 'target');
    const block = blockOf(synth(stack), setting);
    expect(block).toMatchObject({
      target_resource_id: 'target',
      enabled_log: [{ category_group: 'allLogs' }],
      enabled_metric: [{ category: 'AllMetrics' }],
    });
    expect(block).not.toHaveProperty('log_analytics_destination_type');
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
