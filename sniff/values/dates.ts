import { type Conventions } from './conventions';
import { type DateShape, dateShape, dayOf, isOwnForm, isReal, patternKey, patternOf } from './date-shapes';
import { areExceptions, rowsOf, type ValueCount } from './value-counts';

/** A column of days or timestamps. */
export interface DateReading {
  /** Whether values have a time. */
  readonly kind: 'date' | 'timestamp';
  /** How they are written, where that is not the library's own form. */
  readonly patterns?: readonly string[];
  /** Days that stand for "never" or "unknown" and are none that can be kept, such as `9999-12-31`. */
  readonly openEnds: readonly ValueCount[];
  /** What is neither, or another one than the others. */
  readonly bad: readonly ValueCount[];
  /** What is not sure about it. */
  readonly doubts: readonly string[];
  /** Whether days stand before months, where the values themselves say it. */
  readonly dayFirst?: boolean | undefined;
  /** Earliest and latest day, `YYYY-MM-DD`. */
  readonly days: readonly [first: string, last: string];
  /** Whether timestamps have no offset. */
  readonly withoutOffset: boolean;
}

interface Dated {
  readonly value: ValueCount;
  readonly shape: DateShape;
}

/** More patterns than that are no form of writing. */
const MOST_PATTERNS = 12;

/** Years of a column of eight digits: any others are numbers. */
const [EARLIEST, LATEST] = ['1980', '2079'];

/** Values as days or timestamps; nothing where they are something else. */
export function dateReading(
  values: readonly ValueCount[],
  conventions: Conventions = {},
): DateReading | undefined {
  const all = values.flatMap((value): Dated[] => {
    const shape = dateShape(value.text);
    return shape === undefined ? [] : [{ value, shape }];
  });
  const openEnds = all.filter(({ shape }) => ['0000', '0001', '9999'].includes(shape.year));
  const dated = all.filter((one) => !openEnds.includes(one));
  if (dated.length === 0) return undefined;
  const rest = values.filter((value) => !openEnds.some((open) => open.value === value));
  if (!areExceptions(without(rest, dated), rest)) return undefined;
  const { dayFirst, doubts, certain } = orderOf(dated, conventions);
  const good = mainForms(dated.filter(({ shape }) => isReal(shape, dayFirst)));
  const bad = without(rest, good);
  if (good.length === 0 || !areExceptions(bad, rest)) return undefined;
  const shapes = good.map(({ shape }) => shape);
  const days = shapes.map((shape) => dayOf(shape, dayFirst)).sort();
  const isNumber = shapes.every(({ separator, hour }) => separator === '' && hour === undefined);
  if (isNumber && days.some((day) => day < EARLIEST || day > LATEST)) return undefined;
  const kind = shapes.some(({ hour }) => hour !== undefined) ? 'timestamp' : 'date';
  const patterns = patternsOf(shapes, dayFirst, kind);
  if (patterns !== undefined && patterns.length > MOST_PATTERNS) return undefined;
  return {
    kind,
    ...(patterns && { patterns }),
    openEnds: openEnds.map(({ value }) => value),
    bad,
    doubts: [
      ...doubts,
      ...(isNumber
        ? [`eight digits that are days: ${days[0] ?? ''} to ${days.at(-1) ?? ''}, or numbers`]
        : []),
      ...(shapes.some(({ year }) => year.length === 2)
        ? ['years of two digits are read as 2000 to 2099']
        : []),
    ],
    dayFirst: certain ? dayFirst : undefined,
    days: [days[0] ?? '', days.at(-1) ?? ''],
    withoutOffset: kind === 'timestamp' && shapes.some(({ offset }) => offset === undefined),
  };
}

/** Without forms that so few values have that they are mistakes. */
function mainForms(dated: readonly Dated[]): Dated[] {
  const groups = grouped(dated, ({ shape }) => shape);
  const all = dated.map(({ value }) => value);
  const rare = [...groups.values()].filter((group) => {
    const values = group.map(({ value }) => value);
    return !group.some(({ shape }) => isOwnForm(shape)) && areExceptions(values, all);
  });
  // What is written in a hundred ways is written by hand: no way is the main one.
  return rare.length > 1 ? [...dated] : dated.filter((one) => !rare.some((group) => group.includes(one)));
}

function grouped<T>(items: readonly T[], shapeOf: (item: T) => DateShape): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = patternKey(shapeOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function patternsOf(
  shapes: readonly DateShape[],
  dayFirst: boolean,
  kind: 'date' | 'timestamp',
): string[] | undefined {
  // A timestamp without a time is one by a pattern only.
  if (shapes.every((shape) => isOwnForm(shape) && (shape.hour !== undefined) === (kind === 'timestamp')))
    return undefined;
  const sorted = [...grouped(shapes, (shape) => shape).values()].sort((a, b) => b.length - a.length);
  return [...new Set(sorted.map((group) => patternOf(group, dayFirst)))];
}

/** Which of two numbers is the day. */
function orderOf(
  dated: readonly Dated[],
  { dayFirst: usual }: Conventions,
): { readonly dayFirst: boolean; readonly doubts: readonly string[]; readonly certain: boolean } {
  const open = dated.filter(({ shape }) => shape.order === 'a-b-y');
  const broken = [true, false].map((dayFirst) =>
    rowsOf(open.filter(({ shape }) => !isReal(shape, dayFirst)).map(({ value }) => value)),
  );
  const [asDays = 0, asMonths = 0] = broken;
  if (asDays !== asMonths) return { dayFirst: asDays < asMonths, doubts: [], certain: true };
  const example = open.find(({ shape }) => isReal(shape, true) && dayOf(shape, true) !== dayOf(shape, false));
  if (example === undefined) return { dayFirst: usual ?? true, doubts: [], certain: false };
  const [spanOfDays = 0, spanOfMonths = 0] = [true, false].map((dayFirst) => spanOf(open, dayFirst));
  const hasHalves = open.some(({ shape }) => shape.half !== undefined);
  const [dayFirst, why] =
    usual !== undefined
      ? [usual, `as in other columns`]
      : spanOfDays * 3 < spanOfMonths || spanOfMonths * 3 < spanOfDays
        ? [spanOfDays < spanOfMonths, `the days then lie closer together`]
        : hasHalves
          ? [false, 'as people write who write AM and PM']
          : [true, 'as most countries write'];
  const [day, month] = [dayOf(example.shape, true), dayOf(example.shape, false)];
  return {
    dayFirst,
    doubts: [
      `${JSON.stringify(example.value.text)} is ${day} or ${month}: no value says which; proposed: ${dayFirst ? day : month}, ${why}`,
    ],
    certain: false,
  };
}

/** Days from the earliest to the latest. */
function spanOf(dated: readonly Dated[], dayFirst: boolean): number {
  const times = dated
    .map(({ shape }) => Date.parse(dayOf(shape, dayFirst)))
    .filter((time) => !Number.isNaN(time));
  const [first, last] = times.reduce(
    ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
    [Infinity, -Infinity],
  );
  return (last - first) / 86_400_000;
}

function without(values: readonly ValueCount[], dated: readonly Dated[]): ValueCount[] {
  const known = new Set(dated.map(({ value }) => value));
  return values.filter((value) => !known.has(value));
}
