import { DataFactoryIntegrationRuntimeAzure } from '@cdktf/provider-azurerm/lib/data-factory-integration-runtime-azure';
import type { Construct } from 'constructs';
import { DEFAULT_SETTINGS, type IntegrationRuntimeSettings } from '../../model';
import { type InSubscription, providerFor } from '../core';

/** What an integration runtime for data flows is made of. */
export interface DataFlowRuntimeProps {
  /** Unique in the factory: letters, digits and dashes. */
  readonly name: string;
  /** The factory. */
  readonly factory: {
    /** Its resource id. */
    readonly id: string;
    /** The runtime in its managed network, where it has such a network: the new one is put in there too. */
    readonly integrationRuntimeName?: string;
  } & InSubscription;
  /** The factory's region. */
  readonly location: string;
  /** What is decided. @default {@link DEFAULT_SETTINGS} */
  readonly settings?: IntegrationRuntimeSettings;
}

/** Makes an integration runtime for data flows, inside the factory's managed network where there is one. It bills while a data flow runs. */
export function dataFlowRuntime(
  scope: Construct,
  id: string,
  { name, factory, location, settings = {} }: DataFlowRuntimeProps,
): DataFactoryIntegrationRuntimeAzure {
  const usual = DEFAULT_SETTINGS.integrationRuntime;
  return new DataFactoryIntegrationRuntimeAzure(scope, id, {
    provider: providerFor(scope, factory),
    name,
    dataFactoryId: factory.id,
    location,
    virtualNetworkEnabled: factory.integrationRuntimeName !== undefined,
    computeType: settings.computeType ?? usual.computeType,
    coreCount: settings.coreCount ?? usual.coreCount,
    timeToLiveMin: settings.timeToLiveMinutes ?? usual.timeToLiveMinutes,
  });
}

/** Whether anything but what applies anyway was decided about the runtime of data flows. */
export function isDecided(settings: IntegrationRuntimeSettings = {}): boolean {
  const usual = DEFAULT_SETTINGS.integrationRuntime;
  return (
    (settings.computeType ?? usual.computeType) !== usual.computeType ||
    (settings.coreCount ?? usual.coreCount) !== usual.coreCount ||
    (settings.timeToLiveMinutes ?? usual.timeToLiveMinutes) !== usual.timeToLiveMinutes
  );
}
