/** A place in the files of a source where values are. */
export interface Field {
  /** Names from the outermost object to the value; one name where it is in none. */
  readonly path: readonly string[];
  /** Whether the name is that of folders around the files, `name=value`. */
  readonly isFolder?: true;
  /** Of arrays of objects, what is in these. */
  readonly elements?: readonly Field[];
  /** Whether it is an array of single values, such as tags. */
  readonly isSingle?: true;
  /** The type that the file itself gives, such as `DECIMAL(12,2)`; nothing where it holds text. */
  readonly typed?: string;
  /** Why no column can be made of it, where none can. */
  readonly omitted?: string;
}

/** Whether a column of a field is an array. */
export function isArray({ elements, isSingle, omitted }: Field): boolean {
  return omitted === undefined && (elements !== undefined || isSingle === true);
}
