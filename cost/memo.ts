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
