import { ResourceGroup as AzurermResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Construct } from 'constructs';
import { nameAt, type Placement } from '../core';

/** The folder of Azure that the resources of one owner live in; it says where they are and how they are named. */
export class ResourceGroup extends Construct {
  /** Its name. */
  readonly name: string;
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
    this.id = this.resource.id;
  }
}

/** The name of the resource group of a place: the platform's or a department's. */
export function resourceGroupName(placement: Placement): string {
  return nameAt(placement, 'resourceGroup', placement.department === undefined ? 'platform' : undefined);
}
