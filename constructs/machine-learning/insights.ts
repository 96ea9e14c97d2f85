import {
  ApplicationInsights,
  type ApplicationInsightsConfig,
} from '@cdktf/provider-azurerm/lib/application-insights';
import type { Construct } from 'constructs';
import { inAzurerm5 } from '../core';

/** What a workspace's telemetry goes to, which nobody sends to with a key. */
export function keylessInsights(
  scope: Construct,
  config: Omit<ApplicationInsightsConfig, 'applicationType' | 'localAuthenticationDisabled'>,
): ApplicationInsights {
  const insights = new ApplicationInsights(scope, 'Insights', {
    ...config,
    applicationType: 'web',
    localAuthenticationDisabled: true,
  });
  return inAzurerm5(insights, ['local_authentication_disabled'], { local_authentication_enabled: false });
}
