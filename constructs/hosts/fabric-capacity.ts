import { FabricCapacity as AzurermFabricCapacity } from '@cdktf/provider-azurerm/lib/fabric-capacity';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import type { PowerBiCapacity } from '../../model';
import { nameAt, placeIn } from '../core';
import type { IResourceGroup } from './resource-group';

/** What is known about the price of a capacity. */
export const FABRIC_CAPACITY_DEFAULTS = Object.freeze({
  /** US dollars for a capacity unit and hour, pay as you go, East US. Source: "Microsoft Fabric pricing". */
  dollarsPerUnitHour: 0.18,
});

/** What a capacity is made of. */
export interface FabricCapacityProps {
  /** Where it is made. */
  readonly resourceGroup: IResourceGroup;
  /** Its size, its administrators, and why it is there. */
  readonly capacity: PowerBiCapacity;
}

/** A capacity that Power BI's content runs in. It bills by the hour until somebody pauses it, and says so at synth. */
export class FabricCapacity extends Construct {
  /** Its name. */
  readonly name: string;
  /** What was asked for. */
  readonly capacity: PowerBiCapacity;
  /** The capacity. */
  readonly resource: AzurermFabricCapacity;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place and what was asked for.
   */
  constructor(scope: Construct, id: string, props: FabricCapacityProps) {
    super(scope, id);
    const { resourceGroup, capacity } = props;
    placeIn(this, resourceGroup);
    this.capacity = capacity;
    this.name = nameAt(resourceGroup.placement, 'fabricCapacity');
    this.resource = new AzurermFabricCapacity(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      sku: { name: capacity.sku, tier: 'Fabric' },
      administrationMembers: [...capacity.administrators].sort(),
    });
    const price = (Number(capacity.sku.slice(1)) * FABRIC_CAPACITY_DEFAULTS.dollarsPerUnitHour).toFixed(2);
    Annotations.of(this).addWarning(
      `${capacity.sku} bills about $${price} an hour, used or not, until it is paused: ${capacity.reason}`,
    );
  }
}
