import { company } from '../../departments';
import { pageViews } from '../../departments/it-security/contracts';
import { conversionByChannel } from '../../departments/marketing/gold';
import { exchangeRates, orders, transactions } from '../../departments/operations/contracts';
import { flowTest } from '../../testing';

describe('conversion by channel', () => {
  it('is the share of sessions with an order that was not cancelled', async () => {
    await flowTest(conversionByChannel, { pageViews, orders, transactions, exchangeRates }, { company })
      .given({
        pageViews: ['S1', 'S2', 'S3', 'S4'].map((session_id) => ({ session_id, source: 'paid' })),
        orders: [
          { order_id: 'O1', session_id: 'S1', country: 'DE' },
          { order_id: 'O2', session_id: 'S2', country: 'DE', status: 'cancelled' },
          { order_id: 'O3', country: 'DE' },
        ],
        transactions: [{ order_id: 'O1', amount: 20, currency: 'EUR', country: 'DE' }],
      })
      .expect([{ source: 'paid', sessions: 4, buying_sessions: 1, revenue_eur: 20, conversion: 0.25 }]);
  });
});
