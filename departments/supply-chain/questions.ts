import { bars, question } from '../../model';
import { demandOutlook, overduePurchases, stockRisk, supplierLeadTimes } from './gold';

/** What the supply chain asks. */
export const questions = [
  question('missing-units', {
    asks: 'Which products will we lack next week?',
    reads: demandOutlook,
    shows: bars({ category: 'sku', value: 'missing_units', unit: 'units' }),
    better: 'lower',
  }),
  question('stock-at-risk', {
    asks: 'For how many days does the stock at risk last?',
    reads: stockRisk,
    shows: bars({ category: 'sku', value: 'cover_days', unit: 'days' }),
  }),
  question('in-time', {
    asks: 'Which suppliers deliver in time?',
    reads: supplierLeadTimes,
    shows: bars({ category: 'supplier_id', value: 'share_in_time', unit: 'share' }),
  }),
  question('overdue', {
    asks: 'Which suppliers owe us units?',
    reads: overduePurchases,
    shows: bars({ category: 'supplier_id', value: 'overdue_units', unit: 'units' }),
    better: 'lower',
  }),
];
