/** Things by a key that they have, in the order in which keys appear. */
export function groupBy<T, K>(things: readonly T[], keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}

/** A map, or one whose keys may go and take their values along. */
interface Memo<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What is known of a key, computed where nothing is yet. As `getOrInsertComputed` of maps, which Node.js does not have yet. */
export function computedOnce<K, V>(memo: Memo<K, V>, key: K, compute: () => NoInfer<V>): V {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const value: V = compute();
  memo.set(key, value);
  return value;
}
