import { EventhubNamespace } from '@cdktf/provider-azurerm/lib/eventhub-namespace';
import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Construct } from 'constructs';
import type { Classification } from '../../model';
import {
  classificationTag,
  type ConstructIssue,
  type InSubscription,
  nameAt,
  placeIn,
  protect,
  resourceIdOf,
  throwAt,
} from '../core';
import { type HostProps, networkOf } from './host';

/** What applies when nobody decides otherwise. */
export const EVENT_HUBS_DEFAULTS = Object.freeze({ throughputUnits: 1, maxThroughputUnits: 40 });

/** What is decided about a namespace. */
export interface EventHubsNamespaceProps extends HostProps {
  /** Throughput units, 1 to 40; one takes in 1 MB or 1,000 events a second, and bills by the hour. @default 1 */
  readonly throughputUnits?: number;
  /** Lets Azure raise the units up to this number, and never lower them again. @default off */
  readonly autoInflateTo?: number;
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
   * @param scope where it is spoken of: a stack, or the app.
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
    const { resourceGroup, observability, autoInflateTo, classification } = props;
    const { throughputUnits = EVENT_HUBS_DEFAULTS.throughputUnits } = props;
    validateUnits(this, throughputUnits, autoInflateTo);
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
      autoInflateEnabled: autoInflateTo !== undefined,
      maximumThroughputUnits: autoInflateTo,
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
    this.diagnostics = observability.diagnose(this, 'Diagnostics', this.id);
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

function validateUnits(scope: Construct, units: number, autoInflateTo: number | undefined): void {
  throwAt(scope, [
    ...unitIssues('throughputUnits', units, 1),
    ...(autoInflateTo === undefined ? [] : unitIssues('autoInflateTo', autoInflateTo, Math.max(units, 1))),
  ]);
}

function unitIssues(prop: string, value: number, least: number): ConstructIssue[] {
  const { maxThroughputUnits: most } = EVENT_HUBS_DEFAULTS;
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [
    {
      prop,
      got: `is ${value}`,
      allowed: `a whole number from ${least} to ${most}`,
      change: 'change the number',
    },
  ];
}
