import { alert, application, department, group } from '../../model';
import { exchangeRates, transactions } from './contracts';
import { dailyRevenue, refusedPayments, revenueByCountry } from './gold';
import { bookedTransactions, cleanRates, cleanTransactions, orderRevenue } from './silver';

/** Tells of every refused payment, seconds after it happened. */
export const refusedPayment = alert('refused-payment', transactions, {
  description: 'A payment was refused',
  when: (event) => event.kind.equals('sale').and(event.status.equals('refused')),
  tells: ['transaction_id', 'order_id', 'amount', 'currency', 'country', 'occurred_at'],
});

/** Operations: owns the payments and the rates, answers for revenue. */
export const operations = department('operations', {
  description: 'Runs the shop: payments, orders and revenue',
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
});
