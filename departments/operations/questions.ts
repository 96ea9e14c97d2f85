import { bars, before, days, line, question } from '../../model';
import { dailyRevenue, fulfilmentBacklog, orderToDelivery, refusedPayments, returnedProducts } from './gold';

/** What operations ask. */
export const questions = [
  question('revenue', {
    asks: 'How much do we earn a day, after refunds?',
    reads: dailyRevenue,
    shows: line({ x: 'booking_day', y: 'revenue_eur', unit: 'EUR' }),
    compare: before(days(7)),
  }),
  question('refunds', {
    asks: 'How much do we pay back a day?',
    reads: dailyRevenue,
    shows: line({ x: 'booking_day', y: 'refunds_eur', unit: 'EUR' }),
    compare: before(days(7)),
    better: 'lower',
  }),
  question('delivery-time', {
    asks: 'How long does an order take until it arrives?',
    reads: orderToDelivery,
    shows: line({
      x: 'order_day',
      y: 'mean_minutes_to_delivery',
      series: 'shipping_method',
      unit: 'minutes',
    }),
    better: 'lower',
  }),
  question('backlog', {
    asks: 'How many orders wait to be dispatched, by the day they were placed?',
    reads: fulfilmentBacklog,
    shows: line({ x: 'order_day', y: 'orders', series: 'country', unit: 'orders' }),
    better: 'lower',
  }),
  question('refused-payments', {
    asks: 'In which countries are payments refused?',
    reads: refusedPayments,
    shows: line({ x: 'refusal_day', y: 'payments', series: 'country', unit: 'payments' }),
    better: 'lower',
  }),
  question('returns', {
    asks: 'Which products come back most?',
    reads: returnedProducts,
    shows: bars({ category: 'sku', value: 'return_rate', unit: 'share' }),
    better: 'lower',
  }),
];
