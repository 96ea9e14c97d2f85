import { type Proofs } from './proof';

/** The version of the JSON of manual steps; a higher one may mean something else. */
export const MANUAL_STEPS_FORMAT = 1;

/** What people do by hand, because Terraform cannot. */
export interface ManualStep {
  /** What it is about, as a heading. */
  readonly title: string;
  /** Why neither Terraform nor a pipeline does it, as the end of a sentence: `the source belongs to somebody else`. @default it is not said */
  readonly byHand?: string;
  /** The steps in order, as Markdown. */
  readonly steps: readonly string[];
  /** Lines of shell that do it, beside those in the steps; what only a person knows is in angle brackets. @default none */
  readonly commands?: readonly string[];
  /** How it is seen that it is done, by commands that read only. @default it is not said, and nobody can tell */
  readonly proof?: Proofs;
  /**
   * The id, in lower case with dashes, of what has to be done before anything runs: whoever has done it acknowledges
   * `<stack>/<id>` in `running` of the environment. It is different from all others of its stack, and never changes.
   * @default nothing waits for it
   */
  readonly acknowledgedAs?: string;
  /** Further ids, where one step does what each of them stands for: every one is acknowledged. @default none */
  readonly acknowledgedToo?: readonly string[];
  /** What pipelines run after a deployment that does it, so that nobody has to. @default it is done by hand */
  readonly byPipeline?: PipelineScript;
  /** Files that the steps refer to, by name. @default none */
  readonly files?: Readonly<Record<string, string>>;
}

/** A script of the pipelines that `lakehouse ci` writes. */
export interface PipelineScript {
  /** Its path in the repository. */
  readonly script: 'ci/approve.sh';
  /** What it is called with. */
  readonly options: readonly string[];
}
