import { computedOnce } from '../model/collections';
import { type Fact } from './picture';
import {
  type PicturedCost,
  type PicturedResource,
  type PriceDoubt,
  type PlatformFacts,
} from './platform-facts';

/** Resources that a box names before the others are counted. */
const MOST_NAMES = 6;

/** Which resources of a department are a box's. */
export type Ownership = (resource: Pick<PicturedResource, 'type' | 'path' | 'name'>) => boolean;

/** What a synthesis knows of a box: its resources, and what they cost in a month. */
export function synthesizedFacts(
  facts: PlatformFacts | undefined,
  department: string,
  owns: Ownership,
): Fact[] {
  if (facts === undefined) return [];
  const known = factsOf(facts, department);
  const own = known.resources.filter(owns);
  const names = new Set(own.map(({ name }) => name).filter((name) => name !== ''));
  const costs = known.costs.filter(
    ({ name, layer }) => names.has(name) && own.some(({ path }) => path.startsWith(layer)),
  );
  return [
    { label: 'resources', value: resourceText(own) },
    ...(costs.length > 0
      ? [
          {
            label: 'costs',
            value: `${amountText(costs)} ${facts.currency} a month, likely${doubtText(costs.flatMap(({ doubts = [] }) => doubts))}`,
          },
        ]
      : []),
  ];
}

type Found = Pick<PlatformFacts, 'resources' | 'costs'>;

/** Facts by department, found once: every box of a company asks. */
const BY_DEPARTMENT = new WeakMap<PlatformFacts, ReadonlyMap<string, Found>>();
const NOTHING: Found = { resources: [], costs: [] };

function factsOf(facts: PlatformFacts, department: string): Found {
  const known = computedOnce(BY_DEPARTMENT, facts, () => byDepartment(facts));
  return known.get(department) ?? NOTHING;
}

function byDepartment({ resources, costs }: PlatformFacts): Map<string, Found> {
  const found = new Map<string, { resources: PicturedResource[]; costs: PicturedCost[] }>();
  const of = (department: string): { resources: PicturedResource[]; costs: PicturedCost[] } => {
    const known = found.get(department) ?? { resources: [], costs: [] };
    found.set(department, known);
    return known;
  };
  for (const resource of resources) of(resource.department).resources.push(resource);
  for (const cost of costs) of(cost.department).costs.push(cost);
  return found;
}

/** What costs come to, in whole units, and in cents below one. */
export function amountText(costs: readonly Pick<PicturedCost, 'amount'>[]): string {
  const amount = costs.reduce((sum, cost) => sum + cost.amount, 0);
  if (amount > 0 && amount < 0.005) return 'under 0.01';
  return amount < 1 ? amount.toFixed(2) : String(Math.round(amount));
}

/** Why an amount is uncertain, to stand behind it in its line; nothing, where it is not. */
export function doubtText(doubts: readonly PriceDoubt[]): string {
  const different = (['missing', 'from memory', 'of another region'] as const).filter((doubt) =>
    doubts.includes(doubt),
  );
  return different.length === 0 ? '' : ` (some prices ${different.join(', ')})`;
}

/** `5 (a, b, c and 2 more)`. */
function resourceText(resources: readonly PicturedResource[]): string {
  if (resources.length === 0) return 'none of its own';
  const shown = [...new Set(resources.map(({ name, path }) => (name === '' ? path : name)))];
  const more = shown.length > MOST_NAMES ? ` and ${shown.length - MOST_NAMES} more` : '';
  return `${resources.length} (${shown.slice(0, MOST_NAMES).join(', ')}${more})`;
}
