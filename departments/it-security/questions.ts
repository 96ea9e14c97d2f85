import { bars, line, question } from '../../model';
import { failedLogins, paymentFraudSignals, platformCost, suspectedFraud } from './gold';

/** What IT and security ask. */
export const questions = [
  question('failed-logins', {
    asks: 'How many attempts to log in fail?',
    reads: failedLogins,
    shows: line({ x: 'login_day', y: 'failures', series: 'country', unit: 'attempts' }),
    better: 'lower',
  }),
  question('fraud-signals', {
    asks: 'How often does a sale follow a refusal?',
    reads: paymentFraudSignals,
    shows: line({ x: 'payment_day', y: 'after_a_refusal', series: 'country', unit: 'sales' }),
    better: 'lower',
  }),
  question('suspects', {
    asks: 'Which sales are most likely fraud?',
    reads: suspectedFraud,
    shows: bars({ category: 'transaction_id', value: 'score', unit: 'share' }),
    better: 'lower',
  }),
  question('platform-cost', {
    asks: 'Which service of the platform costs most?',
    reads: platformCost,
    shows: bars({ category: 'service', value: 'cost_eur', unit: 'EUR' }),
    better: 'lower',
  }),
];
