import { company as reference } from '../../departments';
import {
  type ComparedEnvironments,
  countDifferences,
  decisionDifferences,
  type Difference,
  environmentsPage,
  resourceDifferences,
} from '../../stacks/environment-differences';
import { writtenReference } from '../support/bills';
import { companyStacks } from '../support/company-stacks';
import { smallCompany } from '../support/small-company';
import { type Block, synthAll } from '../support/synth';

const { environments } = reference;
const names = environments.map(({ name }) => name);
const compared: ComparedEnvironments = {
  company: reference,
  environments,
  written: names.flatMap(writtenReference),
};
const attributes = resourceDifferences(compared);
const decisions = decisionDifferences(compared);
const row = (rows: readonly Difference[], of: string): Difference | undefined =>
  rows.find((each) => each.of === of);

/** Resources by stack and address, each with the environment's name taken out, read anew. */
function blocksOf(environment: string): Map<string, Block> {
  return new Map(
    compared.written
      .filter((stack) => stack.environment === environment)
      .flatMap(({ name, terraform }) =>
        Object.entries(terraform.resource ?? {}).flatMap(([type, blocks]) =>
          Object.entries(blocks).map(
            ([id, block]) => [`${name.slice(0, -environment.length)} ${type} ${id}`, block] as const,
          ),
        ),
      ),
  );
}

/** All values at a path of attributes, whichever of several blocks they are in. */
function valuesAt(data: unknown, path: readonly string[]): string[] {
  if (Array.isArray(data)) return data.flatMap((each) => valuesAt(each, path));
  const [key, ...rest] = path;
  if (key === undefined) return [typeof data === 'string' ? data : JSON.stringify(data)];
  if (typeof data !== 'object' || data === null) return [];
  return valuesAt((data as Readonly<Record<string, unknown>>)[key], rest);
}

describe('of the reference company', () => {
  const blocks = names.map(blocksOf);

  test('each value that is listed is one that was synthesized', () => {
    expect(attributes.length).toBeGreaterThan(30);
    for (const { of, values, count } of attributes) {
      const [type = '', ...path] = of.split('.');
      values.forEach((listed, index) => {
        const own = [...blocks[index]!].filter(([address]) => address.split(' ')[1] === type);
        const there = new Set(own.flatMap(([, block]) => valuesAt(block, path)));
        expect(listed.filter((value) => !there.has(value))).toEqual([]);
        expect(own.length === 0 || own.length >= count).toBe(true);
      });
    }
  });

  // The other way round, and by other means: attribute by attribute of what Terraform gets, as text without the names of environments.
  test('no attribute that differs is left out', () => {
    const listed = new Set(attributes.map(({ of }) => of.split('.').slice(0, 2).join('.')));
    const plain = (environment: string, value: unknown): string =>
      JSON.stringify(value ?? null).replaceAll(
        new RegExp(`(mrdn|\\b)${environment}(?=\\b|_|itsecurity|lake)`, 'g'),
        '$1*',
      );
    const missed = new Set<string>();
    names.forEach((name, index) => {
      for (const [address, block] of blocks[0]!) {
        const other = blocks[index]!.get(address);
        if (other === undefined) continue;
        const type = address.split(' ')[1] ?? '';
        for (const key of new Set([...Object.keys(block), ...Object.keys(other)])) {
          const differs =
            plain('dev', block[key]) !== plain(name, other[key]) &&
            plain(name, block[key]).replaceAll('dev', name) !== plain(name, other[key]).replaceAll('*', name);
          if (differs && !listed.has(`${type}.${key}`)) missed.add(`${type}.${key}: ${address}`);
        }
      }
    });
    expect([...missed]).toEqual([]);
  });

  test('numbers of resources are those of the stacks', () => {
    const counts = countDifferences(compared);
    expect(counts.length).toBeGreaterThan(10);
    const typesOf = (own: ReadonlyMap<string, Block>) => [...own.keys()].map((key) => key.split(' ')[1]);
    for (const type of new Set(blocks.flatMap(typesOf))) {
      const numbers = blocks.map((own) => typesOf(own).filter((each) => each === type).length);
      const listed = counts.find(([each]) => each === type)?.slice(1);
      expect([type, listed]).toEqual([type, new Set(numbers).size > 1 ? numbers : undefined]);
    }
  });

  test.each([
    [
      'network.kind',
      'azurerm_storage_account.public_network_access_enabled',
      { public: 'true', private: 'false' },
    ],
    ['settings.logs.dailyQuotaGb', 'azurerm_log_analytics_workspace.daily_quota_gb', { 1: '1', 5: '5' }],
    [
      'running.from',
      'azurerm_data_factory_trigger_tumbling_window.activated',
      { 'not running': 'false', '2026-12-01': 'true' },
    ],
  ])('the decision %s is what %s has', (decision, attribute, means: Readonly<Record<string, string>>) => {
    const decided = row(decisions, decision)!.values.map(([value = '']) => [means[value]]);
    expect(row(attributes, attribute)!.values).toEqual(decided);
  });

  test('test is as dev, but for what a rehearsal needs', () => {
    const [dev, test] = [names.indexOf('dev'), names.indexOf('test')];
    const otherwise = decisions
      .filter(({ values }) => JSON.stringify(values[dev]) !== JSON.stringify(values[test]))
      .map(({ of }) => of);
    expect(otherwise.sort()).toEqual([
      'destroyable.reason',
      'notify.email.0',
      'notify.nobody.reason',
      'smokeTest',
      'state.containerName',
    ]);
  });
});

describe('of a company', () => {
  const company = smallCompany();
  const [first] = company.environments;
  const of = (...changes: readonly object[]): ComparedEnvironments => {
    const own = ['dev', 'test'].map((name, index) => Object.assign({}, first, changes[index], { name }));
    const whole = { ...company, environments: own };
    const written = own.flatMap((environment) => {
      const stacks = companyStacks(whole, environment);
      return synthAll(stacks).map((terraform, index) => ({
        name: stacks[index]!.node.id,
        environment: environment.name,
        terraform,
      }));
    });
    return { company: whole, environments: own, written };
  };

  test('a name alone is no difference, though it is a word of texts, too', () => {
    const same = of();
    expect(JSON.stringify(same.written)).toContain('test');
    expect([decisionDifferences(same), resourceDifferences(same), countDifferences(same)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('one setting is one decision, with the default of the other environment, and what it changes', () => {
    const changed = of({}, { settings: { storage: { softDeleteDays: 30 } } });
    const platform = row(decisionDifferences(changed), 'settings.storage.softDeleteDays');
    expect(platform?.values).toEqual([['14'], ['30']]);
    const found = resourceDifferences(changed);
    expect(found.length).toBeGreaterThan(0);
    for (const { of: attribute, values } of found) {
      expect(attribute).toMatch(/^azurerm_storage_account\.blob_properties\..*retention_policy\.days$/);
      expect(values).toEqual([['14'], ['30']]);
    }
    expect(environmentsPage(changed)).toContain('| `settings.storage.softDeleteDays` | `14` | `30` |');
  });
});
