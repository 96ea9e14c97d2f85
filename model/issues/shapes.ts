import { type IssueKinds } from './kind';

/** LH9xxx: the shape of definitions, which the compiler checks too, but not in JavaScript and not behind a cast. */
export const SHAPE_ISSUES = {
  LH9001: {
    title: 'something is missing',
    why: 'What has no default has to be said, because every default would be wrong for somebody.',
    example: "silverTable('orders', { flow })",
    mend: "silverTable('orders', { flow, key: ['order_id'] })",
  },
  LH9002: {
    title: 'a property is not known',
    why: 'A property that nobody reads would leave the default in force without a word. Mostly its name is misspelt.',
    example: "dataContract('orders', { retentionDay: 30, … })",
    mend: "dataContract('orders', { retentionDays: 30, … })",
  },
  LH9003: {
    title: 'a value is of another type',
    why: 'It means nothing there: a text that looks like a number is none.',
    example: "department('sales', { retention: { landing: '7' }, … })",
    mend: "department('sales', { retention: { landing: 7 }, … })",
  },
  LH9004: {
    title: 'something stands where a definition should',
    why: 'Departments, sources, tables, alert rules and consumers are made by functions of the library, and are not interchangeable.',
    example: "department('sales', { tables: [read(orders)], … })",
    mend: "department('sales', { tables: [orders], … })",
  },
  LH9005: {
    title: 'a definition is undefined',
    why: 'Of modules that import each other in a circle, one runs before the other has declared anything, and sees undefined.',
    example: "import { orders } from './sales'; // which imports this module",
    mend: "import { orders } from './sales/orders'; // which imports nothing of this",
  },
  LH9006: {
    title: 'a contract is used as a table',
    why: 'A contract says what a source promises; its rows can be read once a mapping has made a table of them.',
    example: "dataContract('orders', { … }) and read(orders)",
    mend: "dataContract('orders', { … }) and read(mapping(orders))",
  },
  LH9007: {
    title: 'a column is not made with t',
    why: 'The builders know what a column needs besides its type.',
    example: "columns: { id: 'long' }",
    mend: 'columns: { id: t.long().key() }',
  },
  LH9008: {
    title: 'a flow or a column goes round in a circle',
    why: 'A step is computed from the steps before it, and an array has columns that were there before it; the functions of the library make no others.',
    example: 'a step that was changed to be its own input',
    mend: 'flow.filter(…).select(…), each step from the one before',
  },
} as const satisfies IssueKinds;
