import { type IssueKinds } from './kind';

/** LH82xx: the record of what the definitions came to, and changes that do not arrive by themselves. */
export const RECORD_ISSUES = {
  LH8201: {
    title: 'a record cannot be read',
    why: 'The record says what is deployed. A guess in its place would let a change pass that replaces or splits a table.',
    example: 'lakehouse.lock/dev.json, with the marks of a merge in it',
    mend: 'npm run record, on the last commit that is deployed; then the change',
  },
  LH8202: {
    title: 'a column of a table that is there changes its type',
    why: 'A merge into a Delta table adds columns, and changes none: every run would fail, or the column hold both. Longer texts are no change.',
    example: 'amount: t.decimal(18, 4), which is t.decimal(12, 2) in the record',
    mend: 'precise_amount: t.decimal(18, 4).nullable()',
  },
  LH8203: {
    title: 'a column of a table that is there is removed or renamed',
    why: 'Rows that are there keep it, and their values, for nobody to see. To Delta, a renamed column is one removed and one added.',
    example: "flow.select('order_id'), where the record has amount too",
    mend: "flow.select('order_id', 'amount')",
  },
  LH8204: {
    title: 'a column that is never missing is missing in rows that are there',
    why: 'A new column, or one that could be missing until now, is null in the rows that are there, which the definition says cannot be.',
    example: 'shop: t.string(5), which is not in the record',
    mend: 'shop: t.string(5).nullable()',
  },
  LH8205: {
    title: 'the key of a table that is there changes',
    why: 'Rows are found by their key: those that are there would be found by another one, never again, or several at once.',
    example: "key: ['order_id', 'line'], which is order_id in the record",
    mend: "silverTable('order_lines', { key: ['order_id', 'line'], … }), a table of its own",
  },
  LH8206: {
    title: 'a table that is there is written in another way',
    why: 'What is replaced, merged by key or added to is not the same rows after some runs of each.',
    example: "write: 'append', which is upsert in the record",
    mend: "silverTable('order_log', { write: 'append', … }), a table of its own",
  },
  LH8207: {
    title: 'a table lies elsewhere from now on',
    why: 'Publishing, hosting and the owner decide where a table lies. Nothing moves its rows: the new place is empty, and the old one stays.',
    example: 'published: true, of a table that is not published in the record',
    mend: 'published: false, and a silver table of its own that is published and reads it',
  },
  LH8208: {
    title: 'a column changes between values and their pseudonyms',
    why: 'Rows that are there keep what they have: one person would be two, and names that should be gone would stay.',
    example: 'email: t.string(120).personal(), which is kept as it is in the record',
    mend: 'email_pseudonym: a nullable column of its own',
  },
  LH8209: {
    title: 'triggers are replaced, and run every window again',
    why: 'Azure changes neither the start nor the interval of a tumbling window trigger: a new one begins with its first window.',
    example: "running: { from: '2025-01-01', … }, which is 2026-01-01 in the record",
    mend: "running: { from: '2026-01-01', … }, and older days by the backfill pipeline",
  },
  LH8210: {
    title: 'triggers are new in an environment that runs, and begin with its first day',
    why: 'A new trigger runs every window since its first day, at once and billed: of a table that is added after a year, a year of them.',
    example: "running: { from: '2026-12-01', … }, and a table operations.refunds that is not in the record",
    mend: "running: { from: '2026-12-01', since: { 'operations.refunds': '2027-03-01' }, … }",
  },
} as const satisfies IssueKinds;
