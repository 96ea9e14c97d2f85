/** An IPv4 range: its first address as a number, and the length of its prefix. */
export interface AddressRange {
  /** The first address, from 0 to 2^32 - 1. */
  readonly first: number;
  /** Bits of the prefix, from 0 to 32. */
  readonly length: number;
}

/**
 * Reads a range such as `10.20.0.0/16`.
 *
 * @returns what is wrong with it, ready to follow "is …", where it is no range.
 */
export function addressRange(text: string): AddressRange | string {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return 'not an IPv4 range';
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || length > 32) return 'not an IPv4 range';
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = sizeOf(length);
  if (first % size !== 0)
    return `not the beginning of its range, ${address(first - (first % size))}/${length}`;
  return { first, length };
}

/** The first subnet with a prefix of the given length, e.g. `10.20.0.0/26`; the range must be that large. */
export function firstSubnet({ first }: AddressRange, length: number): string {
  return `${address(first)}/${length}`;
}

/**
 * The subnets with a prefix of the given length that come after the first one of another length: `10.20.0.64/28` is the first
 * after a `/26`, the next has the index 1; nothing where the range has no room for it.
 */
export function subnetAfter(
  { first, length }: AddressRange,
  { taken, wanted, index = 0 }: { readonly taken: number; readonly wanted: number; readonly index?: number },
): string | undefined {
  const start = first + sizeOf(taken) + index * sizeOf(wanted);
  const fits = start + sizeOf(wanted) <= first + sizeOf(length);
  return fits ? `${address(start)}/${wanted}` : undefined;
}

/** Whether two ranges have an address in common. */
export function rangesOverlap(one: AddressRange, other: AddressRange): boolean {
  return one.first < other.first + sizeOf(other.length) && other.first < one.first + sizeOf(one.length);
}

function sizeOf(length: number): number {
  return 2 ** (32 - length);
}

function address(value: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(value / unit) % 256).join('.');
}
