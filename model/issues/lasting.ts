import { type IssueKinds } from './kind';

/** LH5062: what a resource keeps for as long as it is there. */
export const LASTING_ISSUES = {
  LH5062: {
    title: 'a hub that is there is to have another number of partitions',
    why: 'Azure never takes partitions away, and adds some in the tier Premium alone: the deployment would fail at the hub. Events of one key would move to another partition, too.',
    example: "delivery: { kind: 'stream', partitions: 8, … }, which is 4 in the record",
    mend: "delivery: { kind: 'stream', partitions: 4, … }, or a source of its own beside it",
  },
} as const satisfies IssueKinds;
