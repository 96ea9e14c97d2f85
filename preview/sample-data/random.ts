/** Random numbers that are the same for the same seed, on every machine and in every release. */
export class Random {
  private state: number;

  /** @param seed any text; each text begins a sequence of its own. */
  constructor(seed: string) {
    let hash = 2166136261;
    for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
    this.state = hash >>> 0;
  }

  /** A number from 0 up to, but not including, 1 (the generator "mulberry32"). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True in that share of all calls. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of the values, those with a higher weight more often. */
  pick<T>(values: readonly T[], weights?: readonly number[]): T {
    const shares = values.map((_, index) => weights?.[index] ?? 1);
    let left = this.next() * shares.reduce((sum, share) => sum + share, 0);
    const index = shares.findIndex((share) => (left -= share) < 0);
    return values[index < 0 ? values.length - 1 : index] as T;
  }
}
