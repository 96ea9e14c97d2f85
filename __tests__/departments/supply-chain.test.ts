import { company } from '../../departments';
import { orders } from '../../departments/operations/contracts';
import { products } from '../../departments/supply-chain/contracts';
import { demandByWeek } from '../../departments/supply-chain/gold';
import { flowTest } from '../../testing';

describe('demand by week', () => {
  const line = (quantity: number) => ({ sku: 'A', quantity, unit_price_eur: 1 });

  it('adds up units by week, which begins on Monday, without cancelled orders', async () => {
    await flowTest(demandByWeek, { orders, products }, { company })
      .given({
        products: [{ sku: 'A', category: 'toys' }],
        orders: [
          { order_id: '1', country: 'DE', lines: [line(2), line(1)], placed_at: '2026-01-05T00:00:00Z' },
          { order_id: '2', country: 'DE', lines: [line(4)], placed_at: '2026-01-11T23:59:59Z' },
          { order_id: '3', country: 'DE', lines: [line(8)], placed_at: '2026-01-12T00:00:00Z' },
          { order_id: '4', country: 'DE', lines: [line(16)], placed_at: '2026-01-06T10:00:00Z' },
        ],
      })
      .then({
        orders: [
          {
            order_id: '4',
            country: 'DE',
            status: 'cancelled',
            lines: [line(16)],
            placed_at: '2026-01-06T11:00:00Z',
          },
        ],
      })
      .expect([
        { sku: 'A', category: 'toys', week: '2026-01-05', units: 7 },
        { sku: 'A', category: 'toys', week: '2026-01-12', units: 8 },
      ]);
  });
});
