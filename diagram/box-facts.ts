import { type Fact } from './picture';
import { type PicturedCost, type PicturedResource, type PlatformFacts } from './platform-facts';

/** Resources that a box names before the others are counted. */
const MOST_NAMES = 6;

/** Which resources are a box's, by department and path. */
export type Ownership = (
  resource: Pick<PicturedResource, 'department' | 'type' | 'path' | 'name'>,
) => boolean;

/** What a synthesis knows of a box: its resources, and what they cost in a month. */
export function synthesizedFacts(facts: PlatformFacts | undefined, owns: Ownership): Fact[] {
  if (facts === undefined) return [];
  const own = facts.resources.filter(owns);
  const names = new Set(own.map(({ name }) => name).filter((name) => name !== ''));
  const departments = new Set(own.map(({ department }) => department));
  const costs = facts.costs.filter(
    ({ name, department, layer }) =>
      names.has(name) && departments.has(department) && own.some(({ path }) => path.startsWith(layer)),
  );
  return [
    { label: 'resources', value: resourceText(own) },
    ...(costs.length > 0
      ? [{ label: 'costs', value: `${amountText(costs)} ${facts.currency} a month, likely` }]
      : []),
  ];
}

/** What costs come to, in whole units, and in cents below one. */
export function amountText(costs: readonly Pick<PicturedCost, 'amount'>[]): string {
  const amount = costs.reduce((sum, cost) => sum + cost.amount, 0);
  if (amount > 0 && amount < 0.005) return 'under 0.01';
  return amount < 1 ? amount.toFixed(2) : String(Math.round(amount));
}

/** `5 (a, b, c and 2 more)`. */
function resourceText(resources: readonly PicturedResource[]): string {
  if (resources.length === 0) return 'none of its own';
  const shown = [...new Set(resources.map(({ name, path }) => (name === '' ? path : name)))];
  const more = shown.length > MOST_NAMES ? ` and ${shown.length - MOST_NAMES} more` : '';
  return `${resources.length} (${shown.slice(0, MOST_NAMES).join(', ')}${more})`;
}
