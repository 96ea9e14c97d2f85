import type { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import { Annotations, dependable, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { type DataContract, type Mistake, type Producer, producerId, producersOf } from '../../model';
import { grant, type PlacedEnvironment, throwAt } from '../core';

/** Where a stream is sent to. */
export interface Hub {
  /** The hub of the stream. */
  readonly hub: Eventhub | undefined;
  /** Which of a producer's identities sends. */
  readonly environment: PlacedEnvironment;
  /** What lands the stream, where it runs: who may send is let in once the hub is read, so that no event is older than that. */
  readonly lands: ITerraformDependable | undefined;
}

/**
 * Lets the producers of a stream send to its hub, and to no other; warns of a stream that nobody may send to.
 *
 * @throws LakehouseError when a producer has no identity in the environment.
 */
export function grantProducers(
  scope: Construct,
  { name, delivery }: DataContract,
  { hub, environment, lands }: Hub,
): void {
  if (!hub || delivery.kind !== 'stream') return;
  const producers = producersOf(delivery);
  const missing = producers.filter((producer) => producerId(producer, environment) === undefined);
  throwAt(
    scope,
    missing.map((producer) => withoutIdentity(name, producer, environment.name)),
  );
  if (producers.length === 0 && !(delivery.producers && 'kind' in delivery.producers)) {
    Annotations.of(scope).addWarning(
      `nobody may send to the stream "${name}": name its producers, or say that sending is granted elsewhere`,
    );
  }
  for (const producer of producers) {
    const sends = grant(scope, `Sends-${name}-${producer.name}`, {
      scopeId: hub.id,
      role: 'Azure Event Hubs Data Sender',
      principalId: producerId(producer, environment) ?? '',
      principalType: producer.kind === 'group' ? 'Group' : 'ServicePrincipal',
      reason: producer.reason,
      on: name,
      to: producer.name,
      kind: producer.kind,
    });
    if (lands) sends.dependsOn = [dependable(lands)];
  }
}

function withoutIdentity(stream: string, producer: Producer, environment: string): Mistake {
  return {
    code: 'LH1017',
    prop: `delivery.producers.${producer.name}`,
    got: `of the stream "${stream}" has no object id in environment "${environment}"`,
    allowed: 'an identity in every environment',
    change: producer.kind === 'group' ? 'add it to the groups of the environment' : 'add it to its objectIds',
  };
}
