import { type Environment, type Issue } from '../model';
import { type Bill } from './bill';
import { money } from './money';
import { reserved } from './reservations';

/** What keeps a bill from its environment's limit: the limit passed, or not to be judged because prices are missing. */
export function billLimitIssues(environment: Pick<Environment, 'name' | 'cost'>, bill: Bill): Issue[] {
  const limit = environment.cost?.monthlyLimit;
  if (limit === undefined) return [];
  const at = `environment ${environment.name}`;
  const { total, lines, currency, reservations } = bill;
  const missing = [...new Set(lines.filter(({ price }) => price === undefined).map(({ meter }) => meter))];
  const issues: Issue[] = missing.map((meter) => ({
    code: 'LH9103',
    at,
    prop: 'cost.prices',
    got: `have none for ${meter}`,
    allowed: 'a price of everything, where cost.monthlyLimit is set',
    change: 'give it in cost.prices, or take the limit out',
  }));
  if (total.high <= limit) return issues;
  const largest = [...lines].sort((a, b) => b.cost.high - a.cost.high).slice(0, 3);
  const named = largest.map(
    ({ stack, name, what, cost }) => `${stack} ${name} ${what} ${money(cost.high, currency)}`,
  );
  return [
    ...issues,
    {
      code: 'LH9101',
      at,
      prop: 'cost.monthlyLimit',
      got: `is ${money(limit, currency)}, and a month may come to ${money(total.high, currency)} (reservations: ${reserved(reservations)})`,
      allowed: 'a limit that the high figure of the bill stays below',
      change: `most of it are ${named.join('; ')}; the file cost/${environment.name}.md says what would save`,
    },
  ];
}
