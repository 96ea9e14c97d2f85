import { isElsewhere, type Price } from './prices/price';

/**
 * What a sum of lines leaves out or cannot be sure of, each in a few words: it is printed in the line of every sum.
 *
 * @param lines what is added up.
 * @param region the region that prices should be of.
 */
export function lineReservations(
  lines: readonly { readonly price?: Price }[],
  region: string,
): readonly string[] {
  const count = (number: number, what: string): string[] =>
    number === 0 ? [] : [`${number} ${number === 1 ? 'line' : 'lines'} ${what}`];
  return [
    ...count(lines.filter(({ price }) => price === undefined).length, 'without a price, left out'),
    ...count(
      lines.filter(({ price }) => price?.certainty === 'from memory').length,
      'with a price from memory',
    ),
    ...count(
      lines.filter(({ price }) => price && isElsewhere(price, region)).length,
      'with a price of another region',
    ),
  ];
}

/** Who pays a line. */
interface PaidLine {
  readonly department: string;
  readonly shares?: { readonly parts: Readonly<Record<string, number>> };
}

/** The lines that a department pays, or has a part in; of `platform`, those that nobody has a part in. */
export function linesOf<Line extends PaidLine>(
  { lines }: { readonly lines: readonly Line[] },
  name: string,
): readonly Line[] {
  const known = (PAID.get(lines) ?? byPayer(lines)) as ReadonlyMap<string, readonly Line[]>;
  PAID.set(lines, known);
  return known.get(name) ?? [];
}

/** Lines by who pays them, found once: each department of a company asks for its own. */
const PAID = new WeakMap<readonly PaidLine[], ReadonlyMap<string, readonly PaidLine[]>>();

function byPayer(lines: readonly PaidLine[]): Map<string, PaidLine[]> {
  const found = new Map<string, PaidLine[]>();
  for (const line of lines) {
    const parts = Object.keys(line.shares?.parts ?? {});
    for (const name of parts.length === 0 ? [line.department] : parts) {
      const paid = found.get(name);
      if (paid === undefined) found.set(name, [line]);
      else paid.push(line);
    }
  }
  return found;
}

/** Reservations as a cell of a table has them. */
export function reserved(reservations: readonly string[]): string {
  return reservations.join('; ') || 'none';
}
