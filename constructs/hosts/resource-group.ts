import { ResourceGroup as AzurermResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Construct } from 'constructs';
import { failAt, type InSubscription, nameAt, type Placement, resourceIdOf } from '../core';

/** A resource group, made here or not: where resources are, and how they are named. */
export interface IResourceGroup extends InSubscription {
  /** Its name. */
  readonly name: string;
  /** Its name as resources refer to it: those in a group of this app are made after it. */
  readonly nameToken: string;
  /** Its resource id; that of an existing one is known where it was given. */
  readonly id: string;
  /** The region of what is made in it. */
  readonly location: string;
  /** Whose resources these are; names and tags follow from it. */
  readonly placement: Placement;
}

/** A resource group that exists, and how what is made in it is named. */
export interface ExistingResourceGroupProps {
  /** Its name, where it is in the stack's own subscription; either this or {@link id}. */
  readonly name?: string;
  /** Its resource id; what is made in it is made in the subscription that this says. */
  readonly id?: string;
  /** The region of what is made in it. @default that of the placement's environment */
  readonly location?: string;
  /** Whose resources are made in it: names follow from it. */
  readonly placement: Placement;
}

/** The folder of Azure that the resources of one owner live in; it says where they are and how they are named. */
export class ResourceGroup extends Construct implements IResourceGroup {
  /**
   * A resource group that exists. Nothing is made but what others make in it.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its name or its id, and how what is made in it is named.
   * @throws LakehouseError when neither or both are given, or one is none.
   */
  static fromExisting(scope: Construct, id: string, props: ExistingResourceGroupProps): IResourceGroup {
    return new ExistingResourceGroup(scope, id, props);
  }

  /** Its name. */
  readonly name: string;
  /** Its name as resources refer to it. */
  readonly nameToken: string;
  /** The region of everything in it. */
  readonly location: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Whose resources these are. */
  readonly placement: Placement;
  /** The resource group. */
  readonly resource: AzurermResourceGroup;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param placement whose resources these are: the platform's or a department's.
   * @throws LakehouseError when its name breaks Azure's rule.
   */
  constructor(scope: Construct, id: string, placement: Placement) {
    super(scope, id);
    this.placement = placement;
    this.name = resourceGroupName(placement);
    this.location = placement.environment.location;
    this.resource = new AzurermResourceGroup(this, 'Resource', { name: this.name, location: this.location });
    this.nameToken = this.resource.name;
    this.id = this.resource.id;
  }
}

class ExistingResourceGroup extends Construct implements IResourceGroup {
  readonly name: string;
  readonly nameToken: string;
  readonly subscriptionId?: string;
  readonly location: string;
  readonly placement: Placement;
  private readonly knownId?: string;

  constructor(scope: Construct, id: string, props: ExistingResourceGroupProps) {
    super(scope, id);
    if ((props.name === undefined) === (props.id === undefined)) {
      failAt(this, {
        code: 'LH6019',
        prop: 'name',
        got: props.name === undefined ? 'is missing, and so is "id"' : 'is there, and so is "id"',
        allowed: 'one of them: the name of a group in the same subscription, or the id of any',
        change: props.name === undefined ? 'give one' : 'leave one out',
      });
    }
    if (props.id !== undefined) {
      const known = resourceIdOf(this, 'id', props.id, 'Microsoft.Resources/resourceGroups');
      this.name = known.name;
      this.knownId = known.id;
      this.subscriptionId = known.subscriptionId;
    } else {
      this.name = groupName(this, props.name);
    }
    this.nameToken = this.name;
    this.placement = props.placement;
    this.location = props.location ?? props.placement.environment.location;
  }

  get id(): string {
    if (this.knownId !== undefined) return this.knownId;
    return failAt(this, {
      code: 'LH6019',
      prop: 'name',
      got: `is "${this.name}" alone, and something needs its resource id`,
      allowed: 'the id of the resource group in its place',
      change: 'give "id" instead of "name"',
    });
  }
}

/** The name of the resource group of a place: the platform's or a department's. */
export function resourceGroupName(placement: Placement): string {
  return nameAt(placement, 'resourceGroup', placement.department === undefined ? 'platform' : undefined);
}

function groupName(scope: Construct, name: string | undefined): string {
  if (name !== undefined && /^[\w().-]{0,89}[\w()-]$/.test(name)) return name;
  return failAt(scope, {
    code: 'LH0001',
    prop: 'name',
    got: `is "${String(name)}"`,
    allowed: '1 to 90 letters, digits, dashes, dots, underscores and parentheses, not ending with a dot',
    change: 'give the name as the portal shows it',
  });
}
