import { type IssueKinds } from './kind';

/** LH4xxx: departments, their consumers and their alert rules. */
export const DEPARTMENT_ISSUES = {
  LH4001: {
    title: 'a consumer reads a table of another department',
    why: 'Access is granted by the owner of the data.',
    example: 'reads: [revenue], where revenue is a table of operations and the consumer one of marketing',
    mend: 'declare the consumer in operations',
  },
  LH4002: {
    title: 'a consumer reads a table that is not gold',
    why: 'People and applications read answers; silver and bronze are for flows.',
    example: 'reads: [orders], where orders is a silver table',
    mend: "reads: [ordersView], where ordersView is goldView('orders_view', { flow: read(orders), … })",
  },
  LH4003: {
    title: 'a consumer may see no column of a table',
    why: 'Personal columns are left out unless they are named with a reason, and here nothing else is left.',
    example: 'reads: [emails], where every column is personal',
    mend: "personal: [{ table: emails, columns: ['email'], reason: 'letters are sent to it' }]",
  },
  LH4004: {
    title: 'personal columns are granted of a table that is not read',
    why: '"personal" adds columns to tables in "reads".',
    example: "reads: [orders], personal: [{ table: customers, columns: ['email'], … }]",
    mend: "reads: [orders, customers], personal: [{ table: customers, columns: ['email'], … }]",
  },
  LH4005: {
    title: '"personal" names a column that is not personal',
    why: 'The list is what reviewers read; other columns are granted without being named.',
    example: "personal: [{ table: customers, columns: ['country'], … }]",
    mend: "personal: [{ table: customers, columns: ['email'], … }]",
  },
  LH4006: {
    title: 'an application receives an alert that the department has not',
    why: 'Alerts are read from the hub of the department that declares them.',
    example: 'receives: [lateParcels], which stands in the alerts of no department',
    mend: 'alerts: [lateParcels], receives: [lateParcels]',
  },
  LH4007: {
    title: 'an application receives an alert that is not sent',
    why: 'An application reads the hub of alerts, so the alert has to go there.',
    example: "to: ['lake']",
    mend: "to: ['lake', 'alerts-hub']",
  },
  LH4008: {
    title: 'a group has no object id in an environment',
    why: 'Grants go to the group of Entra ID, which is another one in each tenant or environment.',
    example: 'groups: {}',
    mend: "groups: { 'sales-analysts': '00000000-0000-4000-8000-000000000001' }",
  },
  LH4009: {
    title: 'dedicated departments read each other',
    why: "In a private environment, an endpoint into another department's lake is made after that lake: one of the two has to be deployed first.",
    example: "two departments with hosting: 'dedicated', each reading silver of the other",
    mend: "hosting: 'shared' for one of them",
  },
  LH4010: {
    title: 'zones keep raw rows about persons for long without a reason',
    why: 'Landing and quarantine hold values as they arrived. Where sources are about persons, 30 days are the most without a reason.',
    example: 'retention: { quarantine: 90 }, with a source that has personal columns',
    mend: "retention: { quarantine: 90, reason: 'rows are mended once a quarter' }",
  },
  LH4101: {
    title: 'a rule watches no stream of the department',
    why: 'The job that answers rules reads the streams of its own department.',
    example: "alert('large-payment', customers, …), where customers arrives in batches",
    mend: "alert('large-payment', transactions, …)",
  },
  LH4102: {
    title: 'a rule with windows watches a stream dated by days',
    why: 'Windows are shorter than a day, so events need a timestamp.',
    example: "eventTime: 'day'",
    mend: "eventTime: 'paid_at'",
  },
  LH4103: {
    title: 'an alert carries an array',
    why: 'Alerts are flat: every output takes single values.',
    example: 'an alert that carries lines, an array',
    mend: 'carry the key, and look the rest up',
  },
  LH4104: {
    title: 'an alert carries a personal value',
    why: 'A stream carries values as they arrive: nothing makes pseudonyms of them on the way.',
    example: 'an alert that carries email, which is personal',
    mend: 'carry the key instead',
  },
  LH4105: {
    title: 'an alert carries a column with a name that the job gives itself',
    why: 'The job adds the rule, the time and the window to each alert.',
    example: 'an alert that carries a column named rule',
    mend: 'rename the column in the contract',
  },
  LH4106: {
    title: 'a rule has the name of a source',
    why: 'Both stand in one job and in one lake, the source also with "landing-" before it.',
    example: "alert('transactions', transactions, …)",
    mend: "alert('large-transactions', transactions, …)",
  },
  LH4107: {
    title: 'a rule on velocity has no limit',
    why: 'It fires when events are many, or when their sum is large; one of the two says how much.',
    example: "velocity('many-payments', transactions, { by: ['card'], within: minutes(10) })",
    mend: "velocity('many-payments', transactions, { by: ['card'], within: minutes(10), atLeast: 5 })",
  },
  LH4108: {
    title: 'a session computes what a streaming job cannot',
    why: 'Stream Analytics aggregates columns as they arrive, and has no smallest or largest text.',
    example: 'average(row.amount), of a session',
    mend: 'sum(row.amount) and count(), of a session',
  },
  LH4109: {
    title: 'a rule on anomalies learns from too little or too much',
    why: 'The model of Stream Analytics learns from 10 to 7,200 intervals: with fewer it knows nothing, with more it is slow.',
    example: 'every: minutes(5), history: minutes(30)',
    mend: 'every: minutes(5), history: hours(24)',
  },
  LH4110: {
    title: 'a rule looks up what is no gold table of the department',
    why: 'A pipeline reads the rows by SQL and writes them out for the job.',
    example: 'reference: stock, a silver table',
    mend: "reference: stockView, which is goldView('stock_view', { flow: read(stock), … })",
  },
  LH4111: {
    title: 'a rule matches by a type that streams and files write differently',
    why: 'Texts and whole numbers are the same in an event and in a file; decimals, dates and timestamps are not.',
    example: "on: ['price'], a decimal",
    mend: "on: ['sku']",
  },
  LH4112: {
    title: 'a rule needs a personal column of its reference',
    why: 'The columns are written out for the job as they are.',
    example: 'when: (event, customer) => event.email.equals(customer.email)',
    mend: 'when: (event, customer) => event.country.equals(customer.country).not()',
  },
  LH4113: {
    title: "a rule leaves out a part of its reference's key",
    why: 'An event would meet several rows, and be reported for each.',
    example: "reference: stock, with the key sku and warehouse, on: ['sku']",
    mend: "on: ['sku', 'warehouse']",
  },
} as const satisfies IssueKinds;
