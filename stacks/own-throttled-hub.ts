import type { Construct } from 'constructs';
import type { Hosts, IResourceGroup } from '../constructs/hosts';
import { ThrottledHub } from '../constructs/monitoring';
import type { MonitoringSettings } from '../model';
import type { IPlatform } from './platform';

/** The stack of a department. */
interface Stack extends Construct {
  readonly hosts: Hosts;
  readonly resourceGroup: IResourceGroup;
}

/** The rule that watches a namespace of a department's own; none where it shares one, or nobody is notified. */
export function ownThrottledHub(
  stack: Stack,
  platform: IPlatform,
  { throttledRequests }: MonitoringSettings,
): ThrottledHub | undefined {
  const { hosts, resourceGroup } = stack;
  const { actionGroup } = platform;
  if (hosts === platform || hosts.eventHubs === undefined || actionGroup === undefined) return undefined;
  return new ThrottledHub(stack, 'ThrottledHub', {
    resourceGroup,
    eventHubs: hosts.eventHubs,
    actionGroup,
    throttledRequests,
  });
}
