/**
 * A table in neutral text form: every value is text in a canonical form, or null.
 *
 * Two engines that compute the same table give the same text, so their results can be compared as strings.
 * Canonical forms, by column type:
 * - `string`: the text as is;
 * - `integer`, `long`: decimal digits (`-42`);
 * - `decimal(p,s)`: exactly `s` fraction digits (`-12.50`);
 * - `double`: as JavaScript's `String(n)`;
 * - `boolean`: `true` or `false`;
 * - `date`: `YYYY-MM-DD`;
 * - `timestamp`: `YYYY-MM-DD HH:MM:SS.ffffff`, in UTC, with six fraction digits.
 */
export interface TextTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}
