import { bars, before, days, figure, line, question, target } from '../../model';
import { companyFigures, companyTotals, platformEstimate, platformSavings } from './gold';

/** A week earlier: days of the week differ more than weeks do. */
const weekBefore = before(days(7));

const byDay = <C extends string>(y: C, unit: string) => line<C | 'day'>({ x: 'day', y, unit });

/** What the executives ask; the first page of a preview answers. */
export const questions = [
  question('revenue', {
    asks: 'How much do we sell a day?',
    reads: companyFigures,
    shows: byDay('revenue_eur', 'EUR'),
    compare: weekBefore,
    headline: true,
  }),
  question('margin', {
    asks: 'How much of it is left after the cost of the goods?',
    reads: companyFigures,
    shows: byDay('margin_eur', 'EUR'),
    compare: weekBefore,
    headline: true,
  }),
  question('conversion', {
    asks: 'What share of visits ends in an order?',
    reads: companyFigures,
    shows: byDay('conversion', 'share'),
    compare: weekBefore,
    headline: true,
  }),
  question('stock-outs', {
    asks: 'How many products have run out somewhere?',
    reads: companyFigures,
    shows: byDay('stock_outs', 'products'),
    compare: target(0),
    better: 'lower',
    headline: true,
  }),
  question('fraud-losses', {
    asks: 'How much do we lose to fraud, by what the score holds to be fraud?',
    reads: companyFigures,
    shows: byDay('fraud_losses_eur', 'EUR'),
    compare: weekBefore,
    better: 'lower',
    headline: true,
  }),
  question('platform-cost', {
    asks: 'What does the data platform cost a day?',
    reads: companyFigures,
    shows: byDay('platform_cost_eur', 'EUR'),
    compare: weekBefore,
    better: 'lower',
    headline: true,
  }),
  question('platform-estimate', {
    asks: 'What does the platform cost a month by department, as estimated?',
    reads: platformEstimate,
    shows: bars({ category: 'department', value: 'monthly_cost', unit: 'USD' }),
    better: 'lower',
  }),
  question('platform-savings', {
    asks: 'What does each choice save of that a month?',
    reads: platformSavings,
    shows: bars({ category: 'choice', value: 'monthly_saving', unit: 'USD' }),
  }),
  question('revenue-in-all', {
    asks: 'How much have we sold over all days?',
    reads: companyTotals,
    shows: figure({ value: 'revenue_eur', unit: 'EUR' }),
  }),
  question('orders', {
    asks: 'How many orders come in a day?',
    reads: companyFigures,
    shows: byDay('orders', 'orders'),
    compare: weekBefore,
  }),
];
