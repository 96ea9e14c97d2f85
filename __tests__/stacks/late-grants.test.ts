import { SynapseGold } from '../../constructs/synapse-gold';
import type { SqlPrincipal } from '../../compilers/internal';
import { accessOf, type DepartmentStack } from '../../stacks';
import { manualStepFiles } from '../../stacks/manual-steps-document';
import { crossingCompany, customers, dailyRevenue, salesByDay, stacksIn } from '../support/crossing-company';
import { resources, synth } from '../support/synth';

const auditors: SqlPrincipal = { name: 'auditors', kind: 'group', reason: 'look at the year' };
const neighbour: SqlPrincipal = {
  name: 'id-neighbour',
  kind: 'pipeline identity',
  reason: 'reads from its own database',
};

const selling = (): DepartmentStack => stacksIn('dev', crossingCompany()).departments.selling!;

/** The SQL that the stack's pipelines deploy, as Terraform gets it. */
function deployed(stack: DepartmentStack): string {
  const [pipeline, ...others] = resources(synth(stack), 'azurerm_data_factory_pipeline').filter(
    ({ name }) => name === 'selling_deploy_gold',
  );
  if (!pipeline || others.length > 0) throw new Error('not one deployment');
  return String(pipeline.activities_json);
}

const script = (stack: DepartmentStack): string =>
  manualStepFiles('dev', [stack])[`dev/${stack.node.id}.sql`] ?? '';

const rightsOf = (stack: DepartmentStack, principal: string): string[] =>
  accessOf(stack)
    .filter((line) => line.principal === principal)
    .map(({ scope: on, right }) => `${right} ${on.slice(on.indexOf('/') + 1)}`);

describe('what is granted once the stack is made', () => {
  test('is deployed, and in the access matrix', () => {
    const stack = selling();
    stack.gold.grantRead([dailyRevenue], auditors);
    expect(deployed(stack)).toContain(
      'GRANT SELECT ON OBJECT::[gold].[daily_revenue] TO [lakehouse_reader_auditors]',
    );
    expect(script(stack)).toContain('CREATE USER [auditors] FOR LOGIN [auditors]');
    expect(rightsOf(stack, 'auditors')).toEqual([
      'connect syn-cross-dev-ondemand.sql.azuresynapse.net',
      'connect selling',
      'REFERENCES selling/credential workspace_identity',
      'SELECT selling/gold.daily_revenue',
    ]);
  });

  test('to a department beside it reaches the script of logins and the steps that people follow', () => {
    const stack = selling();
    const before = script(stack);
    stack.gold.grantRead([dailyRevenue], neighbour);
    expect(before).not.toContain('id-neighbour');
    expect(script(stack)).toContain('CREATE LOGIN [id-neighbour] FROM EXTERNAL PROVIDER');
    expect(deployed(stack)).toContain('ADD MEMBER [id-neighbour]');
    expect(rightsOf(stack, 'id-neighbour')).toContain('connect syn-cross-dev-ondemand.sql.azuresynapse.net');
    expect(stack.manualSteps[0]!.steps[1]).toContain('another department begins to read');
  });

  test('comes to the same bytes as what was granted before the pipelines were made', () => {
    const grants = jest.spyOn(SynapseGold.prototype, 'grantRead');
    const atTheEnd = selling();
    const calls = [...grants.mock.calls];
    expect(calls.length).toBeGreaterThan(0);
    const expected = synth(atTheEnd);
    // The same stack, whose own grants to readers come once everything else is there.
    grants.mockImplementation(() => undefined);
    const late = selling();
    grants.mockRestore();
    expect(deployed(late)).not.toContain('id-cross-dev-directing');
    for (const [tables, principal, columns] of calls) {
      const own = late.gold.tables.filter(({ name }) => tables.some((table) => table.name === name));
      if (own.length > 0) late.gold.grantRead(own, principal, columns);
    }
    expect(synth(late)).toEqual(expected);
    expect(script(late)).toBe(script(atTheEnd));
    expect(accessOf(late)).toEqual(accessOf(atTheEnd));
  });

  test('on a container is a role assignment like any other', () => {
    const stack = selling();
    const reader = {
      key: 'Auditors',
      principalId: 'object-id',
      name: 'auditors',
      reason: 'look at the year',
    };
    stack.lakehouse.grantRead('products', reader);
    stack.lakehouse.grantRead('products', reader);
    expect(
      resources(synth(stack), 'azurerm_role_assignment').filter(({ principal_id: id }) => id === 'object-id'),
    ).toHaveLength(1);
    expect(rightsOf(stack, 'auditors')).toEqual(['Storage Blob Data Reader selling-products']);
  });

  test('makes a deployment too long, and that is said before anything is written', () => {
    const stack = selling();
    const many = Array.from({ length: 1700 }, (_, index) => ({ ...auditors, name: `auditors-${index}` }));
    for (const each of many) stack.gold.grantRead([dailyRevenue], each);
    expect(stack.pipelines.node.validate()).toEqual([
      expect.stringMatching(/^LH7002 selling_deploy_gold: "activities" has \d+; allowed: 1 to 120/),
    ]);
  });
});

describe('what nobody would deploy', () => {
  test("is refused: a table of another zone, or of another department's", () => {
    const { gold } = selling();
    expect(() => gold.grantRead([salesByDay], auditors)).toThrow(
      'selling-dev/Gold: 1 error\n  - LH6021 selling-dev/Gold: "sales_by_day" is granted to auditors, and is no gold table of selling; allowed: customers, daily_revenue; grant one of these, or ask the owner of the table to grant it',
    );
    expect(() => gold.grantRead([salesByDay], neighbour)).toThrow('"sales_by_day" is granted to id-neigh');
  });

  test('is refused: columns that a table does not have, and no column at all', () => {
    const { gold } = selling();
    expect(() => gold.grantRead([customers], auditors, () => ['email', 'phone'])).toThrow(
      '"customers" has no column phone, which auditors is to read; allowed: email, purchases, spent',
    );
    expect(() => gold.grantRead([customers], auditors, () => [])).toThrow(
      '"customers" is granted to auditors without a column',
    );
    expect(gold.access.filter(({ principal }) => principal.name === 'auditors')).toEqual([]);
  });

  test('is refused: a reader whose role would have too long a name', () => {
    const { gold } = selling();
    const grantTo = (length: number) => () =>
      gold.grantRead([dailyRevenue], { ...auditors, name: 'a'.repeat(length) });
    expect(grantTo(111)).not.toThrow();
    expect(grantTo(112)).toThrow('has 112 characters; allowed: 1 to 111');
  });

  test('is refused: a grant under the key of another, which would go lost', () => {
    const { lakehouse } = selling();
    const grantee = { key: 'Auditors', principalId: 'one', name: 'auditors', reason: 'look' };
    lakehouse.grantRead('products', grantee);
    expect(() => lakehouse.grantRead('products', { ...grantee, principalId: 'two', name: 'others' })).toThrow(
      '"Auditors-reads-products" is the id of another grant than Storage Blob Data Reader for others',
    );
  });

  test('is not listed: gold that no pipelines deploy', () => {
    const stack = selling();
    const { department, lakehouse } = stack;
    const gold = new SynapseGold(stack, 'Second', {
      department,
      lakehouse,
      synapse: stack.hosts.synapse,
      identity: { name: 'id-somebody' },
    });
    gold.grantRead([dailyRevenue], { ...auditors, name: 'second-auditors' });
    expect(rightsOf(stack, 'second-auditors')).toEqual([]);
  });
});

describe('what somebody is granted in several calls', () => {
  const whole = 'GRANT SELECT ON OBJECT::[gold].[customers] TO [lakehouse_reader_auditors];';
  const select = ({ gold }: DepartmentStack) =>
    gold.deployment
      .flatMap(({ sql }) => sql.split('\n'))
      .filter((sql) => sql.startsWith('GRANT SELECT') && sql.includes('[lakehouse_reader_auditors]'));

  test('adds up, so that no later part takes an earlier one back', () => {
    const parts = selling();
    parts.gold.grantRead([customers], auditors, () => ['spent']);
    parts.gold.grantRead([customers], auditors, () => ['purchases']);
    expect(select(parts)).toEqual([
      'GRANT SELECT ON OBJECT::[gold].[customers] ([purchases], [spent]) TO [lakehouse_reader_auditors];',
    ]);
    expect(rightsOf(parts, 'auditors')).toContain('SELECT selling/gold.customers (purchases, spent)');
  });

  test.each([
    ['the whole, then a part', [undefined, () => ['spent']]],
    ['a part, then the whole', [() => ['spent'], undefined]],
  ])('is the whole: %s', (_, parts) => {
    const stack = selling();
    for (const columns of parts) stack.gold.grantRead([customers], auditors, columns);
    expect(select(stack)).toEqual([whole]);
    expect(rightsOf(stack, 'auditors').filter((right) => right.startsWith('SELECT'))).toEqual([
      'SELECT selling/gold.customers',
    ]);
  });
});
