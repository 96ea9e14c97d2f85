import { company as reference } from '../../departments';
import { exchangeRates, transactions } from '../../departments/operations/contracts';
import { dailyRevenue, refusedPayments, revenueByCountry } from '../../departments/operations/gold';
import { refusedPayment } from '../../departments/operations';
import {
  bookedTransactions,
  cleanRates,
  cleanTransactions,
  orderRevenue,
} from '../../departments/operations/silver';
import { application, company as declareCompany, department, group } from '../../model';

/** The payments of the reference company alone: one department of every kind of step, small enough to be spelled out in a test. */
export const payments = declareCompany('Payments', {
  code: reference.code,
  departments: [
    department('operations', {
      description: 'Books payments and refunds',
      sources: [transactions, exchangeRates],
      tables: [
        cleanTransactions,
        cleanRates,
        bookedTransactions,
        orderRevenue,
        dailyRevenue,
        revenueByCountry,
        refusedPayments,
      ],
      alerts: [refusedPayment],
      consumers: [
        group('operations-analysts', {
          reads: [dailyRevenue, revenueByCountry, refusedPayments],
          reason: 'Follow revenue and refusals day by day',
        }),
        application('fraud-desk', {
          reads: [refusedPayments],
          receives: [refusedPayment],
          federation: {
            issuer: 'https://token.actions.example.com',
            subject: 'repo:fraud-desk/service:environment:production',
          },
          reason: 'Calls customers whose payment was refused; runs outside Azure',
        }),
      ],
    }),
  ],
  environments: reference.environments.map((environment) => ({ ...environment, models: {} })),
});
