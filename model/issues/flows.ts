import { type IssueKinds } from './kind';

/** LH30xx: steps of flows. */
export const STEP_ISSUES = {
  LH3000: {
    title: 'a step of a flow is wrong',
    why: 'The sentence says what.',
    example: 'flow.select()',
    mend: "flow.select('order_id')",
  },
  LH3001: {
    title: 'a condition is neither true nor false',
    why: 'filter() and check() ask a question of every row.',
    example: 'flow.filter((row) => row.amount)',
    mend: 'flow.filter((row) => row.amount.greaterThan(0))',
  },
  LH3002: {
    title: 'a join could multiply rows',
    why: 'A join looks a row up: the columns it goes by identify one row of the other side. Otherwise sums over the result would count rows twice, and nobody would notice.',
    example: "orders.join(read(rates), { on: ['currency'] }), where rates has a row for each day",
    mend: "orders.asOfJoin(read(rates), { on: ['currency'], day: 'day', otherDay: 'day', maxAgeDays: 7 })",
  },
  LH3003: {
    title: 'both sides have a column of one name',
    why: 'The result would have it twice; which one is meant is for the definition to say.',
    example: "orders.join(read(customers), { on: ['customer_id'] }), where both have a column name",
    mend: "orders.join(read(customers).rename({ name: 'customer_name' }), { on: ['customer_id'] })",
  },
  LH3004: {
    title: 'a column has another type on the other side',
    why: 'Rows are matched and put below each other without conversions, which the engines do differently.',
    example: 'orders.union(returns), where amount is a decimal here and a long there',
    mend: 'orders.union(returns.derive((row) => ({ amount: row.amount.toDecimal(18, 2) })))',
  },
  LH3005: {
    title: 'an as-of join goes by something that is no date',
    why: 'It takes the latest row up to a day.',
    example: "orders.asOfJoin(rates, { day: 'paid_at', … }), where paid_at is a timestamp",
    mend: "orders.derive((row) => ({ paid_on: row.paid_at.toDate() })).asOfJoin(rates, { day: 'paid_on', … })",
  },
  LH3006: {
    title: 'a step that reads arrays gets something else',
    why: 'Rows are made of the elements of an array, which arrives as a text.',
    example: "mapping(orders, { each: 'note', name: 'order_notes' })",
    mend: "mapping(orders, { each: 'lines', name: 'order_lines' })",
  },
  LH3007: {
    title: 'a column has a name that a step needs for itself',
    why: 'A check counts in a column of its own while it is made.',
    example: "flow.derive((row) => ({ _found: row.id })).checkUnique('once', ['id'])",
    mend: "flow.derive((row) => ({ found: row.id })).checkUnique('once', ['id'])",
  },
  LH3008: {
    title: 'a score has the name of a key',
    why: 'The key of a scored table is copied from the features; a model adds columns beside it.',
    example: "key: ['customer_id'], scores: { customer_id: t.long(), risk: t.double() }",
    mend: "key: ['customer_id'], scores: { risk: t.double() }",
  },
  LH3009: {
    title: "what stands for a model's answer has other columns",
    why: 'Where there is no model yet, a flow stands for it: readers must find the key and the scores that the model will give.',
    example: 'scores: { risk: t.double() }, and a flow that yields customer_id alone',
    mend: 'flow.derive(() => ({ risk: literal(0) }))',
  },
  LH3010: {
    title: 'a mapping names something else than the contract has',
    why: '"each" names an array of the contract, "with" single columns that the rows of the elements repeat.',
    example: "mapping(orders, { each: 'order_id', name: 'order_lines' })",
    mend: "mapping(orders, { each: 'lines', name: 'order_lines' })",
  },
  LH3011: {
    title: 'a column of SQL is declared with a rule for sources',
    why: 'Rules are kept where rows arrive. Nothing would hold the rows of a SQL statement to them, and a promise that nobody keeps is worse than none.',
    example: "columns: { country: t.string(2).oneOf('DE', 'FR') }",
    mend: "columns: { country: t.string(2) }, and WHERE country IN ('DE', 'FR') in the SQL",
  },
} as const satisfies IssueKinds;
