import { bars, line, question, target } from '../../model';
import { campaignAttribution, conversionByChannel, feedbackByWeek, sessionFunnel } from './gold';

/** What marketing asks. */
export const questions = [
  question('campaigns', {
    asks: 'Which campaigns sell?',
    reads: campaignAttribution,
    shows: bars({ category: 'campaign', value: 'revenue_eur', unit: 'EUR' }),
  }),
  question('channels', {
    asks: 'Which ways to the shop end in an order?',
    reads: conversionByChannel,
    shows: bars({ category: 'source', value: 'conversion', unit: 'share' }),
  }),
  question('baskets', {
    asks: 'In how many visits is something put into the basket?',
    reads: sessionFunnel,
    shows: line({ x: 'session_day', y: 'with_basket', series: 'source', unit: 'sessions' }),
  }),
  question('rating', {
    asks: 'What do customers think of us, from 1 to 5?',
    reads: feedbackByWeek,
    shows: line({ x: 'week', y: 'mean_rating', unit: 'points' }),
    compare: target(3.5),
  }),
];
