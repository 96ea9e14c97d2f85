/** A program that sends events, by an identity that it has in Entra ID. */
export interface ApplicationProducer {
  readonly kind: 'application';
  /** Dashed name of 2 to 20 characters, unique among the stream's producers; also that of its client settings. */
  readonly name: string;
  /** Object ids (UUIDs) of its managed identity or service principal, by environment; not its client ids. */
  readonly objectIds: Readonly<Record<string, string>>;
  /** Why it sends; it is written on the role assignment. */
  readonly reason: string;
}

/** Programs that send events, as members of an Entra group that exists. */
export interface GroupProducer {
  readonly kind: 'group';
  /** The group's display name in Entra ID; its object id is given for each environment, in `groups`. */
  readonly name: string;
  /** Why its members send; it is written on the role assignment. */
  readonly reason: string;
}

/** Who may send events to a stream, and to no other: there are no keys to send with. */
export type Producer = ApplicationProducer | GroupProducer;

/** Says that somebody else grants sending, such as a central team on the whole namespace. */
export interface ProducersElsewhere {
  readonly kind: 'granted-elsewhere';
  /** Who grants it, and why there. */
  readonly reason: string;
}

/** Object id of a producer in an environment; none where nothing is said. */
export function producerId(
  producer: Producer,
  { name, groups = {} }: { readonly name: string; readonly groups?: Readonly<Record<string, string>> },
): string | undefined {
  const ids = producer.kind === 'group' ? groups : producer.objectIds;
  const key = producer.kind === 'group' ? producer.name : name;
  return Object.hasOwn(ids, key) ? ids[key] : undefined;
}
