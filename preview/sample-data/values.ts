import { type Column } from '../../model';
import { Random } from './random';

/** Letters of a text for which the contract says nothing. */
const VARIETY = 40;

/** Makes a plausible value of a column, as the text that a source would deliver; `day` as YYYY-MM-DD. */
export function sampleValue(name: string, column: Column, row: number, day: string, random: Random): string {
  const { sample, type } = column;
  if (sample?.from === 'sequence')
    return `${sample.prefix}${String(Math.floor(row / (sample.every ?? 1)) + 1).padStart(6, '0')}`;
  if (sample?.from === 'values') return random.pick(sample.values, sample.weights);
  if (column.allowed) return random.pick(column.allowed);
  if (column.key && !column.pattern && !column.range) {
    // Keys that only identify are counted, so that they do identify.
    if (type.kind === 'integer' || type.kind === 'long') return String(row + 1);
    if (type.kind === 'string') return `${name.replaceAll('_', '-')}-${row + 1}`.slice(-type.length);
  }
  if (sample?.from === 'burst') return burst(sample, row, day, random);
  if (sample?.from === 'later') day = daysAfter(day, random.whole(sample.low, sample.high));
  switch (type.kind) {
    case 'string':
      return text(name, column, type.length, random);
    case 'boolean':
      return random.chance(0.5) ? 'true' : 'false';
    case 'date':
      return day;
    case 'timestamp':
      return `${day}T${two(random.whole(0, 23))}:${two(random.whole(0, 59))}:${two(random.whole(0, 59))}.${String(random.whole(0, 999)).padStart(3, '0')}Z`;
    default:
      return numeric(column, random);
  }
}

/** A value that breaks the column's type or rules. */
export function badValue(column: Column, random: Random): string {
  switch (column.type.kind) {
    case 'string':
      return column.allowed || column.pattern ? '?' : 'x'.repeat(column.type.length + 1);
    case 'boolean':
      return 'maybe';
    case 'date':
      return '2026-02-31';
    case 'timestamp':
      return random.pick(['2026-02-31T10:00:00Z', 'yesterday', '2026-01-05T25:00:00Z']);
    default:
      return random.pick(['n/a', '1,50', '--']);
  }
}

/** Rows of one group begin at a timestamp that the group alone decides. */
function burst(
  { every, minutes }: { readonly every: number; readonly minutes: number },
  row: number,
  day: string,
  random: Random,
): string {
  const begins = new Random(`${day}/${Math.floor(row / every)}`).whole(0, 24 * 60 - minutes - 1);
  const timestamp = Date.parse(`${day}T00:00:00Z`) + begins * 60_000 + random.whole(0, minutes * 60_000 - 1);
  return new Date(timestamp).toISOString();
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function numeric(column: Column, random: Random): string {
  const bounds = column.sample?.from === 'range' ? column.sample : undefined;
  const low = bounds?.low ?? column.range?.low ?? 0;
  const high = bounds?.high ?? column.range?.high ?? low + Math.min(1000, roomOf(column));
  const scale = column.type.kind === 'decimal' ? column.type.scale : column.type.kind === 'double' ? 3 : 0;
  return (low + random.next() * (high - low)).toFixed(scale);
}

/** How large a number may be: one more than the largest whole number that fits a decimal. */
function roomOf({ type }: Column): number {
  return type.kind === 'decimal' ? 10 ** (type.precision - type.scale) : Infinity;
}

function text(name: string, column: Column, length: number, random: Random): string {
  const number = random.whole(1, VARIETY * 10);
  if (column.pattern) return matching(column.pattern.source, random);
  if (/e_?mail/.test(name)) return `person${number}@example.com`.slice(0, length);
  return `${name.replaceAll('_', '-')}-${random.whole(1, VARIETY)}`.slice(0, length);
}

/** A text for patterns of literals, classes and counts; others give a text that the contract sends to quarantine. */
function matching(source: string, random: Random): string {
  const tokens = source.matchAll(
    /(\[[^\]]+\]|\\d|\\w|\\.|[^\\[\](){}|*+?.^$])(?:\{(\d+)(?:,(\d*))?\}|([*+?]))?/g,
  );
  let value = '';
  for (const [, atom = '', least, most, sign] of tokens) {
    const low = least !== undefined ? Number(least) : sign === '*' || sign === '?' ? 0 : 1;
    const high = most
      ? Number(most)
      : sign === '?' || (least === undefined && !sign)
        ? Math.max(low, 1)
        : least !== undefined && most === undefined
          ? low
          : low + 3;
    const letters = lettersOf(atom);
    for (let count = random.whole(low, high); count > 0; count--) value += random.pick([...letters]);
  }
  return value;
}

function lettersOf(atom: string): string {
  if (atom === '\\d') return '0123456789';
  if (atom === '\\w') return 'abcdefghij0123456789';
  if (!atom.startsWith('[')) return atom.replace('\\', '');
  const inside = atom.slice(1, -1).replace('\\d', '0-9').replace('\\w', 'a-z0-9');
  return inside.replace(/(.)-(.)/g, (_, from: string, to: string) => {
    const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
    return Array.from({ length: Math.max(0, last - first + 1) }, (__, index) =>
      String.fromCharCode(first + index),
    ).join('');
  });
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
