import { type IssueKinds } from './kind';

/** LH144x: sources without a time, and the history that is made of their snapshots. */
export const SNAPSHOT_ISSUES = {
  LH1441: {
    title: 'a source has both a time and snapshots, or neither',
    why: 'Of two versions of a row, the one with the later event time holds; of a source without a time, that of the later delivery, which then holds all rows. What decides has to be said, once.',
    example: "dataContract('products', { columns: { sku: t.string(20).key(), name: t.string(80) }, … })",
    mend: "dataContract('products', { columns: { sku: t.string(20).key(), name: t.string(80) }, snapshot: {}, … })",
  },
  LH1442: {
    title: 'a snapshot is delivered by a stream',
    why: 'Events come one by one, and no window of them is known to hold all rows there are.',
    example: "snapshot: {}, delivery: { kind: 'stream', partitions: 1, every: hours(1) }",
    mend: "snapshot: {}, delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } }",
  },
  LH1443: {
    title: 'a column does not tell that a row is deleted',
    why: 'A text tells it by some of its values, a boolean by being true, a day or timestamp by being there. What became a pseudonym is compared with nothing, and a key is what is deleted.',
    example: "snapshot: { deleteMarker: { column: 'state' } }, where state is a text",
    mend: "snapshot: { deleteMarker: { column: 'state', values: ['deleted'] } }",
  },
  LH1444: {
    title: 'a snapshot may be empty and may be missing',
    why: 'A window in which nothing was delivered and one in which an empty snapshot was delivered look alike: the one leaves the table as it is, the other empties it.',
    example: "snapshot: { leastPercent: 0 }, …, mayBeMissing: { reason: 'nothing comes on Sundays' }",
    mend: "snapshot: { leastPercent: 1 }, …, mayBeMissing: { reason: 'nothing comes on Sundays' }",
  },
  LH1445: {
    title: 'a table of a database is read by a watermark, and is a snapshot, or neither',
    why: 'By a watermark a window brings the rows that changed in it; a snapshot is the whole table.',
    example: "snapshot: {}, …, from: { kind: 'sql', watermark: 'changed_at', … }",
    mend: "snapshot: {}, …, from: { kind: 'sql', … }",
  },
  LH1447: {
    title: 'a history tracks what it cannot',
    why: 'A new version begins where a tracked column has another value: these are single values of the contract, and no part of what identifies a row or dates it.',
    example: "slowlyChanging('customer_history', { from: customers, track: ['customer_id'] })",
    mend: "slowlyChanging('customer_history', { from: customers, track: ['segment', 'country'] })",
  },
} as const satisfies IssueKinds;
