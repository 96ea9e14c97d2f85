import { exchangeRates, transactions } from '../../departments/operations/contracts';
import { dailyRevenue } from '../../departments/operations/gold';
import { refusedPayment } from '../../departments/operations';
import { flowTest } from '../../testing';

const rates = [{ rate_date: '2026-01-05', currency: 'USD', rate: 0.9 }] as const;
const sale = { kind: 'sale', currency: 'EUR', country: 'DE', occurred_at: '2026-01-05T10:00:00Z' } as const;
const test = flowTest(dailyRevenue, { transactions, exchangeRates });

describe('daily revenue', () => {
  it('is sales less refunds, in euros at the rate of their day', async () => {
    await test
      .given({
        exchangeRates: rates,
        transactions: [
          { ...sale, amount: 100 },
          { ...sale, amount: 10, currency: 'USD' },
          { ...sale, amount: 30, kind: 'refund', occurred_at: '2026-01-06T00:00:00Z' },
        ],
      })
      .expect([
        { booking_day: '2026-01-05', payments: 2, sales_eur: 109, refunds_eur: 0, revenue_eur: 109 },
        { booking_day: '2026-01-06', payments: 1, sales_eur: 0, refunds_eur: 30, revenue_eur: -30 },
      ]);
  });

  it('counts a payment once, as it last was', async () => {
    const payment = { ...sale, transaction_id: 'T1', amount: 100 };
    await test
      .given({ transactions: [payment] })
      .again()
      .then({ transactions: [{ ...payment, amount: 80, occurred_at: '2026-01-05T12:00:00Z' }] })
      .expect([{ booking_day: '2026-01-05', payments: 1, revenue_eur: 80 }]);
  });

  it('leaves out refused payments, which are reported, and payments without a rate, which wait in quarantine', async () => {
    await test
      .given({
        exchangeRates: rates,
        transactions: [
          { ...sale, transaction_id: 'T1', amount: 5, status: 'refused' },
          { ...sale, transaction_id: 'T2', amount: 5, currency: 'PLN' },
        ],
      })
      .expect([])
      .quarantined([{ from: 'booked_transactions', transaction_id: 'T2', rule: 'missing-rate' }])
      .raises(refusedPayment, [{ transaction_id: 'T1', amount: 5 }]);
  });
});
