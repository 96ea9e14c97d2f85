import { azProof, type ManualStep, type Proof } from '../compilers/internal';
import type { IEventHubsNamespace } from '../constructs/hosts';
import {
  type DataContract,
  type Department,
  type Environment,
  keyOf,
  physicalNameOf,
  type Producer,
  producerId,
  producersOf,
} from '../model';

/** Bytes that one publication, an event or a batch of them, can have on Standard. Source: "Azure Event Hubs quotas and limits". */
const MOST_BYTES = 1_048_576;

/** Where producers send to. */
interface Place {
  /** Name of the stack, which begins the names of files. */
  readonly stack: string;
  /** The environment. */
  readonly environment: Environment;
  /** The namespace. */
  readonly namespace: Pick<
    IEventHubsNamespace,
    'name' | 'fullyQualifiedName' | 'resourceGroupName' | 'subscriptionId'
  >;
}

/** A file of client settings for each producer of the department's streams, to be given to whoever runs it. */
export function producerManualSteps(department: Department, place: Place): ManualStep[] {
  return department.sources.flatMap((contract): ManualStep[] => {
    const { name, delivery } = contract;
    if (delivery.kind !== 'stream') return [];
    const files = producersOf(delivery).map(
      (producer) => [`${place.stack}-${name}-${producer.name}.json`, producer] as const,
    );
    if (files.length === 0) return [];
    const from =
      place.environment.network.kind === 'private'
        ? ', from where the private network is reached, over 5671 (AMQP), 9093 (Kafka) or 443'
        : '';
    return [
      {
        title: `Producers of ${name} of ${department.name}`,
        byHand: 'what sends is a program of somebody else, and is set up there',
        proof: [arrivals(name, place.namespace)],
        steps: files.map(
          ([file, producer]) =>
            `Give \`${file}\` to whoever runs \`${producer.name}\`: it sends as itself${from}, with nothing secret.`,
        ),
        files: Object.fromEntries(
          files.map(([file, producer]) => [file, clientSettings(contract, producer, place)]),
        ),
      },
    ];
  });
}

/** Whoever was given the settings sends. Source: "Monitoring data reference for Azure Event Hubs", dimension EntityName. */
function arrivals(hub: string, { name, resourceGroupName, subscriptionId }: Place['namespace']): Proof {
  return azProof(
    `events arrived at ${hub} within seven days`,
    [
      ...['monitor', 'metrics', 'list', '--resource', name, '--resource-group', resourceGroupName],
      ...['--resource-namespace', 'Microsoft.EventHub', '--resource-type', 'namespaces'],
      ...(subscriptionId === undefined ? [] : ['--subscription', subscriptionId]),
      ...['--metrics', 'IncomingMessages', '--aggregation', 'Total', '--interval', '1h', '--offset', '7d'],
      ...['--filter', `EntityName eq '${hub}'`],
    ],
    'sum(value[].timeseries[].data[].total)',
    { atLeast: 1 },
  );
}

/** What a client of Event Hubs is made with; no key, because none is accepted. */
function clientSettings(contract: DataContract, producer: Producer, place: Place): string {
  const settings = {
    fullyQualifiedNamespace: place.namespace.fullyQualifiedName,
    eventHubName: contract.name,
    authentication: {
      kind: 'Microsoft Entra ID',
      tenantId: place.environment.tenantId,
      [producer.kind === 'group' ? 'memberOf' : 'objectId']: producerId(producer, place.environment),
      scope: 'https://eventhubs.azure.net/.default',
    },
    event: {
      contentType: 'application/json',
      encoding: 'utf-8',
      body: 'one JSON document an event; anything else is not landed',
      partitionKey: {
        of: keyOf(contract).map((column) => physicalNameOf(contract, column)),
        why: 'versions of one row stay in order; a key shared by most events would fill one partition',
      },
      maxPublicationBytes: MOST_BYTES,
    },
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}
