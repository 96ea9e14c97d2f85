import { exchangeRates, transactions } from '../departments/operations/contracts';
import { company as reference } from '../departments';
import { dailyRevenue, refusedPayments, revenueByCountry } from '../departments/operations/gold';
import {
  bookedTransactions,
  cleanRates,
  cleanTransactions,
  orderRevenue,
} from '../departments/operations/silver';
import { company as declareCompany, department } from '../model';

const tables = [
  cleanTransactions,
  cleanRates,
  bookedTransactions,
  orderRevenue,
  dailyRevenue,
  revenueByCountry,
  refusedPayments,
];

/** The payments of the reference company alone: what the contenders compute. */
export const company = declareCompany('Payments', {
  code: reference.code,
  departments: [
    department('operations', {
      description: 'Books payments and refunds',
      sources: [transactions, exchangeRates],
      tables,
    }),
  ],
  environments: reference.environments.map((environment) => ({ ...environment, models: {} })),
});
