/** One kind of mistake, as `docs/errors.md` explains it. */
export interface IssueKind {
  /** The mistake in a few words, lower case, without a full stop. */
  readonly title: string;
  /** The rule that it breaks, and why there is one. */
  readonly why: string;
  /** A few lines that make it. */
  readonly example: string;
  /** The same lines without it. */
  readonly mend: string;
}

/** Kinds of mistakes by their codes: `LH` and four digits, which never change and are never given again. */
export type IssueKinds = Readonly<Record<`LH${number}`, IssueKind>>;
