import type { Readable, Score } from '../../model';
import type { DuckDbSettings } from './expressions';

/** What names a statement may use. */
export interface DuckDbNames extends DuckDbSettings {
  /** The relation that holds what a flow reads, quoted. */
  readonly relation: (readable: Readable) => string;
  /** Begins the names of temporary tables. */
  readonly prefix: string;
  /** The relation that holds what a model wrote, quoted. @default none: its fallback is computed */
  readonly scores?: (score: Score) => string;
  /**
   * The relation that holds, for each file of a source that is a snapshot, `file`, `window_start`, and whether it is `broken`, so that
   * its window fails. @default there are none of such sources
   */
  readonly deliveries?: (source: string) => string;
  /** The day, `YYYY-MM-DD`, from which reads of a time range give rows. @default they give all */
  readonly rangeStart?: string;
}
