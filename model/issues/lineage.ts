import { type IssueKinds } from './kind';

/** LH812x: questions about columns, who sees them, and pictures. */
export const LINEAGE_ISSUES = {
  LH8120: {
    title: 'a column is asked for without its table, or a table without a column',
    why: 'The same column name stands in many tables: lineage begins at one of them.',
    example: 'lakehouse lineage daily_revenue',
    mend: 'lakehouse lineage daily_revenue.revenue_eur',
  },
  LH8121: {
    title: 'a column is asked for of a source or table that there is not',
    why: 'Lineage and access follow what the company declares.',
    example: 'lakehouse lineage daily_revenues.revenue_eur',
    mend: 'lakehouse lineage daily_revenue.revenue_eur',
  },
  LH8122: {
    title: 'a column is asked for that its source or table does not have',
    why: 'Sources have the columns of their contract, tables those that their flow yields.',
    example: 'lakehouse lineage daily_revenue.revenue',
    mend: 'lakehouse lineage daily_revenue.revenue_eur',
  },
  LH8123: {
    title: 'who sees a column is asked of a folder without rights',
    why: 'Who has which right is known once an environment is synthesized: the answer is in the access matrix of that.',
    example: 'lakehouse access --column crm_customers.email, before lakehouse synth',
    mend: 'lakehouse synth, then lakehouse access --column crm_customers.email',
  },
  LH8124: {
    title: 'a picture is asked for of a department or an environment that there is not',
    why: 'Pictures are made of the definitions.',
    example: 'lakehouse diagram --department marketting',
    mend: 'lakehouse diagram --department marketing',
  },
} as const satisfies IssueKinds;
