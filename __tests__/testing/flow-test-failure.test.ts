import { flowTest } from '../../testing';
import { clean, failure, payments, revenue } from '../support/flow-tables';

describe('the message of a flow test that fails', () => {
  it('shows what is missing, unexpected and changed, and what is in quarantine', async () => {
    const test = flowTest(revenue, { payments })
      .given({
        payments: [
          { shop: 'A', amount: 10 },
          { shop: 'B', amount: 20 },
          { shop: 'C', amount: 30 },
          { id: 'x', number: 7, shop: 'D', amount: 0, at: '2026-01-05 10:00:00' },
        ],
      })
      .expect([
        { shop: 'A', payments: 1, revenue: 10 },
        { shop: 'B', payments: 1, revenue: 25 },
        { shop: 'D', payments: 1, revenue: 0 },
      ]);
    expect(await failure(test)).toBe(`revenue is not as expected

    shop  payments  revenue
  = A     1         10
  ~ B     1         20 ≠ 25
  - D     1         0
  + C     1         30

  = as expected
  ~ changed: what came ≠ what was expected
  - expected, did not come
  + came, was not expected

  In quarantine:
    payments  range:amount  id x, number 7, shop D, state paid, amount 0, first false, weight 0, on 2026-01-01, at 2026-01-05 10:00:00`);
    const error: unknown = await Promise.resolve(test).catch((found: unknown) => found);
    expect((error as Error).name).toBe('FlowTestError');
    // The place is where the test says what it expects.
    expect(/^ +at .*$/m.exec((error as Error).stack ?? '')?.[0]).toContain('flow-test-failure.test.ts');
  });

  it('tells nothing, null and an empty text apart', async () => {
    const test = flowTest(clean, { payments })
      .given({ payments: [{ shop: 'A', email: null, note: 'nu' }] })
      .expect([{ note: 'null', email: '' }]);
    expect(await failure(test)).toMatch(/- "null" +""\n +\+ nu +null/);
  });

  it('shows no more rows of a kind than somebody reads', async () => {
    const test = flowTest(clean, { payments })
      .given({ payments: Array.from({ length: 30 }, () => ({ shop: 'A' })) })
      .expect([]);
    const message = await failure(test);
    expect(message.match(/^ {2}\+ id-/gm)).toHaveLength(20);
    expect(message).toContain('… and 10 more with +');
  });
});
