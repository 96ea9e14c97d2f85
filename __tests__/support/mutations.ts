/** Definitions with one thing in them changed, as JavaScript, a cast or a circular import can leave it. */

/** A property of some object that a definition is made of. */
export interface Slot {
  readonly holder: object;
  readonly key: PropertyKey;
}

/** What is done to a {@link Slot}. */
export type Mutation =
  | { readonly kind: 'replace'; readonly value: unknown }
  | { readonly kind: 'remove' }
  | { readonly kind: 'add'; readonly name: string; readonly value: unknown };

/** Every property of every object that a definition is made of, each once however often it is used. */
export function slotsOf(definition: object): readonly Slot[] {
  const slots: Slot[] = [];
  const seen = new Set<unknown>();
  const queue: object[] = [definition];
  for (let holder = queue.pop(); holder !== undefined; holder = queue.pop()) {
    if (seen.has(holder)) continue;
    seen.add(holder);
    for (const key of Object.keys(holder)) {
      slots.push({ holder, key });
      const value = (holder as Readonly<Record<string, unknown>>)[key];
      if (typeof value === 'object' && value !== null) queue.push(value);
    }
  }
  return slots;
}

/** A copy of a definition whose parts are shared as in the original, with one thing in it changed. */
export function mutated<T extends object>(definition: T, slot: Slot, mutation: Mutation): T {
  const copies = new Map<unknown, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    const made: object = Array.isArray(value)
      ? []
      : (Object.create(Object.getPrototypeOf(value) as object) as object);
    copies.set(value, made);
    if (value instanceof Map || value instanceof Set) throw new Error('definitions are plain data');
    for (const [key, inner] of Object.entries(value)) {
      if (value !== slot.holder || key !== slot.key) set(made, key, copy(inner));
      else if (mutation.kind === 'replace') set(made, key, mutation.value);
      else if (mutation.kind === 'add') {
        set(made, key, copy(inner));
        set(made, mutation.name, mutation.value);
      }
    }
    return made;
  };
  return copy(definition) as T;
}

function set(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
