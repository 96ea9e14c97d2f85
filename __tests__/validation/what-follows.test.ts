import {
  alert,
  application,
  department,
  type Department,
  type Expr,
  goldView,
  group,
  mapping,
  read,
  silverTable,
} from '../../model';
import { sold } from '../support/acme';
import { acme, contractWith, issuesOf, withSteps } from '../support/loose-company';
import { dev } from '../support/small-company';

describe('mistakes of shape', () => {
  it('are reported with what breaks a rule elsewhere', () => {
    const broken = silverTable('broken', { flow: read(sold), key: ['amount'] });
    expect(issuesOf(acme({ tables: [sold, undefined, broken] }))).toEqual([
      expect.stringContaining('LH9005 sales: "tables[1]" is undefined'),
      expect.stringContaining('sales/broken: "key" has "amount", which can be null'),
      expect.stringContaining('sales/broken: "key" is amount, but rows of the flow are identified by id'),
    ]);
  });

  it('hide what pipelines deploy of an environment that is wrong, and of no other', () => {
    const delivery = { environments: [{ name: 'dev' }, { name: 'test' }], github: { repository: 'acme/x' } };
    const environments = (test: object): object[] => [
      { ...dev, location: 5 },
      { ...dev, ...test, name: 'test' },
    ];
    const wrong = expect.stringContaining('LH9003 environment dev: "location" is 5') as string;
    expect(issuesOf(acme({}, { environments: environments({}), delivery }))).toEqual([
      wrong,
      expect.stringContaining('LH9302 Acme: "delivery.environments" has "test", whose state is a file'),
    ]);
    expect(issuesOf(acme({}, { environments: environments({ location: 5 }), delivery }))).toEqual([
      wrong,
      expect.stringContaining('LH9003 environment test: "location" is 5'),
    ]);
  });

  it('hide what follows from them: who reads, watches or gets what is wrong', () => {
    const wrong = contractWith({ expectedRowsPerDay: 'many' });
    const mapped = mapping(wrong, { name: 'mapped', published: true });
    const view = goldView('answers', { flow: read(mapped).select('id', 'shop'), key: ['id'] });
    const watch = alert('watch', wrong, {
      description: 'x',
      when: (row) => (row as unknown as { shop: Expr<'string'> }).shop.equals('x'),
      payload: [],
    });
    const buying = department('buying', { description: 'Buys', tables: [withSteps(mapped)] });
    const selling: Department = department('sales', {
      description: 'Sells',
      sources: [wrong],
      tables: [mapped, view],
      alerts: [watch],
      consumers: [
        group('analysts', { reads: [view], reason: 'x' }),
        application('desk', { receives: [watch], reason: 'x' }),
      ],
    });
    expect(issuesOf(acme({}, { departments: [selling, buying] }))).toEqual([
      'LH9003 sales/orders: "expectedRowsPerDay" is "many"; allowed: a number; correct it',
    ]);
  });
});
