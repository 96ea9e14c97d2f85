import { type IssueKinds } from './kind';

/** LH1449 to LH1459: what documents hold inside of arrays. */
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
} satisfies IssueKinds;
