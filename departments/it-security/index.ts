import {
  anomaly,
  application,
  department,
  group,
  hours,
  minutes,
  sessions as sessionsOf,
  velocity,
} from '../../model';
import { logins, pageViews, pipelineRuns, platformCosts } from './contracts';
import {
  failedLogins,
  paymentFraudSignals,
  platformCost,
  platformHealth,
  suspectedFraud,
  unusualTraffic,
} from './gold';
import { questions } from './questions';
import {
  cleanLogins,
  cleanPageViews,
  cleanPipelineRuns,
  cleanPlatformCosts,
  fraudFeatures,
  fraudLosses,
  fraudScore,
  sessions,
} from './silver';

/** Reports somebody who tries passwords: many failures from one address. */
export const passwordGuessing = velocity('password-guessing', logins, {
  description: 'Ten failed log-ins from one address within five minutes',
  by: ['ip_address'],
  when: (event) => event.succeeded.equals(false),
  within: minutes(5),
  atLeast: 10,
  payload: ['login_id', 'country', 'occurred_at'],
});

/** Reports traffic that is not as it usually is: robots, an outage, a campaign nobody spoke of. */
export const unusualViews = anomaly('unusual-views', pageViews, {
  description: 'Unusually many or few page views in a minute',
  by: ['source'],
  every: minutes(1),
  history: hours(2),
  confidence: 95,
});

/** Visits, seconds after they end; the batch computes the same by day. */
export const liveSessions = sessionsOf('live-sessions', pageViews, {
  description: 'A visit to the website has ended',
  by: ['session_id'],
  gap: minutes(30),
});

/** IT & Security: owns website traffic and log-ins; answers for fraud, abuse and the platform itself. */
export const itSecurity = department('it-security', {
  description: 'Keeps shop and platform running and safe: traffic, log-ins, fraud, cost',
  hosting: 'dedicated',
  sources: [pageViews, logins, platformCosts, pipelineRuns],
  tables: [
    cleanPageViews,
    cleanLogins,
    cleanPlatformCosts,
    cleanPipelineRuns,
    sessions,
    fraudFeatures,
    fraudScore,
    fraudLosses,
    paymentFraudSignals,
    suspectedFraud,
    unusualTraffic,
    failedLogins,
    platformCost,
    platformHealth,
  ],
  alerts: [passwordGuessing, unusualViews, liveSessions],
  questions,
  consumers: [
    group('security-analysts', {
      reads: [
        paymentFraudSignals,
        suspectedFraud,
        unusualTraffic,
        failedLogins,
        platformCost,
        platformHealth,
      ],
      powerBi: 'DirectQuery',
      reason: 'Look into fraud, abuse, cost and health',
    }),
    application('security-desk', {
      receives: [passwordGuessing, unusualViews],
      federation: {
        issuer: 'https://token.actions.example.com',
        subject: 'repo:security-desk/service:environment:production',
      },
      reason: 'Blocks addresses while an attack goes on; runs outside Azure',
    }),
  ],
});
