import { logins, platformCosts } from '../../departments/it-security/contracts';
import { failedLogins, platformCost } from '../../departments/it-security/gold';
import { flowTest } from '../../testing';

describe('failed logins', () => {
  it('counts attempts, failures, and from how many addresses, by day and country', async () => {
    const attempt = { country: 'DE', occurred_at: '2026-01-05T10:00:00Z', account: 'anna' } as const;
    await flowTest(failedLogins, { logins })
      .given({
        logins: [
          { ...attempt, ip_address: '192.0.2.1', succeeded: false },
          { ...attempt, ip_address: '192.0.2.2', succeeded: false, account: 'ben' },
          { ...attempt, ip_address: '192.0.2.2', succeeded: true },
          { ...attempt, ip_address: '192.0.2.2', country: 'FR', succeeded: true },
        ],
      })
      .again()
      .expect([
        { login_day: '2026-01-05', country: 'DE', attempts: 3, failures: 2, addresses: 2, accounts: 2 },
        { login_day: '2026-01-05', country: 'FR', attempts: 1, failures: 0, addresses: 1, accounts: 1 },
      ]);
  });
});

describe('the cost of the platform', () => {
  it('is added up exactly by service, and rounded to cents then', async () => {
    const each = { service: 'storage', cost_eur: '1.0049' } as const;
    await flowTest(platformCost, { platformCosts })
      .given({
        platformCosts: [
          { ...each, cost_date: '2026-01-05' },
          { ...each, cost_date: '2026-01-06' },
          { ...each, cost_date: '2026-01-07' },
        ],
      })
      .expect([{ service: 'storage', days: 3, cost_eur: 3.01, last_day: '2026-01-07' }]);
  });
});
