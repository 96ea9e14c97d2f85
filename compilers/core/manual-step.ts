/** What people do by hand, because Terraform cannot. */
export interface ManualStep {
  /** What it is about, as a heading. */
  readonly title: string;
  /** The steps in order, as Markdown. */
  readonly steps: readonly string[];
  /**
   * The id, in lower case with dashes, of what has to be done before anything runs: whoever has done it acknowledges
   * `<stack>/<id>` in `running` of the environment. It is different from all others of its stack, and never changes.
   * @default nothing waits for it
   */
  readonly acknowledgedAs?: string;
  /** Files that the steps refer to, by name. @default none */
  readonly files?: Readonly<Record<string, string>>;
}
