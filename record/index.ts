/** The record of what the definitions come to in an environment, and what changes since. */
export { changesSince, isUnchanged } from './changes';
export type { Changes, ChangesSource } from './changes';
export { changesPage } from './changes-page';
export { flowFingerprint } from './flow-fingerprint';
export { recordOf } from './record';
export type {
  AcknowledgedChange,
  EnvironmentRecord,
  RecordedColumn,
  RecordedTable,
  RecordedTrigger,
  RecordedWrite,
  RecordSource,
} from './record';
export { acknowledge, parseRecord, recordText } from './record-file';
export { replaysOf, runsOf } from './replays';
export { hasRun } from './trigger-changes';
export type { Replay, ReplayPlace } from './replays';
export type { ChangeNote } from './table-changes';
export { describeWindows, windowsIn } from './windows';
export type { WindowRange, Windows } from './windows';
