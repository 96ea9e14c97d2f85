/** An IPv4 range: its first address as a number, and the length of its prefix. */
interface AddressRange {
  readonly first: number;
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
  const size = 2 ** (32 - length);
  if (first % size !== 0)
    return `not the beginning of its range, ${address(first - (first % size))}/${length}`;
  return { first, length };
}

/** The first subnet with a prefix of the given length, e.g. `10.20.0.0/26`; the range must be that large. */
export function firstSubnet({ first }: AddressRange, length: number): string {
  return `${address(first)}/${length}`;
}

function address(value: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(value / unit) % 256).join('.');
}
