import { type IssueKinds } from './kind';

/** LH0xxx: single values, wherever they stand. */
export const VALUE_ISSUES = {
  LH0001: {
    title: 'a value does not have the form that it needs',
    why: 'Names become parts of resources, files, tables and addresses; each form is the strictest of those. Ids, regions and addresses are compared before anything is deployed.',
    example: "department('Supply Chain', { … })",
    mend: "department('supply-chain', { … })",
  },
  LH0002: {
    title: 'a number is out of its range',
    why: 'Azure has a least and a most, and takes whole numbers where things are counted. Out of range it would refuse the deployment, or change the number without a word.',
    example: "delivery: { kind: 'stream', partitions: 40, … }",
    mend: "delivery: { kind: 'stream', partitions: 32, … }",
  },
  LH0003: {
    title: 'two things have one name',
    why: 'Things of one kind are told apart by their names: in addresses, files, tables and messages.',
    example: "tables: [silverTable('orders', …), goldTable('orders', …)]",
    mend: "tables: [silverTable('orders', …), goldTable('orders_by_day', …)]",
  },
  LH0004: {
    title: 'something is empty that must not be',
    why: 'A list without a member, or a text without a letter, where the definition means nothing without one.',
    example: "flow.dedupe({ by: [], newest: ['changed_at'] })",
    mend: "flow.dedupe({ by: ['order_id'], newest: ['changed_at'] })",
  },
  LH0005: {
    title: 'a value is none of the choices',
    why: 'Where only a few values mean something, every other one is a slip of the pen.',
    example: "department('sales', { hosting: 'own', … })",
    mend: "department('sales', { hosting: 'dedicated', … })",
  },
  LH0006: {
    title: 'a reason is missing',
    why: 'Where a definition departs from the safe choice, it says why, for whoever reviews it: the reason stands in the documents that are written beside the stacks.',
    example: "network: { kind: 'public', reason: '' }",
    mend: "network: { kind: 'public', reason: 'a sandbox without real data' }",
  },
} as const satisfies IssueKinds;
