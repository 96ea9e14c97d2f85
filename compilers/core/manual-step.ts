/** What people do by hand, because Terraform cannot. */
export interface ManualStep {
  /** What it is about, as a heading. */
  readonly title: string;
  /** The steps in order, as Markdown. */
  readonly steps: readonly string[];
  /** Files that the steps refer to, by name. @default none */
  readonly files?: Readonly<Record<string, string>>;
}
