import { company } from '../../departments';
import { companyFigures } from '../../departments/executives/gold';
import { pageViews, platformCosts } from '../../departments/it-security/contracts';
import { orders, transactions } from '../../departments/operations/contracts';
import { products, stockLevels } from '../../departments/supply-chain/contracts';
import { flowTest } from '../../testing';

describe("the company's figures", () => {
  it('has a row for each day on which anything happened', async () => {
    const day = '2026-01-05';
    const sources = { orders, pageViews, platformCosts, products, stockLevels, transactions };
    await flowTest(companyFigures, sources, { company })
      .given({
        transactions: [{ amount: 50, currency: 'EUR', country: 'DE', occurred_at: day }],
        products: [{ sku: 'A', unit_cost_eur: 12 }],
        orders: [
          {
            session_id: 'S1',
            country: 'DE',
            placed_at: day,
            lines: [{ sku: 'A', quantity: 2, unit_price_eur: 25 }],
          },
        ],
        pageViews: [
          { session_id: 'S1', occurred_at: day },
          { session_id: 'S2', occurred_at: day },
        ],
        stockLevels: [{ sku: 'A', counted_on: day, status: 'out-of-stock' }],
        platformCosts: [{ cost_date: '2026-01-06', cost_eur: 3 }],
      })
      .expect([
        {
          day,
          revenue_eur: 50,
          margin_eur: 26,
          orders: 1,
          conversion: 0.5,
          stock_outs: 1,
          platform_cost_eur: null,
        },
        {
          day: '2026-01-06',
          revenue_eur: null,
          margin_eur: null,
          orders: null,
          conversion: null,
          stock_outs: null,
          platform_cost_eur: 3,
        },
      ]);
  });
});
