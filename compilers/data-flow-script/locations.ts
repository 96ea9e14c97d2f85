import type { Readable, Score, Table } from '../../model';
import type { LakeLocation } from './script-writer';

/** Where a data flow reads and writes. */
export interface DataFlowLocations {
  /** Where the rows lie that a flow reads. */
  readonly read: (readable: Readable) => LakeLocation;
  /** Where the table lies. */
  readonly write: (table: Table) => LakeLocation;
  /** Where the rows go that break a rule of a check. */
  readonly quarantine: (table: Table, check: string) => LakeLocation;
  /** Where the rows lie that a model wrote, window by window. @default none: its fallback is computed */
  readonly scores?: (score: Score) => LakeLocation;
}
