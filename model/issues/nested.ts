import { type IssueKinds } from './kind';

/** LH1449 to LH1459: what documents hold inside of arrays, and what files bring that a contract does not take. */
export const NESTED_ISSUES = {
  LH1449: {
    title: 'a position outside of an array',
    why: 'A position is the place of an element among its siblings; a row has none, and no engine keeps the order of rows.',
    example: 'columns: { place: t.position(), id: t.long().key() }',
    mend: 'lines: t.array({ place: t.position(), sku: t.string(20) })',
  },
  LH1450: {
    title: 'the position of an element, or a single value of an array, has a name in documents',
    why: 'Neither is in a document by a name: a position is counted, and a single value is the element.',
    example: "tags: t.array(t.string(20).physicalName('tag'))",
    mend: "tags: t.array(t.string(20), { value: 'tag' })",
  },
  LH1451: {
    title: 'a column is ignored and declared',
    why: 'ignoredColumns names what files bring besides the columns of the contract, so that reports leave it out.',
    example: "columns: { id: t.long().key(), note: t.string(80), … }, ignoredColumns: ['note']",
    mend: "columns: { id: t.long().key(), note: t.string(80), … }, ignoredColumns: ['internal_note']",
  },
  LH1452: {
    title: 'an extension of CSV files is none',
    why: 'The copy and the preview take the files whose names end so: other formats have extensions of their own, and compression adds .gz.',
    example: "from: { kind: 'files', format: 'csv', options: { extension: '.TXT' } }",
    mend: "from: { kind: 'files', format: 'csv', options: { extension: 'txt' } }",
  },
} satisfies IssueKinds;
