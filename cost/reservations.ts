import { computedOnce } from '../model/collections';
import { isElsewhere, type Price } from './prices/price';
import { type Range } from './range';

/** A line as far as its reservations go. */
interface WeighedLine {
  /** What a unit costs; not known, where absent. */
  readonly price?: Price | undefined;
  /** What it adds to the sum. */
  readonly cost: Pick<Range, 'likely'>;
}

/**
 * What a sum of lines leaves out or cannot be sure of, each in a few words, with its part of the likely figure: it is printed in the
 * line of every sum.
 *
 * @param lines what is added up.
 * @param region the region that prices should be of.
 * @param sum what the sum is called.
 */
export function lineReservations(
  lines: readonly WeighedLine[],
  region: string,
  sum = 'the sum',
): readonly string[] {
  const all = likelyOf(lines);
  const told = (doubtful: readonly WeighedLine[], what: string, isCounted = true): string[] => {
    if (doubtful.length === 0) return [];
    const weight = isCounted && all > 0 ? `, ${percent(likelyOf(doubtful) / all)} of ${sum}` : '';
    return [`${doubtful.length} ${doubtful.length === 1 ? 'line' : 'lines'} ${what}${weight}`];
  };
  return [
    ...told(
      lines.filter(({ price }) => price === undefined),
      'without a price, left out',
      false,
    ),
    ...told(
      lines.filter(({ price }) => price?.certainty === 'from memory'),
      'with a price from memory',
    ),
    ...told(
      lines.filter(({ price }) => price && isElsewhere(price, region)),
      'with a price of another region',
    ),
  ];
}

function likelyOf(lines: readonly WeighedLine[]): number {
  return lines.reduce((sum, { cost }) => sum + cost.likely, 0);
}

/** A part as people read it: what is there is not shown as nothing, and what is not all not as all. */
function percent(part: number): string {
  if (part > 0 && part < 0.01) return 'less than 1 %';
  if (part > 0.99 && part < 1) return 'more than 99 %';
  return `${Math.round(part * 100)} %`;
}

/** What a department's cost leaves out or cannot be sure of; of shared lines its parts count. */
export function departmentReservations(
  bill: {
    readonly lines: readonly (PaidLine & WeighedLine)[];
    readonly region: string;
  },
  name: string,
): readonly string[] {
  const paid = linesOf(bill, name).map(({ price, cost, shares }) => ({
    ...(price && { price }),
    cost: { likely: cost.likely * (shares?.parts[name] ?? 1) },
  }));
  return lineReservations(paid, bill.region);
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
  const paid = computedOnce(PAID, lines, () => byPayer(lines)) as ReadonlyMap<string, readonly Line[]>;
  return paid.get(name) ?? [];
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
