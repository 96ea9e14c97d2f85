import { department, group } from '../../model';
import { contacts, customers, feedback, interactions, preferences } from './contracts';
import {
  campaignAttribution,
  conversionByChannel,
  customerSegments,
  feedbackByWeek,
  sessionFunnel,
} from './gold';
import { questions } from './questions';
import {
  cleanContacts,
  cleanCustomers,
  cleanFeedback,
  cleanInteractions,
  cleanPreferences,
  customerValue,
} from './silver';

/** Marketing: owns the CRM; answers for customers, channels and campaigns. */
export const marketing = department('marketing', {
  description: 'Wins customers and keeps them: segments, channels, campaigns and feedback',
  sources: [customers, contacts, preferences, interactions, feedback],
  tables: [
    cleanCustomers,
    cleanContacts,
    cleanPreferences,
    cleanInteractions,
    cleanFeedback,
    customerValue,
    customerSegments,
    conversionByChannel,
    sessionFunnel,
    campaignAttribution,
    feedbackByWeek,
  ],
  questions,
  consumers: [
    group('marketing-analysts', {
      reads: [customerSegments, conversionByChannel, sessionFunnel, campaignAttribution, feedbackByWeek],
      powerBi: 'DirectQuery',
      reason: 'Decide whom to address, and where',
    }),
  ],
});
