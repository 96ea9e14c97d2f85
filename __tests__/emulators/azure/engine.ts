/** Something that takes time: it gives the minutes, or the signal, that it waits for. */
export type Process<T = void> = Generator<number | Signal, T, void>;

/** Somebody may wait for it; it is given once. */
export class Signal {
  private waiting: (() => void)[] = [];
  private given = false;

  /** Goes on with what waits, and lets later ones go on at once. */
  give(): void {
    this.given = true;
    const all = this.waiting;
    this.waiting = [];
    for (const each of all) each();
  }

  /** Calls back when it is given. */
  then(next: () => void): void {
    if (this.given) next();
    else this.waiting.push(next);
  }
}

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly action: () => void;
}

/** A clock of minutes, and what happens at which of them. What happens in one minute happens in the order in which it was asked for. */
export class Engine {
  /** Minutes since the beginning of 1970, in UTC. */
  now: number;
  private order = 0;
  private readonly heap: Entry[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** Does something at a time, or now if that is over. */
  at(time: number, action: () => void): void {
    push(this.heap, { time: Math.max(time, this.now), order: this.order++, action });
  }

  /** Starts a process. */
  spawn<T>(process: Process<T>, done?: (result: T) => void): void {
    const step = (): void => {
      const { done: ended, value } = process.next();
      if (ended === true) done?.(value);
      else if (typeof value === 'number') this.at(this.now + value, step);
      else value.then(step);
    };
    step();
  }

  /** Lets time pass. */
  run(until: number): void {
    for (let next = this.heap[0]; next !== undefined && next.time <= until; next = this.heap[0]) {
      pop(this.heap);
      this.now = next.time;
      next.action();
    }
    this.now = Math.max(this.now, until);
  }
}

const before = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(entry, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
}

const times = new Map<number, string>();
const MOST_TIMES = 100_000;

/** Minutes as a timestamp, `2026-01-05T10:00:00Z`. */
export function iso(minutes: number): string {
  let time = times.get(minutes);
  if (time === undefined) {
    time = `${new Date(minutes * 60_000).toISOString().slice(0, 19)}Z`;
    if (times.size >= MOST_TIMES) times.clear();
    times.set(minutes, time);
  }
  return time;
}

/** Numbers that look random, the same for the same seed (the generator is mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** From 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from one up to another, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }
}
