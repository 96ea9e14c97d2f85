import { type EstimatedRows } from '../../model';

/** What a synthesis might have estimated. */
export const estimate: EstimatedRows = {
  estimatedCosts: [
    {
      department: 'operations',
      currency: 'USD',
      monthly_cost: '212.00',
      monthly_cost_without_choices: '1346.00',
      reservations: null,
    },
  ],
  estimatedSavings: [
    {
      choice: 'silver tables filled in waves',
      department: 'operations',
      without_it: 'a run of a data flow for every table',
      currency: 'USD',
      monthly_saving: '120.00',
    },
  ],
};
