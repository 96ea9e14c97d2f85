/** When triggers begin. */
export interface FirstDays {
  /** The day, `YYYY-MM-DD`, with which the first window begins of what has none of its own; absent while triggers are stopped. */
  readonly from?: string | undefined;
  /** Days of their own, by `<department>.<source or table>` or by the name of a trigger. */
  readonly since?: Readonly<Record<string, string>> | undefined;
}

/** The day of the first of some names that has one of its own, otherwise that of all. */
export function firstDay(
  { from, since = {} }: FirstDays,
  ...names: readonly (string | undefined)[]
): string | undefined {
  if (from === undefined) return undefined;
  return names.flatMap((name) => (name === undefined ? [] : (since[name] ?? [])))[0] ?? from;
}
