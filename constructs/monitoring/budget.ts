import { ConsumptionBudgetSubscription } from '@cdktf/provider-azurerm/lib/consumption-budget-subscription';
import { DataAzurermSubscription } from '@cdktf/provider-azurerm/lib/data-azurerm-subscription';
import { Construct } from 'constructs';
import type { Budget } from '../../model';
import { placeIn, tagsOf } from '../core';
import type { IResourceGroup } from '../hosts';
import type { IActionGroup } from './action-group';
import { type AlertRecord, runbookOf } from './alert-record';

/** When people are notified of a budget, in percent of it: five times at most. Source: the provider. */
const NOTICES = Object.freeze([
  { threshold: 80, thresholdType: 'Actual' },
  { threshold: 100, thresholdType: 'Actual' },
  { threshold: 100, thresholdType: 'Forecasted' },
]);

/** What a budget is made of. */
export interface EnvironmentBudgetProps {
  /** Says whose resources count, by their tags, and in which subscription. */
  readonly resourceGroup: IResourceGroup;
  /** The amount, and the first month. */
  readonly budget: Budget;
  /** Who is notified. */
  readonly actionGroup: IActionGroup;
}

/**
 * Tells people what an environment costs, of one subscription: everything that has its tags `company` and `environment`. It
 * stops nothing, and costs nothing.
 */
export class EnvironmentBudget extends Construct {
  /** What people read about it. */
  readonly alerts: readonly AlertRecord[];
  /** The budget. */
  readonly resource: ConsumptionBudgetSubscription;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props whose resources count, the amount, and who is notified.
   */
  constructor(scope: Construct, id: string, { resourceGroup, budget, actionGroup }: EnvironmentBudgetProps) {
    super(scope, id);
    const { placement, subscriptionId } = resourceGroup;
    const { company, environment } = placement;
    const tags = tagsOf(placement);
    placeIn(this, resourceGroup);
    this.resource = new ConsumptionBudgetSubscription(this, 'Resource', {
      name: `${company}-${environment.name}`,
      subscriptionId:
        subscriptionId === undefined
          ? new DataAzurermSubscription(this, 'Subscription', {}).id
          : `/subscriptions/${subscriptionId}`,
      amount: budget.monthlyAmount,
      timeGrain: 'Monthly',
      timePeriod: { startDate: `${budget.from}-01T00:00:00Z` },
      filter: {
        tag: ['company', 'environment'].map((name) => ({ name, values: [tags[name] ?? ''] })),
      },
      notification: NOTICES.map(({ threshold, thresholdType }) => ({
        operator: 'GreaterThan',
        threshold,
        thresholdType,
        contactGroups: [actionGroup.id],
      })),
    });
    this.alerts = [
      {
        rule: `budget ${company}-${environment.name}`,
        condition: 'a month costs, or will cost, more than was decided',
        threshold: `80 and 100 percent of ${budget.monthlyAmount}, and a forecast of 100; budget of the environment`,
        looksAt: "the subscription's costs of what has the environment's tags",
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- said until it ends
        monthlyDollars: 0,
        runbook: runbookOf('budget'),
      },
    ];
  }
}
