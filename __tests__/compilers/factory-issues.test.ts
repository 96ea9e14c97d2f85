import {
  dataFlow,
  type DepartmentPipelines,
  executePipeline,
  factoryIssues,
  lookup,
  MAX_DEPENDENCIES,
  type Pipeline,
  script,
  triggerIssues,
  type TumblingWindow,
} from '../../compilers';
import { days, describeIssue, hours, type Interval } from '../../model';
import { crm, finance, planIn } from '../constructs/pipeline-set/connectors';
import { manySources, planOf, reference, shop } from '../constructs/pipeline-set/plans';

const trigger = (name: string, interval: Interval, ...dependsOn: string[]): TumblingWindow => ({
  name,
  pipeline: name,
  interval,
  delayMinutes: 0,
  dependsOn,
  passesWindow: false,
});
const issuesOf = (...triggers: TumblingWindow[]) => triggerIssues(triggers).map(describeIssue);

describe('what is derived', () => {
  test.each([shop, reference, planOf(manySources(12)), planIn([crm, finance()], crm)])(
    'has nothing that Data Factory would refuse: %#',
    (plan) => {
      expect(factoryIssues(plan)).toEqual([]);
    },
  );
});

describe('triggers', () => {
  test('wait for windows that fill their own', () => {
    expect(
      issuesOf(trigger('a', hours(1)), trigger('b', hours(6), 'a'), trigger('c', days(1), 'a', 'b')),
    ).toEqual([]);
    expect(issuesOf(trigger('a', hours(7)), trigger('b', days(1), 'a'))).toEqual([
      'LH7013 b: "dependsOn" waits every 24 hours for "a", which runs every 7 hours; allowed: triggers whose windows fill its own without a rest; change one of the intervals',
    ]);
    expect(issuesOf(trigger('a', days(1)), trigger('b', hours(1), 'a'))).toEqual([
      'LH7013 b: "dependsOn" waits every hour for "a", which runs every 24 hours; allowed: triggers whose windows fill its own without a rest; change one of the intervals',
    ]);
  });

  test('know the windows of other departments', () => {
    const mine = [trigger('b', days(1), 'theirs')];
    expect(triggerIssues(mine, new Map([['theirs', hours(1)]]))).toEqual([]);
    expect(triggerIssues(mine, new Map([['theirs', hours(5)]]))).toHaveLength(1);
    expect(triggerIssues(mine).map(describeIssue)).toEqual([
      'LH7012 b: "dependsOn" waits for "theirs", which is not there; allowed: b; name one that is there',
    ]);
  });

  test('wait for others, and for five at most', () => {
    expect(issuesOf(trigger('a', hours(1), 'a'))).toEqual([
      'LH7012 a: "dependsOn" waits for itself; allowed: other triggers; take it out',
    ]);
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => trigger(name, hours(1)));
    expect(issuesOf(...five, trigger('x', hours(1), 'a', 'b', 'c', 'd', 'e'))).toEqual([]);
    expect(
      issuesOf(...five, trigger('f', hours(1)), trigger('x', hours(1), 'a', 'b', 'c', 'd', 'e', 'f')),
    ).toEqual([
      'LH7011 x: "dependsOn" waits for 6 triggers; allowed: at most 5; wait for some through another',
    ]);
    expect(MAX_DEPENDENCIES).toBe(5);
  });

  test('have a length', () => {
    expect(issuesOf(trigger('a', { minutes: 0 }))).toEqual([
      'LH0002 a: "interval" is 0 minutes; allowed: a length above 0; change it',
    ]);
  });
});

describe('references', () => {
  const only = (...activities: Pipeline['activities']): DepartmentPipelines => ({
    ...shop,
    pipelines: [{ name: 'p', description: '', parameters: {}, activities }],
    triggers: [],
  });
  const reported = (...activities: Pipeline['activities']) =>
    factoryIssues(only(...activities)).map(describeIssue);

  test('lead to what is in the factory', () => {
    expect(
      reported(
        lookup({ name: 'A', input: { dataset: 'web_shop_pepper' } }),
        dataFlow({ name: 'B', flow: 'web_shop_flow_stock', parameters: {} }),
        script({ name: 'C', linkedService: 'web_shop_serverless_sql', batches: ['SELECT 1'] }),
        executePipeline({ name: 'D', pipeline: 'p', parameters: {} }),
      ),
    ).toEqual([]);
  });

  test.each([
    [
      'dataset',
      'web_shop_peper',
      lookup({ name: 'A', input: { dataset: 'web_shop_peper' } }),
      'web_shop_pepper',
    ],
    [
      'data flow',
      'web_shop_flow_stok',
      dataFlow({ name: 'A', flow: 'web_shop_flow_stok', parameters: {} }),
      'web_shop_flow_stock',
    ],
    [
      'linked service',
      'web_shop_sql',
      script({ name: 'A', linkedService: 'web_shop_sql', batches: ['SELECT 1'] }),
      'web_shop_lake',
    ],
    ['pipeline', 'q', executePipeline({ name: 'A', pipeline: 'q', parameters: {} }), 'p'],
  ])('to a %s that is not there are reported', (what, name, activity, near) => {
    const [issue, ...others] = reported(activity);
    expect(others).toEqual([]);
    expect(issue).toContain(
      `p: "activities" has "A", which uses the ${what} "${name}"${near === undefined ? '' : ` (did you mean "${near}"?)`}; allowed: `,
    );
  });
});
