import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import { carriesSecret, type Notify, receiversOf } from '../../model';
import { nameAt, placeIn, resourceIdOf } from '../core';
import type { IResourceGroup } from '../hosts';

/** An action group, made here or not: whom alert rules tell. */
export interface IActionGroup {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
}

/** What an action group is made of. */
export interface ActionGroupProps {
  /** Where it is made. */
  readonly resourceGroup: IResourceGroup;
  /** Who is notified. */
  readonly notify: Notify;
}

/** Most characters of the name that messages show. Source: the provider. */
const SHORT_NAME = 12;

/** Whom the alert rules of an environment tell. Messages have Azure's common alert schema. */
export class ActionGroup extends Construct implements IActionGroup {
  /**
   * An action group that exists, in any subscription of the tenant.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id.
   * @throws LakehouseError when the id is none of an action group.
   */
  static fromExisting(scope: Construct, id: string, props: { readonly id: string }): IActionGroup {
    return resourceIdOf(new Construct(scope, id), 'id', props.id, 'Microsoft.Insights/actionGroups');
  }

  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** The action group. */
  readonly resource: MonitorActionGroup;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, and who is notified.
   * @throws LakehouseError when its name breaks Azure's rule.
   */
  constructor(scope: Construct, id: string, { resourceGroup, notify }: ActionGroupProps) {
    super(scope, id);
    const { email, webhooks } = receiversOf(notify);
    const { placement } = resourceGroup;
    placeIn(this, resourceGroup);
    this.name = nameAt(placement, 'actionGroup');
    this.resource = new MonitorActionGroup(this, 'Resource', {
      name: this.name,
      resourceGroupName: resourceGroup.nameToken,
      shortName: shortName(placement.company, placement.environment.name),
      emailReceiver: email.map((address) => ({
        name: address,
        emailAddress: address,
        useCommonAlertSchema: true,
      })),
      webhookReceiver: webhooks.map(({ name, url }) => ({
        name,
        serviceUri: url,
        useCommonAlertSchema: true,
      })),
    });
    this.id = this.resource.id;
    for (const { name, url } of webhooks) {
      if (!carriesSecret(url)) continue;
      Annotations.of(this).addWarning(
        `the address of the webhook "${name}" seems to carry a secret: it is in the output and in Terraform's state`,
      );
    }
  }
}

/** The company and the environment, the environment whole. */
function shortName(company: string, environment: string): string {
  return `${company.slice(0, SHORT_NAME - 1 - environment.length)}-${environment}`;
}
