/** What a simulation may leave out: each is a flaw of what is deployed that is known, with its reason in `known.ts`. */
export interface Assumptions {
  /** A file that every window expects comes after the end of its window. */
  readonly filesAreLate: boolean;
}
