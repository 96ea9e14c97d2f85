import { type IssueKinds } from './kind';

/** LH8140 to LH8149, and LH9376: tests of flows. */
export const FLOW_TEST_ISSUES = {
  LH8140: {
    title: 'a flow test delivers rows of a source that its table does not read',
    why: 'They would change nothing, and the test would say nothing of them.',
    example: 'flowTest(dailyRevenue, { parcels }), where revenue is computed from payments',
    mend: 'flowTest(dailyRevenue, { payments })',
  },
  LH8141: {
    title: 'a flow test leaves out a value that nobody can make up',
    why: 'Columns that are not given are filled in; a text that has to match a pattern, or an unlikely key, is for the test to say.',
    example: 'given({ payments: [{ amount: 10 }] }), where currency matches /[A-Z]{3}/',
    mend: "given({ payments: [{ amount: 10, currency: 'EUR' }] })",
  },
  LH8142: {
    title: 'a flow test does not know whose table is read by reference',
    why: 'A reference names a table of another department; the company knows which that is.',
    example: 'flowTest(companyFigures, { payments })',
    mend: 'flowTest(companyFigures, { payments }, { company })',
  },
  LH8143: {
    title: 'a flow test gives what its source cannot deliver',
    why: 'Columns and types are those of the contract; the compiler checks them, but not in JavaScript and not behind a cast.',
    example: 'given({ payments: [{ amuont: 10 }] })',
    mend: 'given({ payments: [{ amount: 10 }] })',
  },
  LH8144: {
    title: 'a flow test expects rows that cannot be compared',
    why: 'Rows are compared by the columns that they name: all name the same ones, with values of their types.',
    example: "expect([{ day: '2026-01-05', revenue: 10 }, { day: '2026-01-06' }])",
    mend: "expect([{ day: '2026-01-05', revenue: 10 }, { day: '2026-01-06', revenue: 0 }])",
  },
  LH8145: {
    title: 'a flow test asks for alerts that are not computed',
    why: 'Rules are computed over the events of the sources of the test; anomalies are found by Stream Analytics alone.',
    example: 'flowTest(dailyRevenue, { payments }).given(…).expect([]).raises(lostParcel, [])',
    mend: 'flowTest(dailyRevenue, { payments }).given(…).expect([]).raises(refusedPayment, [])',
  },
  LH8146: {
    title: 'a flow test ends before it says what is expected',
    why: 'Without an expectation nothing is run, and nothing can fail.',
    example: 'await flowTest(dailyRevenue, { payments }).given(…)',
    mend: 'await flowTest(dailyRevenue, { payments }).given(…).expect([…])',
  },
  LH9376: {
    title: 'a flow test is not of a table and its sources',
    why: 'The compiler checks both, but not in JavaScript and not behind a cast.',
    example: 'flowTest(dailyRevenue)',
    mend: 'flowTest(dailyRevenue, { payments })',
  },
} as const satisfies IssueKinds;
