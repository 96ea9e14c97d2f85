import { type ValueCount } from './value-counts';

/** Texts that stand for a missing value among numbers, days and words of yes and no. */
const AMONG_TYPED: ReadonlySet<string> = new Set([
  ...['n/a', '#n/a', 'na', 'null', 'none', 'nil', 'nan', '\\n', '-', '--', '–', '—', '?', '.'],
  ...['(null)', '<null>', '[null]', '#null!', '#div/0!', '#value!', '#ref!', 'undefined', 'unknown', 'tbd'],
]);

/** Those that are hardly ever anything else, so that they stand for one among texts too. */
const AMONG_TEXTS: ReadonlySet<string> = new Set([
  ...['\\N', 'NULL', 'null', 'N/A', 'n/a', '#N/A', '(null)', '<null>', '[NULL]', '#NULL!', 'NaN'],
]);

/**
 * Parts a column's values from the texts that stand for a missing one.
 *
 * @param values of a column.
 * @param among what the column holds besides.
 * @param usual what stands for one in other columns, of which a text may be a value by itself.
 */
export function withoutMarkers(
  values: readonly ValueCount[],
  among: 'typed values' | 'texts',
  usual: readonly string[] = [],
): { readonly markers: readonly ValueCount[]; readonly rest: readonly ValueCount[] } {
  const isMarker = ({ text }: ValueCount): boolean =>
    among === 'texts' ? AMONG_TEXTS.has(text) || usual.includes(text) : AMONG_TYPED.has(text.toLowerCase());
  return {
    markers: values.filter(isMarker),
    rest: values.filter((value) => !isMarker(value)),
  };
}
