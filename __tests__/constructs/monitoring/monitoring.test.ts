import { ActionGroup, Monitoring, ThrottledHub } from '../../../constructs';
import { EventHubsNamespace, Observability, ResourceGroup } from '../../../constructs/hosts';
import type { Environment } from '../../../model';
import { alertTable } from '../../../stacks/alert-table';
import { existingId, LOGS, NAMESPACE } from '../../support/existing';
import { prod, RUNNING, smallCompany } from '../../support/small-company';
import { resources, synth, testStack, theResource } from '../../support/synth';

const environment: Environment = { ...prod, running: RUNNING, notify: { email: ['data@example.com'] } };
const GROUP = { id: existingId('Microsoft.Insights/actionGroups', 'ag-central') };

describe('Monitoring in a stack of its own', () => {
  test('asks an existing workspace, and makes what it makes in an existing group', () => {
    const stack = testStack(environment);
    const resourceGroup = ResourceGroup.fromExisting(stack, 'Group', {
      name: 'rg-ours',
      placement: stack.placement,
    });
    const observability = Observability.fromExisting(stack, 'Logs', LOGS);
    const { environment: own } = stack;
    new Monitoring(stack, 'Monitoring', {
      resourceGroup,
      observability,
      company: smallCompany(),
      environment: { ...own, settings: { monitoring: { logCapPercent: 80 } } },
    });
    const terraform = synth(stack);
    const rules = resources(terraform, 'azurerm_monitor_scheduled_query_rules_alert_v2');
    expect(rules).toHaveLength(7);
    // How much an existing workspace takes is its owner's: of that the rule knows nothing.
    const cap = rules.find(({ name }) => name === 'log-cap-prod');
    expect(JSON.stringify(cap?.criteria)).not.toContain('Usage');
    expect(String(cap?.description)).toContain(': a stop. ');
    for (const rule of rules)
      expect(rule).toMatchObject({ scopes: [LOGS.id], resource_group_name: 'rg-ours' });
    // No namespace was given, and the settings that send logs are the owner's.
    expect(resources(terraform, 'azurerm_monitor_metric_alert')).toEqual([]);
    expect(alertTable([stack]).map(({ settings }) => settings)).toEqual(rules.map(() => []));
  });

  test('two of them live in groups of their own', () => {
    const stack = testStack(environment);
    for (const name of ['rg-one', 'rg-two']) {
      const resourceGroup = ResourceGroup.fromExisting(stack, name, { name, placement: stack.placement });
      const observability = Observability.fromExisting(stack, `Logs-${name}`, LOGS);
      new Monitoring(stack, `Of-${name}`, {
        resourceGroup,
        observability,
        company: smallCompany(),
        environment,
      });
    }
    expect(resources(synth(stack), 'azurerm_monitor_action_group')).toHaveLength(2);
  });

  test('counts the costs of the subscription that was decided on', () => {
    const subscriptionId = '33333333-3333-4333-8333-333333333333';
    const budget = { monthlyAmount: 100, from: '2026-03' };
    const costs = (own: Partial<Environment>) => {
      const stack = testStack({ ...environment, ...own, budget });
      const resourceGroup = new ResourceGroup(stack, 'Group', stack.placement);
      const observability = Observability.fromExisting(stack, 'Logs', LOGS);
      new Monitoring(stack, 'Monitoring', {
        resourceGroup,
        observability,
        company: smallCompany(),
        environment: stack.environment,
      });
      return theResource(synth(stack), 'azurerm_consumption_budget_subscription').subscription_id;
    };
    expect(costs({ subscriptionId })).toBe(`/subscriptions/${subscriptionId}`);
    expect(costs({})).toBe('${data.azurerm_subscription.Monitoring_Budget_Subscription_B069E587.id}');
  });
});

test('departments whose costs a budget does not see are named', () => {
  const [ours, theirs] = ['33333333', '44444444'].map((first) => `${first}-3333-4333-8333-333333333333`);
  const stack = testStack({
    ...environment,
    subscriptionId: ours!,
    budget: { monthlyAmount: 100, from: '2026-03' },
    departments: { sales: { subscriptionId: theirs! }, 'board-room': { subscriptionId: ours! } },
  });
  new Monitoring(stack, 'Monitoring', {
    resourceGroup: new ResourceGroup(stack, 'Group', stack.placement),
    observability: Observability.fromExisting(stack, 'Logs', LOGS),
    company: smallCompany(),
    environment: stack.environment,
  });
  const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
  expect(warnings.filter((text) => text.includes('budget'))).toEqual([
    'the budget counts one subscription; sales cost in another, which it does not see',
  ]);
});

test.each([
  ['https://hooks.example.com/a?sig=s3cret', true],
  ['https://jo:s3cret@hooks.example.com', true],
  ['https://hooks.example.com/a?team=data', false],
])('the address of a webhook, %s, is warned of: %s', (url, isWarned) => {
  const stack = testStack(environment);
  const resourceGroup = new ResourceGroup(stack, 'Group', stack.placement);
  new ActionGroup(stack, 'Receivers', { resourceGroup, notify: { webhooks: [{ name: 'chat', url }] } });
  const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
  expect(warnings.some((text) => text.startsWith('the address of the webhook "chat"'))).toBe(isWarned);
  expect(warnings.join()).not.toContain('s3cret');
});

describe('ThrottledHub', () => {
  test('watches an existing namespace, for an existing action group', () => {
    const stack = testStack(environment);
    const hub = new ThrottledHub(stack, 'ThrottledHub', {
      resourceGroup: new ResourceGroup(stack, 'Group', stack.placement),
      eventHubs: EventHubsNamespace.fromExisting(stack, 'Events', NAMESPACE),
      actionGroup: ActionGroup.fromExisting(stack, 'Receivers', GROUP),
      throttledRequests: 7,
    });
    expect(theResource(synth(stack), 'azurerm_monitor_metric_alert')).toMatchObject({
      scopes: [NAMESPACE.id],
      criteria: [{ threshold: 7 }],
      action: [{ action_group_id: GROUP.id }],
    });
    expect(alertTable([stack])).toMatchObject([{ rule: 'throttled-hub-prod', monthlyDollars: 0.1 }]);
    expect(hub.alerts).toHaveLength(1);
  });

  test('takes no id of anything but an action group', () => {
    expect(() => ActionGroup.fromExisting(testStack(), 'Receivers', NAMESPACE)).toThrow(
      'Microsoft.Insights/actionGroups',
    );
  });
});
