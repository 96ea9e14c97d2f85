import type { InSubscription } from '../core';

/** A container of a lake, made here or not. */
export interface ILakeContainer extends InSubscription {
  /** Its name. */
  readonly name: string;
  /** Its name as resources refer to it: what uses a container of this app is made after it. */
  readonly nameToken: string;
  /** Its resource id. */
  readonly id: string;
  /** The name of its storage account. */
  readonly account: string;
  /** Where it answers, without a slash at the end, e.g. `https://stlake.dfs.core.windows.net/sales-landing`. */
  readonly url: string;
}

/** A storage account with a hierarchical namespace, made here or not: containers are made in it. */
export interface IDataLake extends InSubscription {
  /** Its name. */
  readonly name: string;
  /** The name of its resource group. */
  readonly resourceGroupName: string;
  /** Its resource id. */
  readonly id: string;
  /** Where it answers as a lake, e.g. `https://stacmedevlake.dfs.core.windows.net`. */
  readonly dfsEndpoint: string;
  /** Whether its management policy is made here, with the rules of departments in it: an account has one, and that of an existing one is its owner's. */
  readonly managesLifecycle: boolean;
}

/** A container that exists in a lake; nothing is made. */
export function existingContainer(lake: IDataLake, name: string): ILakeContainer {
  return {
    name,
    nameToken: name,
    id: `${lake.id}/blobServices/default/containers/${name}`,
    account: lake.name,
    url: `${lake.dfsEndpoint}/${name}`,
    subscriptionId: lake.subscriptionId,
  };
}
