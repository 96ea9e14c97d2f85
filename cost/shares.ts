import { computedOnce } from '../model/collections';
import { type UsageContext } from './meters/usage';
import { volumesIn } from './volumes';

/** How the cost of something shared is divided. */
export interface Shares {
  /** By what. */
  readonly by: string;
  /** The departments' parts, which add up to 1. */
  readonly parts: Readonly<Record<string, number>>;
}

/** By what each department's part in what it shares is known; everything else is divided equally. */
const KEYS: Readonly<Record<string, 'events' | 'activity runs'>> = {
  azurerm_eventhub_namespace: 'events',
  azurerm_data_factory: 'activity runs',
  azurerm_log_analytics_workspace: 'activity runs',
};

/**
 * How costs of the platform are divided among departments: a namespace by the events of a day, a factory and the logs by activity
 * runs, everything else equally. Departments with hosts of their own take part in what they have no host of.
 */
export function sharesOf({ stacks, volumes, runs }: UsageContext): (type: string) => Shares {
  const departmentStacks = stacks.names.filter((name) => stacks.departmentOf(name) !== 'platform');
  const owning = (type: string): Set<string> => new Set(stacks.ofType(type).map(({ stack }) => stack));
  const weigh = (stack: string, key: string): number => {
    if (key === 'activity runs') return runs.monthOf(stack).amount('orchestration').likely;
    return volumesIn(volumes, stacks.departmentOf(stack))
      .filter(({ kind }) => kind === 'stream')
      .reduce((sum, { rowsPerDay }) => sum + rowsPerDay, 0);
  };
  const sharesOfType = (type: string): Shares => {
    const own = owning(type);
    const sharing = departmentStacks.filter((stack) => !own.has(stack));
    const key = KEYS[type];
    const weights = sharing.map((stack): [string, number] => [
      stacks.departmentOf(stack),
      key === undefined ? 1 : weigh(stack, key),
    ]);
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    const even = key === undefined || total === 0;
    return {
      by: even ? 'equally' : key,
      parts: Object.fromEntries(
        weights
          .map(([name, weight]): [string, number] => [name, even ? 1 / weights.length : weight / total])
          .filter(([, part]) => part > 0),
      ),
    };
  };
  // Every line of a type asks for the same.
  const known = new Map<string, Shares>();
  return (type) => computedOnce(known, type, () => sharesOfType(type));
}
