import { flowTest } from '../../testing';
import { large, lines, orders, payments, rates, revenue } from '../support/flow-tables';

describe('what a flow test refuses', () => {
  const issueOf = async (make: () => PromiseLike<unknown>): Promise<string> => {
    try {
      await make();
      return '';
    } catch (error) {
      return (error as Error).message.split('\n').slice(1).join('\n').trim();
    }
  };
  const given = flowTest(revenue, { payments }).given({ payments: [{ shop: 'A' }] });
  const untyped = flowTest as (...parts: readonly unknown[]) => ReturnType<typeof flowTest>;
  const loose = (rows: unknown): never => rows as never;

  it.each([
    [
      'a source that the table does not read',
      () => flowTest(revenue, { payments, rates }).given({}).expect([]),
      'LH8140',
    ],
    [
      'rows of no source',
      () =>
        flowTest(revenue, { payments })
          .given(loose({ payment: [] }))
          .expect([]),
      'LH8140',
    ],
    [
      'a text that it would have to invent',
      () =>
        flowTest(revenue, { payments })
          .given({ payments: [{ amount: 3 }] })
          .expect([]),
      'LH8141',
    ],
    [
      'a column that is none',
      () =>
        flowTest(revenue, { payments })
          .given({ payments: [loose({ shop: 'A', amuont: 3 })] })
          .expect([]),
      'LH8143',
    ],
    [
      'a value of another type',
      () =>
        flowTest(revenue, { payments })
          .given({ payments: [loose({ shop: 'A', amount: 'n/a' })] })
          .expect([]),
      'LH8143',
    ],
    ['an expected column that is none', () => given.expect([loose({ shops: 1 })]), 'LH8144'],
    [
      'expected rows with other columns',
      () => given.expect([{ shop: 'A', payments: 1 }, { shop: 'B' }]),
      'LH8144',
    ],
    ['an expected value of another type', () => given.expect([loose({ payments: 'one' })]), 'LH8144'],
    [
      'an alert on no source of the test',
      () => flowTest(lines, { orders }).given({}).expect([]).raises(large, []),
      'LH8145',
    ],
    ['a test without sources', () => untyped(revenue).given({}).expect([]), 'LH9376'],
    ['a test without a table', () => untyped(undefined, { payments }).given({}).expect([]), 'LH9376'],
    ['a contract as a table', () => untyped(payments, { payments }).given({}).expect([]), 'LH9376'],
    ['sources in a list', () => untyped(revenue, [payments]).given({}).expect([]), 'LH9376'],
    ['a source that is none', () => untyped(revenue, { payments: undefined }).given({}).expect([]), 'LH9376'],
    ['a test without an expectation', () => loose(given) as PromiseLike<unknown>, 'LH8146'],
  ])('%s', async (_what, make, code) => {
    expect(await issueOf(make)).toMatch(new RegExp(`^- ${code} `));
  });

  it('all that is wrong with what it names, at once', async () => {
    const said = await issueOf(() =>
      untyped(payments, { payments: revenue, rates: 'eur' }).given({}).expect([]),
    );
    expect(said.replaceAll(/; (allowed|flowTest).*/g, '').split(/\n\s*/)).toEqual([
      '- LH9376 flow test: "table" is a contract',
      '- LH9376 flow test: "sources.payments" is a table',
      '- LH9376 flow test: "sources.rates" is a value of type string',
    ]);
  });

  it('by the compiler: misspelt columns and values of another type', () => {
    const test = flowTest(revenue, { payments });
    const written = (): void => {
      // @ts-expect-error -- the contract has no such column
      test.given({ payments: [{ amuont: 3 }] });
      // @ts-expect-error -- this is no number
      test.given({ payments: [{ amount: 'n/a' }] });
      // @ts-expect-error -- this is no day
      test.given({ payments: [{ on: 'yesterday' }] });
      // @ts-expect-error -- this is no source
      test.given({ payment: [] });
      // @ts-expect-error -- the table has no such column
      test.given({}).expect([{ shops: 'A' }]);
      // @ts-expect-error -- this is no number
      test.given({}).expect([{ revenue: true }]);
      // @ts-expect-error -- the elements have no such column
      flowTest(lines, { orders }).given({ orders: [{ lines: [{ lime: 1 }] }] });
    };
    expect(written).toBeInstanceOf(Function);
  });
});
