import { type DuckDb } from '../preview/duckdb';
import { countTogether, type RowsToCount } from './row-counts';
import { type ColumnFound } from './column-proposals';
import { type ColumnReading } from './column-facts';
import { isAlmostAlways } from './values/value-counts';
import { counted as amount } from './words';

/** A column that can be part of a key. */
export interface KeyCandidate {
  /** Its name in the contract. */
  readonly name: string;
  /** What it is read as. */
  readonly reading: Pick<ColumnReading, 'type' | 'missing'>;
  /** Rows in all. */
  readonly rows: number;
  /** Characters of the longest. */
  readonly longest: number;
}

/** A column as a candidate. */
export function keyCandidate({ proposal, reading, counts: { rows, longest } }: ColumnFound): KeyCandidate {
  return { name: proposal.name, reading, rows, longest };
}

/** What identifies a row, and why. */
export interface KeyProposal {
  /** Names of columns; none where nothing identifies a row. */
  readonly columns: readonly string[];
  /** What was counted. */
  readonly evidence: readonly string[];
  /** What is not sure. */
  readonly doubts: readonly string[];
  /** Whether different rows share it, and are not versions of one. */
  readonly isLossy: boolean;
  /** Whether no array, or delivery, holds two, so that any value tells them apart. @default no */
  readonly isAlone?: boolean;
}

/** Where keys are looked for. */
export interface KeySearch {
  /** Rows, or elements of an array. */
  readonly rows: RowsToCount;
  /** Columns of the query that tell elements of different rows apart. */
  readonly beside?: readonly string[];
  /** Name of the source or of the array. */
  readonly of: string;
  /** The column that says when something happened. */
  readonly eventTime?: string | undefined;
}

/** Columns that are tried in pairs, at most, and rows from which on a key is no accident. */
const [MOST_IN_PAIRS, FEW_ROWS] = [8, 20];

/** How likely a column is a key by its name alone: its own, another's, one of a pair, an accident. */
const LIKELY = { own: 95, other: 60, line: 40, part: 10 } as const;

/** Finds what identifies a row: one column, two, or more, that no two different rows share. */
export async function findKey(
  engine: DuckDb,
  search: KeySearch,
  candidates: readonly KeyCandidate[],
): Promise<KeyProposal> {
  const { rows, beside = [], of, eventTime } = search;
  const ranked = candidates
    .filter(
      ({ reading, rows: all }) => isAlmostAlways(reading.missing, all) && KINDS.includes(reading.type.kind),
    )
    .map((candidate, index) => ({
      name: candidate.name,
      likely: likelihood(candidate, of) - index / 100,
      kind: candidate.reading.type.kind,
    }))
    .sort((a, b) => b.likely - a.likely);
  if (ranked.length === 0)
    return { columns: [], evidence: [], doubts: ['no column is there in every row'], isLossy: false };
  const pool = ranked.slice(0, MOST_IN_PAIRS);
  const pairs = pool.flatMap((a, index) => pool.slice(index + 1).map((b) => [a, b] as const));
  const sets = [...ranked.map(({ name }) => [name]), ...pairs.map((pair) => pair.map(({ name }) => name))];
  const counted = await countTogether(engine, rows, [...sets, []], beside);
  const isUnique = (index: number): boolean => counted.distinct[index] === counted.rows;
  const isAlone = beside.length > 0 && counted.distinct.at(-1) === counted.rows;
  const found = (columns: readonly string[], doubts: readonly string[] = []): KeyProposal => ({
    columns,
    isLossy: false,
    isAlone,
    evidence: [together(columns, counted.rows, counted.rows)],
    doubts: [
      ...doubts,
      ...(counted.rows < FEW_ROWS ? [`the key is seen in ${amount(counted.rows, 'row')} only`] : []),
    ],
  });
  const own = ranked.find(({ likely, name }) => likely > LIKELY.own - 1 && name !== eventTime);
  // Beside a number of the source's own, texts that never repeat do so by accident.
  const least = own === undefined ? LIKELY.part : LIKELY.other - 1;
  const unique = ranked.filter((_, index) => isUnique(index));
  const single = unique.find(({ likely }) => likely > least);
  if (single) return found([single.name]);
  // Times that never repeat identify rows as long as nothing else could share one.
  const hasOthers = ranked.some(({ likely }) => likely > LIKELY.other - 1);
  const time = unique.find(({ kind }) => kind === 'date' || (kind === 'timestamp' && !hasOthers));
  if (time && own === undefined) return found([time.name]);
  const pair = pairs.find(
    (both, index) =>
      both.every(({ likely }) => likely > (own === undefined ? 0 : LIKELY.line - 1)) &&
      isUnique(ranked.length + index) &&
      // One of the source's own numbers at several times is one thing that changes.
      !(own !== undefined && both.includes(own) && both.some(({ name }) => name === eventTime)),
  );
  if (pair) return found(pair.map(({ name }) => name));
  if (own) {
    const times = counted.distinct[ranked.indexOf(own)] ?? 0;
    return {
      columns: [own.name],
      isLossy: beside.length > 0,
      evidence: [together([own.name], times, counted.rows)],
      doubts: [
        `${amount(counted.rows - times, 'row')} repeat a ${own.name} with other values: ${eventTime === undefined ? 'one of each is kept' : 'they are taken for versions of one, of which the newest holds'}`,
      ],
    };
  }
  return wider(
    engine,
    search,
    ranked.map(({ name }) => name),
  );
}

/** As many columns as it takes, those first that part the most rows. */
async function wider(
  engine: DuckDb,
  { rows, beside = [] }: KeySearch,
  names: readonly string[],
): Promise<KeyProposal> {
  const columns: string[] = [];
  let [parted, all] = [0, 0];
  for (;;) {
    const rest = names.filter((name) => !columns.includes(name));
    const counted = await countTogether(
      engine,
      rows,
      rest.map((name) => [...columns, name]),
      beside,
    );
    all = counted.rows;
    const most = counted.distinct.reduce((best, count) => Math.max(best, count), 0);
    const next = rest[counted.distinct.indexOf(most)];
    if (next === undefined || most === parted) break;
    columns.push(next);
    parted = most;
    if (parted === all) break;
  }
  const left = all - parted;
  return {
    columns,
    isLossy: left > 0,
    evidence: [together(columns, parted, all)],
    doubts: [
      left === 0
        ? 'no one or two columns identify a row; these do together'
        : `nothing identifies a row: of ${amount(left, 'different row')} that share their key with another, one of each is kept`,
    ],
  };
}

/** Whether a column is a key by its name alone. */
export function isNamedKey(candidate: KeyCandidate, of: string): boolean {
  return likelihood(candidate, of) >= LIKELY.other;
}

const KINDS: readonly string[] = ['string', 'integer', 'long', 'date', 'timestamp', 'decimal'];

function likelihood({ name, reading, longest }: KeyCandidate, of: string): number {
  const own = of.replaceAll('-', '_').replace(/ies$/, 'y').replace(/s$/, '');
  const end = '(?:id|no|nr|number|key|code|uuid|guid)';
  if (/^(?:id|uuid|guid|key|number|no|nr)$/.test(name)) return LIKELY.own + 3;
  if (new RegExp(`^${own}_?${end}$`).test(name)) return LIKELY.own + 2;
  if (/(?:amount|price|total|quantity|qty|rate|sum|cost|tax|balance|score|count)$/.test(name)) return -50;
  if (/(?:^|_)(?:id|uuid|guid|line|position|line_number|index|pos|seq)$/.test(name)) return LIKELY.other + 5;
  if (/(?:^|_)(?:currency|country|province|state|language|postal|zip)_code(?:_\d+)?$/.test(name))
    return LIKELY.line;
  if (new RegExp(`(?:^|_)${end}$`).test(name)) return LIKELY.other;
  if (/(?:^|_)(?:sku|ean|gtin|isbn|symbol|currency|country|product|item|n)$/.test(name)) return LIKELY.line;
  switch (reading.type.kind) {
    case 'string':
      return longest > 60 ? 2 : 20;
    case 'integer':
    case 'long':
      return 20;
    case 'date':
      return 9;
    case 'timestamp':
      return 8;
    default:
      return -10;
  }
}

function together(names: readonly string[], distinct: number, rows: number): string {
  return `${names.join(' and ')}: ${amount(distinct, 'value')} in ${amount(rows, 'different row')}`;
}
