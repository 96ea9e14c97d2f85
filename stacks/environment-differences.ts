import { type SynthesizedStack } from '../cost';
import { type Company, type Environment, RUNNING_DEFAULTS, settingsOf } from '../model';
import { leavesOf, sameBut } from './leaves';
import { markdownTable } from './markdown-table';

/** A setting, or an attribute of resources, that environments do not share. */
export interface Difference {
  /** What it is: the path of a decision, or `<type>.<attribute>`. */
  readonly of: string;
  /** Its values by environment, in the order of the environments; none, where an environment has no such thing. */
  readonly values: readonly (readonly string[])[];
  /** How many resources have it; one, of a decision. */
  readonly count: number;
}

/** Environments that are set beside each other. */
export interface ComparedEnvironments {
  /** The company. */
  readonly company: Company;
  /** At least two. */
  readonly environments: readonly Environment[];
  /** What was synthesized of them. */
  readonly written: readonly SynthesizedStack[];
}

/** What is decided otherwise, defaults among it. */
export function decisionDifferences({ company, environments }: ComparedEnvironments): Difference[] {
  const decided = environments.map((environment) => leavesOf(decisionsOf(company, environment)));
  return differing(company.code, environments, decided).map(([of, values]) => ({
    of,
    values: values.map((value) => (value === undefined ? [] : [value])),
    count: 1,
  }));
}

/** Attributes of resources that are in more than one environment, and that differ by more than the environment's name. */
export function resourceDifferences({ company, environments, written }: ComparedEnvironments): Difference[] {
  const resources = environments.map((environment) => resourcesOf(environment, written));
  const addresses = [...new Set(resources.flatMap((own) => [...own.keys()]))];
  const found = new Map<string, { values: Set<string>[]; addresses: Set<string> }>();
  for (const address of addresses) {
    const own = resources.map((all) => all.get(address));
    const there = environments.filter((_, index) => own[index] !== undefined);
    const leaves = own.filter((attributes) => attributes !== undefined).map(leavesOf);
    for (const [path, values] of differing(company.code, there, leaves)) {
      const of = `${typeOf(address)}.${path.replaceAll(/\.\d+(?=\.|$)/g, '')}`;
      const entry = found.get(of) ?? { values: environments.map(() => new Set()), addresses: new Set() };
      found.set(of, entry);
      entry.addresses.add(address);
      there.forEach(({ name }, index) => {
        const value = values[index];
        if (value !== undefined)
          entry.values[environments.findIndex((each) => each.name === name)]?.add(value);
      });
    }
  }
  return [...found]
    .map(([of, entry]) => ({
      of,
      values: entry.values.map((values) => [...values].sort()),
      count: entry.addresses.size,
    }))
    .sort((a, b) => (a.of < b.of ? -1 : 1));
}

/** How many resources of each type there are, where the numbers differ. */
export function countDifferences({
  environments,
  written,
}: ComparedEnvironments): (readonly [type: string, ...counts: number[]])[] {
  const types = environments.map((environment) => [...resourcesOf(environment, written).keys()].map(typeOf));
  return [...new Set(types.flat())]
    .sort()
    .map((type): readonly [string, ...number[]] => [
      type,
      ...types.map((own) => own.filter((each) => each === type).length),
    ])
    .filter(([, first, ...others]) => others.some((count) => count !== first));
}

/** What environments differ in, as a page: `environments.md`. */
export function environmentsPage(compared: ComparedEnvironments): string {
  const names = compared.environments.map(({ name }) => name);
  const rows = (differences: readonly Difference[], counted: boolean): (string | number)[][] =>
    differences.map(({ of, values, count }) => [
      `\`${of}\``,
      ...values.map(cell),
      ...(counted ? [count] : []),
    ]);
  return [
    `# Environments: ${names.join(', ')}`,
    '',
    'All that they differ in, as it takes effect, with defaults; what is not listed is the same. A value that differs by the name of the environment alone is the same.',
    '',
    '## Decisions',
    '',
    ...markdownTable(['decision', ...names], rows(decisionDifferences(compared), false)),
    '',
    '## Attributes of the same resources',
    '',
    ...markdownTable(['attribute', ...names, 'resources'], rows(resourceDifferences(compared), true)),
    '',
    '## Numbers of resources',
    '',
    ...markdownTable(['type', ...names], countDifferences(compared)),
    '',
  ].join('\n');
}

/** Values that are longer are texts of definitions, which nobody compares in a table. */
const SHOWN = { values: 3, characters: 80 };

function cell(values: readonly string[]): string {
  if (values.length === 0) return '–';
  const shown = values.every((value) => value.length <= SHOWN.characters);
  if (shown && values.length <= SHOWN.values) return values.map((value) => `\`${value}\``).join(', ');
  return values.length === 1 ? 'a longer text' : `${values.length} values`;
}

/** Everything that an environment decides, with what applies where it decides nothing. */
function decisionsOf(company: Company, environment: Environment): Readonly<Record<string, unknown>> {
  const { name: _name, running, departments, ...decided } = environment;
  return {
    subscriptionId: 'of whoever deploys',
    cadence: { atLeast: { minutes: 'as definitions say' } },
    landing: { mode: 'continuous' },
    notify: { email: 'nobody' },
    budget: { monthlyAmount: 'none' },
    smokeTest: false,
    powerBiCapacity: { sku: 'none' },
    destroyable: { reason: 'not destroyable' },
    ...decided,
    running: {
      from: 'not running',
      paused: false,
      maxFirstWindows: RUNNING_DEFAULTS.maxFirstWindows,
      ...running,
      acknowledged: `${running?.acknowledged.length ?? 0} steps`,
    },
    settings: settingsOf(company, environment),
    departments: Object.fromEntries(
      company.departments.map(({ name }) => {
        // Logs and alerts are the platform's: no department decides on them.
        const { logs: _logs, monitoring: _monitoring, ...settings } = settingsOf(company, environment, name);
        return [name, { ...departments?.[name], settings }];
      }),
    ),
  };
}

function differing(
  code: string,
  environments: readonly Environment[],
  leaves: readonly ReadonlyMap<string, string>[],
): (readonly [path: string, values: readonly (string | undefined)[]])[] {
  const [first] = environments;
  if (first === undefined) return [];
  const paths = [...new Set(leaves.flatMap((own) => [...own.keys()]))];
  return paths
    .map((path) => [path, leaves.map((own) => own.get(path))] as const)
    .filter(([, [one, ...others]]) =>
      others.some((other, index) => {
        const name = environments[index + 1]?.name ?? '';
        return one === undefined || other === undefined
          ? one !== other
          : !sameBut(code, [first.name, one], [name, other]);
      }),
    );
}

/** The resources of an environment by their stacks without its name, and their addresses. */
function resourcesOf(
  { name }: Environment,
  written: readonly SynthesizedStack[],
): Map<string, Readonly<Record<string, unknown>>> {
  const own = written.filter(({ environment }) => environment === name);
  return new Map(
    own.flatMap((stack) =>
      Object.entries(stack.terraform.resource ?? {}).flatMap(([type, named]) =>
        Object.entries(named).map(
          ([id, attributes]) => [`${stack.name.replace(`-${name}`, '')}/${type}.${id}`, attributes] as const,
        ),
      ),
    ),
  );
}

function typeOf(address: string): string {
  return address.slice(address.indexOf('/') + 1).split('.')[0] ?? '';
}
