import { type Issue, LakehouseError } from '../model';

const EXAMPLE = 'flowTest(dailyRevenue, { payments })';

/**
 * Looks at what a test names: the compiler does, but not in JavaScript and not behind a cast.
 *
 * @param table what stands in the place of the table.
 * @param sources what stands in the place of its sources.
 * @throws LakehouseError when either is something else (LH9376).
 */
export function requireParts(table: unknown, sources: unknown): void {
  const issues: Issue[] = [];
  const report = (prop: string, value: unknown, allowed: string): void =>
    void issues.push({
      code: 'LH9376',
      at: 'flow test',
      prop,
      got: value === undefined ? 'is missing' : `is ${nameOf(value)}`,
      allowed,
      change: EXAMPLE,
    });
  if (!has(table, 'relation')) report('table', table, 'a table of silver or gold');
  if (!isObject(sources))
    report('sources', sources, 'contracts by name; {} where the table reads only the estimate');
  else
    for (const [name, source] of Object.entries(sources))
      if (!has(source, 'kind') || source.kind !== 'contract')
        report(`sources.${name}`, source, 'what dataContract(…) gives');
  if (issues.length > 0) throw new LakehouseError('flow test', issues);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has<K extends string>(value: unknown, key: K): value is Readonly<Record<K, unknown>> {
  return isObject(value) && key in value;
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (has(value, 'kind') && value.kind === 'contract') return 'a contract';
  if (has(value, 'relation')) return 'a table';
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
