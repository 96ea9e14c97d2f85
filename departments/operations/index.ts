import { alert, application, department, group, minutes, velocity } from '../../model';
import { exchangeRates, orders, returns, shipments, transactions } from './contracts';
import {
  dailyRevenue,
  fulfilmentBacklog,
  orderToDelivery,
  refusedPayments,
  returnedProducts,
  revenueByCountry,
} from './gold';
import { questions } from './questions';
import {
  bookedTransactions,
  cleanOrders,
  cleanRates,
  cleanReturns,
  cleanShipments,
  cleanTransactions,
  orderLines,
  orderRevenue,
} from './silver';

/** Reports every refused payment, seconds after it happened. */
export const refusedPayment = alert('refused-payment', transactions, {
  description: 'A payment was refused',
  when: (event) => event.kind.equals('sale').and(event.status.equals('refused')),
  payload: ['transaction_id', 'order_id', 'amount', 'currency', 'country', 'occurred_at'],
});

/** Reports a customer who pays unusually often, while it happens: a stolen card is tried out so. */
export const paymentVelocity = velocity('payment-velocity', transactions, {
  description: 'A customer paid five times within ten minutes',
  by: ['customer_email'],
  when: (event) => event.kind.equals('sale'),
  within: minutes(10),
  atLeast: 5,
  payload: ['transaction_id', 'order_id', 'amount', 'currency', 'country', 'occurred_at'],
});

/** Operations: owns orders, payments, parcels and rates; answers for revenue and delivery. */
export const operations = department('operations', {
  description: 'Runs the shop: payments, orders and revenue',
  sources: [transactions, orders, shipments, returns, exchangeRates],
  tables: [
    cleanTransactions,
    cleanOrders,
    orderLines,
    cleanShipments,
    cleanReturns,
    cleanRates,
    bookedTransactions,
    orderRevenue,
    dailyRevenue,
    revenueByCountry,
    refusedPayments,
    orderToDelivery,
    fulfilmentBacklog,
    returnedProducts,
  ],
  alerts: [refusedPayment, paymentVelocity],
  questions,
  consumers: [
    group('operations-analysts', {
      reads: [
        dailyRevenue,
        revenueByCountry,
        refusedPayments,
        orderToDelivery,
        fulfilmentBacklog,
        returnedProducts,
      ],
      powerBi: 'DirectQuery',
      reason: 'Follow revenue, delivery and returns day by day',
    }),
    application('fraud-desk', {
      reads: [refusedPayments],
      receives: [refusedPayment, paymentVelocity],
      federation: {
        issuer: 'https://token.actions.example.com',
        subject: 'repo:fraud-desk/service:environment:production',
      },
      reason: 'Calls customers whose payment was refused; runs outside Azure',
    }),
  ],
});
