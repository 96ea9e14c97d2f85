import { EventhubNamespace } from '@cdktf/provider-azurerm/lib/eventhub-namespace';
import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Construct } from 'constructs';
import { type Classification, DEFAULT_SETTINGS, type EventHubsSettings, type Mistake } from '../../model';
import {
  classificationTag,
  type InSubscription,
  nameAt,
  placeIn,
  protect,
  resourceIdOf,
  settingIssues,
  throwAt,
} from '../core';
import { DIAGNOSTICS } from './diagnostics';
import { type HostProps, networkOf } from './host';

/** What applies when nobody decides otherwise. */
export const EVENT_HUBS_DEFAULTS = DEFAULT_SETTINGS.eventHubs;

/** What is decided about a namespace. */
export interface EventHubsNamespaceProps extends HostProps, EventHubsSettings {
  /** The most confidential data in it. @default not said */
  readonly classification?: Classification;
}

/** An Event Hubs namespace, made here or not: hubs and consumer groups are made in it. */
export interface IEventHubsNamespace extends InSubscription {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
  /** The name of its resource group; consumer groups are found by names, not by ids. */
  readonly resourceGroupName: string;
  /** Where it answers, e.g. `evhns-acme-dev.servicebus.windows.net`. */
  readonly fullyQualifiedName: string;
}

/** The Event Hubs namespace that departments' streams live in; the hubs themselves are theirs. */
export class EventHubsNamespace extends Construct implements IEventHubsNamespace {
  /**
   * An Event Hubs namespace that exists, of the tier Standard or above. Hubs, consumer groups and grants are made in it; its
   * own settings are not touched.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id.
   * @throws LakehouseError when the id is none of a namespace.
   */
  static fromExisting(scope: Construct, id: string, props: { readonly id: string }): IEventHubsNamespace {
    const known = resourceIdOf(new Construct(scope, id), 'id', props.id, 'Microsoft.EventHub/namespaces');
    return { ...known, fullyQualifiedName: addressOf(known.name) };
  }

  /** Its name. */
  readonly name: string;
  /** The name of its resource group; consumer groups are found by names, not by ids. */
  readonly resourceGroupName: string;
  /** The subscription it is in. @default that of the stack which uses it */
  readonly subscriptionId?: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Where it answers, e.g. `evhns-acme-dev.servicebus.windows.net`. */
  readonly fullyQualifiedName: string;
  /** The namespace. */
  readonly resource: EventhubNamespace;
  /** Its diagnostics. */
  readonly diagnostics: MonitorDiagnosticSetting;
  /** Its private endpoint, in a private environment. */
  readonly privateEndpoint?: PrivateEndpoint;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the logs, the network and its size.
   * @throws LakehouseError when the throughput units are out of range.
   */
  constructor(scope: Construct, id: string, props: EventHubsNamespaceProps) {
    super(scope, id);
    const { resourceGroup, observability, classification } = props;
    const {
      throughputUnits = EVENT_HUBS_DEFAULTS.throughputUnits,
      autoInflateTo = EVENT_HUBS_DEFAULTS.autoInflateTo,
    } = props;
    throwAt(this, unitIssues(throughputUnits, autoInflateTo));
    const { placement } = resourceGroup;
    const network = networkOf(this, props);
    const isPublic = network === undefined;
    placeIn(this, resourceGroup);
    this.name = nameAt(placement, 'eventHubsNamespace');
    this.resourceGroupName = resourceGroup.name;
    this.subscriptionId = resourceGroup.subscriptionId;
    this.fullyQualifiedName = addressOf(this.name);
    this.resource = new EventhubNamespace(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      sku: 'Standard',
      capacity: throughputUnits,
      autoInflateEnabled: autoInflateTo !== 'off',
      maximumThroughputUnits: autoInflateTo === 'off' ? undefined : autoInflateTo,
      localAuthenticationEnabled: false,
      minimumTlsVersion: '1.2',
      identity: { type: 'SystemAssigned' },
      publicNetworkAccessEnabled: isPublic,
      networkRulesets: [
        {
          defaultAction: isPublic ? 'Allow' : 'Deny',
          // The service refuses a rule set that says otherwise than the namespace.
          publicNetworkAccessEnabled: isPublic,
          trustedServiceAccessEnabled: true,
          // As a list of objects in JSON, every attribute has to be there.
          ipRule: [],
          virtualNetworkRule: [],
        },
      ],
      tags: classificationTag(classification),
      lifecycle: protect(placement.environment),
    });
    this.id = this.resource.id;
    this.diagnostics = observability.diagnose(this, 'Diagnostics', this.id, DIAGNOSTICS.eventHubs);
    this.privateEndpoint = network?.privateEndpoint(this, 'Endpoint', {
      targetId: this.id,
      subresource: 'namespace',
      name: nameAt(placement, 'privateEndpoint', 'events'),
    });
  }
}

function addressOf(name: string): string {
  return `${name}.servicebus.windows.net`;
}

function unitIssues(throughputUnits: number, autoInflateTo: number | 'off'): Mistake[] {
  const issues = settingIssues('eventHubs', { throughputUnits, autoInflateTo });
  if (issues.length > 0 || autoInflateTo === 'off' || autoInflateTo >= throughputUnits) return issues;
  return [
    {
      code: 'LH0002',
      prop: 'autoInflateTo',
      got: `is ${autoInflateTo}, below the ${throughputUnits} throughput units that it begins with`,
      allowed: 'the throughput units or more, or "off"',
      change: 'raise it, or lower the throughput units',
    },
  ];
}
