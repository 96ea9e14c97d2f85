import { type IssueKinds } from './kind';

/** LH811x: the questions that departments ask of their gold tables. */
export const QUESTION_ISSUES = {
  LH8110: {
    title: 'a question reads something else than a gold table of its department',
    why: "People see results, and a department answers for its own; a view of another department's published table is a gold table, too.",
    example: "question('revenue', { reads: cleanPayments, … })",
    mend: "question('revenue', { reads: dailyRevenue, … })",
  },
  LH8111: {
    title: 'a question names a column that its table does not have',
    why: 'What is shown is a column of the table, as it is.',
    example: "shows: line({ x: 'day', y: 'revnue', unit: 'EUR' })",
    mend: "shows: line({ x: 'day', y: 'revenue', unit: 'EUR' })",
  },
  LH8112: {
    title: 'a question shows a column of another kind than it can',
    why: 'Lines go over days or timestamps, and what is drawn is a number.',
    example: "shows: line({ x: 'country', y: 'revenue', unit: 'EUR' })",
    mend: "shows: bars({ category: 'country', value: 'revenue', unit: 'EUR' })",
  },
  LH8113: {
    title: 'a question shows several rows in one place',
    why: 'Every number that is shown is a cell of the table: nothing is added up on the page, so the columns shown tell its rows apart.',
    example:
      "shows: line({ x: 'day', y: 'orders', unit: 'orders' }), of a table with the key day and country",
    mend: "shows: line({ x: 'day', y: 'orders', series: 'country', unit: 'orders' })",
  },
  LH8114: {
    title: 'a question shows a personal column',
    why: 'The page is for many eyes; a plot cannot be masked and still be read.',
    example: "shows: bars({ category: 'customer_email', value: 'orders', unit: 'orders' })",
    mend: "shows: bars({ category: 'segment', value: 'orders', unit: 'orders' })",
  },
  LH8115: {
    title: 'a question compares what has no time before',
    why: 'Only a line has rows of earlier days to compare with.',
    example: "shows: figure({ value: 'revenue', unit: 'EUR' }), compare: before(days(7))",
    mend: "shows: figure({ value: 'revenue', unit: 'EUR' }), compare: target(1_000_000)",
  },
} as const satisfies IssueKinds;
